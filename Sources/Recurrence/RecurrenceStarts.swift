import CivilTime

extension RecurrenceRule {
  /// The starts of the rule from DTSTART on, each once and in order, on DTSTART's own clock.
  ///
  /// DTSTART itself is among them only if the rule yields it. The last possible start lies in the
  /// year 9999.
  public func starts(
    from dtstart: LocalDateTime, bounds: RecurrenceBounds = .standard
  ) -> RecurrenceStarts {
    RecurrenceStarts(RecurrencePlan(self, start: dtstart), from: .min, until: .max, bounds)
  }

  /// The starts in `window`, reached without walking from DTSTART unless the rule has a COUNT.
  public func starts(
    from dtstart: LocalDateTime, within window: Range<LocalDateTime>,
    bounds: RecurrenceBounds = .standard
  ) -> RecurrenceStarts {
    RecurrenceStarts(
      RecurrencePlan(self, start: dtstart), from: window.lowerBound.secondsSince1970,
      until: window.upperBound.secondsSince1970, bounds)
  }
}

/// The starts of a rule, made one at a time.
///
/// Weeks, months and years are looked at as a whole, as a set of days times the times of day.
/// Hours, minutes and seconds are stepped through, and what cannot hold a start (a month, a day, an
/// hour, a minute) is leapt over, so a rule that never yields ends soon.
public struct RecurrenceStarts: Sequence, IteratorProtocol {
  private let plan: RecurrencePlan
  /// Earlier starts count towards COUNT and are not given.
  private let from: Int64
  /// The last start that may be given.
  private let last: Int64
  /// Days before it need not be looked at.
  private let firstDay: Int
  private var countLeft: Int
  private var occurrencesLeft: Int
  private var stepsLeft: Int
  private var isFinished: Bool
  /// The bound that ended the expansion, if one did.
  public private(set) var reached: RecurrenceBounds.Reached?

  /// The next period: its year, month, week, day, hour, minute or second.
  private var position: Int
  private var days = DaySet(firstDay: 0)
  private var month = MonthOfDays()
  /// Where the day or unit in hand begins, and which of its times is next.
  private var base: Int64 = 0
  private var timeIndex: Int
  /// What BYSETPOS has chosen from the period in hand, in reverse.
  private var chosen: [Int64] = []

  init(_ plan: RecurrencePlan, from: Int64, until: Int64, _ bounds: RecurrenceBounds) {
    self.plan = plan
    self.from = Swift.max(from, plan.start)
    last = Swift.min(plan.last, until == .min ? .min : until - 1)
    countLeft = plan.count ?? .max
    occurrencesLeft = bounds.maximumOccurrences
    stepsLeft = bounds.maximumSteps
    let origin = plan.count == nil ? self.from : plan.start
    firstDay = Int(floorDivide(origin, 86_400))
    position = plan.position(atOrBefore: origin)
    timeIndex = plan.times.count
    isFinished = last < self.from || plan.neverYields
  }

  public mutating func next() -> LocalDateTime? {
    nextSeconds().map { LocalDateTime(secondsSince1970: $0) }
  }

  private mutating func nextSeconds() -> Int64? {
    guard !isFinished else { return nil }
    while let start = nextCandidate() {
      guard start <= last, countLeft > 0 else { break }
      guard start >= plan.start else { continue }
      countLeft -= 1
      guard start >= from else {
        guard takeStep() else { break }
        continue
      }
      guard occurrencesLeft > 0 else {
        reached = .occurrences
        break
      }
      occurrencesLeft -= 1
      return start
    }
    isFinished = true
    return nil
  }

  private mutating func nextCandidate() -> Int64? {
    if !plan.setPositions.isEmpty { return nextChosen() }
    if timeIndex == plan.times.count {
      guard plan.frequency.isSubDaily ? moveToNextUnit() : moveToNextDay() else { return nil }
      timeIndex = 0
    }
    defer { timeIndex += 1 }
    return base + plan.times[timeIndex]
  }

  private mutating func takeStep() -> Bool {
    guard stepsLeft > 0 else {
      reached = .steps
      return false
    }
    stepsLeft -= 1
    return true
  }

  // MARK: Days

  private mutating func moveToNextDay() -> Bool {
    if plan.frequency == .daily { return moveByDays() }
    while true {
      while let day = days.popFirst() {
        guard day >= firstDay else { continue }
        base = Int64(day) * 86_400
        return true
      }
      guard moveToNextPeriod() else { return false }
    }
  }

  private mutating func moveByDays() -> Bool {
    while Int64(position) * 86_400 <= last {
      guard takeStep() else { return false }
      if !plan.filter.allowsEveryDay {
        month.move(to: position, plan.filter)
        let candidate = month.candidate(atOrAfter: position)
        if candidate != position {
          position = plan.roundedUp(candidate, from: position)
          continue
        }
      }
      base = Int64(position) * 86_400
      position += plan.interval
      return true
    }
    return false
  }

  /// Fills ``days`` with the next week, month or year.
  private mutating func moveToNextPeriod() -> Bool {
    guard let period = plan.days(at: position, until: last), takeStep() else { return false }
    days = period
    position += plan.frequency == .weekly ? 7 * plan.interval : plan.interval
    return true
  }

  private mutating func nextChosen() -> Int64? {
    while chosen.isEmpty {
      guard moveToNextPeriod() else { return nil }
      choose()
    }
    return chosen.removeLast()
  }

  /// Applies BYSETPOS to the period in hand.
  private mutating func choose() {
    let perDay = plan.times.count
    let count = days.count * perDay
    // Rules that never yield come by here 400,000 times.
    guard plan.setPositions.contains(where: { abs($0) <= count }) else { return }
    var rank = -1
    var day = 0
    for index in RecurrencePlan.indexes(of: plan.setPositions, among: count) {
      while rank < index / perDay, let next = days.popFirst() { (rank, day) = (rank + 1, next) }
      chosen.append(Int64(day) * 86_400 + plan.times[index % perDay])
    }
    chosen.reverse()
  }

  // MARK: Hours, minutes, seconds

  private mutating func moveToNextUnit() -> Bool {
    let clock = plan.clock
    while true {
      let begin = Int64(position) * clock.secondsPerUnit
      guard begin <= last, takeStep() else { return false }
      let day = Int(floorDivide(begin, 86_400))
      if !plan.filter.allowsEveryDay {
        month.move(to: day, plan.filter)
        let candidate = month.candidate(atOrAfter: day)
        if candidate != day {
          position = plan.roundedUp(candidate * clock.unitsPerDay, from: position)
          continue
        }
      }
      if !clock.allowsEveryTime {
        let unit = position - day * clock.unitsPerDay
        let candidate = clock.candidate(atOrAfter: unit)
        if candidate != unit {
          position = plan.roundedUp(day * clock.unitsPerDay + candidate, from: position)
          continue
        }
      }
      base = begin
      position += plan.interval
      return true
    }
  }
}

extension RecurrencePlan {
  /// The period that holds `moment`, or the last one of the rule before it.
  func position(atOrBefore moment: Int64) -> Int {
    let first = period(of: start)
    let step = frequency == .weekly ? 7 * interval : interval
    return first + (period(of: moment) - first) / step * step
  }

  /// The first period of the rule at or after `wanted`; `known` is one before it.
  func roundedUp(_ wanted: Int, from known: Int) -> Int {
    known + (wanted - known + interval - 1) / interval * interval
  }

  /// The number of the period that holds `moment`: a year, a month counted from year 0, the first
  /// day of a week, a day, or an hour, minute or second since 1970.
  private func period(of moment: Int64) -> Int {
    let day = Int(floorDivide(moment, 86_400))
    switch frequency {
    case .yearly: return weekNumbers?.year(of: day) ?? LocalDate(dayNumber: day).year
    case .monthly:
      let (year, month, _) = LocalDate(dayNumber: day).civil
      return year * 12 + month - 1
    case .weekly: return day - (DayFilter.weekdayIndex(day) - weekStart + 7) % 7
    case .daily: return day
    case .hourly, .minutely, .secondly: return Int(floorDivide(moment, clock.secondsPerUnit))
    }
  }

  /// The days of a week, month or year; nil where it begins after `last`.
  fileprivate func days(at period: Int, until last: Int64) -> DaySet? {
    // A year of weeks may begin in the December before.
    guard frequency == .weekly || period <= (frequency == .yearly ? 10_000 : 119_999) else {
      return nil
    }
    let days: DaySet
    switch frequency {
    case .yearly: days = weekNumbers?.days(year: period, filter) ?? filter.days(year: period)
    case .monthly:
      let (year, month) = (period / 12, period % 12 + 1)
      let first = LocalDate.dayNumber(year: year, month: month, day: 1)
      days = DaySet(
        firstDay: first, bits: UInt64(filter.days(year: year, month: month, firstDay: first)))
    case .weekly:
      guard Int64(period) * 86_400 <= last else { return nil }
      days = DaySet(firstDay: period, bits: filter.allowedMonths(of: period, daysOfWeek))
    case .daily, .hourly, .minutely, .secondly: preconditionFailure("not a period of several days")
    }
    return Int64(days.firstDay) * 86_400 <= last ? days : nil
  }
}

extension DayFilter {
  /// Strikes out the days of a week whose month BYMONTH does not name.
  fileprivate func allowedMonths(of firstDay: Int, _ days: UInt64) -> UInt64 {
    guard limitsMonths else { return days }
    let (_, month, dayOfMonth) = LocalDate(dayNumber: firstDay).civil
    // No month ends before its 28th day.
    if dayOfMonth <= 22 { return allows(month: month) ? days : 0 }
    return (0..<7).reduce(days) { bits, index in
      allows(month: LocalDate(dayNumber: firstDay + index).month)
        ? bits : bits & ~(1 << UInt64(index))
    }
  }
}
