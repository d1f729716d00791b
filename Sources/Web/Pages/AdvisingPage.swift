import CivilTime
import Hummingbird
import Operations
import Scheduling

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
    let moreHref: String?
  }

  /// A request with moments to choose from.
  struct Request: Sendable {
    let name: Markup
    let with: String
    let state: String
    let stateName: String
    let when: String
    let href: String
    let context: String
  }

  let title: String
  /// Nil where nothing is asked, or the page goes on with another list.
  let requestsName: String?
  let requests: [Request]
  let weekHref: String
  /// From a group that goes on back to all of them.
  let firstHref: String?
  let groups: [Group]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let lists = List.all(at: visit.now)
    let onward = ListContinuation(visit, parts: lists.map(\.part))
    var groups: [Group] = []
    for list in lists where onward == nil || onward?.part == list.part {
      let page = try await visit.desks.appointments.list(
        visit.whose, for: person, from: list.from, until: list.until, states: list.states,
        newestFirst: list.newestFirst, after: onward?.cursor)
      groups.append(Group(list, page, isOnward: onward != nil, visit))
    }
    let requests =
      onward == nil ? try await visit.desks.contacts.answerable(by: person) : []
    return visit.answer(
      AdvisingPage(
        title: visit.text("advising.title"),
        requestsName: requests.isEmpty
          ? nil : visit.text("advising.requests", ["count": String(requests.count)]),
        requests: requests.map { Request($0, visit) }, weekHref: visit.path(.week),
        firstHref: onward == nil ? nil : visit.path(.advising), groups: groups))
  }
}

extension AdvisingPage.Request {
  init(_ view: ContactView, _ visit: Visit) {
    let entry = view.entry
    name = visit.content(entry.type.name)
    // A starter reads whom they asked; whoever answers, who asks.
    let partner = entry.partner.name[visit.language]
    with = view.may(.withdraw) ? partner : "\(view.starter.name), \(partner)"
    state = visit.texts(.contactState(view.request.state.name))
    stateName = view.request.state.name
    let starts = view.request.moments.map { visit.dates.moment(view.zone.local($0.start)) }
    when = starts.joined(separator: "; ")
    href = visit.path(.contact, view.request.id.description)
    context = "\(entry.type.name[visit.language]), \(view.starter.name)"
  }
}

extension AdvisingPage {
  /// Which appointments a group holds.
  fileprivate struct List {
    let part: String
    let states: [String]
    let from: Instant
    let until: Instant
    var newestFirst = false
    /// Leaves out what has started: that stands under “to record”.
    var startsAfter: Instant?

    static func all(at now: Instant) -> [List] {
      let past = now.advanced(bySeconds: -60 * 86_400)
      let ahead = now.advanced(bySeconds: 370 * 86_400)
      return [
        List(part: "requested", states: ["requested"], from: now, until: ahead),
        List(part: "to-record", states: ["confirmed"], from: past, until: now),
        List(
          part: "confirmed", states: ["confirmed"], from: now, until: ahead, startsAfter: now),
        List(
          part: "closed", states: ["attended", "noShow", "cancelled", "declined"], from: past,
          until: ahead, newestFirst: true),
      ]
    }
  }
}

extension AdvisingPage.Group {
  fileprivate init(
    _ list: AdvisingPage.List, _ page: AppointmentsDesk.Page, isOnward: Bool, _ visit: Visit
  ) {
    let views = page.views.filter { view in
      list.startsAfter.map { view.booking.span.start > $0 } ?? true
    }
    let count =
      if isOnward { visit.text("list.continued") } else {
        "\(views.count)\(page.next == nil ? "" : "+")"
      }
    groupName = visit.text("advising.\(list.part)", ["count": count])
    items = views.map { view in
      AdvisingPage.Item(
        row: AppointmentRow(view, visit), actions: AppointmentPage.actions(view, visit),
        formHref: visit.path(.appointments, view.booking.id.description),
        revision: String(view.booking.revision), csrf: visit.formToken)
    }
    isBare = items.isEmpty
    bareSentence = visit.text("advising.none")
    moreHref = ListContinuation.href(visit.path(.advising), part: list.part, after: page.next)
  }
}

extension Visit {
  /// An adviser sees their own; managers and staff see all they may.
  var whose: AppointmentsDesk.Whose {
    let wide: [Role.Kind] = [.manager, .staff, .team, .admin]
    return wide.contains { person?.has($0) == true } ? .visible : .advising
  }
}
