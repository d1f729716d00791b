/// Takes one unfolded line apart: `name *(";" param) ":" value` (RFC 5545 section 3.1).
struct ContentLineParser {
  private var rest: ArraySlice<UInt8>
  private let number: Int
  private(set) var problems: [CalendarProblem] = []

  init(_ line: ArraySlice<UInt8>, number: Int) {
    (rest, self.number) = (line, number)
  }

  /// Nil where the line has no name, no colon or a quote that does not close; `problems` then says
  /// so. A parameter without a value is left out with a problem.
  mutating func line() -> ContentLine? {
    guard let name = name() else { return malformed("the line does not begin with a name") }
    var parameters: [ContentLine.Parameter] = []
    while rest.first == UInt8(ascii: ";") {
      rest.removeFirst()
      guard let parameterName = self.name(), rest.first == UInt8(ascii: "=") else {
        report(.malformedParameter, "a parameter is not NAME=VALUE")
        skipParameter()
        continue
      }
      guard let values = parameterValues() else {
        return malformed("a quoted parameter does not end")
      }
      parameters.append(ContentLine.Parameter(name: parameterName, values: values))
    }
    guard rest.first == UInt8(ascii: ":") else {
      return malformed("the line has no colon after its name and parameters")
    }
    return ContentLine(
      name: name, parameters: parameters, value: decoded(rest.dropFirst()), number: number)
  }

  /// Letters, digits and hyphens by the grammar; what else some write in X- names is taken too.
  private mutating func name() -> String? {
    let name = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        true
      default: false
      }
    }
    guard !name.isEmpty else { return nil }
    rest = rest.dropFirst(name.count)
    let upper = name.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 - 32 : $0 }
    return String(decoding: upper, as: UTF8.self)
  }

  /// From the equals sign to the next `;` or `:` outside quotes.
  private mutating func parameterValues() -> [String]? {
    var values: [String] = []
    repeat {
      rest.removeFirst()
      guard rest.first == UInt8(ascii: "\"") else {
        values.append(Self.withoutCarets(decoded(takeUnquoted())))
        continue
      }
      rest.removeFirst()
      guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
      values.append(Self.withoutCarets(decoded(rest[..<end])))
      rest = rest[(end + 1)...]
      // What stands between a closing quote and the next separator belongs to no value.
      _ = takeUnquoted()
    } while rest.first == UInt8(ascii: ",")
    return values
  }

  private mutating func takeUnquoted() -> ArraySlice<UInt8> {
    let value = rest.prefix {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ":")
    }
    rest = rest.dropFirst(value.count)
    return value
  }

  /// RFC 6868: `^n`, `^'` and `^^`; any other caret stands for itself.
  private static func withoutCarets(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "^")) else { return text }
    var result = String.UnicodeScalarView()
    var afterCaret = false
    for scalar in text.unicodeScalars {
      if afterCaret {
        afterCaret = false
        switch scalar {
        case "n": result.append("\n")
        case "'": result.append("\"")
        case "^": result.append("^")
        default:
          result.append("^")
          result.append(scalar)
        }
      } else if scalar == "^" {
        afterCaret = true
      } else {
        result.append(scalar)
      }
    }
    if afterCaret { result.append("^") }
    return String(result)
  }

  private mutating func skipParameter() {
    rest = rest.drop { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ":") }
  }

  private mutating func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    report(.invalidUTF8, "the line is not valid UTF-8; what is not was replaced")
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func malformed(_ text: String) -> ContentLine? {
    report(.malformedLine, text)
    return nil
  }

  private mutating func report(_ code: CalendarProblem.Code, _ text: String) {
    problems.append(CalendarProblem(line: number, code: code, text: text))
  }
}
