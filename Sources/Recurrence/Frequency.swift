/// How often a rule's period comes round (RFC 5545 section 3.3.10, `FREQ`).
public enum Frequency: String, CaseIterable, Hashable, Sendable {
  case secondly = "SECONDLY"
  case minutely = "MINUTELY"
  case hourly = "HOURLY"
  case daily = "DAILY"
  case weekly = "WEEKLY"
  case monthly = "MONTHLY"
  case yearly = "YEARLY"

  /// Whether the period is shorter than a day.
  public var isSubDaily: Bool { self == .secondly || self == .minutely || self == .hourly }

  /// A rule part that picks among, or adds to, the moments of a period.
  enum Part: String, CaseIterable {
    case month = "BYMONTH"
    case weekNumber = "BYWEEKNO"
    case yearDay = "BYYEARDAY"
    case monthDay = "BYMONTHDAY"
    case weekday = "BYDAY"
    case hour = "BYHOUR"
    case minute = "BYMINUTE"
    case second = "BYSECOND"
    case setPosition = "BYSETPOS"
  }

  enum Effect {
    /// The part strikes out moments of the period.
    case limits
    /// The part puts several moments where there was one.
    case expands
    case notAllowed
  }

  /// The table of RFC 5545 section 3.3.10:
  ///
  /// | part | SECONDLY | MINUTELY | HOURLY | DAILY | WEEKLY | MONTHLY | YEARLY |
  /// |---|---|---|---|---|---|---|---|
  /// | BYMONTH | limit | limit | limit | limit | limit | limit | expand |
  /// | BYWEEKNO | – | – | – | – | – | – | expand |
  /// | BYYEARDAY | limit | limit | limit | – | – | – | expand |
  /// | BYMONTHDAY | limit | limit | limit | limit | – | expand | expand |
  /// | BYDAY | limit | limit | limit | limit | expand | note 1 | note 2 |
  /// | BYHOUR | limit | limit | limit | expand | expand | expand | expand |
  /// | BYMINUTE | limit | limit | expand | expand | expand | expand | expand |
  /// | BYSECOND | limit | expand | expand | expand | expand | expand | expand |
  /// | BYSETPOS | limit | limit | limit | limit | limit | limit | limit |
  ///
  /// Note 1: limits beside BYMONTHDAY, else expands in the month. Note 2: limits beside BYYEARDAY
  /// or BYMONTHDAY, else expands in the week, the month or the year, whichever the rule names
  /// first. To strike out and to intersect come to the same, so ``DayFilter`` intersects.
  func effect(of part: Part) -> Effect {
    switch part {
    case .month: self == .yearly ? .expands : .limits
    case .weekNumber: self == .yearly ? .expands : .notAllowed
    case .yearDay: isSubDaily ? .limits : self == .yearly ? .expands : .notAllowed
    case .monthDay:
      switch self {
      case .weekly: .notAllowed
      case .monthly, .yearly: .expands
      case .secondly, .minutely, .hourly, .daily: .limits
      }
    case .weekday: isSubDaily || self == .daily ? .limits : .expands
    case .hour: isSubDaily ? .limits : .expands
    case .minute: self == .secondly || self == .minutely ? .limits : .expands
    case .second: self == .secondly ? .limits : .expands
    case .setPosition: .limits
    }
  }
}
