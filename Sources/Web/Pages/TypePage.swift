import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One thing that can be asked of a partner, with the moments to choose from.
struct TypePage: Page {
  struct Choice: Sendable {
    let value: String
    let label: String
    let isSelected: Bool
  }

  /// A question with several answers in the form above the month.
  struct Select: Sendable {
    let name: String
    let label: String
    let choices: [Choice]
  }

  let title: String
  let heading: Markup
  let partner: Markup
  let partnerHref: String
  let lead: Markup?
  let facts: [Fact]
  let needsApproval: String?
  /// Set where nothing is booked here: the other way of contact.
  let offer: Offer?
  /// What was just done, or what went wrong with it.
  let done: String?
  let problem: String?
  let arrangement: StandingArrangement?
  let selects: [Select]
  let hasSelects: Bool
  let formHref: String
  let hidden: [HiddenField]
  let picker: DayPicker?

  static func show(_ visit: Visit) async throws -> Response {
    guard let entry = visit.catalogue.type(try visit.parameter("type")), entry.isOffered else {
      throw RequestProblem.unknown
    }
    let choice = TypeChoice(entry, visit)
    guard entry.type.contact == .slots else { return try await answerOffer(entry, visit) }
    let path = visit.path(.types, entry.type.key)
    let confirmPath = visit.path(.types, entry.type.key, .confirm)
    let question = DayPickerQuestion(
      entry: entry, minutes: choice.minutes, place: choice.place, adviser: choice.adviser,
      choosesAdviser: choice.choosesAdviser, path: path, query: choice.query
    ) { slot, adviser in
      confirmPath + choice.confirmQuery(slot, adviser: adviser).text
    }
    let picker = try await DayPicker.make(question, visit: visit)
    return visit.answer(try TypePage(entry, choice, visit, picker: picker, offer: nil))
  }

  /// The page of a type that is not booked here.
  static func answerOffer(
    _ entry: CatalogueSnapshot.TypeEntry, _ visit: Visit, problem: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let steps = try await visit.steps(for: entry)
    let asked = visit.query["toDo"].flatMap { ID<ToDo>($0) }
    let first = steps.first { $0.toDo.state == .open || $0.toDo.state == .skipped }?.toDo.id
    let chosen = steps.first { $0.toDo.id == asked }?.toDo.id ?? first
    let offer = try Offer(
      entry, earliest: nil,
      steps: steps.isEmpty ? [] : visit.choices(of: steps, chosen: chosen, none: ""),
      visit: visit)
    var arrangement: StandingArrangement?
    if let person = visit.person {
      arrangement = try await visit.desks.arrangements.standing(of: person, type: entry.type.key)
        .map { StandingArrangement($0, visit) }
    }
    let page = try TypePage(
      entry, TypeChoice(entry, visit), visit, picker: nil, offer: offer, problem: problem,
      arrangement: arrangement)
    return visit.answer(page, status: status)
  }

  private init(
    _ entry: CatalogueSnapshot.TypeEntry, _ choice: TypeChoice, _ visit: Visit,
    picker: DayPicker?, offer: Offer?, problem: String? = nil,
    arrangement: StandingArrangement? = nil
  ) throws {
    let type = entry.type
    title = type.name[visit.language]
    heading = visit.content(type.name)
    partner = visit.content(entry.partner.name)
    partnerHref = visit.path(.partners, entry.partner.key)
    lead = offer == nil ? type.about.map(visit.content) : nil
    facts = Fact.of(entry, visit)
    let wasArranged = problem == nil && visit.query["done"] == "arranged"
    done = wasArranged && arrangement != nil ? visit.text("arrange.saved") : nil
    self.problem = problem
    self.arrangement = arrangement
    needsApproval =
      type.contact == .slots && type.approval == .partner ? visit.text("type.needs-approval") : nil
    self.offer = offer
    selects = picker == nil ? [] : choice.selects(visit)
    hasSelects = !selects.isEmpty
    formHref = visit.path(.types, type.key)
    hidden = QueryText([("toDo", choice.toDo)]).fields
    self.picker = picker
  }
}

/// A line of a list of facts: “Prijs: gratis”.
struct Fact: Sendable {
  let label: String
  let value: Markup

  static func of(_ entry: CatalogueSnapshot.TypeEntry, _ visit: Visit) -> [Fact] {
    let type = entry.type
    var facts: [Fact] = []
    func add(_ key: String, _ value: Markup?) {
      if let value { facts.append(Fact(label: visit.text(key), value: value)) }
    }
    if !type.minutes.isEmpty { add("fact.duration", .text(visit.minutes(type.minutes))) }
    if !type.places.isEmpty {
      add(
        "fact.place",
        .text(type.places.map { visit.placeText($0, entry: entry) }.joined(separator: "; ")))
    }
    add("fact.price", type.price.map(visit.content))
    add("fact.bring", type.bring.map(visit.content))
    let languages = type.languages ?? entry.partner.languages
    add(
      "fact.languages",
      .text(languages.map { visit.text("language-name.\($0.rawValue)") }.joined(separator: ", ")))
    if type.contact == .slots {
      add("fact.adviser", .text(visit.texts(.assignment(type.assignment))))
    }
    return facts
  }
}

extension Visit {
  /// Where it is, with the address where there is one.
  func placeText(_ place: Place, entry: CatalogueSnapshot.TypeEntry) -> String {
    switch place {
    case .online: texts(.place(.online))
    case .partner:
      [texts(.place(.partner)), entry.partner.address?.line].compactMap { $0 }
        .joined(separator: ", ")
    case .venue:
      either(catalogue.catalogue.venues.map { "\($0.name[language]), \($0.address.line)" })
        ?? texts(.place(.venue))
    }
  }

  /// “a, b of c”; nil where there is nothing.
  private func either(_ names: [String]) -> String? {
    guard let last = names.last, names.count > 1 else { return names.first }
    return text(
      "list.or", ["before": names.dropLast().joined(separator: "; "), "last": last])
  }
}

/// Duration, place and adviser, as far as the visitor chose them; what is not offered is forgotten.
struct TypeChoice: Sendable {
  let entry: CatalogueSnapshot.TypeEntry
  let minutes: Int?
  let place: Place?
  let adviser: String?
  let toDo: String?
  private let advisers: [CatalogueSnapshot.AdviserEntry]

  init(_ entry: CatalogueSnapshot.TypeEntry, _ visit: Visit) {
    self.entry = entry
    let type = entry.type
    let advisers = visit.catalogue.advisers(of: entry)
    self.advisers = advisers
    let minutes = visit.query["minutes"].flatMap { Int($0) }
    self.minutes = minutes.flatMap { type.minutes.contains($0) ? $0 : nil } ?? type.minutes.first
    place = visit.query["place"].flatMap(Place.init(rawValue:))
      .flatMap { type.places.contains($0) ? $0 : nil }
    adviser = visit.query["adviser"].flatMap { key in
      advisers.contains { $0.adviser.key == key } ? key : nil
    }
    toDo = visit.query["toDo"].flatMap { ID<ToDo>($0) }?.description
  }

  var choosesAdviser: Bool { entry.type.assignment == .chosen && advisers.count > 1 }

  /// What the page's own links carry on.
  var query: QueryText {
    QueryText([
      ("minutes", entry.type.minutes.count > 1 ? minutes.map { "\($0)" } : nil),
      ("place", place?.rawValue), ("adviser", adviser), ("toDo", toDo),
    ])
  }

  func confirmQuery(_ slot: Slot, adviser: String?) -> QueryText {
    QueryText([
      ("start", slot.span.start.utcText), ("minutes", String(slot.span.minutes)),
      ("place", slot.place.rawValue), ("adviser", adviser ?? self.adviser), ("toDo", toDo),
    ])
  }

  func selects(_ visit: Visit) -> [TypePage.Select] {
    let type = entry.type
    var selects: [TypePage.Select] = []
    func add(_ name: String, _ choices: [TypePage.Choice]) {
      selects.append(.init(name: name, label: visit.text("type.choose-\(name)"), choices: choices))
    }
    func any(_ isSelected: Bool) -> TypePage.Choice {
      .init(value: "", label: visit.text("type.any"), isSelected: isSelected)
    }
    if type.minutes.count > 1 {
      add(
        "minutes",
        type.minutes.map {
          .init(value: "\($0)", label: visit.texts(.minutes($0)), isSelected: $0 == minutes)
        })
    }
    if type.places.count > 1 {
      add(
        "place",
        [any(place == nil)]
          + type.places.map {
            .init(
              value: $0.rawValue, label: visit.texts(.place($0)), isSelected: $0 == place)
          })
    }
    if type.assignment != .collective, advisers.count > 1 {
      add(
        "adviser",
        [any(adviser == nil)]
          + advisers.map {
            .init(
              value: $0.adviser.key, label: $0.adviser.name,
              isSelected: $0.adviser.key == adviser)
          })
    }
    return selects
  }
}
