/// A time zone of the IANA database, read from the system's zoneinfo.
///
/// Two zones are equal where their identifiers are: `Europe/Brussels` and `Europe/Amsterdam` differ
/// although their clocks agree today, because tomorrow's law may part them.
public struct Zone: Hashable, Sendable {
  /// Coordinated Universal Time; needs no file.
  public static let utc = Zone(
    id: "UTC",
    table: ZoneTable(
      kinds: [ZoneTable.Kind(offset: 0, isDaylight: false, abbreviation: "UTC")],
      initialKind: 0, transitions: [], footer: ZoneFooter(parsing: "UTC0")))

  /// The IANA name as asked for, such as `Europe/Brussels`.
  public let id: String
  private let table: ZoneTable

  init(id: String, table: ZoneTable) {
    (self.id, self.table) = (id, table)
  }

  public static func == (left: Self, right: Self) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// Where a wall-clock time lies on the time line.
  public enum Resolution: Hashable, Sendable {
    case unique(Instant)
    /// The clocks jump over this time. The instant is that of a clock which had not yet jumped, so
    /// 02:30 in a gap from 02:00 to 03:00 is half an hour after the jump (RFC 5545 section 3.3.5).
    case skipped(Instant)
    /// The clocks show this time twice; first and second occurrence.
    case repeated(Instant, Instant)

    /// The choice of RFC 5545 section 3.3.5: the offset before a gap, the first of two.
    public var instant: Instant {
      switch self {
      case .unique(let instant), .skipped(let instant), .repeated(let instant, _): instant
      }
    }
  }

  public func resolve(_ local: LocalDateTime) -> Resolution {
    switch table.resolve(local: local.secondsSince1970) {
    case .unique(let seconds): .unique(Instant(secondsSince1970: seconds))
    case .skipped(let seconds, _): .skipped(Instant(secondsSince1970: seconds))
    case .repeated(let first, let second):
      .repeated(Instant(secondsSince1970: first), Instant(secondsSince1970: second))
    }
  }

  /// The instant that RFC 5545 means by a wall-clock time in this zone.
  public func instant(_ local: LocalDateTime) -> Instant { resolve(local).instant }

  /// Seconds east of UTC.
  public func offset(at instant: Instant) -> Int { table.offset(at: instant.secondsSince1970) }

  /// `CEST`, or `-03` where the zone has no letters. For people; it names no zone.
  public func abbreviation(at instant: Instant) -> String {
    table.kind(at: instant.secondsSince1970).abbreviation
  }

  /// What the zone's clocks show.
  public func local(_ instant: Instant) -> LocalDateTime {
    LocalDateTime(instant, offset: offset(at: instant))
  }

  public func date(_ instant: Instant) -> LocalDate { local(instant).date }

  /// The first instant at which the zone's calendar shows `date`.
  ///
  /// That is not midnight where the clocks jump over it (Havana, Cairo), and the earlier of two
  /// midnights where they show it twice. A date that the zone skipped altogether (Apia,
  /// 30 December 2011) starts, and ends, where the next one starts.
  public func startOfDay(_ date: LocalDate) -> Instant {
    let seconds: Int64
    switch table.resolve(local: Int64(date.dayNumber) * 86_400) {
    case .unique(let midnight), .repeated(let midnight, _): seconds = midnight
    case .skipped(_, let transition): seconds = transition
    }
    return Instant(secondsSince1970: seconds)
  }

  /// `2026-06-01T10:00:00+02:00`.
  ///
  /// RFC 3339 writes offsets in whole minutes. The local mean times of before 1972 have seconds;
  /// those are dropped from the offset and the clock is shown to match, so the instant stays exact.
  public func rfc3339(_ instant: Instant) -> String {
    let minutes = offset(at: instant) / 60
    let clock = LocalDateTime(instant, offset: minutes * 60).iso8601
    let size = abs(minutes)
    let sign = minutes < 0 ? "-" : "+"
    return "\(clock)\(sign)\(padded(size / 60, to: 2)):\(padded(size % 60, to: 2))"
  }

  /// A moment at which the zone's offset, abbreviation or kind of time changes.
  public struct Transition: Hashable, Sendable {
    public let at: Instant
    /// Seconds east of UTC.
    public let offsetBefore: Int
    public let offsetAfter: Int
    /// Whether what begins calls itself daylight time; Dublin's winter does.
    public let isDaylight: Bool
    /// Of the time that begins.
    public let abbreviation: String

    public init(
      at: Instant, offsetBefore: Int, offsetAfter: Int, isDaylight: Bool, abbreviation: String
    ) {
      (self.at, self.offsetBefore, self.offsetAfter) = (at, offsetBefore, offsetAfter)
      (self.isDaylight, self.abbreviation) = (isDaylight, abbreviation)
    }
  }

  /// The transitions in `from ..< until`, those of the footer included; none after the year 9999.
  public func transitions(from: Instant, until: Instant) -> [Transition] {
    let afterLatest = LocalDateTime(LocalDate.latest, .endOfDay).secondsSince1970
    let end = min(until.secondsSince1970, afterLatest)
    var result: [Transition] = []
    var next = from.secondsSince1970
    while let (at, before, after) = table.transition(atOrAfter: next), at < end {
      result.append(
        Transition(
          at: Instant(secondsSince1970: at), offsetBefore: before.offset,
          offsetAfter: after.offset, isDaylight: after.isDaylight,
          abbreviation: after.abbreviation))
      next = at + 1
    }
    return result
  }

  /// The rule that holds after the last recorded transition; nil where the file has none.
  public var footer: ZoneFooter? { table.footer }
}
