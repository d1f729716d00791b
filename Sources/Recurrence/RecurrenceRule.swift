import CivilTime

/// A recurrence rule of RFC 5545 section 3.3.10, valid by that section and without a zone.
///
/// Lists are sorted and without doubles, so rules that say the same are equal.
public struct RecurrenceRule: Hashable, Sendable {
  /// When the rule stops yielding.
  public enum End: Hashable, Sendable {
    case never
    /// After this many starts, at least one.
    case count(Int)
    case until(Until)
  }

  /// The last moment that may be a start, the moment itself included.
  public enum Until: Hashable, Sendable {
    /// The whole of the date where starts are dates; midnight of it where they have a time.
    case date(LocalDate)
    /// On the clock that DTSTART is read on.
    case local(LocalDateTime)
    /// In UTC. Compared with starts as if their clock were UTC too, until
    /// ``RecurrenceRule/resolvingUntil(in:)`` has said what the zone's clock shows at that moment.
    case utc(LocalDateTime)
  }

  /// `MO`, or the `2MO` and `-1SU` of a month or a year.
  public struct OrdinalWeekday: Hashable, Sendable {
    public let weekday: Weekday
    /// -53...53, negative from the end; nil means every such weekday.
    public let ordinal: Int?
  }

  public internal(set) var frequency: Frequency
  /// Every so many periods; at least 1.
  public internal(set) var interval = 1
  public internal(set) var end = End.never
  /// 1...12.
  public internal(set) var months: [Int] = []
  /// -53...53 without 0, of weeks that begin on ``weekStart`` and hold four days of the year.
  public internal(set) var weekNumbers: [Int] = []
  /// -366...366 without 0.
  public internal(set) var yearDays: [Int] = []
  /// -31...31 without 0.
  public internal(set) var monthDays: [Int] = []
  public internal(set) var weekdays: [OrdinalWeekday] = []
  public internal(set) var hours: [Int] = []
  public internal(set) var minutes: [Int] = []
  /// 0...60. Our clocks have no leap seconds: 60 is read as 59 (RFC 5545 section 3.3.12).
  public internal(set) var seconds: [Int] = []
  /// -366...366 without 0: which of a period's starts count.
  public internal(set) var setPositions: [Int] = []
  public internal(set) var weekStart = Weekday.monday

  init(frequency: Frequency) { self.frequency = frequency }

  /// The rule with an UNTIL in UTC put on the zone's clock, as starts in that zone need it.
  ///
  /// Where the clocks show an hour twice, the moment is taken as the clock shows it.
  public func resolvingUntil(in zone: Zone) -> Self {
    guard case .until(.utc(let moment)) = end else { return self }
    var resolved = self
    resolved.end = .until(.local(zone.local(moment.instant(atOffset: 0))))
    return resolved
  }

  /// The rule for starts that are dates: BYHOUR, BYMINUTE and BYSECOND are ignored
  /// (RFC 5545 section 3.3.10). Nil for a rule that repeats within a day.
  public var forDates: Self? {
    guard !frequency.isSubDaily else { return nil }
    var rule = self
    (rule.hours, rule.minutes, rule.seconds) = ([], [], [])
    // BYSETPOS picked among the times that are gone.
    if months.isEmpty, weekNumbers.isEmpty, yearDays.isEmpty, monthDays.isEmpty, weekdays.isEmpty {
      rule.setPositions = []
    }
    switch rule.end {
    case .until(.local(let moment)), .until(.utc(let moment)):
      rule.end = .until(.date(moment.date))
    case .never, .count, .until(.date): break
    }
    return rule
  }

  /// The rule's canonical text, without `RRULE:`.
  public var text: String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if interval != 1 { parts.append("INTERVAL=\(interval)") }
    switch end {
    case .never: break
    case .count(let count): parts.append("COUNT=\(count)")
    case .until(.date(let date)): parts.append("UNTIL=\(date.basicText)")
    case .until(.local(let moment)): parts.append("UNTIL=\(moment.basicText)")
    case .until(.utc(let moment)): parts.append("UNTIL=\(moment.basicText)Z")
    }
    let days = weekdays.map { ($0.ordinal.map(String.init) ?? "") + $0.weekday.rawValue }
    let lists: [(Frequency.Part, [String])] = [
      (.month, months.map(String.init)), (.weekNumber, weekNumbers.map(String.init)),
      (.yearDay, yearDays.map(String.init)), (.monthDay, monthDays.map(String.init)),
      (.weekday, days), (.hour, hours.map(String.init)), (.minute, minutes.map(String.init)),
      (.second, seconds.map(String.init)), (.setPosition, setPositions.map(String.init)),
    ]
    for (part, values) in lists where !values.isEmpty {
      parts.append("\(part.rawValue)=\(values.joined(separator: ","))")
    }
    if weekStart != .monday { parts.append("WKST=\(weekStart.rawValue)") }
    return parts.joined(separator: ";")
  }
}

extension RecurrenceRule: Codable {
  /// Reads the rule's text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      try self.init(parsing: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// Writes the canonical text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
