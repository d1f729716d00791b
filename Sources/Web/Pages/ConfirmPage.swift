import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The last look before a moment is booked: who, what, when, where, and what the partner asks.
struct ConfirmPage: Page {
  /// An answer to pick; the organisation wrote it in Dutch, and it is marked so elsewhere.
  struct Option: Sendable {
    let value: String
    let label: Markup
    let isSelected: Bool
  }

  struct Question: Sendable {
    let fieldID: String
    let fieldName: String
    let text: Markup
    let isRequired: Bool
    let isLong: Bool
    let isText: Bool
    let isNumber: Bool
    let choices: [Option]
    let hasChoices: Bool
    let value: String
    let fieldError: String?
  }

  let title: String
  let heading: Markup
  let partner: Markup
  let backHref: String
  let facts: [Fact]
  let heldUntil: String?
  /// Whether a hold was brought along that has ended meanwhile.
  let hasLapsed: Bool
  let needsApproval: String?
  /// Set where the moment cannot be had.
  let refusal: Alternatives?
  let formHref: String
  let csrf: String
  let isSignedIn: Bool
  let asksName: Bool
  let nameValue: String
  let nameError: String?
  let asksStarter: Bool
  let starterValue: String
  let starterError: String?
  let isStarterRequired: Bool
  let emailValue: String
  let emailError: String?
  let questions: [Question]
  let noteValue: String
  let noteError: String?
  /// What is wrong with the form as a whole.
  let problem: String?
  let hasErrors: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let wish = try await ConfirmWish(visit)
    return visit.answer(try ConfirmPage(wish, visit))
  }

  static func book(_ visit: Visit) async throws -> Response {
    let wish = try await ConfirmWish(visit)
    do {
      guard let person = visit.person else { return try await askToSignIn(wish, visit) }
      return try await book(wish, by: person, visit)
    } catch RequestProblem.invalid(let field, let fault) {
      let page = try ConfirmPage(wish, visit, error: (field, visit.texts(.fieldFault(fault))))
      return visit.answer(page, status: .unprocessableContent)
    } catch let refusal as Refusal {
      return visit.answer(try ConfirmPage(wish, visit, refusal: refusal), status: .conflict)
    }
  }

  private static func book(
    _ wish: ConfirmWish, by person: Person, _ visit: Visit
  ) async throws -> Response {
    var person = person
    if person.name.isEmpty {
      person = try await visit.desks.people.rename(person, to: visit.form["name"] ?? "")
    }
    var booking = wish.booking
    booking.answers = visit.form.fields(prefix: "answer-").filter { !$0.value.isEmpty }
    booking.note = visit.form["note"]
    if wish.asksStarter(visit) {
      booking.starter = visit.form["starter"]
      if booking.starter == nil, wish.requiresStarter(visit) {
        throw RequestProblem.invalid(field: "/starter", .missing)
      }
    }
    let kept = try await visit.desks.bookings.book(booking, by: .person(person))
    guard let view = kept.value else { throw RequestProblem.unknown }
    let id = view.booking.id.description
    return visit.redirect(to: visit.path(.appointments, id) + QueryText([("done", "booked")]).text)
  }

  /// Keeps the moment as long as the mailed link lives.
  private static func askToSignIn(_ wish: ConfirmWish, _ visit: Visit) async throws -> Response {
    let request = try await visit.desks.signIn.request(
      email: visit.form["email"] ?? "", language: visit.language,
      errand: SignInDesk.Errand(
        booking: wish.booking, toDo: wish.booking.toDo, returnPath: wish.path(visit)))
    return visit.redirect(to: CodePage.path(for: request, visit))
  }
}

extension ConfirmPage {
  init(
    _ wish: ConfirmWish, _ visit: Visit, error: (field: String, text: String)? = nil,
    refusal: Refusal? = nil
  ) throws {
    let entry = wish.entry
    func problem(_ field: String) -> String? { error?.field == field ? error?.text : nil }
    title = visit.text("confirm.title")
    heading = visit.content(entry.type.name)
    partner = visit.content(entry.partner.name)
    backHref = visit.path(.types, entry.type.key) + wish.backQuery.text
    facts = wish.facts(visit)
    heldUntil = wish.hold.map {
      visit.text("confirm.held", ["time": visit.dates.time(wish.zone.local($0.until).time)])
    }
    hasLapsed = wish.booking.hold != nil && wish.hold == nil
    needsApproval = entry.type.approval == .partner ? visit.text("type.needs-approval") : nil
    self.refusal = refusal.map { Alternatives($0, wish, visit) }
    formHref = wish.path(visit)
    csrf = visit.formToken
    isSignedIn = visit.person != nil
    asksName = visit.person?.name.isEmpty == true
    nameValue = visit.form["name"] ?? ""
    nameError = problem("/name")
    asksStarter = wish.asksStarter(visit)
    starterValue = visit.form["starter"] ?? visit.query["starter"] ?? ""
    starterError = problem("/starter").map { _ in visit.text("confirm.starter-unknown") }
    isStarterRequired = wish.requiresStarter(visit)
    emailValue = visit.form["email"] ?? ""
    emailError = problem("/email")
    questions = isSignedIn ? Self.questions(entry.type, visit, problem) : []
    noteValue = visit.form["note"] ?? ""
    noteError = problem("/note")
    let shown = ["/name", "/starter", "/email", "/note"]
    let isShown = error.map { shown.contains($0.field) || $0.field.hasPrefix("/answers/") } ?? true
    self.problem = isShown ? nil : error?.text
    hasErrors = error != nil
  }

  /// What the type asks, as typed so far; the same where moments are offered.
  static func questions(
    _ type: AppointmentType, _ visit: Visit, _ problem: (String) -> String?
  ) -> [Question] {
    (type.questions ?? []).map { question in
      let value = visit.form["answer-\(question.key)"] ?? ""
      let choices: [Option] =
        switch question.kind {
        case .yesNo:
          ["yes", "no"].map {
            Option(
              value: $0, label: .text(visit.text("answer.\($0)")), isSelected: $0 == value)
          }
        case .one:
          (question.options ?? []).map {
            Option(value: $0.key, label: visit.content($0.label), isSelected: $0.key == value)
          }
        case .text, .longText, .number: []
        }
      return Question(
        fieldID: "q-\(question.key)", fieldName: "answer-\(question.key)",
        text: visit.content(question.text), isRequired: question.required,
        isLong: question.kind == .longText, isText: question.kind == .text,
        isNumber: question.kind == .number, choices: choices, hasChoices: !choices.isEmpty,
        value: value, fieldError: problem("/answers/\(question.key)"))
    }
  }
}

/// What the address of a confirm page says: one moment of one type.
struct ConfirmWish: Sendable {
  let entry: CatalogueSnapshot.TypeEntry
  let zone: Zone
  let span: TimeSpan
  var booking: BookingWish
  let hold: Hold?

  init(_ visit: Visit) async throws {
    guard let entry = visit.catalogue.type(try visit.parameter("type")), entry.isOffered,
      entry.type.contact == .slots,
      let start = visit.query["start"].flatMap({ Instant(rfc3339: $0) })
    else { throw RequestProblem.unknown }
    let minutes = visit.query["minutes"].flatMap { Int($0) }
    guard let asked = minutes ?? entry.type.minutes.first, entry.type.minutes.contains(asked),
      let span = TimeSpan(from: start, minutes: asked)
    else { throw RequestProblem.unknown }
    let hold = visit.query["hold"].flatMap { ID<Hold>($0) }
    booking = BookingWish(
      type: entry.type.key, start: start, minutes: minutes,
      place: visit.query["place"].flatMap(Place.init(rawValue:)),
      adviser: visit.query["adviser"], hold: hold,
      toDo: visit.query["toDo"].flatMap { ID<ToDo>($0) })
    self.hold =
      if let hold { try await visit.desks.bookings.hold(hold, for: visit.actor) } else { nil }
    zone = try visit.zone(of: entry)
    (self.entry, self.span) = (entry, span)
  }

  private var query: QueryText {
    QueryText([
      ("start", booking.start.utcText), ("minutes", booking.minutes.map { "\($0)" }),
      ("place", booking.place?.rawValue), ("adviser", booking.adviser),
      ("toDo", booking.toDo?.description), ("hold", booking.hold?.description),
    ])
  }

  /// Back to the day the moment lies on.
  var backQuery: QueryText {
    QueryText([
      ("minutes", booking.minutes.map { "\($0)" }), ("toDo", booking.toDo?.description),
      ("day", zone.date(booking.start).iso8601),
    ])
  }

  func path(_ visit: Visit) -> String {
    visit.path(.types, entry.type.key, .confirm) + query.text
  }

  /// The same page for another moment.
  func path(to slot: Slot, _ visit: Visit) -> String {
    var adviser = booking.adviser
    if let first = slot.advisers.first, entry.type.assignment == .chosen {
      adviser = visit.catalogue.adviser(first)?.adviser.key
    }
    let text = query.adding("start", slot.span.start.utcText).adding("place", slot.place.rawValue)
      .adding("adviser", adviser).adding("hold", nil).text
    return visit.path(.types, entry.type.key, .confirm) + text
  }

  /// Staff and advisers book for somebody else too.
  func asksStarter(_ visit: Visit) -> Bool {
    visit.person.map {
      !Access.relations(of: $0, toPartner: entry.partner.key).isEmpty
    } ?? false
  }

  func requiresStarter(_ visit: Visit) -> Bool {
    asksStarter(visit) && visit.person?.has(.starter) != true
  }

  func facts(_ visit: Visit) -> [Fact] {
    var facts = [
      Fact(
        label: visit.text("fact.when"), value: .text(visit.dates.span(span, in: zone)))
    ]
    if let place = booking.place ?? (entry.type.places.count == 1 ? entry.type.places[0] : nil) {
      facts.append(
        Fact(
          label: visit.text("fact.place"), value: .text(visit.placeText(place, entry: entry))))
    }
    facts.append(Fact(label: visit.text("fact.adviser"), value: .text(adviserText(visit))))
    if let price = entry.type.price {
      facts.append(Fact(label: visit.text("fact.price"), value: visit.content(price)))
    }
    if let bring = entry.type.bring {
      facts.append(Fact(label: visit.text("fact.bring"), value: visit.content(bring)))
    }
    return facts
  }

  private func adviserText(_ visit: Visit) -> String {
    let all = visit.catalogue.advisers(of: entry)
    if let key = booking.adviser, let chosen = visit.catalogue.adviser(key) {
      return chosen.adviser.name
    }
    if entry.type.assignment == .collective || all.count == 1 {
      return all.map(\.adviser.name).joined(separator: ", ")
    }
    return visit.texts(.assignment(entry.type.assignment))
  }
}

/// Why a moment cannot be had, and what is free instead.
struct Alternatives: Sendable {
  struct Choice: Sendable {
    let choiceName: String
    let choiceHref: String
  }

  let sentence: String
  let choices: [Choice]
  let hasChoicesLeft: Bool

  init(_ refusal: Refusal, _ wish: ConfirmWish, _ visit: Visit) {
    self.init(refusal, zone: wish.zone, visit: visit) { wish.path(to: $0, visit) }
  }

  init(_ refusal: Refusal, zone: Zone, visit: Visit, href: (Slot) -> String) {
    sentence = RefusalText(visit.texts, zone: zone).sentence(refusal)
    choices = refusal.alternatives.map { slot in
      let moment = visit.dates.moment(zone.local(slot.span.start))
      return Choice(
        choiceName: "\(moment), \(visit.texts(.place(slot.place)))", choiceHref: href(slot))
    }
    hasChoicesLeft = !choices.isEmpty
  }
}
