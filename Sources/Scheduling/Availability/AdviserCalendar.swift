import CivilTime

/// All that one adviser's rules and calendar say about a type, prepared once for many candidates.
struct AdviserCalendar: Sendable {
  let person: ID<Person>
  let zone: Zone
  let openings: OpeningExpansion
  /// The earliest start that keeps the notice.
  let earliest: Instant
  let partnershipUntil: LocalDate?
  /// The last date that can be booked today; nil where the type has no horizon.
  let lastDay: LocalDate?
  let closed: Timeline
  let closedHours: Timeline
  let closedDates: Timeline
  let commitments: Timeline
  /// Commitments with their own buffers around them; empty where none has any.
  let bufferedCommitments: Timeline
  let bufferBefore: Int64
  let bufferAfter: Int64
  private let caps: AppointmentType.Caps?
  private let countsByDate: [LocalDate: Int]
  private let countsByMonday: [LocalDate: Int]
  private let closures: [(span: TimeSpan, name: String)]
  private let absences: [Absence]
  private let loadStarts: [Instant]
  private let lastBookedAt: Instant?

  /// A closing by exception: hours, or a whole date.
  private struct Absence {
    let span: TimeSpan
    let reason: String?
    /// The date where the whole of it is closed, nil where only hours are.
    let wholeDate: LocalDate?
  }

  init(_ facts: AdviserFacts, of question: SlotFacts) {
    let (type, zone) = (question.type, facts.zone)
    person = facts.person
    self.zone = zone
    openings = OpeningExpansion(facts, type: type)
    earliest = question.earliestStart
    partnershipUntil = facts.partnershipUntil
    lastDay = type.horizon.map { zone.date(question.now).advanced(byDays: $0.days - 1) }
    closures = facts.closures.compactMap { days in
      zone.span(from: days.from, until: days.until).map { ($0, days.name) }
    }
    absences = facts.exceptions.compactMap { Self.absence($0, in: zone) }
    closed = Timeline(closures.map(\.span))
    closedHours = Timeline(absences.filter { $0.wholeDate == nil }.map(\.span))
    closedDates = Timeline(absences.filter { $0.wholeDate != nil }.map(\.span))
    commitments = Timeline(facts.commitments.map(\.span))
    let isBuffered = facts.commitments.contains { $0.bufferBefore > 0 || $0.bufferAfter > 0 }
    bufferedCommitments = Timeline(isBuffered ? facts.commitments.map(\.widened) : [])
    bufferBefore = Int64(type.buffer?.before ?? 0) * 60
    bufferAfter = Int64(type.buffer?.after ?? 0) * 60
    caps = type.caps
    let counted = type.caps == nil ? [] : facts.countedStarts
    countsByDate = Dictionary(counted.map { (zone.date($0), 1) }, uniquingKeysWith: +)
    countsByMonday = Dictionary(
      countsByDate.map { ($0.key.monday, $0.value) }, uniquingKeysWith: +)
    loadStarts = facts.loadStarts
    lastBookedAt = facts.lastBookedAt
  }

  private static func absence(_ exception: AvailabilityException, in zone: Zone) -> Absence? {
    guard exception.closed == true else { return nil }
    let date = exception.date
    guard exception.from != nil || exception.until != nil else {
      return zone.span(from: date, until: date.advanced(byDays: 1)).map {
        Absence(span: $0, reason: exception.reason, wholeDate: date)
      }
    }
    return zone.span(
      on: date, from: exception.from ?? .midnight, until: exception.until ?? .endOfDay
    ).map { Absence(span: $0, reason: exception.reason, wholeDate: nil) }
  }

  /// Whether the rule could refuse any candidate at all; those that cannot are never asked.
  func mayFail(_ rule: SlotRule) -> Bool {
    switch rule {
    case .partnershipEnded: partnershipUntil != nil
    case .tooSoon: true
    case .beyondHorizon: lastDay != nil
    case .closed: !closed.isEmpty
    case .away: !closedHours.isEmpty || !closedDates.isEmpty
    case .adviserBusy: !commitments.isEmpty
    case .bufferTaken:
      !bufferedCommitments.isEmpty || !commitments.isEmpty && bufferBefore + bufferAfter > 0
    case .dayCapReached: caps?.day != nil
    case .weekCapReached: caps?.week != nil
    case .venueClosed, .noRoom, .starterBusy: false
    }
  }

  /// No start at or after this passes the partnership's end and the horizon; nil: there is no end.
  ///
  /// A day more than those rules say, since clocks turned back over midnight show a date twice.
  /// It only saves work: the rules themselves decide.
  var endOfStarts: Instant? {
    guard let last = [partnershipUntil, lastDay].compactMap({ $0 }).min() else { return nil }
    return zone.startOfDay(last.advanced(byDays: 2))
  }

  func isDayFull(_ date: LocalDate) -> Bool {
    guard let limit = caps?.day else { return false }
    return countsByDate[date, default: 0] >= limit
  }

  func isWeekFull(_ date: LocalDate) -> Bool {
    guard let limit = caps?.week else { return false }
    return countsByMonday[date.monday, default: 0] >= limit
  }

  /// Whether a closed date other than `exempt` overlaps the candidate.
  func isAwayAllDay(_ candidate: TimeSpan, except exempt: LocalDate) -> Bool {
    absences.contains {
      $0.wholeDate != nil && $0.wholeDate != exempt && $0.span.overlaps(candidate)
    }
  }

  /// The parts of an opening that neither a closed day nor an absence takes away; `member` is the
  /// adviser's position among those asked together.
  func open(_ opening: Opening, member: Int) -> [TimeSpan] {
    let exempt = opening.exceptionDates[member]
    let away = absences.filter { $0.wholeDate == nil || $0.wholeDate != exempt }.map(\.span)
    return opening.span.subtracting(closures.map(\.span) + away)
  }

  static func closures(of facts: AdviserFacts) -> [ClosedTime] {
    facts.closures.compactMap { days in
      facts.zone.span(from: days.from, until: days.until).map {
        ClosedTime($0, cause: .closure(days.name), isWholeDay: true)
      }
    }
  }

  static func absences(of facts: AdviserFacts) -> [ClosedTime] {
    facts.exceptions.compactMap { absence($0, in: facts.zone) }.map {
      ClosedTime($0.span, cause: .absence($0.reason), isWholeDay: $0.wholeDate != nil)
    }
  }

  /// What to tell of a rule of the adviser's that refused the candidate.
  func refusal(by rule: SlotRule, of candidate: TimeSpan, exempt: LocalDate?) -> SlotRefusal {
    switch rule {
    case .partnershipEnded: .partnershipEnded(on: partnershipUntil ?? .latest)
    case .tooSoon: .tooSoon(earliest: earliest)
    case .beyondHorizon: .beyondHorizon(lastDay: lastDay ?? .latest)
    case .closed: .closed(name: closures.first { $0.span.overlaps(candidate) }?.name ?? "")
    case .away: .away(reason: absence(over: candidate, exempt: exempt)?.reason)
    case .adviserBusy: .adviserBusy
    case .bufferTaken: .bufferTaken
    case .dayCapReached: .dayCapReached(limit: caps?.day ?? 0)
    case .weekCapReached: .weekCapReached(limit: caps?.week ?? 0)
    case .venueClosed, .noRoom, .starterBusy: preconditionFailure("no rule of an adviser's")
    }
  }

  private func absence(over candidate: TimeSpan, exempt: LocalDate?) -> Absence? {
    absences.first {
      $0.span.overlaps(candidate) && ($0.wholeDate == nil || $0.wholeDate != exempt)
    }
  }

  /// How much the adviser has in the ISO week of `start`, and when somebody last booked them.
  func load(inWeekOf start: Instant) -> Load {
    let monday = zone.date(start).monday
    let count = loadStarts.count { other in
      // Nothing further away than this lies in the same week, whatever the clocks do.
      abs(other.seconds(since: start)) < 9 * 86_400 && zone.date(other).monday == monday
    }
    return Load(count: count, lastBookedAt: lastBookedAt)
  }
}

/// What the choice of the least loaded compares: the less, the sooner it is somebody's turn.
struct Load: Comparable {
  /// Appointments in the ISO week.
  let count: Int
  /// Nil, never booked, comes before everything.
  let lastBookedAt: Instant?

  static func < (left: Self, right: Self) -> Bool {
    if left.count != right.count { return left.count < right.count }
    guard let earlier = left.lastBookedAt else { return right.lastBookedAt != nil }
    guard let later = right.lastBookedAt else { return false }
    return earlier < later
  }
}

extension SlotFacts {
  /// The earliest start that keeps the type's notice.
  var earliestStart: Instant { now.advanced(bySeconds: type.notice?.seconds ?? 0) }
}

extension Commitment {
  /// With its own buffers around it.
  fileprivate var widened: TimeSpan {
    span.widened(secondsBefore: bufferBefore, secondsAfter: bufferAfter)
  }
}
