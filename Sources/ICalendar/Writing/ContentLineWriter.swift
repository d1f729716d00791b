import CivilTime

/// Writes content lines (RFC 5545 section 3.1) as bytes: CRLF after every line, none longer than
/// 75 octets, no fold inside a UTF-8 sequence, because some readers unfold after decoding.
///
/// A line is written whole and folded when it ends; most need no fold, so most bytes are written
/// once.
struct ContentLineWriter {
  private(set) var bytes: [UInt8] = []
  private var lineStart = 0

  init(reservingCapacity capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// `BEGIN:NAME`, what `body` writes, `END:NAME`.
  mutating func component(_ name: StaticString, _ body: (inout Self) -> Void) {
    line("BEGIN", fixed: name)
    body(&self)
    line("END", fixed: name)
  }

  /// A line without parameters, whose value `value` writes.
  mutating func line(_ name: StaticString, value: (inout Self) -> Void) {
    verbatim(name)
    byte(UInt8(ascii: ":"))
    value(&self)
    endLine()
  }

  /// A line that `body` writes after the name, from the first `;` on.
  mutating func parameterLine(_ name: StaticString, _ body: (inout Self) -> Void) {
    verbatim(name)
    body(&self)
    endLine()
  }

  /// A line with a fixed value.
  mutating func line(_ name: StaticString, fixed value: StaticString) {
    line(name) { $0.verbatim(value) }
  }

  /// A TEXT property (section 3.3.11); left out where the text is empty, because readers differ on
  /// what an empty value means.
  mutating func line(_ name: StaticString, text: PublishableText) {
    guard !text.isEmpty else { return }
    line(name) { $0.escaped(text) }
  }

  /// A URI property; left out where empty.
  mutating func line(_ name: StaticString, uri: String) {
    guard !uri.isEmpty else { return }
    line(name) { $0.uri(uri) }
  }

  mutating func line(_ name: StaticString, integer: Int) {
    line(name) { $0.integer(integer) }
  }

  /// A DATE-TIME in UTC (section 3.3.5, form 2).
  mutating func line(_ name: StaticString, utc instant: Instant) {
    line(name) { $0.utc(instant) }
  }

  private mutating func endLine() {
    if bytes.count - lineStart > Self.longestLine { fold() }
    byte(UInt8(ascii: "\r"))
    byte(UInt8(ascii: "\n"))
    lineStart = bytes.count
  }

  private static let longestLine = 75

  private mutating func fold() {
    let line = [UInt8](bytes[lineStart...])
    bytes.removeLast(line.count)
    var start = 0
    var room = Self.longestLine
    while line.count - start > room {
      var end = start + room
      while line[end] & 0xC0 == 0x80 { end -= 1 }
      bytes.append(contentsOf: line[start..<end])
      verbatim("\r\n ")
      start = end
      room = Self.longestLine - 1
    }
    bytes.append(contentsOf: line[start...])
  }
}

// MARK: Values

extension ContentLineWriter {
  mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  mutating func verbatim(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Text that is known to need no escape, such as an IANA zone name.
  mutating func verbatim(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Whole lines that this writer has written before.
  mutating func lines(_ written: [UInt8]) {
    bytes.append(contentsOf: written)
    lineStart = bytes.count
  }

  /// The escapes of TEXT: backslash, semicolon, comma, newline.
  mutating func escaped(_ text: PublishableText) {
    withBytes(of: text.value) { writer, source in
      var runStart = 0
      for index in source.indices {
        let escape: StaticString
        switch source[index] {
        case UInt8(ascii: "\\"): escape = "\\\\"
        case UInt8(ascii: ";"): escape = "\\;"
        case UInt8(ascii: ","): escape = "\\,"
        case UInt8(ascii: "\n"): escape = "\\n"
        default: continue
        }
        writer.bytes.append(contentsOf: source[runStart..<index])
        writer.verbatim(escape)
        runStart = index + 1
      }
      writer.bytes.append(contentsOf: source[runStart...])
    }
  }

  /// A quoted parameter value. A quote, a newline and a caret inside are encoded by RFC 6868.
  mutating func quoted(_ text: PublishableText) {
    byte(UInt8(ascii: "\""))
    for byte in text.value.utf8 {
      switch byte {
      case UInt8(ascii: "\""): verbatim("^'")
      case UInt8(ascii: "\n"): verbatim("^n")
      case UInt8(ascii: "^"): verbatim("^^")
      default: self.byte(byte)
      }
    }
    byte(UInt8(ascii: "\""))
  }

  /// A URI as it stands; what RFC 3986 does not allow in one (spaces, controls, letters beyond
  /// ASCII) is percent-encoded, so that it can neither end the line nor be misread.
  mutating func uri(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
        UInt8(ascii: "|"), UInt8(ascii: "}"):
        self.byte(UInt8(ascii: "%"))
        hexadecimal(byte)
      default: self.byte(byte)
      }
    }
  }

  private mutating func hexadecimal(_ byte: UInt8) {
    for digit in [byte >> 4, byte & 15] {
      self.byte(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
  }

  mutating func integer(_ value: Int) { verbatim(String(value)) }

  /// `value`, not negative, in at least `width` digits.
  mutating func digits(_ value: Int, width: Int) {
    guard value < Self.power(of: width) else { return integer(value) }
    var unit = Self.power(of: width - 1)
    while unit > 0 {
      byte(UInt8(ascii: "0") + UInt8(value / unit % 10))
      unit /= 10
    }
  }

  private static func power(of exponent: Int) -> Int {
    (0..<exponent).reduce(1) { result, _ in result * 10 }
  }

  /// `20260601`.
  mutating func date(_ date: LocalDate) {
    let (year, month, day) = date.civil
    digits(year * 10_000 + month * 100 + day, width: 8)
  }

  /// `20260601T100000`.
  mutating func local(_ local: LocalDateTime) {
    date(local.date)
    byte(UInt8(ascii: "T"))
    let time = local.time
    digits(time.hour * 10_000 + time.minute * 100 + time.second, width: 6)
  }

  /// `20260601T080000Z`.
  mutating func utc(_ instant: Instant) {
    local(LocalDateTime(instant, offset: 0))
    byte(UInt8(ascii: "Z"))
  }

  private mutating func withBytes(
    of text: String, _ body: (inout Self, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var text = text
    text.withUTF8 { body(&self, $0) }
  }
}
