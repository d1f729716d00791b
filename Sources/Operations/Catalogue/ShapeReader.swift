import CivilTime
import Yams

/// Reads the nodes of one YAML file by their shapes and notes all that is wrong.
///
/// What can only be judged with the whole catalogue at hand (references, doubles, conditions) is
/// left in `names`.
struct ShapeReader {
  /// The index of the file among those read together.
  let file: Int
  let zones: ZoneDatabase
  var problems: ProblemList
  var names: CatalogueNames
  /// The venue or partner that is being read.
  private(set) var owner: CatalogueOwner?
  private var valuesRead = 0

  init(file: Int, zones: ZoneDatabase, problems: ProblemList, names: CatalogueNames) {
    (self.file, self.zones, self.problems, self.names) = (file, zones, problems, names)
  }

  /// Whether the file held too much to read it all.
  var hasGivenUp: Bool { valuesRead > CatalogueLimits.values }

  mutating func report(_ message: String, at site: Site) {
    problems.add(message, at: site)
  }

  /// The value of a node; nil where it has another shape, which is reported. Parts that are wrong
  /// are reported and missing from the value.
  mutating func read(_ node: Node, as shape: Shape, at path: String) -> DocumentValue? {
    let site = Site(file: file, line: node.mark?.line ?? 1, path: path)
    guard count(1, site) else { return nil }
    switch shape {
    case .scalar(let rule): return readScalar(node, rule, site)
    case .localized(let rule): return readLocalized(node, rule, site)
    case .list(let element, let rule): return readList(node, element, rule, site)
    case .counts: return readCounts(node, site)
    case .condition: return readCondition(node, site, depth: 1)
    case .option where node.mapping == nil: return readScalar(node, .title, site)
    case .option: return readMap(node, CatalogueSchema.answerOption, site)
    case .map(let shape): return readMap(node, shape, site)
    }
  }

  /// Counts values as they are visited; false from the one that is too many.
  private mutating func count(_ values: Int, _ site: Site) -> Bool {
    guard !hasGivenUp else { return false }
    valuesRead += values
    if hasGivenUp {
      report(
        "holds more than \(CatalogueLimits.values) values, aliases followed", at: site.withoutField)
    }
    return !hasGivenUp
  }

  private mutating func readScalar(
    _ node: Node, _ rule: ScalarRule, _ site: Site
  ) -> DocumentValue? {
    guard let text = node.scalar?.string else {
      report("must be a single value, not a \(node.word)", at: site)
      return nil
    }
    // No rule allows more; looking closer at a text of megabytes costs time for each alias to it.
    guard text.utf8.count <= 4 * CatalogueLimits.paragraph else {
      report("must have at most \(CatalogueLimits.paragraph) characters", at: site)
      return nil
    }
    do {
      let value = try rule.value(of: text, zones: zones)
      switch rule {
      case .key(let kind):
        if let first = names.define(kind, text, at: site, owner: owner) {
          report("\(kind.rawValue) '\(text)' already stands at \(problems.place(first))", at: site)
        }
      case .reference(let kind): names.refer(to: kind, text, at: site, owner: owner)
      default: break
      }
      return value
    } catch {
      report(error.message, at: site)
      return nil
    }
  }

  private mutating func readLocalized(
    _ node: Node, _ rule: ScalarRule, _ site: Site
  ) -> DocumentValue? {
    guard node.mapping != nil else {
      guard node.scalar != nil else {
        report("must be a text or a map of nl, en and fr, not a list", at: site)
        return nil
      }
      return readScalar(node, rule, site)
    }
    let shape = MapShape([
      .required("nl", .scalar(rule)), .optional("en", .scalar(rule)),
      .optional("fr", .scalar(rule)),
    ])
    guard case .map(let texts) = readMap(node, shape, site) else { return nil }
    // Stored as `LocalizedText` writes it: the Dutch text alone is a string.
    if texts.count == 1, let dutch = texts["nl"] { return dutch }
    return .map(texts)
  }

  private mutating func readList(
    _ node: Node, _ element: Shape, _ rule: ListRule, _ site: Site
  ) -> DocumentValue? {
    guard let sequence = node.sequence else {
      report("must be a list, not a \(node.word)", at: site)
      return nil
    }
    guard sequence.count >= rule.atLeast else {
      report("must list at least \(rule.atLeast)", at: site)
      return nil
    }
    var values: [DocumentValue] = []
    var seen: Set<DocumentValue> = []
    for (index, item) in sequence.enumerated() where !hasGivenUp {
      let path = "\(site.path)[\(index)]"
      if let entered = CatalogueOwner(of: item, at: path, file: file) { owner = entered }
      guard let value = read(item, as: element, at: path) else { continue }
      if rule.isDistinct, !seen.insert(value).inserted {
        report(
          "is listed twice", at: Site(file: file, line: item.mark?.line ?? site.line, path: path))
      }
      values.append(value)
    }
    if !site.path.contains("[") { owner = nil }
    return .list(values)
  }

  private mutating func readCounts(_ node: Node, _ site: Site) -> DocumentValue? {
    guard let entries = fields(of: node, site) else { return nil }
    var values: [String: DocumentValue] = [:]
    for (name, site, value) in entries {
      do {
        _ = try ScalarRule.siblingKey.value(of: name, zones: zones)
      } catch {
        report(error.message, at: site)
      }
      values[name] = read(value, as: CatalogueSchema.count, at: site.path)
    }
    return .map(values)
  }

  private mutating func readMap(
    _ node: Node, _ shape: MapShape, _ site: Site
  ) -> DocumentValue? {
    guard let entries = fields(of: node, site) else { return nil }
    var values: [String: DocumentValue] = [:]
    var sites: [String: Site] = [:]
    for (name, fieldSite, value) in entries {
      sites[name] = fieldSite
      if let field = shape.field(name) {
        values[name] = read(value, as: field.shape, at: fieldSite.path)
      } else {
        report(unknownField(name, known: shape.fields.map(\.name)), at: fieldSite)
      }
    }
    for field in shape.fields where sites[field.name] == nil {
      switch field.presence {
      case .required: report("is missing", at: site.field(field.name))
      case .defaulted(let value): values[field.name] = value
      case .optional: break
      }
    }
    var map = ReadMap(site: site, sites: sites, values: values)
    shape.check?(&map, &self)
    return .map(map.values)
  }

  /// The entries of a map whose names are texts, each name once.
  private mutating func fields(
    of node: Node, _ site: Site
  ) -> [(name: String, site: Site, value: Node)]? {
    guard let mapping = node.mapping else {
      report("must be a map, not a \(node.word)", at: site)
      return nil
    }
    guard count(mapping.count, site) else { return nil }
    var entries: [(name: String, site: Site, value: Node)] = []
    var seen: Set<String> = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? site.line
      guard let name = key.scalar?.string else {
        report(
          "a field's name must be a word", at: Site(file: file, line: line, path: site.path))
        continue
      }
      let path = site.path.isEmpty ? shortened(name) : "\(site.path).\(shortened(name))"
      let fieldSite = Site(file: file, line: line, path: path)
      if seen.insert(name).inserted {
        entries.append((name, fieldSite, value))
      } else {
        report("is given twice in this map", at: fieldSite)
      }
    }
    return entries
  }

  // MARK: Conditions

  private mutating func readCondition(
    _ node: Node, _ site: Site, depth: Int
  ) -> DocumentValue? {
    guard count(1, site) else { return nil }
    guard depth <= CatalogueLimits.conditionDepth else {
      report("is nested more than \(CatalogueLimits.conditionDepth) deep", at: site)
      return nil
    }
    guard let entries = fields(of: node, site) else { return nil }
    guard entries.count == 1, let (name, entrySite, value) = entries.first else {
      report("must have one entry: all, any, not or the key of a question", at: site)
      return nil
    }
    switch name {
    case "all", "any":
      guard let parts = value.sequence, !parts.isEmpty else {
        report("must be a list of at least one condition", at: entrySite)
        return nil
      }
      let read = parts.enumerated().compactMap { index, part in
        readCondition(
          part,
          Site(
            file: file, line: part.mark?.line ?? site.line, path: "\(entrySite.path)[\(index)]"),
          depth: depth + 1)
      }
      return .map([name: .list(read)])
    case "not":
      guard let part = readCondition(value, entrySite, depth: depth + 1) else { return nil }
      return .map([name: part])
    default: return readAnswers(value, to: name, entrySite)
    }
  }

  private mutating func readAnswers(
    _ node: Node, to question: String, _ site: Site
  ) -> DocumentValue? {
    let answers = node.scalar == nil ? Array(node.sequence ?? []) : [node]
    guard !answers.isEmpty else {
      report("must be an answer or a list of answers", at: site)
      return nil
    }
    var values: [DocumentValue] = []
    for answer in answers {
      guard let value = read(answer, as: .scalar(.title), at: site.path) else { continue }
      if let text = value.text {
        let line = answer.mark?.line ?? site.line
        names.ask(
          question, isAnswered: text, at: Site(file: file, line: line, path: site.path))
      }
      values.append(value)
    }
    return .map([question: .list(values)])
  }
}

/// The venue or partner that an object belongs to.
struct CatalogueOwner: Hashable {
  let file: Int
  let path: String
  /// The names of the fields that it has.
  let fields: Set<String>

  /// Nil where the item is not a venue or partner.
  init?(of item: Node, at path: String, file: Int) {
    let isOwner = path.hasPrefix("venues[") || path.hasPrefix("partners[")
    guard isOwner, !path.contains(".") else { return nil }
    (self.file, self.path) = (file, path)
    fields = Set(item.mapping?.keys.compactMap { $0.scalar?.string } ?? [])
  }
}

extension Node {
  /// What the node is, for a problem.
  fileprivate var word: String {
    switch self {
    case .scalar(let scalar) where scalar.string.isEmpty: "field without a value"
    case .scalar, .alias: "single value"
    case .mapping: "map"
    case .sequence: "list"
    }
  }
}
