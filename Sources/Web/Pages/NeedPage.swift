import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One thing to arrange: what it is, where that stands, what comes first, and who helps.
struct NeedPage: Page {
  struct Link: Sendable {
    let name: Markup
    let href: String
  }

  struct Source: Sendable {
    let sourceName: String
    let sourceHref: String?
    let checkedOn: String
  }

  let title: String
  let heading: Markup
  let phase: String
  let phaseHref: String
  let level: String
  let isRequired: Bool
  /// “Tot en met 31 december 2022: niet meer geldig.”
  let validityNote: String?
  let lines: [NeedLine]
  let source: Source
  let before: [Link]
  let hasBefore: Bool
  let after: [Link]
  let hasAfter: Bool
  /// Where a starter ticks it off.
  let ownHref: String?
  let offers: [Offer]
  let helpers: String?
  let hasOffers: Bool

  static func show(_ visit: Visit) async throws -> Response {
    guard let toDo = visit.catalogue.toDo(try visit.parameter("need")) else {
      throw RequestProblem.unknown
    }
    var own: ToDo?
    if let person = visit.person, person.has(.starter) {
      own = try await visit.desks.journey.item(toDo.key, of: person)
    }
    let found = try await visit.desks.slots.types(toDo: toDo.key, partner: nil, for: visit.actor)
    return visit.answer(try NeedPage(toDo, own, found.types, visit))
  }

  private init(
    _ toDo: ToDoTemplate, _ own: ToDo?, _ types: [SlotDesk.TypeSummary], _ visit: Visit
  ) throws {
    title = toDo.title[visit.language]
    heading = visit.content(toDo.title)
    phase = visit.texts(.phase(toDo.phase))
    phaseHref = visit.needsPath(toDo.phase)
    level = visit.texts(.level(toDo.level))
    isRequired = toDo.required
    validityNote = Self.validity(of: toDo, visit)
    lines = NeedLine.of(toDo, visit)
    source = Source(
      sourceName: toDo.source.name, sourceHref: toDo.source.url,
      checkedOn: visit.dates.full(toDo.source.checkedOn))
    before = (toDo.after ?? []).compactMap { visit.catalogue.toDo($0) }
      .map { Self.link($0, visit) }
    hasBefore = !before.isEmpty
    after = visit.needs.filter { $0.after?.contains(toDo.key) == true }
      .map { Self.link($0, visit) }
    hasAfter = !after.isEmpty
    ownHref = own.map { "\(visit.path(.myPath))#\($0.id)" }
    offers = try types.map {
      try Offer($0.entry, earliest: $0.earliest, toDo: own?.id, visit: visit)
    }
    hasOffers = !offers.isEmpty
    let partners = Set(types.map(\.entry.partner.key)).count
    helpers = hasOffers ? visit.counted("needs.helpers", partners) : nil
  }

  private static func link(_ toDo: ToDoTemplate, _ visit: Visit) -> Link {
    Link(name: visit.content(toDo.title), href: visit.path(.needs, toDo.key))
  }

  /// What is to be said of the days on which it holds; nil where it holds without end.
  static func validity(of toDo: ToDoTemplate, _ visit: Visit) -> String? {
    guard let valid = toDo.valid else { return nil }
    let today = visit.today
    if let until = valid.until {
      let key = until < today ? "need.no-longer" : "need.until"
      return visit.text(key, ["date": visit.dates.day(until)])
    }
    guard today < valid.from else { return nil }
    return visit.text("need.not-yet", ["date": visit.dates.day(valid.from)])
  }
}
