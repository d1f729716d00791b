/// What `calendar offsets` does: it answers questions about zones one line at a time, so that an
/// independent reader of the same zoneinfo can be compared with ours.
public struct OffsetsCommand: Sendable {
  /// Why a line cannot be answered; the text is for the person who wrote the line.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  private let database: ZoneDatabase
  private let zone: Zone?

  /// - Parameter zone: The zone of every line; nil where each line names its own.
  public init(zone: String?, database: ZoneDatabase = .system) throws(Problem) {
    self.database = database
    self.zone = if let zone { try Self.zone(zone, in: database) } else { nil }
  }

  /// `OFFSET_SECONDS ABBREVIATION` for a line `SECONDS`, or `ZONE SECONDS` where no zone was given;
  /// the seconds count from 1970-01-01T00:00:00Z.
  public func answer(_ line: String) throws(Problem) -> String {
    let words = line.split(separator: " ")
    let asked: Zone
    if let zone {
      asked = zone
    } else {
      guard words.count == 2 else {
        throw Problem(description: "\"\(line)\" is not a zone and a number of seconds")
      }
      asked = try Self.zone(String(words[0]), in: database)
    }
    guard words.count == (zone == nil ? 2 : 1), let seconds = Int64(words[words.count - 1]),
      seconds.magnitude < 1 << 60
    else { throw Problem(description: "\"\(line)\" holds no whole number of seconds") }
    let instant = Instant(secondsSince1970: seconds)
    return "\(asked.offset(at: instant)) \(asked.abbreviation(at: instant))"
  }

  private static func zone(_ id: String, in database: ZoneDatabase) throws(Problem) -> Zone {
    guard let zone = database.zone(id) else {
      throw Problem(description: "there is no time zone \"\(id)\"")
    }
    return zone
  }
}
