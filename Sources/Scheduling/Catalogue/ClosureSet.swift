import CivilTime

/// A set of days to choose from: days on which something is closed, or days to know of.
///
/// The days come from an iCalendar file of all-day events, or stand in the catalogue itself, where
/// staff edit them; exactly one of the two.
public struct ClosureSet: Hashable, Codable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case closure
    /// Days to know of, such as school holidays. Nothing is closed on them.
    case information
  }

  public struct Day: Hashable, Codable, Sendable {
    public var from: LocalDate
    /// The last day, inclusive; `from` alone where nil.
    public var until: LocalDate?
    public var name: LocalizedText

    public init(from: LocalDate, until: LocalDate? = nil, name: LocalizedText) {
      (self.from, self.until, self.name) = (from, until, name)
    }
  }

  public var key: String
  public var name: LocalizedText
  /// Path of the .ics file, relative to the catalogue file or the calendars directory.
  public var file: String?
  /// A closure where nil.
  public var kind: Kind?
  public var days: [Day]?
  /// The last year whose days are all known. Nil: every year is, unless there is no day at all yet.
  public var publishedThrough: Int?
  public var source: ToDoTemplate.Source?

  public var isInformation: Bool { kind == .information }
  /// Whether staff may change the days: those of a file come with an import.
  public var isEditable: Bool { file == nil }

  /// Whether the days of that year are known. A year that is not is said to be unpublished, never
  /// taken for a year without days.
  public func isPublished(_ year: Int) -> Bool {
    if let publishedThrough { return year <= publishedThrough }
    return file != nil || days?.isEmpty == false
  }

  /// The inline days as spans.
  public var closedDays: [ClosedDays] {
    (days ?? []).map {
      ClosedDays(
        from: $0.from, until: ($0.until ?? $0.from).advanced(byDays: 1), name: $0.name.dutch)
    }
  }
}

/// Whole days on which something is closed, `from ..< until`.
public struct ClosedDays: Hashable, Codable, Sendable {
  public var from: LocalDate
  public var until: LocalDate
  public var name: String

  public init(from: LocalDate, until: LocalDate, name: String) {
    (self.from, self.until, self.name) = (from, until, name)
  }
}
