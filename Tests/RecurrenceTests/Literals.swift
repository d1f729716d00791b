import CivilTime
import Recurrence
import Testing

/// `1997-09-02T09:00`.
func local(_ text: String) throws -> LocalDateTime {
  try #require(LocalDateTime(iso8601: text))
}

/// The first starts of a rule, such as `1997-09-02T09:00:00`.
func starts(_ rule: String, from start: String, limit: Int = 50) throws -> [String] {
  let rule = try RecurrenceRule(parsing: rule)
  return try rule.starts(from: local(start)).prefix(limit).map(\.iso8601)
}

/// The first starts, cut down to their dates.
func dates(_ rule: String, from start: String, limit: Int = 50) throws -> [String] {
  try starts(rule, from: start, limit: limit).map { String($0.prefix(10)) }
}

/// `1997-09: 02 04 09; 1997-10: 01` as dates.
func dates(_ months: String) -> [String] {
  months.split(separator: ";").flatMap { month in
    let words = month.split { $0 == ":" || $0 == " " }
    return words.dropFirst().map { "\(words[0])-\($0)" }
  }
}
