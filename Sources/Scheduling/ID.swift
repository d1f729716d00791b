/// The identity of one stored thing: a UUID that knows what it identifies.
///
/// Made by `Operations`, never here: the core has no randomness.
public struct ID<Entity>: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  public init(high: UInt64, low: UInt64) {
    (self.high, self.low) = (high, low)
  }

  /// Reads a UUID in its 36-character form, either case; nil for anything else.
  public init?(_ text: String) {
    var text = text
    guard let id = text.withUTF8({ Self(utf8: $0) }) else { return nil }
    self = id
  }

  /// The same from the bytes of a text: this stands on the way of every row that is read.
  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard let halves = Self.halves(bytes) else { return nil }
    self.init(high: halves.high, low: halves.low)
  }

  private static func halves(_ bytes: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64)? {
    guard bytes.count == 36 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for index in 0..<36 {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard bytes[index] == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let value = hexValue(bytes[index]) else { return nil }
      if index < 18 { high = high << 4 | value } else { low = low << 4 | value }
    }
    return (high, low)
  }

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte) - 55
    default: nil
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The lower-case 36-character form, as stored and shown.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for half in [high, low] {
        for nibble in 0..<16 {
          if position == 8 || position == 13 || position == 18 || position == 23 {
            buffer[position] = UInt8(ascii: "-")
            position += 1
          }
          let value = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * nibble)) & 15
          buffer[position] = value < 10 ? value + 48 : value + 87
          position += 1
        }
      }
      return position
    }
  }

  /// The same identity under another type, where one row plays two parts, as a person does who is
  /// also a resource.
  public func cast<Other>(to type: Other.Type = Other.self) -> ID<Other> {
    ID<Other>(high: high, low: low)
  }
}

extension ID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
