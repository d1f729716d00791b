import CivilTime
import Hummingbird
import Operations
import Scheduling

/// A starter's own appointments: those ahead, soonest first, and those that are over, newest
/// first.
struct AppointmentsPage: Page {
  struct Group: Sendable {
    let rows: [AppointmentRow]
    let moreHref: String?
  }

  let title: String
  /// Nil where the page goes on with the other list.
  let upcoming: Group?
  let past: Group?
  /// Requests that stand, which are no appointments yet.
  let requests: [AdvisingPage.Request]
  let hasRequests: Bool
  let isEmpty: Bool
  /// From a list that goes on back to where it begins.
  let firstHref: String?
  let typesHref: String
  let feedsHref: String

  private static let (upcomingPart, pastPart) = ("upcoming", "past")

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let desk = visit.desks.appointments
    let onward = ListContinuation(visit, parts: [upcomingPart, pastPart])
    var ahead: AppointmentsDesk.Page?
    if onward == nil || onward?.part == upcomingPart {
      ahead = try await desk.list(
        .own, for: person, from: visit.now, states: ["requested", "confirmed", "attended"],
        after: onward?.cursor)
    }
    var over: AppointmentsDesk.Page?
    if onward == nil || onward?.part == pastPart {
      // Half a year back is what somebody still asks about.
      over = try await desk.over(
        for: person, since: visit.now.advanced(bySeconds: -180 * 86_400), after: onward?.cursor)
    }
    let requests =
      onward == nil
      ? try await visit.desks.contacts.own(of: person).filter(\.request.stands) : []
    return visit.answer(
      AppointmentsPage(visit, ahead, over, requests: requests, isOnward: onward != nil))
  }

  private init(
    _ visit: Visit, _ ahead: AppointmentsDesk.Page?, _ over: AppointmentsDesk.Page?,
    requests: [ContactView], isOnward: Bool
  ) {
    title = visit.text("appointments.title")
    upcoming = ahead.map { Group($0, part: Self.upcomingPart, visit) }
    past = over.flatMap { $0.views.isEmpty ? nil : Group($0, part: Self.pastPart, visit) }
    self.requests = requests.map { AdvisingPage.Request($0, visit) }
    hasRequests = !requests.isEmpty
    isEmpty = upcoming?.rows.isEmpty == true
    firstHref = isOnward ? visit.path(.appointments) : nil
    typesHref = visit.path(.types)
    feedsHref = visit.path(.feeds)
  }
}

extension AppointmentsPage.Group {
  init(_ page: AppointmentsDesk.Page, part: String, _ visit: Visit) {
    rows = page.views.map { AppointmentRow($0, visit) }
    moreHref = ListContinuation.href(visit.path(.appointments), part: part, after: page.next)
  }
}
