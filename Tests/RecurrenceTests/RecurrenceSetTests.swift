import CivilTime
import Recurrence
import Testing

/// Mondays at nine from 1 June 2026 on, five of them.
private func mondays() throws -> RecurrenceSet {
  RecurrenceSet(
    start: try local("2026-06-01T09:00"),
    rules: [try RecurrenceRule(parsing: "FREQ=WEEKLY;COUNT=5")])
}

private func june() throws -> Range<LocalDateTime> {
  try local("2026-06-01T00:00")..<local("2026-07-01T00:00")
}

extension RecurrenceSet {
  fileprivate func starts(within window: Range<LocalDateTime>) -> [String] {
    occurrences(within: window).occurrences.map { String($0.start.iso8601.prefix(16)) }
  }
}

@Suite struct `A recurrence set` {
  @Test func `without a rule is its DTSTART`() throws {
    let once = RecurrenceSet(start: try local("2026-06-01T09:00"))
    #expect(once.starts(within: try june()) == ["2026-06-01T09:00"])
    let after = try local("2026-06-01T09:01")..<local("2026-07-01T00:00")
    #expect(once.starts(within: after) == [])
  }

  @Test func `loses what EXDATE names, by time or by date`() throws {
    var set = try mondays()
    set.exceptions = [try local("2026-06-08T09:00"), try local("2026-06-15T10:00")]
    set.exceptionDates = [try local("2026-06-22T00:00").date]
    #expect(
      set.starts(within: try june())
        == ["2026-06-01T09:00", "2026-06-15T09:00", "2026-06-29T09:00"])
  }

  @Test func `gains what RDATE names, once`() throws {
    var set = try mondays()
    set.additions = [try local("2026-06-03T14:00"), try local("2026-06-08T09:00")]
    #expect(
      set.starts(within: try june()) == [
        "2026-06-01T09:00", "2026-06-03T14:00", "2026-06-08T09:00", "2026-06-15T09:00",
        "2026-06-22T09:00", "2026-06-29T09:00",
      ])
  }

  @Test func `gives a start of two rules once`() throws {
    var set = try mondays()
    set.rules.append(try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=1MO;COUNT=2"))
    #expect(set.starts(within: try june()).count == 5)
    #expect(
      set.starts(within: try local("2026-07-01T00:00")..<local("2026-08-01T00:00")) == [
        "2026-07-06T09:00"
      ])
  }

  @Test func `shows a moved instance where it is, not where it was`() throws {
    var set = try mondays()
    set.overrides = [
      try local("2026-06-08T09:00"): .moved(try local("2026-06-09T11:00")),
      try local("2026-06-15T09:00"): .moved(try local("2026-07-20T09:00")),
      try local("2026-06-22T09:00"): .removed,
    ]
    #expect(
      set.starts(within: try june())
        == ["2026-06-01T09:00", "2026-06-09T11:00", "2026-06-29T09:00"])
    let july = try local("2026-07-01T00:00")..<local("2026-08-01T00:00")
    #expect(
      set.occurrences(within: july).occurrences == [
        RecurrenceSet.Occurrence(
          original: try local("2026-06-15T09:00"), start: try local("2026-07-20T09:00"),
          isOverride: true)
      ])
  }

  @Test func `an override that keeps its start still counts as one`() throws {
    var set = try mondays()
    let second = try local("2026-06-08T09:00")
    set.overrides = [second: .moved(second)]
    let found = set.occurrences(within: try june()).occurrences
    #expect(found.count == 5)
    #expect(found.filter(\.isOverride).map(\.original) == [second])
  }

  @Test func `an override without an instance, or of one that EXDATE took, counts once`() throws {
    var set = try mondays()
    set.exceptions = [try local("2026-06-08T09:00")]
    set.overrides = [
      try local("2026-06-08T09:00"): .moved(try local("2026-06-08T10:00")),
      try local("2026-06-11T09:00"): .moved(try local("2026-06-12T09:00")),
    ]
    #expect(
      set.starts(within: try june()) == [
        "2026-06-01T09:00", "2026-06-08T10:00", "2026-06-12T09:00", "2026-06-15T09:00",
        "2026-06-22T09:00", "2026-06-29T09:00",
      ])
  }

  @Test func `reports the bound that kept occurrences out`() throws {
    let endless = RecurrenceSet(
      start: try local("2026-01-01T00:00"), rules: [try RecurrenceRule(parsing: "FREQ=MINUTELY")])
    let year = try local("2026-01-01T00:00")..<local("2027-01-01T00:00")
    let expansion = endless.occurrences(within: year)
    #expect(expansion.occurrences.count == 20_000)
    #expect(expansion.reached == .occurrences)
    #expect(try mondays().occurrences(within: year).reached == nil)
  }
}
