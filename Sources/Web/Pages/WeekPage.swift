import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The appointments of one week, day by day.
struct WeekPage: Page {
  struct Day: Sendable {
    let dayName: String
    let isToday: Bool
    let rows: [AppointmentRow]
    let isFree: Bool
  }

  let title: String
  let heading: String
  let previousHref: String
  let nextHref: String
  let todayHref: String
  let listHref: String
  let zone: String
  /// Set where the week holds more than a page can show.
  let cutSentence: String?
  let days: [Day]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let zone = ZoneDatabase.system.zone(visit.catalogue.organisation.zone) ?? .utc
    let today = zone.date(visit.now)
    let asked = visit.query["week"].flatMap { LocalDate(iso8601: $0) } ?? today
    let monday = asked.advanced(byDays: 1 - asked.weekday.isoNumber)
    let (start, end) = (
      zone.startOfDay(monday), zone.startOfDay(monday.advanced(byDays: 7))
    )
    guard let span = TimeSpan(from: start, until: end) else {
      preconditionFailure("a week ends after it starts")
    }
    let found = try await visit.desks.appointments.all(
      visit.whose, for: person, overlapping: span,
      states: ["requested", "confirmed", "attended", "noShow"])
    return visit.answer(WeekPage(visit, monday, found, zone: zone, today: today))
  }

  private init(
    _ visit: Visit, _ monday: LocalDate, _ found: AppointmentsDesk.Page, zone: Zone,
    today: LocalDate
  ) {
    let sunday = monday.advanced(byDays: 6)
    title = visit.text("week.title", ["week": String(monday.isoWeek.week)])
    heading = visit.text(
      "week.span", ["from": visit.dates.full(monday), "until": visit.dates.full(sunday)])
    func href(_ date: LocalDate) -> String {
      visit.path(.week) + QueryText([("week", date.iso8601)]).text
    }
    previousHref = href(monday.advanced(byDays: -7))
    nextHref = href(monday.advanced(byDays: 7))
    todayHref = visit.path(.week)
    listHref = visit.path(.advising)
    self.zone = visit.zoneName(zone)
    cutSentence =
      found.next == nil
      ? nil : visit.text("week.cut", ["count": String(found.views.count)])
    days = (0..<7).map { offset in
      let date = monday.advanced(byDays: offset)
      let own = found.views.filter { zone.date($0.booking.span.start) == date }
      return Day(
        dayName: visit.dates.full(date), isToday: date == today,
        rows: own.map { AppointmentRow($0, visit) }, isFree: own.isEmpty)
    }
  }
}
