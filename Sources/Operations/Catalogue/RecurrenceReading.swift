import Recurrence

extension ScalarRule {
  /// An RRULE whose occurrences are days: what opens are the hours that `from` and `until` say.
  static func recurrence(_ text: String) throws(Mismatch) -> DocumentValue {
    let rule: RecurrenceRule
    do {
      rule = try RecurrenceRule(parsing: text)
    } catch {
      throw Mismatch(
        "must be a recurrence rule such as FREQ=MONTHLY;BYDAY=1TH: \(error.description)")
    }
    let finerParts = [rule.hours, rule.minutes, rule.seconds]
    guard !rule.frequency.isSubDaily, finerParts.allSatisfy(\.isEmpty) else {
      throw Mismatch("must choose days only: the hours are those of from and until")
    }
    return .text(text)
  }

  /// Whether the rule counts from its first day, so that the day must be known.
  static func countsFromItsStart(_ text: String) -> Bool {
    guard let rule = try? RecurrenceRule(parsing: text) else { return false }
    if case .count = rule.end { return true }
    return rule.interval > 1
  }
}
