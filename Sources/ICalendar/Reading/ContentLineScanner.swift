/// Cuts a file into unfolded lines of bytes (RFC 5545 section 3.1).
///
/// Unfolding comes before decoding, because writers fold inside UTF-8 sequences. CRLF and LF both
/// end a line, a byte order mark at the start is skipped, and blank lines are passed over.
struct ContentLineScanner {
  private let bytes: [UInt8]
  private var position: Int
  private var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line that is not blank and the number of its first physical line; nil at the end.
  mutating func next() throws(CalendarRefusal) -> (bytes: ArraySlice<UInt8>, number: Int)? {
    while let first = physicalLine() {
      let start = number
      guard first.count <= CalendarFile.longestLine else {
        throw CalendarRefusal.lineTooLong(line: start)
      }
      guard isContinuation else {
        if first.isEmpty { continue }
        return (first, start)
      }
      var unfolded = [UInt8](first)
      while isContinuation, let more = physicalLine() {
        unfolded.append(contentsOf: more.dropFirst())
        guard unfolded.count <= CalendarFile.longestLine else {
          throw CalendarRefusal.lineTooLong(line: start)
        }
      }
      if !unfolded.isEmpty { return (unfolded[...], start) }
    }
    return nil
  }

  private var isContinuation: Bool {
    position < bytes.count
      && (bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t"))
  }

  private mutating func physicalLine() -> ArraySlice<UInt8>? {
    guard position < bytes.count else { return nil }
    number += 1
    let start = position
    var end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    position = end + 1
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }
}
