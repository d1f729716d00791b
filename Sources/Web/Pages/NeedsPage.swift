import CivilTime
import Hummingbird
import Operations
import Scheduling

/// What there is to arrange, by phase, for everybody: all phases in short, or one with a line each.
struct NeedsPage: Page {
  struct Need: Sendable {
    let name: Markup
    let href: String
    let what: Markup?
    let isRequired: Bool
    let level: String
    /// “3 partners helpen”.
    let helpers: String?
  }

  /// What no longer holds, kept because people still ask about it.
  struct PastNeed: Sendable {
    let name: Markup
    let href: String
    let validity: String
  }

  struct Group: Sendable {
    let id: String
    let phase: String
    let line: String
    let moreHref: String?
    let needs: [Need]
    let pastNeeds: [PastNeed]
    let hasPast: Bool
  }

  let title: String
  let lead: String
  let needsHref: String
  let search: SearchField
  let phases: [PhaseLink]
  let isOnePhase: Bool
  let groups: [Group]

  static func show(_ visit: Visit) async throws -> Response { visit.answer(NeedsPage(visit)) }

  init(_ visit: Visit) {
    let chosen = visit.query["phase"].flatMap(Phase.init(rawValue:))
    let counts = Dictionary(grouping: visit.needs, by: \.phase).mapValues(\.count)
    title = chosen.map { visit.texts(.phase($0)) } ?? visit.text("needs.title")
    lead = visit.text(chosen.map { "phase-line.\($0.rawValue)" } ?? "needs.lead")
    needsHref = visit.path(.needs)
    search = SearchField(visit)
    phases = Phase.allCases.map { phase in
      PhaseLink(phase, count: counts[phase] ?? 0, isCurrent: phase == chosen, visit)
    }
    isOnePhase = chosen != nil
    let helpers = visit.helpersByNeed
    groups = Phase.allCases.filter { chosen == nil || $0 == chosen }.compactMap { phase in
      Group(phase, helpers: helpers, isOnly: chosen != nil, visit)
    }
  }
}

extension NeedsPage.Group {
  init?(_ phase: Phase, helpers: [String: Int], isOnly: Bool, _ visit: Visit) {
    let own = visit.catalogue.catalogue.toDos.filter { $0.phase == phase }
    guard !own.isEmpty else { return nil }
    let today = visit.today
    id = phase.rawValue
    self.phase = visit.texts(.phase(phase))
    line = visit.text("phase-line.\(phase.rawValue)")
    moreHref = isOnly ? nil : visit.needsPath(phase)
    needs = own.filter { !$0.isOver(on: today) }.map { toDo in
      let count = helpers[toDo.key] ?? 0
      return NeedsPage.Need(
        name: visit.content(toDo.title), href: visit.path(.needs, toDo.key),
        what: isOnly ? NeedLine.of(toDo, visit).first?.text : nil, isRequired: toDo.required,
        level: visit.texts(.level(toDo.level)),
        helpers: count == 0 ? nil : visit.counted("needs.helpers", count))
    }
    pastNeeds = own.filter { $0.isOver(on: today) }.map { toDo in
      NeedsPage.PastNeed(
        name: visit.content(toDo.title), href: visit.path(.needs, toDo.key),
        validity: NeedPage.validity(of: toDo, visit) ?? "")
    }
    hasPast = !pastNeeds.isEmpty
  }
}

/// A phase to choose, in the words of somebody who is in it.
struct PhaseLink: Sendable {
  let label: String
  let line: String
  let count: String
  let href: String
  let isCurrent: Bool

  init(_ phase: Phase, count: Int, isCurrent: Bool, _ visit: Visit) {
    label = visit.texts(.phase(phase))
    line = visit.text("phase-line.\(phase.rawValue)")
    self.count = visit.counted("needs.steps", count)
    href = visit.needsPath(phase)
    self.isCurrent = isCurrent
  }
}

/// “Waarmee kunnen we helpen?”
struct SearchField: Sendable {
  let searchHref: String
  let words: String

  init(_ visit: Visit, words: String = "") {
    searchHref = visit.path(.partners)
    self.words = words
  }
}

/// One of the four lines of a to-do: what it is, how long, what it costs, what if you skip it.
struct NeedLine: Sendable {
  let label: String
  let text: Markup

  static func of(_ toDo: ToDoTemplate, _ visit: Visit) -> [NeedLine] {
    let (text, isFallback) = toDo.what.text(in: visit.language)
    let labels = ["path.what", "path.how-long", "path.cost", "path.if-skipped"]
    return zip(labels, text.split(separator: "\n")).map { label, line in
      let html = Markup.escaped(String(line))
      return NeedLine(
        label: visit.text(label),
        text: Markup(html: isFallback ? "<span lang=\"nl\">\(html)</span>" : html))
    }
  }
}

extension Visit {
  /// What holds today or later, in catalogue order.
  var needs: [ToDoTemplate] {
    let today = today
    return catalogue.catalogue.toDos.filter { !$0.isOver(on: today) }
  }

  func needsPath(_ phase: Phase) -> String {
    path(.needs) + QueryText([("phase", phase.rawValue)]).text
  }

  /// How many partners help with each to-do.
  var helpersByNeed: [String: Int] {
    var helpers: [String: Set<String>] = [:]
    for entry in catalogue.types {
      for toDo in entry.type.toDos ?? [] { helpers[toDo, default: []].insert(entry.partner.key) }
    }
    return helpers.mapValues(\.count)
  }
}

extension ToDoTemplate {
  /// Whether its last day lies behind.
  func isOver(on date: LocalDate) -> Bool { valid?.until.map { $0 < date } ?? false }
}
