import CivilTime

/// JSON written straight into a buffer, for answers with thousands of rows.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// As it stands: punctuation, names, and values known to need no escape.
  mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ ready: [UInt8]) { bytes.append(contentsOf: ready) }

  mutating func append(byte: UInt8) { bytes.append(byte) }

  /// A string with its quotes (RFC 8259 section 7).
  mutating func append(string text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<32:
        append("\\u00")
        bytes.append(byte < 16 ? 48 : 49)
        let low = byte & 15
        bytes.append(low < 10 ? low + 48 : low + 87)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// RFC 3339 times of one zone, quickly: a listing's rows share dates and offsets.
struct TimestampWriter {
  private let zone: Zone
  private var dayNumber: Int64?
  private var date: [UInt8] = []
  private var offset: Int?
  private var offsetText: [UInt8] = []

  init(zone: Zone) { self.zone = zone }

  /// Appends the instant with quotes.
  mutating func append(_ instant: Instant, to text: inout JSONText) {
    // Offsets of before 1972 have seconds, which RFC 3339 does not.
    let shift = zone.offset(at: instant) / 60 * 60
    if shift != offset {
      (offset, offsetText) = (shift, Self.offsetText(shift))
    }
    let local = instant.secondsSince1970 + Int64(shift)
    var (day, second) = local.quotientAndRemainder(dividingBy: 86_400)
    if second < 0 { (day, second) = (day - 1, second + 86_400) }
    if day != dayNumber {
      (dayNumber, date) = (day, Array(LocalDate(dayNumber: Int(day)).iso8601.utf8))
    }
    text.append(byte: UInt8(ascii: "\""))
    text.append(date)
    text.append(byte: UInt8(ascii: "T"))
    Self.append(Int(second) / 3600, to: &text)
    text.append(byte: UInt8(ascii: ":"))
    Self.append(Int(second) / 60 % 60, to: &text)
    text.append(byte: UInt8(ascii: ":"))
    Self.append(Int(second) % 60, to: &text)
    text.append(offsetText)
    text.append(byte: UInt8(ascii: "\""))
  }

  private static func append(_ twoDigits: Int, to text: inout JSONText) {
    text.append(byte: UInt8(48 + twoDigits / 10))
    text.append(byte: UInt8(48 + twoDigits % 10))
  }

  private static func offsetText(_ seconds: Int) -> [UInt8] {
    var text = JSONText()
    text.append(byte: UInt8(ascii: seconds < 0 ? "-" : "+"))
    append(abs(seconds) / 3600, to: &text)
    text.append(byte: UInt8(ascii: ":"))
    append(abs(seconds) / 60 % 60, to: &text)
    return text.bytes
  }
}
