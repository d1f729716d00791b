import Yams

/// The tree of one YAML file, or why there is none.
///
/// Scalars keep their text: no value is ever resolved by YAML's own types.
enum YAMLComposing {
  /// Why a file could not be composed.
  struct Failure: Error {
    let line: Int
    let message: String
  }

  static func compose(_ bytes: [UInt8]) throws(Failure) -> Node {
    let bytes = withoutByteOrderMark(bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(line: firstInvalidLine(bytes), message: "is not valid UTF-8")
    }
    if let line = lineOfKeyThatMayMultiply(bytes) {
      throw Failure(
        line: line,
        message: "a name may not be a map, a list or an alias where the file has anchors (&…)")
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw failure(error, lines: lineCount(bytes))
    } catch {
      throw Failure(line: 1, message: "could not be read: \(error)")
    }
    guard let root else { throw Failure(line: 1, message: "is empty") }
    return root
  }

  private static func failure(_ error: YamlError, lines: Int) -> Failure {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // A text that ends too early is at fault on its last line.
      return Failure(line: min(max(mark.line, 1), lines), message: "is not valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      let quoted = names.map { "'\(shortened($0))'" }
      let verb = names.count == 1 ? "is" : "are"
      return Failure(
        line: context.mark.line,
        message: "\(list(quoted, last: "and")) \(verb) given twice in one map")
    case .reader(let problem, let offset, _, let yaml):
      let before = yaml.unicodeScalars.prefix(offset ?? 0)
      return Failure(
        line: 1 + before.count { $0 == "\n" }, message: "is not valid YAML: \(problem)")
    default: return Failure(line: 1, message: "is not valid YAML: \(error)")
    }
  }

  private static func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// A line feed is never part of another character, so lines can be judged apart.
  private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return (index ?? 0) + 1
  }

  private static func lineCount(_ bytes: [UInt8]) -> Int {
    let text = bytes.last == newline ? bytes.dropLast() : bytes[...]
    return 1 + text.count { $0 == newline }
  }

  private static let newline = UInt8(ascii: "\n")
}

// MARK: Names that multiply

extension YAMLComposing {
  /// The line of what may be a map, a list or an alias used as a name, in a file with anchors.
  ///
  /// Yams compares the names of a map while it composes, which walks through every value that
  /// aliases repeat: a few hundred bytes would keep it busy for ever. Elsewhere aliases share their
  /// value, and `ShapeReader` counts what it visits. This looks at bytes, not at YAML, and so errs
  /// on the side of refusing; a file without `&name` has nothing to refuse.
  fileprivate static func lineOfKeyThatMayMultiply(_ bytes: [UInt8]) -> Int? {
    var line = 1
    var suspect: Int?
    var hasAnchor = false
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case newline: line += 1
      case UInt8(ascii: "&"):
        hasAnchor = hasAnchor || (isTokenStart(bytes, index) && isName(bytes, index + 1))
      case UInt8(ascii: "?") where suspect == nil:
        if isTokenStart(bytes, index) { suspect = line }
      case UInt8(ascii: "]") where suspect == nil, UInt8(ascii: "}") where suspect == nil:
        if isColon(bytes, after: index + 1) { suspect = line }
      case UInt8(ascii: "*") where suspect == nil && isTokenStart(bytes, index):
        var end = index + 1
        while isName(bytes, end) { end += 1 }
        if end > index + 1, isColon(bytes, after: end) { suspect = line }
      default: break
      }
    }
    return hasAnchor ? suspect : nil
  }

  /// Behind a letter or a slash (of an address) neither `&` nor `*` nor `?` begins anything.
  private static func isTokenStart(_ bytes: [UInt8], _ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = bytes[index - 1]
    return before == UInt8(ascii: "-") || before != UInt8(ascii: "/") && !isName(bytes, index - 1)
  }

  /// The letters of an anchor's name: `[A-Za-z0-9_-]`.
  private static func isName(_ bytes: [UInt8], _ index: Int) -> Bool {
    guard bytes.indices.contains(index) else { return false }
    switch bytes[index] {
    case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"): return true
    default: return false
    }
  }

  private static func isColon(_ bytes: [UInt8], after start: Int) -> Bool {
    var index = start
    while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    return index < bytes.count && bytes[index] == UInt8(ascii: ":")
  }
}
