/// The names that the catalogue gives and uses, collected while its files are read.
///
/// Things may stand in any order and in any file, so this is judged at the end.
struct CatalogueNames {
  private struct Definition {
    let site: Site
    let owner: CatalogueOwner?
  }

  private struct Reference {
    let kind: CatalogueKind
    let key: String
    let site: Site
    let owner: CatalogueOwner?
  }

  private struct Condition {
    let question: String
    let answer: String
    let site: Site
  }

  private var definitions: [CatalogueKind: [String: Definition]] = [:]
  private var references: [Reference] = []
  private var conditions: [Condition] = []
  /// What a question can be answered with; nil inside where anything goes.
  private var answers: [String: [String]?] = [:]
  /// Which closure sets only inform.
  private var informs: [String: Bool] = [:]
  private var choices: [(key: String, asInformation: Bool, site: Site)] = []
  private var predecessors: [(key: String, after: [String], site: Site)] = []

  /// Notes an object. The place of the first one where the key is taken.
  mutating func define(
    _ kind: CatalogueKind, _ key: String, at site: Site, owner: CatalogueOwner?
  ) -> Site? {
    if let first = definitions[kind]?[key] { return first.site }
    definitions[kind, default: [:]][key] = Definition(site: site, owner: owner)
    return nil
  }

  mutating func refer(
    to kind: CatalogueKind, _ key: String, at site: Site, owner: CatalogueOwner?
  ) {
    references.append(Reference(kind: kind, key: key, site: site, owner: owner))
  }

  mutating func ask(_ question: String, isAnswered answer: String, at site: Site) {
    conditions.append(Condition(question: question, answer: answer, site: site))
  }

  mutating func offer(_ answers: [String]?, to question: String) {
    self.answers.updateValue(answers, forKey: question)
  }

  mutating func describe(_ closureSet: String, isInformation: Bool) {
    informs[closureSet] = isInformation
  }

  mutating func choose(_ closureSet: String, asInformation: Bool, at site: Site) {
    choices.append((closureSet, asInformation, site))
  }

  mutating func order(_ key: String, after: [String], at site: Site) {
    predecessors.append((key, after, site))
  }

  /// Reports every name that leads nowhere.
  func check(_ problems: inout ProblemList) {
    for reference in references { check(reference, &problems) }
    for condition in conditions { check(condition, &problems) }
    for choice in choices {
      guard let informs = informs[choice.key], informs != choice.asInformation else { continue }
      problems.add(
        informs
          ? "'\(choice.key)' only informs: it closes nothing and belongs under layers"
          : "'\(choice.key)' closes: it belongs under closures", at: choice.site)
    }
    checkOrder(&problems)
  }

  private func check(_ reference: Reference, _ problems: inout ProblemList) {
    let kind = reference.kind
    guard let definition = definitions[kind]?[reference.key] else {
      problems.add("there is no \(kind.rawValue) '\(reference.key)'", at: reference.site)
      return
    }
    guard let parent = kind.parent?.kind, definition.owner != reference.owner else { return }
    problems.add(
      "\(kind.rawValue) '\(reference.key)' belongs to another \(parent.rawValue)",
      at: reference.site)
  }

  private func check(_ condition: Condition, _ problems: inout ProblemList) {
    guard let question = definitions[.question]?[condition.question] else {
      problems.add("there is no question '\(condition.question)'", at: condition.site)
      return
    }
    if let asking = condition.site.questionIndex, let asked = question.site.questionIndex,
      asked >= asking
    {
      problems.add(
        "question '\(condition.question)' is not asked before this one", at: condition.site)
    }
    guard case .some(.some(let known)) = answers[condition.question],
      !known.contains(condition.answer)
    else { return }
    problems.add(
      "'\(condition.answer)' is not an answer to '\(condition.question)', which has "
        + list(known, last: "and"), at: condition.site)
  }

  /// Takes away, again and again, the to-dos that nothing open comes before; what stays goes round.
  private func checkOrder(_ problems: inout ProblemList) {
    var open: [String: [String]] = [:]
    var followers: [String: [String]] = [:]
    var waiting: [String: Int] = [:]
    for (key, after, _) in predecessors where open[key] == nil {
      open[key] = after
      waiting[key] = after.count
      for earlier in after { followers[earlier, default: []].append(key) }
    }
    var free = followers.keys.filter { open[$0] == nil }
    while let key = free.popLast() {
      for follower in followers[key] ?? [] {
        guard let count = waiting[follower] else { continue }
        waiting[follower] = count - 1
        if count == 1 { free.append(follower) }
      }
    }
    let stuck = Set(waiting.filter { $0.value > 0 }.keys)
    var reported: Set<String> = []
    for (key, _, site) in predecessors where stuck.contains(key) && !reported.contains(key) {
      var path: [String] = []
      var onPath: Set<String> = []
      var current = key
      while onPath.insert(current).inserted, !reported.contains(current),
        let earlier = open[current]?.first(where: stuck.contains)
      {
        path.append(current)
        current = earlier
      }
      reported.formUnion(path)
      // A path that ends in a circle reported before, or that only leads to one, is not itself one.
      guard path.first == current else {
        if let start = path.firstIndex(of: current) {
          reported.subtract(path[start...])
        }
        continue
      }
      // A long circle shows its beginning: enough to find it, short enough to read.
      let shown = path.count > 10 ? path.prefix(10) + ["…"] : path + [current]
      problems.add("goes round in a circle: \(shown.joined(separator: " after "))", at: site)
    }
  }
}

extension Site {
  /// Which question of the intake the place belongs to.
  fileprivate var questionIndex: Int? {
    let start = "intake.questions["
    guard path.hasPrefix(start) else { return nil }
    return Int(path.dropFirst(start.count).prefix { $0 != "]" })
  }
}
