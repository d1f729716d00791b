import CivilTime
import Hummingbird
import Operations
import Scheduling

/// What an adviser, manager or the staff still has to do with appointments, by state.
struct AdvisingPage: Page {
  struct Item: Sendable {
    let row: AppointmentRow
    /// Since when a request waits, and until when.
    let waits: String?
    let isUrgent: Bool
    let actions: [AppointmentPage.Action]
    let formHref: String
    let revision: String
    let csrf: String
  }

  struct Group: Sendable {
    let groupName: String
    /// Its anchor in the page.
    let part: String
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

  struct Editor: Sendable {
    let label: String
    let href: String
  }

  let title: String
  let acting: String?
  /// Nil where nothing is asked, or the page goes on with another list.
  let requestsName: String?
  let requests: [Request]
  let weekHref: String
  /// The pages of the partners that the reader manages.
  let editors: [Editor]
  let chooser: [WeekPage.Choices]
  let isChoosing: Bool
  let everybodyLabel: String
  let chooserHref: String
  /// Set where no group has anything in it.
  let isQuiet: Bool
  /// From a group that goes on back to all of them.
  let firstHref: String?
  let groups: [Group]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let advisers = WeekDesk.advisers(for: person, catalogue: visit.catalogue)
    let chosen = visit.query["adviser"]
    let whose = try chosen.map { key in
      guard let entry = advisers.first(where: { $0.adviser.key == key }) else {
        throw RequestProblem.unknown
      }
      return AppointmentsDesk.Whose.of(entry.person)
    }
    let lists = List.all(at: visit.now)
    let onward = ListContinuation(visit, parts: lists.map(\.part))
    var groups: [Group] = []
    for list in lists where onward == nil || onward?.part == list.part {
      let page = try await visit.desks.appointments.list(
        whose ?? visit.whose, for: person, from: list.from, until: list.until, states: list.states,
        newestFirst: list.newestFirst, after: onward?.cursor)
      groups.append(Group(list, page, isOnward: onward != nil, visit))
    }
    let requests =
      onward == nil ? try await visit.desks.contacts.answerable(by: person) : []
    return visit.answer(
      AdvisingPage(
        title: visit.text("advising.title"), acting: visit.acting,
        requestsName: requests.isEmpty
          ? nil : visit.text("advising.requests", ["count": String(requests.count)]),
        requests: requests.map { Request($0, visit) }, weekHref: visit.path(.week),
        editors: editors(person, visit),
        chooser: WeekChoice.advisers(advisers, chosen: chosen, visit),
        isChoosing: advisers.count > 1,
        everybodyLabel: visit.text("week.everybody"), chooserHref: visit.path(.advising),
        isQuiet: requests.isEmpty && groups.allSatisfy { $0.items.isEmpty },
        firstHref: onward == nil
          ? nil : visit.path(.advising) + QueryText([("adviser", chosen)]).text,
        groups: groups))
  }

  private static func editors(_ person: Person, _ visit: Visit) -> [Editor] {
    person.roles.filter { $0.kind == .manager }.compactMap { role in
      role.partner.flatMap { visit.catalogue.partner($0)?.partner }
    }.map { partner in
      Editor(
        label: visit.text("editor.link", ["name": partner.name[visit.language]]),
        href: PartnerEditorPage.path(partner.key, visit))
    }
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
    part = list.part
    items = views.map { view in
      let deadline = view.booking.requestDeadline
      return AdvisingPage.Item(
        row: AppointmentRow(view, visit),
        waits: deadline.map { deadline in
          visit.text(
            "advising.waits",
            [
              "ago": visit.ago(view.booking.createdAt),
              "moment": visit.dates.moment(view.zone.local(deadline)),
            ])
        },
        isUrgent: deadline.map { $0.seconds(since: visit.now) < 86_400 } ?? false,
        actions: AppointmentPage.actions(view, visit),
        formHref: visit.path(.appointments, view.booking.id.description),
        revision: String(view.booking.revision), csrf: visit.formToken)
    }
    isBare = items.isEmpty
    bareSentence = visit.text("advising.none")
    let adviser = visit.query["adviser"].map { "&adviser=" + $0 } ?? ""
    moreHref = ListContinuation.href(
      visit.path(.advising), part: list.part, after: page.next
    ).map { $0 + adviser }
  }
}

extension Visit {
  /// As what somebody with several roles does their work here, since another of them may be a
  /// starter's.
  var acting: String? {
    guard let person, person.roles.count > 1 else { return nil }
    let work = person.roles.filter { $0.kind != .starter }
    guard !work.isEmpty else { return nil }
    return text("advising.acting", ["roles": Frame.roles(work, self)])
  }

  /// An adviser sees their own; managers and staff see all they may.
  var whose: AppointmentsDesk.Whose {
    let wide: [Role.Kind] = [.manager, .staff, .team, .admin]
    return wide.contains { person?.has($0) == true } ? .visible : .advising
  }
}
