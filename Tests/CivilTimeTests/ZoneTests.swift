import CivilTime
import Foundation
import Testing

@Suite struct `A zone` {
  @Test func `shows offset, abbreviation, clock and date of an instant`() throws {
    let brussels = try zone("Europe/Brussels")
    let summer = try instant("2026-06-01T22:30Z")
    #expect(brussels.offset(at: summer) == 7200)
    #expect(brussels.abbreviation(at: summer) == "CEST")
    #expect(brussels.local(summer) == (try local("2026-06-02T00:30")))
    #expect(brussels.date(summer).iso8601 == "2026-06-02")
    #expect(brussels.rfc3339(summer) == "2026-06-02T00:30:00+02:00")
  }

  @Test(arguments: [
    ("UTC", "2026-06-01T08:00Z", "2026-06-01T08:00:00+00:00"),
    ("America/St_Johns", "2026-01-01T12:00Z", "2026-01-01T08:30:00-03:30"),
    ("Australia/Lord_Howe", "2026-06-01T00:00Z", "2026-06-01T10:30:00+10:30"),
    // Brussels kept 17 minutes and 30 seconds before Greenwich; RFC 3339 has no seconds there.
    ("Europe/Brussels", "1870-01-01T00:00Z", "1870-01-01T00:17:00+00:17"),
  ])
  func `writes instants with its offset`(id: String, moment: String, expected: String) throws {
    let written = try zone(id).rfc3339(instant(moment))
    #expect(written == expected)
    #expect(Instant(rfc3339: written) == (try instant(moment)))
  }

  @Test func `lists the transitions of a span, the recorded and the footer's`() throws {
    let brussels = try zone("Europe/Brussels")
    let spring = Zone.Transition(
      at: try instant("2100-03-28T01:00Z"), offsetBefore: 3600, offsetAfter: 7200,
      isDaylight: true, abbreviation: "CEST")
    let autumn = Zone.Transition(
      at: try instant("2100-10-31T01:00Z"), offsetBefore: 7200, offsetAfter: 3600,
      isDaylight: false, abbreviation: "CET")
    #expect(brussels.transitions(from: spring.at, until: autumn.at) == [spring])
    #expect(
      brussels.transitions(from: spring.at, until: autumn.at.advanced(bySeconds: 1))
        == [spring, autumn])
    let decades = brussels.transitions(
      from: try instant("2000-01-01T00:00Z"), until: try instant("3000-01-01T00:00Z"))
    #expect(decades.count == 2000)
    #expect(try zone("Asia/Tokyo").transitions(from: spring.at, until: autumn.at) == [])
  }

  @Test func `calls the winter daylight time in Dublin`() throws {
    let changes = try zone("Europe/Dublin").transitions(
      from: instant("2026-01-01T00:00Z"), until: instant("2027-01-01T00:00Z"))
    #expect(changes.map(\.abbreviation) == ["IST", "GMT"])
    #expect(changes.map(\.isDaylight) == [false, true])
    #expect(changes.map(\.offsetAfter) == [3600, 0])
  }

  @Test func `is its name, not its clock`() throws {
    #expect(try zone("Europe/Brussels") != zone("Europe/Amsterdam"))
    #expect(try zone("UTC") == .utc)
    #expect(Zone.utc.resolve(try local("2026-03-29T02:30")).instant.utcText.hasPrefix("2026-03-29"))
  }
}

@Suite struct `The zone database` {
  @Test(arguments: [
    "", "Europe", "Mars/Olympus", "../zoneinfo/Europe/Brussels", "/usr/share/zoneinfo/UTC",
    "Europe/../UTC", "Europe//Brussels", "./UTC", "tzdata.zi", "zone.tab", "right/UTC",
    "posix/UTC", "localtime", "Europe/Brussels\0", "Europe/Brussels ",
  ])
  func `refuses what is no zone`(id: String) {
    #expect(ZoneDatabase.system.zone(id) == nil)
  }

  @Test func `lists zones that it can read, without copies`() {
    let identifiers = ZoneDatabase.system.identifiers
    #expect(identifiers.contains("Europe/Brussels"))
    #expect(identifiers.contains("America/Argentina/Buenos_Aires"))
    #expect(!identifiers.contains { $0.hasPrefix("posix") || $0.hasPrefix("right/") })
    #expect(identifiers.allSatisfy { ZoneDatabase.system.zone($0)?.id == $0 })
  }

  @Test func `knows the release of its data`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("Here", ZoneFileWriter(footer: "UTC0").bytes)
    #expect(ZoneDatabase(directory: directory.path).version == "unknown")
    try directory.write("+VERSION", Array("2025b\n".utf8))
    #expect(ZoneDatabase(directory: directory.path).version == "2025b")
    try directory.write("tzdata.zi", Array("# version 2026f\n# more\n".utf8))
    #expect(ZoneDatabase(directory: directory.path).version == "2026f")
    #expect(ZoneDatabase(directory: directory.path).identifiers == ["Here"])
  }

  @Test func `reads files of version 1, which have 32 bits and no footer`() throws {
    let directory = try TemporaryDirectory()
    let change = try instant("2000-06-01T00:00Z").secondsSince1970
    try directory.write(
      "Old", ZoneFileWriter(version1: [(change, 1)], kinds: [(0, "AAA"), (3600, "BBB")]).bytes)
    let zone = try #require(ZoneDatabase(directory: directory.path).zone("Old"))
    #expect(zone.footer == nil)
    #expect(zone.abbreviation(at: Instant(secondsSince1970: change - 1)) == "AAA")
    #expect(zone.offset(at: Instant(secondsSince1970: change)) == 3600)
    #expect(zone.offset(at: try instant("9000-01-01T00:00Z")) == 3600)
  }

  @Test func `a file without transitions follows its footer at all times`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("Rule", ZoneFileWriter(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes)
    let rule = try #require(ZoneDatabase(directory: directory.path).zone("Rule"))
    for year in ["0002", "1583", "1900", "1970", "2026", "2400", "9998"] {
      #expect(rule.abbreviation(at: try instant("\(year)-01-15T00:00Z")) == "CET")
      #expect(rule.abbreviation(at: try instant("\(year)-07-15T00:00Z")) == "CEST")
    }
  }

  @Test(arguments: ["XXX3EDT4,0/0,J365/23", "EST5EDT,0/0,J365/25", "EST5EDT4,0/0,J365/26"])
  func `daylight time may hold all the year round`(footer: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write("Always", ZoneFileWriter(footer: footer).bytes)
    let zone = try #require(ZoneDatabase(directory: directory.path).zone("Always"))
    let from = try instant("2020-01-01T00:00Z")
    let until = try instant("2900-01-01T00:00Z")
    #expect(zone.transitions(from: from, until: until) == [])
    #expect(zone.abbreviation(at: from) == "EDT")
  }

  @Test func `refuses files that are cut short or whose footer it cannot read`() throws {
    let directory = try TemporaryDirectory()
    let whole = ZoneFileWriter(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes
    for length in stride(from: 0, to: whole.count, by: 7) {
      try directory.write("Cut\(length)", Array(whole.prefix(length)))
      #expect(ZoneDatabase(directory: directory.path).zone("Cut\(length)") == nil)
    }
    try directory.write("Odd", ZoneFileWriter(footer: "CET-1CEST,whenever").bytes)
    #expect(ZoneDatabase(directory: directory.path).zone("Odd") == nil)
  }
}

/// A directory that goes with the test.
private final class TemporaryDirectory {
  let path = NSTemporaryDirectory() + "zones-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}

/// Lays out small TZif files (RFC 9636 section 3).
private struct ZoneFileWriter {
  let bytes: [UInt8]

  /// A file of version 2 with one kind of time and a footer.
  init(footer: String) {
    let block = Self.block(version: 0x32, [], kinds: [(0, "AAA")], timeSize: 8)
    bytes = block + block + Array("\n\(footer)\n".utf8)
  }

  init(version1 transitions: [(Int64, UInt8)], kinds: [(Int32, String)]) {
    bytes = Self.block(version: 0, transitions, kinds: kinds, timeSize: 4)
  }

  private static func block(
    version: UInt8, _ transitions: [(Int64, UInt8)], kinds: [(Int32, String)], timeSize: Int
  ) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, 0, transitions.count, kinds.count, kinds.count * 4] {
      bytes += bigEndian(Int64(count), size: 4)
    }
    for (time, _) in transitions { bytes += bigEndian(time, size: timeSize) }
    bytes += transitions.map(\.1)
    for (index, kind) in kinds.enumerated() {
      bytes += bigEndian(Int64(kind.0), size: 4) + [0, UInt8(index * 4)]
    }
    for kind in kinds { bytes += Array(kind.1.utf8) + [0] }
    return bytes
  }

  private static func bigEndian(_ value: Int64, size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
  }
}
