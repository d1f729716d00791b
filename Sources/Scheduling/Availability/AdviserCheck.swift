import CivilTime

/// Asks one adviser's rules about candidates of one window, best in order of time.
struct AdviserCheck {
  private let calendar: AdviserCalendar
  private var clock: LocalClock
  private var closed: Timeline.Cursor
  private var closedHours: Timeline.Cursor
  private var closedDates: Timeline.Cursor
  private var commitments: Timeline.Cursor
  private var commitmentsAroundBuffers: Timeline.Cursor
  private var bufferedCommitments: Timeline.Cursor
  private var day: DayVerdict?

  /// What the rules that look at local dates say of one date.
  private struct DayVerdict {
    let date: LocalDate
    let isAfterPartnership: Bool
    let isBeyondHorizon: Bool
    let isFull: Bool
    let isInFullWeek: Bool
  }

  init(_ calendar: AdviserCalendar, from: Instant, until: Instant) {
    self.calendar = calendar
    clock = LocalClock(calendar.zone, from: from, until: until)
    closed = calendar.closed.cursor(at: from)
    closedHours = calendar.closedHours.cursor(at: from)
    closedDates = calendar.closedDates.cursor(at: from)
    commitments = calendar.commitments.cursor(at: from)
    commitmentsAroundBuffers = commitments
    bufferedCommitments = calendar.bufferedCommitments.cursor(at: from)
  }

  /// Whether the rule refuses the candidate; `exempt` is the date of the exception that opened it.
  mutating func fails(
    _ rule: SlotRule, _ candidate: TimeSpan, exempt: @autoclosure () -> LocalDate?
  ) -> Bool {
    switch rule {
    case .partnershipEnded: verdict(on: candidate).isAfterPartnership
    case .tooSoon: candidate.start < calendar.earliest
    case .beyondHorizon: verdict(on: candidate).isBeyondHorizon
    case .closed: closed.overlaps(candidate)
    case .away: closedHours.overlaps(candidate) || isClosedDate(candidate, exempt: exempt())
    case .adviserBusy: commitments.overlaps(candidate)
    case .bufferTaken:
      bufferedCommitments.overlaps(candidate) || isTakenWithinBuffers(of: candidate)
    case .dayCapReached: verdict(on: candidate).isFull
    case .weekCapReached: verdict(on: candidate).isInFullWeek
    case .venueClosed, .noRoom, .starterBusy: false
    }
  }

  private mutating func isClosedDate(
    _ candidate: TimeSpan, exempt: @autoclosure () -> LocalDate?
  ) -> Bool {
    guard closedDates.overlaps(candidate) else { return false }
    guard let exempt = exempt() else { return true }
    return calendar.isAwayAllDay(candidate, except: exempt)
  }

  private mutating func isTakenWithinBuffers(of candidate: TimeSpan) -> Bool {
    commitmentsAroundBuffers.overlaps(
      candidate.widened(
        secondsBefore: calendar.bufferBefore, secondsAfter: calendar.bufferAfter))
  }

  private mutating func verdict(on candidate: TimeSpan) -> DayVerdict {
    let date = clock.date(candidate.start)
    if let day, day.date == date { return day }
    let verdict = DayVerdict(
      date: date,
      isAfterPartnership: calendar.partnershipUntil.map { date > $0 } ?? false,
      isBeyondHorizon: calendar.lastDay.map { date > $0 } ?? false,
      isFull: calendar.isDayFull(date), isInFullWeek: calendar.isWeekFull(date))
    day = verdict
    return verdict
  }
}
