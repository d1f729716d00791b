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

/// RFC 3339 times of one zone, quickly: a listing's rows share dates and offsets, so each time is
/// the last one with other digits.
struct TimestampWriter {
  private let zone: Zone
  /// Of the last time written, from its first instant until the offset changes next.
  private var offset: (seconds: Int, holds: Range<Int64>)?
  private var dayNumber: Int64?
  /// With quotes, as `"2027-01-04T09:00:00+01:00"`.
  private var last: [UInt8] = []

  private static let hourPosition = 12
  /// Offsets are looked up again after so long, where none changes before.
  private static let longestSeconds: Int64 = 400 * 86_400

  init(zone: Zone) { self.zone = zone }

  /// Appends the instant with quotes.
  mutating func append(_ instant: Instant, to text: inout JSONText) {
    let local = instant.secondsSince1970 + Int64(shift(at: instant))
    var (day, second) = local.quotientAndRemainder(dividingBy: 86_400)
    if second < 0 { (day, second) = (day - 1, second + 86_400) }
    if day != dayNumber {
      let date = LocalDate(dayNumber: Int(day)).iso8601
      last = Array("\"\(date)T00:00:00\(Self.offsetText(offset?.seconds ?? 0))\"".utf8)
      dayNumber = day
    }
    let position = Self.hourPosition + last.count - Self.usualLength
    write(Int(second) / 3600, at: position)
    write(Int(second) / 60 % 60, at: position + 3)
    write(Int(second) % 60, at: position + 6)
    text.append(last)
  }

  /// With a year of four digits.
  private static let usualLength = 27

  /// Seconds east of UTC, in whole minutes: offsets of before 1972 have seconds, which RFC 3339
  /// does not.
  private mutating func shift(at instant: Instant) -> Int {
    if let offset, offset.holds.contains(instant.secondsSince1970) { return offset.seconds }
    let seconds = zone.offset(at: instant) / 60 * 60
    let end = instant.advanced(bySeconds: Self.longestSeconds)
    let change = zone.transitions(from: instant.advanced(bySeconds: 1), until: end).first?.at
    let holds = instant.secondsSince1970..<(change ?? end).secondsSince1970
    (offset, dayNumber) = ((seconds, holds), nil)
    return seconds
  }

  private mutating func write(_ twoDigits: Int, at position: Int) {
    last[position] = UInt8(48 + twoDigits / 10)
    last[position + 1] = UInt8(48 + twoDigits % 10)
  }

  private static func offsetText(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
  }
}
