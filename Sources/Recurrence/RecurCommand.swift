import CivilTime

/// What `calendar recur` does: the starts of one rule as text.
public enum RecurCommand {
  /// Why there is nothing to print; the text is for the person at the command line.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  public struct Output: Hashable, Sendable {
    /// One start a line, written as DTSTART was.
    public let lines: [String]
    /// Says so where the rule has more starts than we follow; nil where all are there.
    public let note: String?
  }

  /// - Parameters:
  ///   - rule: With or without `RRULE:` before it.
  ///   - start: `19970902`, `19970902T090000` or `19970902T090000Z`.
  ///   - limit: How many starts to print at most; nil means all, up to 20,000.
  /// - Throws: Where rule or start cannot be read, where a rule that repeats within a day meets a
  ///   date, or where the next start was not found within bounds.
  public static func output(
    rule text: String, start startText: String, limit: Int?
  ) throws(Problem) -> Output {
    let hasName = text.uppercased().hasPrefix("RRULE:")
    var rule: RecurrenceRule
    do {
      rule = try RecurrenceRule(parsing: String(text.dropFirst(hasName ? 6 : 0)))
    } catch {
      throw Problem(description: "rule: \(error.description)")
    }
    let start = try Form(startText)
    if start.isDate {
      guard let dateRule = rule.forDates else {
        throw Problem(
          description: "rule: FREQ=\(rule.frequency.rawValue) needs a start with a time of day")
      }
      rule = dateRule
    }
    if let limit, limit < 0 { throw Problem(description: "limit: \(limit) is below 0") }
    return try output(rule, start, limit)
  }

  private static func output(
    _ rule: RecurrenceRule, _ start: Form, _ limit: Int?
  ) throws(Problem) -> Output {
    var starts = rule.starts(from: start.moment)
    var lines: [String] = []
    while lines.count < limit ?? .max, let next = starts.next() { lines.append(start.text(next)) }
    switch starts.reached {
    case .steps:
      let steps = RecurrenceBounds.standard.maximumSteps
      throw Problem(description: "rule: no further start within \(steps) steps")
    case .occurrences:
      return Output(
        lines: lines, note: "the rule goes on; these are its first \(lines.count) starts")
    case nil: return Output(lines: lines, note: nil)
    }
  }

  /// DTSTART's own way of writing (RFC 5545 sections 3.3.4 and 3.3.5).
  private struct Form {
    let moment: LocalDateTime
    let isDate: Bool
    let suffix: String

    init(_ text: String) throws(Problem) {
      let isUTC = text.hasSuffix("Z") || text.hasSuffix("z")
      if let date = LocalDate(basicText: text) {
        (moment, isDate, suffix) = (LocalDateTime(date, .midnight), true, "")
      } else if let moment = LocalDateTime(basicText: isUTC ? text.dropLast() : text[...]) {
        (self.moment, isDate, suffix) = (moment, false, isUTC ? "Z" : "")
      } else {
        throw Problem(description: "start: “\(text)” is not a date or a date with a time")
      }
    }

    func text(_ moment: LocalDateTime) -> String {
      isDate ? moment.date.basicText : moment.basicText + suffix
    }
  }
}
