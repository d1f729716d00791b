import CivilTime
import Hummingbird
import Operations
import Scheduling

/// *Mijn traject*: a starter's items by phase, each with its next thing to do.
struct MyPathPage: Page {
  struct Line: Sendable {
    let label: String
    let text: Markup
  }

  struct StandingAppointment: Sendable {
    let when: String
    let name: Markup
    let href: String
    let state: String
  }

  /// A request that stands, on its way to an appointment.
  struct StandingRequest: Sendable {
    let sentence: String
    let name: String
    let href: String
  }

  struct Action: Sendable {
    let state: String
    let label: String
    let context: String
    let isMain: Bool
  }

  struct Item: Sendable {
    let id: String
    let heading: Markup
    let state: String
    let stateName: String
    let level: String
    let isRequired: Bool
    let lead: Markup?
    let lines: [Line]
    let source: Source
    let waitsFor: String?
    let appointments: [StandingAppointment]
    let requests: [StandingRequest]
    let arrangements: [StandingArrangement]
    let offers: [Offer]
    let offersLabel: String?
    let helpSentence: String?
    let actions: [Action]
    let actionHref: String
    let csrf: String
    let isOpen: Bool
  }

  struct Source: Sendable {
    let sourceName: String
    let sourceHref: String?
    let checkedOn: String
  }

  struct Group: Sendable {
    let phase: String
    let progress: String
    let items: [Item]
  }

  let title: String
  let hello: String
  let progress: String
  let done: Int
  let total: Int
  let notice: String?
  /// What was just done.
  let saved: String?
  let groups: [Group]
  let isEmpty: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let list = try await visit.desks.journey.list(of: person)
    return visit.answer(try MyPathPage(visit, person, list))
  }

  /// One of the buttons of an item.
  static func change(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    guard let id = ID<ToDo>(try visit.parameter("toDo")) else { throw RequestProblem.unknown }
    guard let state = visit.form["state"].flatMap(ToDo.State.init(rawValue:)) else {
      throw RequestProblem.invalid(field: "/state", .missing)
    }
    do {
      _ = try await visit.desks.journey.set(id, to: state, by: .person(person))
    } catch let refusal as Refusal {
      let list = try await visit.desks.journey.list(of: person)
      let page = try MyPathPage(
        visit, person, list, notice: RefusalText(visit.texts, zone: .utc).sentence(refusal))
      return visit.answer(page, status: .conflict)
    }
    return visit.redirect(to: "\(visit.path(.myPath))#\(id)")
  }

  init(_ visit: Visit, _ person: Person, _ list: JourneyDesk.List, notice: String? = nil) throws {
    title = visit.text("path.title")
    hello =
      person.name.isEmpty
      ? visit.text("path.hello-unnamed") : visit.text("path.hello", ["name": person.firstName])
    let counted = list.items.filter { $0.toDo.state != .skipped }
    done = counted.count { $0.toDo.state == .done }
    total = max(counted.count, 1)
    progress = visit.text(
      "path.progress", ["done": String(done), "total": String(counted.count)])
    self.notice = notice
    saved =
      notice == nil && visit.query["done"] == "arranged" ? visit.text("arrange.saved") : nil
    let next = list.items.first { $0.toDo.state == .open && $0.waitsFor.isEmpty }?.toDo.id
    groups = try Phase.allCases.compactMap { phase in
      let items = list.items.filter { $0.template.phase == phase }
      guard !items.isEmpty else { return nil }
      return Group(
        phase: visit.texts(.phase(phase)),
        progress: visit.text(
          "path.group-progress",
          [
            "done": String(items.count { $0.toDo.state == .done }), "total": String(items.count),
          ]),
        items: try items.map { try Item($0, visit: visit, isOpen: $0.toDo.id == next) })
    }
    isEmpty = groups.isEmpty
  }
}

extension MyPathPage.Item {
  init(_ item: JourneyDesk.Item, visit: Visit, isOpen: Bool) throws {
    let template = item.template
    id = item.toDo.id.description
    heading = visit.content(template.title)
    state = Self.state(item, visit)
    stateName = item.toDo.state.rawValue
    level = visit.texts(.level(template.level))
    isRequired = template.required
    let lines = Self.lines(template, visit)
    lead = lines.first?.text
    self.lines = Array(lines.dropFirst())
    source = MyPathPage.Source(
      sourceName: template.source.name, sourceHref: template.source.url,
      checkedOn: visit.dates.full(template.source.checkedOn))
    waitsFor =
      item.waitsFor.isEmpty
      ? nil
      : visit.text(
        "path.waits-for",
        ["titles": item.waitsFor.map { "“\($0.title[visit.language])”" }.joined(separator: ", ")])
    appointments = item.bookings.map { Self.appointment($0, visit) }
    requests = try item.contacts.requests.map { try Self.request($0, visit) }
    arrangements = item.contacts.arrangements.map { StandingArrangement($0, visit) }
    offers = try item.types.map {
      try Offer($0.entry, earliest: $0.earliest, toDo: item.toDo.id, visit: visit)
    }
    offersLabel = offers.isEmpty ? nil : visit.counted("path.offers", offers.count)
    helpSentence = offers.isEmpty ? visit.text("path.no-partner") : nil
    actions = Self.actions(item.toDo.state, template.title[visit.language], visit)
    actionHref = visit.path(.myPath, id)
    csrf = visit.formToken
    self.isOpen = isOpen
  }

  /// The four lines of a template: what it is, how long, what it costs, what if you skip it.
  private static func lines(_ template: ToDoTemplate, _ visit: Visit) -> [MyPathPage.Line] {
    let (text, isFallback) = template.what.text(in: visit.language)
    let labels = ["path.what", "path.how-long", "path.cost", "path.if-skipped"]
    return zip(labels, text.split(separator: "\n")).map { label, line in
      let html = Markup.escaped(String(line))
      return MyPathPage.Line(
        label: visit.text(label),
        text: Markup(html: isFallback ? "<span lang=\"nl\">\(html)</span>" : html))
    }
  }

  /// The state in words; an item is booked by an appointment, asked for or arranged.
  private static func state(_ item: JourneyDesk.Item, _ visit: Visit) -> String {
    if item.toDo.state == .booked, item.bookings.isEmpty {
      return visit.text(
        item.contacts.requests.isEmpty ? "path.state-arranged" : "path.state-requested")
    }
    return visit.texts(.toDoState(item.toDo.state))
  }

  private static func request(
    _ request: ContactRequest, _ visit: Visit
  ) throws -> MyPathPage.StandingRequest {
    let entry = visit.catalogue.type(request.type)
    let zone = try visit.catalogue.zone(named: request.zone)
    let partner = ["partner": entry?.partner.name[visit.language] ?? request.partner]
    let sentence =
      switch request.state {
      case .waiting(let until):
        visit.text(
          "path.request-waiting",
          partner.merging(["moment": visit.dates.deadline(until, in: zone)]) { $1 })
      case .passed: visit.text("path.request-passed", partner)
      case .accepted, .declined, .answered, .referred, .withdrawn:
        visit.text("path.request-answered", partner)
      }
    return MyPathPage.StandingRequest(
      sentence: sentence, name: entry?.type.name[visit.language] ?? request.type,
      href: visit.path(.contact, request.id.description))
  }

  private static func appointment(
    _ view: BookingView, _ visit: Visit
  ) -> MyPathPage.StandingAppointment {
    MyPathPage.StandingAppointment(
      when: visit.dates.span(view.booking.span, in: view.zone),
      name: Markup.text(
        visit.text(
          "appointment.with",
          [
            "type": view.entry.type.name[visit.language],
            "partner": view.entry.partner.name[visit.language],
          ])),
      href: visit.path(.appointments, view.booking.id.description),
      state: visit.texts(.bookingState(view.booking.state.name)))
  }

  private static func actions(
    _ state: ToDo.State, _ title: String, _ visit: Visit
  ) -> [MyPathPage.Action] {
    func action(_ state: ToDo.State, _ key: String, isMain: Bool = false) -> MyPathPage.Action {
      MyPathPage.Action(
        state: state.rawValue, label: visit.text(key), context: title, isMain: isMain)
    }
    switch state {
    case .open: return [action(.done, "path.mark-done"), action(.skipped, "path.mark-skipped")]
    case .booked: return [action(.done, "path.mark-done")]
    case .done, .skipped: return [action(.open, "path.reopen")]
    }
  }
}
