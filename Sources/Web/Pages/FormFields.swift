import Hummingbird

/// The fields of a query or a form, as `application/x-www-form-urlencoded` writes them.
struct FormFields: Sendable {
  /// The longest form of ours holds an article in three languages, a byte of it written as three;
  /// more is no form of ours.
  static let maximumBytes = 192 * 1024

  /// Not UTF-8, or a broken percent sign.
  struct Malformed: Error {}

  private var values: [String: String] = [:]

  init() {}

  init(_ bytes: some Collection<UInt8>) throws(Malformed) {
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = try Self.decode(parts[0])
      let value = parts.count > 1 ? try Self.decode(parts[1]) : ""
      if values[name] == nil { values[name] = value }
    }
  }

  private static func decode(_ bytes: some Collection<UInt8>) throws(Malformed) -> String {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): result.append(32)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexValue),
          let low = rest.popFirst().flatMap(hexValue)
        else { throw Malformed() }
        result.append(high << 4 | low)
      default: result.append(byte)
      }
    }
    guard let text = String(validating: result, as: UTF8.self), !text.contains("\0") else {
      throw Malformed()
    }
    // Browsers send line ends of forms as CRLF.
    return text.contains("\r") ? text.replacing("\r\n", with: "\n") : text
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
  }

  /// The value without spaces around it; nil where the field is missing or empty.
  subscript(name: String) -> String? {
    guard let value = values[name] else { return nil }
    let trimmed = value.drop { $0.isWhitespace }
    let end = trimmed.lastIndex { !$0.isWhitespace }
    return end.map { String(trimmed[...$0]) }
  }

  /// The fields whose name begins with `prefix`, under the rest of their name.
  func fields(prefix: String) -> [String: String] {
    var result: [String: String] = [:]
    for name in values.keys where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = self[name] ?? ""
    }
    return result
  }
}

/// A query for an address, in the order written; parts without a value are left out.
struct QueryText {
  private var parts: [(name: String, value: String)] = []

  init(_ parts: [(String, String?)] = []) {
    self.parts = parts.compactMap { name, value in value.map { (name, $0) } }
  }

  func adding(_ name: String, _ value: String?) -> Self {
    var copy = self
    copy.parts.removeAll { $0.name == name }
    if let value { copy.parts.append((name, value)) }
    return copy
  }

  /// `?a=b&c=d`, or nothing.
  var text: String {
    guard !parts.isEmpty else { return "" }
    return "?"
      + parts.map { "\($0.name)=\(Self.encode($0.value))" }.joined(separator: "&")
  }

  /// The same as hidden fields of a GET form.
  var fields: [HiddenField] { parts.map { HiddenField(name: $0.name, value: $0.value) } }

  private static func encode(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
        result.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" + digits : digits)
      }
    }
    return result
  }
}

/// A field that a form carries without showing it.
struct HiddenField: Sendable {
  let name: String
  let value: String
}
