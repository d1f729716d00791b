import CivilTime

/// Reads a date that the test wrote itself.
func date(_ text: String) -> LocalDate {
  guard let date = LocalDate(iso8601: text) else { preconditionFailure("not a date: \(text)") }
  return date
}

/// Reads a time of the day that the test wrote itself.
func time(_ text: String) -> LocalTime {
  guard let time = LocalTime(iso8601: text) else { preconditionFailure("not a time: \(text)") }
  return time
}
