/// One property as it stands in a file (RFC 5545 section 3.1): unfolded, its name and parameters
/// taken apart, its value still in the file's own escapes.
public struct ContentLine: Hashable, Sendable {
  public struct Parameter: Hashable, Sendable {
    /// In upper case.
    public let name: String
    /// Without quotes, RFC 6868 decoded; more than one where commas outside quotes part them.
    public let values: [String]
  }

  /// In upper case.
  public let name: String
  public let parameters: [Parameter]
  public let value: String
  /// Of the first physical line, counted from 1.
  public let number: Int

  /// The first value of the parameter of this name (upper case); nil where there is none.
  public func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.values.first
  }

  /// The value as TEXT (section 3.3.11). A backslash before any other character stands for itself,
  /// as it does in most readers.
  public var text: String {
    guard value.utf8.contains(UInt8(ascii: "\\")) else { return value }
    var result: [UInt8] = []
    result.reserveCapacity(value.utf8.count)
    var isEscaped = false
    for byte in value.utf8 {
      guard isEscaped else {
        isEscaped = byte == UInt8(ascii: "\\")
        if !isEscaped { result.append(byte) }
        continue
      }
      isEscaped = false
      switch byte {
      case UInt8(ascii: "n"), UInt8(ascii: "N"): result.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): result.append(byte)
      default: result += [UInt8(ascii: "\\"), byte]
      }
    }
    if isEscaped { result.append(UInt8(ascii: "\\")) }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A component and what is in it, in the order of the file.
public struct CalendarComponent: Hashable, Sendable {
  /// In upper case, such as `VEVENT`.
  public let name: String
  /// The line of its BEGIN.
  public let number: Int
  public internal(set) var properties: [ContentLine] = []
  public internal(set) var components: [CalendarComponent] = []

  init(name: String, number: Int) {
    (self.name, self.number) = (name, number)
  }

  /// The first property of this name (upper case).
  public func property(_ name: String) -> ContentLine? {
    properties.first { $0.name == name }
  }
}
