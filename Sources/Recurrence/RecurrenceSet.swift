import CivilTime

/// Everything that says when one event takes place: DTSTART, rules, added and removed starts, and
/// the instances that were moved (RFC 5545 sections 3.8.4.4 and 3.8.5).
///
/// All times are on the clock of DTSTART's zone; whoever reads EXDATE, RDATE and RECURRENCE-ID in
/// another zone converts them first.
public struct RecurrenceSet: Hashable, Sendable {
  /// What became of an instance.
  public enum Override: Hashable, Sendable {
    case moved(LocalDateTime)
    case removed
  }

  /// One time that the event takes place.
  public struct Occurrence: Hashable, Sendable {
    /// The start that rule or RDATE gave; RECURRENCE-ID names an instance by it.
    public let original: LocalDateTime
    public let start: LocalDateTime
    public let isOverride: Bool

    public init(original: LocalDateTime, start: LocalDateTime, isOverride: Bool) {
      (self.original, self.start, self.isOverride) = (original, start, isOverride)
    }
  }

  public struct Expansion: Hashable, Sendable {
    /// By start, then by original start.
    public let occurrences: [Occurrence]
    /// The bound that kept occurrences out, if one did.
    public let reached: RecurrenceBounds.Reached?
  }

  public var start: LocalDateTime
  public var rules: [RecurrenceRule]
  /// RDATE.
  public var additions: Set<LocalDateTime>
  /// EXDATE with a time.
  public var exceptions: Set<LocalDateTime>
  /// EXDATE as a date: whatever starts on it.
  public var exceptionDates: Set<LocalDate>
  /// By original start.
  public var overrides: [LocalDateTime: Override]

  public init(
    start: LocalDateTime, rules: [RecurrenceRule] = [], additions: Set<LocalDateTime> = [],
    exceptions: Set<LocalDateTime> = [], exceptionDates: Set<LocalDate> = [],
    overrides: [LocalDateTime: Override] = [:]
  ) {
    self.start = start
    self.rules = rules
    self.additions = additions
    self.exceptions = exceptions
    self.exceptionDates = exceptionDates
    self.overrides = overrides
  }

  /// The occurrences that start in `window`, each original start once.
  ///
  /// - DTSTART counts where there is no rule, and else only if a rule yields it.
  /// - An override stands for its instance wherever it was moved to, into the window or out of it.
  ///   One whose instance no rule yields, or EXDATE took out, still counts once: some programs
  ///   write EXDATE and override together.
  /// - The bound on occurrences holds for each rule.
  public func occurrences(
    within window: Range<LocalDateTime>, bounds: RecurrenceBounds = .standard
  ) -> Expansion {
    var reached: RecurrenceBounds.Reached?
    var occurrences: [Occurrence] = []
    // Most events have none of these, and asking an empty set still hashes.
    let isPlain = overrides.isEmpty && exceptions.isEmpty && exceptionDates.isEmpty
    func add(_ start: LocalDateTime) {
      guard
        isPlain
          || overrides[start] == nil && !exceptions.contains(start)
            && !exceptionDates.contains(start.date)
      else { return }
      occurrences.append(Occurrence(original: start, start: start, isOverride: false))
    }

    for rule in rules {
      var starts = rule.starts(from: start, within: window, bounds: bounds)
      while let next = starts.next() { add(next) }
      reached = reached ?? starts.reached
    }
    if rules.isEmpty, window.contains(start) { add(start) }
    for addition in additions where window.contains(addition) { add(addition) }
    for (original, override) in overrides {
      if case .moved(let start) = override, window.contains(start) {
        occurrences.append(Occurrence(original: original, start: start, isOverride: true))
      }
    }
    if rules.count == 1, additions.isEmpty, overrides.isEmpty {
      return Expansion(occurrences: occurrences, reached: reached)
    }
    return Expansion(occurrences: Self.sortedOnce(occurrences), reached: reached)
  }

  private static func sortedOnce(_ occurrences: [Occurrence]) -> [Occurrence] {
    let sorted = occurrences.sorted {
      ($0.start, $0.original) < ($1.start, $1.original)
    }
    var result: [Occurrence] = []
    result.reserveCapacity(sorted.count)
    for occurrence in sorted where result.last != occurrence { result.append(occurrence) }
    return result
  }
}
