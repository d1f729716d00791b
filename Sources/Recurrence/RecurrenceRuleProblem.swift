/// Why a text is not a recurrence rule that RFC 5545 allows and we can follow.
public enum RecurrenceRuleProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule has no FREQ.
  case frequencyMissing
  /// A piece between semicolons that is not `NAME=VALUE`.
  case malformedPart(String)
  case unknownPart(String)
  case repeatedPart(String)
  case invalidValue(part: String, value: String)
  case countAndUntil
  /// BYSETPOS picks from the set that other BYxxx parts make; there is none.
  case positionsAlone
  case partNotAllowed(part: String, frequency: Frequency)
  /// `2MO` outside a month or a year, or inside a week.
  case ordinalNotAllowed(String)
  /// RSCALE (RFC 7529) names a calendar other than the Gregorian.
  case calendarNotSupported(String)
  /// SKIP (RFC 7529) asks to move dates that do not exist.
  case skipNotSupported(String)
  /// SKIP without RSCALE (RFC 7529 section 4.1).
  case skipWithoutCalendar

  /// A sentence without its full stop, for whoever wrote the rule.
  public var description: String {
    switch self {
    case .frequencyMissing: "the rule has no FREQ"
    case .malformedPart(let text): "“\(text)” is not NAME=VALUE"
    case .unknownPart(let name): "\(name) is not a part of a recurrence rule"
    case .repeatedPart(let name): "\(name) occurs more than once"
    case .invalidValue(let part, let value): "\(part) cannot be “\(value)”"
    case .countAndUntil: "COUNT and UNTIL exclude each other"
    case .positionsAlone: "BYSETPOS needs another BY part to pick from"
    case .partNotAllowed(let part, let frequency):
      "\(part) is not allowed with FREQ=\(frequency.rawValue)"
    case .ordinalNotAllowed(let value):
      "BYDAY=\(value) needs a month or a year to count in"
    case .calendarNotSupported(let name): "the calendar RSCALE=\(name) is not supported"
    case .skipNotSupported(let value): "SKIP=\(value) is not supported"
    case .skipWithoutCalendar: "SKIP needs RSCALE"
    }
  }
}
