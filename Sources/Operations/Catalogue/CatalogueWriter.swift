import Scheduling

/// Writes a catalogue as a file that reads back to an equal value and is pleasant to edit.
///
/// Fields stand in the order of `CatalogueSchema`, small maps and lists on one line where they fit,
/// texts in the plainest form that means them. What is absent is left out.
public struct CatalogueWriter: Sendable {
  public init() {}

  public func text(_ catalogue: Catalogue) throws -> String {
    guard case .map(var document) = try DocumentValue(encoding: catalogue) else {
      preconditionFailure("a catalogue is a map")
    }
    document["version"] = .whole(1)
    var paragraphs: [String] = []
    for field in CatalogueSchema.file.fields {
      guard let value = document[field.name], !field.mayBeLeftOut(value) else { continue }
      let lines = Self.entry(field.name, value, field.shape, indent: 0)
      paragraphs.append(lines.joined(separator: "\n") + "\n")
    }
    return paragraphs.joined(separator: "\n")
  }

  /// Columns that a line of several values may fill.
  private static let width = 100

  /// `name: value`, on one line or with the value below.
  private static func entry(
    _ name: String, _ value: DocumentValue, _ shape: Shape, indent: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let start = "\(margin)\(YAMLScalar.quotedIfNeeded(name)):"
    if let text = value.text, YAMLScalar.isLiteral(text) {
      return ["\(start) \(YAMLScalar.literalHeader(text))"]
        + YAMLScalar.literalLines(text).map { $0.isEmpty ? "" : "\(margin)  \($0)" }
    }
    if let line = line(value, shape, isInFlow: false),
      isSingle(value) || start.count + 1 + line.count <= width
    {
      return ["\(start) \(line)"]
    }
    return [start] + block(value, shape, indent: indent + 2)
  }

  private static func block(
    _ value: DocumentValue, _ shape: Shape, indent: Int
  ) -> [String] {
    if let list = value.list {
      let element = elementShape(shape)
      return list.flatMap { item($0, element, indent: indent) }
    }
    return entries(of: value, shape).flatMap {
      entry($0.name, $0.value, $0.shape, indent: indent)
    }
  }

  /// `- value`: a map starts on the line of its hyphen.
  private static func item(
    _ value: DocumentValue, _ shape: Shape, indent: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: indent)
    if let line = line(value, shape, isInFlow: false),
      isSingle(value) || indent + 2 + line.count <= width
    {
      return ["\(margin)- \(line)"]
    }
    var lines = block(value, shape, indent: indent + 2)
    if let first = lines.first { lines[0] = "\(margin)- \(first.dropFirst(indent + 2))" }
    return lines
  }

  private static func isSingle(_ value: DocumentValue) -> Bool {
    value.map == nil && value.list == nil
  }

  /// The value on one line; nil where it is better on several, however short.
  private static func line(
    _ value: DocumentValue, _ shape: Shape, isInFlow: Bool
  ) -> String? {
    switch value {
    case .whole(let whole): return String(whole)
    case .decimal(let decimal): return String(decimal)
    case .flag(let flag): return String(flag)
    case .text(let text):
      let isQuotedAlways = if case .scalar(.openingTime) = shape { true } else { false }
      let isPlainAlways = if case .scalar(.date) = shape { true } else { false }
      if isPlainAlways { return text }
      if isQuotedAlways { return YAMLScalar.quoted(text) }
      return YAMLScalar.quotedIfNeeded(text, isInFlow: isInFlow)
    case .list(let list):
      guard list.isEmpty || isInFlow || list.allSatisfy(isSingle) else { return nil }
      let element = elementShape(shape)
      let items = list.map { line($0, element, isInFlow: true) }
      guard items.allSatisfy({ $0 != nil }) else { return nil }
      return "[\(items.compactMap(\.self).joined(separator: ", "))]"
    case .map(let map):
      guard !map.isEmpty else { return "{}" }
      if case .map(let fields) = shape, !fields.isCompact { return nil }
      let parts = entries(of: value, shape).map { name, value, shape in
        line(value, shape, isInFlow: true)
          .map { "\(YAMLScalar.quotedIfNeeded(name, isInFlow: true)): \($0)" }
      }
      guard parts.allSatisfy({ $0 != nil }) else { return nil }
      return "{ \(parts.compactMap(\.self).joined(separator: ", ")) }"
    }
  }

  private static func elementShape(_ shape: Shape) -> Shape {
    switch shape {
    case .list(let element, _): element
    // The parts of `all` and `any` are conditions, the answers of a condition are texts.
    default: shape
    }
  }

  /// The entries of a map in the order of writing.
  private static func entries(
    of value: DocumentValue, _ shape: Shape
  ) -> [(name: String, value: DocumentValue, shape: Shape)] {
    let map = value.map ?? [:]
    switch shape {
    case .map(let fields):
      return fields.fields.compactMap { field in
        guard let value = map[field.name], !field.mayBeLeftOut(value) else { return nil }
        return (field.name, value, field.shape)
      }
    case .option: return entries(of: value, .map(CatalogueSchema.answerOption))
    case .localized(let rule):
      return ["nl", "en", "fr"].compactMap { language in
        map[language].map { (language, $0, .scalar(rule)) }
      }
    default:
      return map.sorted { $0.key < $1.key }.map { ($0.key, $0.value, shape) }
    }
  }
}
