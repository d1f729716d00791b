/// A TZif file as RFC 9636 lays it out: version 1 in 32 bits, later versions in 64 with a footer.
struct ZoneFile {
  let kinds: [ZoneTable.Kind]
  let transitions: [(at: Int64, kind: Int)]
  let footer: ZoneFooter?

  /// RFC 9636 section 3.2: before the first transition the first kind holds.
  var table: ZoneTable {
    ZoneTable(kinds: kinds, initialKind: 0, transitions: transitions, footer: footer)
  }

  /// Nil where the bytes are not a whole TZif file, or count leap seconds (the `right/` files),
  /// which POSIX time does not have.
  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0) else { return nil }
    if first.version == 0 {
      self.init(bytes, first, at: Header.size, timeSize: 4, footer: nil)
      return
    }
    let second = Header.size + first.blockSize(timeSize: 4)
    guard let header = Header(bytes, at: second) else { return nil }
    let block = second + Header.size
    let end = block + header.blockSize(timeSize: 8)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\n") else { return nil }
    let line = bytes[(end + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    guard end + 1 + line.count < bytes.count else { return nil }
    var footer: ZoneFooter?
    if !line.isEmpty {
      footer = ZoneFooter(parsing: String(decoding: line, as: UTF8.self))
      guard footer != nil else { return nil }
    }
    self.init(bytes, header, at: block, timeSize: 8, footer: footer)
  }

  private init?(
    _ bytes: [UInt8], _ header: Header, at start: Int, timeSize: Int, footer: ZoneFooter?
  ) {
    guard start + header.blockSize(timeSize: timeSize) <= bytes.count, header.leapCount == 0,
      header.kindCount > 0
    else { return nil }
    let indexes = start + header.timeCount * timeSize
    let kindsStart = indexes + header.timeCount
    let names = kindsStart + header.kindCount * 6
    var kinds: [ZoneTable.Kind] = []
    for index in 0..<header.kindCount {
      let at = kindsStart + index * 6
      let offset = Int(Int32(truncatingIfNeeded: Self.integer(bytes, at: at, size: 4)))
      let name = Int(bytes[at + 5])
      guard abs(offset) < 26 * 3600, name < header.characterCount else { return nil }
      let letters = bytes[(names + name)..<(names + header.characterCount)].prefix { $0 != 0 }
      kinds.append(
        ZoneTable.Kind(
          offset: offset, isDaylight: bytes[at + 4] != 0,
          abbreviation: String(decoding: letters, as: UTF8.self)))
    }
    var transitions: [(at: Int64, kind: Int)] = []
    transitions.reserveCapacity(header.timeCount)
    for index in 0..<header.timeCount {
      let time = Self.integer(bytes, at: start + index * timeSize, size: timeSize)
      let kind = Int(bytes[indexes + index])
      guard kind < kinds.count, transitions.last.map({ $0.at < time }) ?? true else { return nil }
      transitions.append((time, kind))
    }
    (self.kinds, self.transitions, self.footer) = (kinds, transitions, footer)
  }

  /// A big-endian integer in two's complement.
  fileprivate static func integer(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
    var value: Int64 = bytes[start] >= 128 ? -1 : 0
    for byte in bytes[start..<(start + size)] { value = value << 8 | Int64(byte) }
    return value
  }
}

/// The counts at the head of a data block (RFC 9636 section 3.1).
private struct Header {
  static let size = 44

  let version: UInt8
  let utcFlagCount: Int
  let standardFlagCount: Int
  let leapCount: Int
  let timeCount: Int
  let kindCount: Int
  let characterCount: Int

  init?(_ bytes: [UInt8], at start: Int) {
    guard start + Self.size <= bytes.count,
      bytes[start..<(start + 4)].elementsEqual("TZif".utf8)
    else { return nil }
    version = bytes[start + 4]
    let counts = (0..<6).map {
      Int(ZoneFile.integer(bytes, at: start + 20 + $0 * 4, size: 4))
    }
    // Larger than any real file; keeps the sums below from overflowing.
    guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
    utcFlagCount = counts[0]
    standardFlagCount = counts[1]
    leapCount = counts[2]
    timeCount = counts[3]
    kindCount = counts[4]
    characterCount = counts[5]
  }

  func blockSize(timeSize: Int) -> Int {
    timeCount * (timeSize + 1) + kindCount * 6 + characterCount + leapCount * (timeSize + 4)
      + standardFlagCount + utcFlagCount
  }
}
