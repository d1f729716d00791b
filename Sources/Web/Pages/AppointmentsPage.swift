import CivilTime
import Hummingbird
import Operations
import Scheduling

/// A starter's own appointments, those ahead first.
struct AppointmentsPage: Page {
  let title: String
  let upcoming: [AppointmentRow]
  let past: [AppointmentRow]
  let hasPast: Bool
  let isEmpty: Bool
  let typesHref: String
  let feedsHref: String

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let desk = visit.desks.appointments
    let ahead = try await desk.list(.own, for: person, from: visit.now)
    // Half a year back is what somebody still asks about.
    let before = try await desk.list(
      .own, for: person, from: visit.now.advanced(bySeconds: -180 * 86_400), until: visit.now)
    return visit.answer(AppointmentsPage(visit, ahead: ahead.views, before: before.views))
  }

  private init(_ visit: Visit, ahead: [BookingView], before: [BookingView]) {
    title = visit.text("appointments.title")
    let standing = ahead.filter { $0.booking.isLive }
    let ids = Set(standing.map(\.booking.id))
    upcoming = standing.map { AppointmentRow($0, visit) }
    past = (before + ahead).filter { !ids.contains($0.booking.id) }
      .sorted { $0.booking.span.start > $1.booking.span.start }
      .map { AppointmentRow($0, visit) }
    hasPast = !past.isEmpty
    isEmpty = upcoming.isEmpty
    typesHref = visit.path(.types)
    feedsHref = visit.path(.feeds)
  }
}

/// What an adviser, manager or the staff still has to do with appointments, by state.
struct AdvisingPage: Page {
  struct Item: Sendable {
    let row: AppointmentRow
    let actions: [AppointmentPage.Action]
    let formHref: String
    let revision: String
    let csrf: String
  }

  struct Group: Sendable {
    let groupName: String
    let items: [Item]
    let isBare: Bool
    let bareSentence: String
  }

  let title: String
  let weekHref: String
  let groups: [Group]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let (past, ahead) = (
      visit.now.advanced(bySeconds: -60 * 86_400), visit.now.advanced(bySeconds: 370 * 86_400)
    )
    func list(_ states: [String], from: Instant, until: Instant) async throws -> [BookingView] {
      try await visit.desks.appointments.list(
        visit.whose, for: person, from: from, until: until, states: states
      ).views
    }
    let groups = [
      ("requested", try await list(["requested"], from: visit.now, until: ahead)),
      (
        "to-record",
        try await list(["confirmed"], from: past, until: visit.now)
          .filter { $0.booking.span.start <= visit.now }
      ),
      (
        "confirmed",
        try await list(["confirmed"], from: visit.now, until: ahead)
          .filter { $0.booking.span.start > visit.now }
      ),
      (
        "closed",
        Array(
          try await list(
            ["attended", "noShow", "cancelled", "declined"], from: past, until: ahead
          ).reversed())
      ),
    ]
    return visit.answer(
      AdvisingPage(
        title: visit.text("advising.title"), weekHref: visit.path(.week),
        groups: groups.map { Group($0, $1, visit) }))
  }
}

extension AdvisingPage.Group {
  init(_ key: String, _ views: [BookingView], _ visit: Visit) {
    groupName = visit.text("advising.\(key)", ["count": String(views.count)])
    items = views.map { view in
      AdvisingPage.Item(
        row: AppointmentRow(view, visit), actions: AppointmentPage.actions(view, visit),
        formHref: visit.path(.appointments, view.booking.id.description),
        revision: String(view.booking.revision), csrf: visit.formToken)
    }
    isBare = items.isEmpty
    bareSentence = visit.text("advising.none")
  }
}

extension Visit {
  /// An adviser sees their own; managers and staff see all they may.
  var whose: AppointmentsDesk.Whose {
    let wide: [Role.Kind] = [.manager, .staff, .team, .admin]
    return wide.contains { person?.has($0) == true } ? .visible : .advising
  }
}

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
  let days: [Day]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let zone = ZoneDatabase.system.zone(visit.catalogue.organisation.zone) ?? .utc
    let today = zone.date(visit.now)
    let asked = visit.query["week"].flatMap { LocalDate(iso8601: $0) } ?? today
    let monday = asked.advanced(byDays: 1 - asked.weekday.isoNumber)
    let found = try await visit.desks.appointments.list(
      visit.whose, for: person, from: zone.startOfDay(monday),
      until: zone.startOfDay(monday.advanced(byDays: 7)),
      states: ["requested", "confirmed", "attended", "noShow"])
    return visit.answer(WeekPage(visit, monday, found.views, zone: zone, today: today))
  }

  private init(
    _ visit: Visit, _ monday: LocalDate, _ views: [BookingView], zone: Zone, today: LocalDate
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
    days = (0..<7).map { offset in
      let date = monday.advanced(byDays: offset)
      let own = views.filter { zone.date($0.booking.span.start) == date }
      return Day(
        dayName: visit.dates.full(date), isToday: date == today,
        rows: own.map { AppointmentRow($0, visit) }, isFree: own.isEmpty)
    }
  }
}
