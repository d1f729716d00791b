/// Something in a file that could not be read; the good rest was kept.
public struct CalendarProblem: Hashable, Sendable {
  public enum Code: String, Hashable, Sendable {
    case malformedLine = "malformed-line"
    case malformedParameter = "malformed-parameter"
    case invalidUTF8 = "invalid-utf8"
    case outsideComponent = "outside-component"
    case unmatchedEnd = "unmatched-end"
    /// The file ends inside a component: it may have been cut off on its way.
    case unfinishedComponent = "unfinished-component"
    case missingStart = "missing-start"
    case invalidDate = "invalid-date"
    case notAllDay = "not-all-day"
    case invalidRule = "invalid-rule"
    case tooManyOccurrences = "too-many-occurrences"
  }

  /// Counted from 1.
  public let line: Int
  public let code: Code
  /// A sentence without its full stop, for whoever made the file.
  public let text: String
}

/// Why a file is not read at all.
public enum CalendarRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case fileTooLarge(octets: Int)
  case lineTooLong(line: Int)
  case nestedTooDeep(line: Int)
  case tooManyComponents(line: Int)
  /// There is no VCALENDAR: an error page, an empty file.
  case noCalendar

  public var description: String {
    switch self {
    case .fileTooLarge(let octets):
      "the file has \(octets) octets, \(CalendarFile.largestFile) are allowed"
    case .lineTooLong(let line):
      "line \(line) is longer than \(CalendarFile.longestLine) octets"
    case .nestedTooDeep(let line):
      "line \(line) begins a component more than \(CalendarFile.deepestNesting) deep"
    case .tooManyComponents(let line):
      "line \(line) begins a component too many; \(CalendarFile.mostComponents) are allowed"
    case .noCalendar: "there is no VCALENDAR"
    }
  }
}
