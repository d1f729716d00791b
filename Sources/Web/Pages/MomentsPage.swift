import CivilTime
import Hummingbird
import Operations
import Scheduling

/// A starter offers one to three moments to a partner who answers them.
///
/// A visitor chooses the moments first and signs in then; the address carries them along.
struct MomentsPage: Page {
  /// The fields of one moment, as typed.
  struct Moment: Sendable {
    let legend: String
    let number: Int
    let dayValue: String
    let timeValue: String
    let isFirst: Bool
    let momentError: String?
  }

  let title: String
  let heading: Markup
  let partner: Markup
  let backHref: String
  let lead: String
  /// To the request of this type that is open already: it is answered first.
  let standingHref: String?
  let facts: [Fact]
  let firstDay: String
  let lastDay: String
  let moments: [Moment]
  let selects: [TypePage.Select]
  let zone: String
  let formHref: String
  let csrf: String
  let isSignedIn: Bool
  let asksName: Bool
  let nameValue: String
  let nameError: String?
  let emailValue: String
  let emailError: String?
  let questions: [ConfirmPage.Question]
  let noteValue: String
  let noteError: String?
  let problem: String?
  let hasErrors: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let asked = try await AskedMoments(visit, from: visit.query)
    return visit.answer(try MomentsPage(asked, visit))
  }

  static func ask(_ visit: Visit) async throws -> Response {
    var asked = try await AskedMoments(visit, from: visit.form)
    do {
      try await asked.check(visit)
      guard asked.errors.isEmpty else {
        return visit.answer(try MomentsPage(asked, visit), status: .unprocessableContent)
      }
      guard let person = visit.person else { return try await askToSignIn(asked, visit) }
      return try await send(asked, by: person, visit)
    } catch RequestProblem.invalid(let field, let fault) {
      let page = try MomentsPage(asked, visit, error: (field, visit.texts(.fieldFault(fault))))
      return visit.answer(page, status: .unprocessableContent)
    } catch Refusal.moment(let index, let rule) {
      asked.refuse(index, visit.sentence(rule, asked.zone))
      return visit.answer(try MomentsPage(asked, visit), status: .conflict)
    } catch let refusal as Refusal {
      let sentence = RefusalText(visit.texts, zone: asked.zone).sentence(refusal)
      let page = try MomentsPage(asked, visit, error: ("", sentence))
      return visit.answer(page, status: .conflict)
    }
  }

  private static func send(
    _ asked: AskedMoments, by person: Person, _ visit: Visit
  ) async throws -> Response {
    var person = person
    if person.name.isEmpty {
      person = try await visit.desks.people.rename(person, to: visit.form["name"] ?? "")
    }
    let kept = try await visit.desks.contacts.ask(
      ContactWish(
        type: asked.entry.type.key, starts: asked.starts, minutes: asked.minutes,
        place: asked.place, toDo: asked.toDo,
        answers: visit.form.fields(prefix: "answer-").filter { !$0.value.isEmpty },
        note: visit.form["note"]), by: person)
    guard let view = kept.value else { throw RequestProblem.unknown }
    return visit.redirect(
      to: visit.path(.contact, view.request.id.description) + QueryText([("done", "sent")]).text)
  }

  private static func askToSignIn(
    _ asked: AskedMoments, _ visit: Visit
  ) async throws -> Response {
    let request = try await visit.desks.signIn.request(
      email: visit.form["email"] ?? "", language: visit.language,
      errand: SignInDesk.Errand(toDo: asked.toDo, returnPath: asked.path(visit)))
    return visit.redirect(to: CodePage.path(for: request, visit))
  }
}

extension MomentsPage {
  init(
    _ asked: AskedMoments, _ visit: Visit, error: (field: String, text: String)? = nil
  ) throws {
    let entry = asked.entry
    func problem(_ field: String) -> String? { error?.field == field ? error?.text : nil }
    let outlook = try visit.desks.contacts.outlook(of: entry, catalogue: visit.catalogue)
    title = visit.text("moments.title")
    heading = visit.content(entry.type.name)
    partner = visit.content(entry.partner.name)
    backHref = visit.path(.types, entry.type.key)
    let lastWorkingDay = asked.zone.date(outlook.deadline.reminder)
    lead = visit.text(
      "moments.lead",
      [
        "partner": entry.partner.name[visit.language],
        "day": visit.dates.full(lastWorkingDay),
      ])
    standingHref = asked.standing.map { visit.path(.contact, $0.description) }
    facts = Fact.of(entry, visit)
    (firstDay, lastDay) = (outlook.firstDay.iso8601, outlook.lastDay.iso8601)
    moments = asked.fields.enumerated().map { index, field in
      Moment(
        legend: visit.text("moments.moment", ["number": String(index + 1)]), number: index + 1,
        dayValue: field.day, timeValue: field.time, isFirst: index == 0,
        momentError: asked.errors[index])
    }
    selects = asked.selects(visit)
    zone = visit.zoneName(asked.zone)
    formHref = visit.path(.types, entry.type.key, .ask)
    csrf = visit.formToken
    isSignedIn = visit.person != nil
    asksName = visit.person?.name.isEmpty == true
    nameValue = visit.form["name"] ?? ""
    nameError = problem("/name")
    emailValue = visit.form["email"] ?? ""
    emailError = problem("/email")
    questions = isSignedIn ? ConfirmPage.questions(entry.type, visit, problem) : []
    noteValue = visit.form["note"] ?? ""
    noteError = problem("/note")
    let shown = ["/name", "/email", "/note"]
    let isShown = error.map { shown.contains($0.field) || $0.field.hasPrefix("/answers/") } ?? true
    self.problem = isShown ? nil : error?.text
    hasErrors = error != nil || !asked.errors.isEmpty
  }
}

/// What the form or the address of the page says: moments as typed, and those that are moments.
struct AskedMoments: Sendable {
  struct Field: Sendable {
    let day: String
    let time: String
  }

  let entry: CatalogueSnapshot.TypeEntry
  let zone: Zone
  let fields: [Field]
  let minutes: Int?
  let place: Place?
  let toDo: ID<ToDo>?
  private(set) var starts: [Instant] = []
  /// By place in `fields`.
  private(set) var errors: [Int: String] = [:]
  /// Which field each start came from.
  private var origins: [Int] = []
  private let steps: [(toDo: ToDo, template: ToDoTemplate)]
  /// The starter's open request of the type.
  let standing: ID<ContactRequest>?

  init(_ visit: Visit, from input: FormFields) async throws {
    guard let entry = visit.catalogue.type(try visit.parameter("type")), entry.isOffered,
      entry.type.contact == .request
    else { throw RequestProblem.unknown }
    self.entry = entry
    zone = try visit.zone(of: entry)
    fields = (1...ContactRequest.maximumMoments).map { number in
      Field(day: input["day\(number)"] ?? "", time: input["time\(number)"] ?? "")
    }
    let type = entry.type
    minutes = input["minutes"].flatMap { Int($0) } ?? type.minutes.first
    place = input["place"].flatMap(Place.init(rawValue:)) ?? type.places.first
    steps = try await visit.steps(for: entry)
    standing =
      if let person = visit.person {
        try await visit.desks.contacts.own(of: person, openOnly: true)
          .first { $0.entry.type.key == entry.type.key }?.request.id
      } else { nil }
    let asked = input["toDo"].flatMap { ID<ToDo>($0) }
    // Without a choice yet, the first step that is still to do; “none” is a choice.
    let first = steps.first { $0.toDo.state == .open || $0.toDo.state == .skipped }?.toDo.id
    toDo =
      visit.person == nil
      ? asked
      : steps.first { $0.toDo.id == asked }?.toDo.id
        ?? (input["toDo"] == Self.none ? nil : first)
  }

  private static let none = "none"

  /// Reads the moments and asks the rules about them.
  mutating func check(_ visit: Visit) async throws {
    for (index, field) in fields.enumerated() where !(field.day.isEmpty && field.time.isEmpty) {
      read(field, index, visit)
    }
    if starts.isEmpty, errors.isEmpty { errors[0] = visit.text("moments.none") }
    let refusals = try await visit.desks.contacts.check(
      starts, type: entry.type.key, minutes: minutes, for: visit.person)
    for (index, refusal) in refusals.enumerated() {
      if let refusal { refuse(index, visit.sentence(refusal, zone)) }
    }
  }

  private mutating func read(_ field: Field, _ index: Int, _ visit: Visit) {
    guard let date = LocalDate(iso8601: field.day), let time = LocalTime(iso8601: field.time),
      time != .endOfDay
    else {
      errors[index] = visit.text("moments.both")
      return
    }
    let start: Instant
    switch zone.resolve(LocalDateTime(date, time)) {
    case .unique(let instant), .repeated(let instant, _): start = instant
    case .skipped:
      errors[index] = visit.text("moments.skipped")
      return
    }
    if starts.contains(start) {
      errors[index] = visit.text("moments.twice")
      return
    }
    starts.append(start)
    origins.append(index)
  }

  /// Says what is wrong with the field that a start came from.
  mutating func refuse(_ start: Int, _ sentence: String) { errors[origins[start]] = sentence }

  /// The page with what was typed, for after signing in.
  func path(_ visit: Visit) -> String {
    var query = QueryText([
      ("minutes", minutes.map(String.init)), ("place", place?.rawValue),
      ("toDo", toDo?.description),
    ])
    for (index, field) in fields.enumerated() where !field.day.isEmpty {
      query = query.adding("day\(index + 1)", field.day).adding("time\(index + 1)", field.time)
    }
    return visit.path(.types, entry.type.key, .ask) + query.text
  }

  func selects(_ visit: Visit) -> [TypePage.Select] {
    let type = entry.type
    var selects: [TypePage.Select] = []
    if type.minutes.count > 1 {
      selects.append(
        .init(
          name: "minutes", label: visit.text("type.choose-minutes"),
          choices: type.minutes.map {
            .init(value: "\($0)", label: visit.texts(.minutes($0)), isSelected: $0 == minutes)
          }))
    }
    if type.places.count > 1 {
      selects.append(
        .init(
          name: "place", label: visit.text("type.choose-place"),
          choices: type.places.map {
            .init(value: $0.rawValue, label: visit.texts(.place($0)), isSelected: $0 == place)
          }))
    }
    if !steps.isEmpty {
      selects.append(
        .init(
          name: "toDo", label: visit.text("arrange.step"),
          choices: visit.choices(of: steps, chosen: toDo, none: Self.none)))
    }
    return selects
  }
}

extension Visit {
  /// The steps of the starter's list that a type helps with; none for a visitor.
  func steps(
    for entry: CatalogueSnapshot.TypeEntry
  ) async throws -> [(toDo: ToDo, template: ToDoTemplate)] {
    guard let person else { return [] }
    return try await desks.contacts.steps(of: person, for: entry)
  }

  func choices(
    of steps: [(toDo: ToDo, template: ToDoTemplate)], chosen: ID<ToDo>?, none: String
  ) -> [TypePage.Choice] {
    steps.map {
      TypePage.Choice(
        value: $0.toDo.id.description, label: $0.template.title[language],
        isSelected: $0.toDo.id == chosen)
    } + [
      TypePage.Choice(
        value: none, label: text("arrange.no-step"), isSelected: chosen == nil)
    ]
  }

  func sentence(_ refusal: SlotRefusal, _ zone: Zone) -> String {
    RefusalText(texts, zone: zone).sentence(refusal)
  }
}
