import CivilTime

/// A rule laid out for one DTSTART: what the rule leaves open is taken from the start, lists have
/// become masks and sorted times.
struct RecurrencePlan {
  let frequency: Frequency
  let interval: Int
  let count: Int?
  /// Seconds since 1970 on the rule's own clock, as everywhere here.
  let start: Int64
  /// No start lies later.
  let last: Int64
  let filter: DayFilter
  /// Seconds from the start of each day, or of each hour, minute or second of a sub-daily rule.
  let times: [Int64]
  /// For the days of a week, a month or a year; within smaller periods it is already applied.
  let setPositions: [Int]
  let clock: ClockFilter
  let weekNumbers: WeekNumbers?
  /// The first weekday of a week, 0 for Monday.
  let weekStart: Int
  /// The weekdays of a WEEKLY rule, bit 0 for the day on which weeks start.
  let daysOfWeek: UInt64

  /// The last second of the year 9999, where RFC 5545's dates end.
  static let endOfTime = Int64(LocalDate.latest.dayNumber) * 86_400 + 86_399

  /// Longer than all time in any unit, so a rule with it has one period; larger numbers overflow.
  private static let longestInterval = 1_000_000_000_000

  init(_ given: RecurrenceRule, start dtstart: LocalDateTime) {
    let rule = given.completed(from: dtstart)
    frequency = rule.frequency
    interval = min(rule.interval, Self.longestInterval)
    start = dtstart.secondsSince1970
    filter = DayFilter(rule)
    clock = ClockFilter(rule)
    let firstWeekday = rule.weekStart.isoNumber - 1
    weekStart = firstWeekday
    weekNumbers = WeekNumbers(rule)
    let weekdays = UInt64(filter.weekdays)
    daysOfWeek = (weekdays | weekdays << 7) >> UInt64(firstWeekday) & 0x7F

    var latest = Self.endOfTime
    var count: Int?
    switch rule.end {
    case .never: break
    case .count(let number): count = number
    case .until(.date(let date)): latest = min(latest, Int64(date.dayNumber) * 86_400)
    case .until(.local(let moment)), .until(.utc(let moment)):
      latest = min(latest, moment.secondsSince1970)
    }
    (last, self.count) = (latest, count)

    let times = Self.times(rule, at: dtstart.time)
    let hasSmallPeriod = frequency.isSubDaily || frequency == .daily
    if hasSmallPeriod, !rule.setPositions.isEmpty {
      let chosen = Self.indexes(of: rule.setPositions, among: times.count)
      self.times = chosen.map { times[$0] }
      setPositions = []
    } else {
      self.times = times
      setPositions = rule.setPositions
    }
  }

  /// Whether the rule's times and its steps through the day never meet, so that no day has a start.
  var neverYields: Bool {
    times.isEmpty || start > last
      || frequency.isSubDaily
        && !clock.meetsSteps(of: interval, from: Int(floorDivide(start, clock.secondsPerUnit)))
  }

  /// Where BYSETPOS's numbers lie in a set of `count`, ascending.
  static func indexes(of positions: [Int], among count: Int) -> [Int] {
    let indexes = positions.map { $0 > 0 ? $0 - 1 : count + $0 }
    return Set(indexes.filter { (0..<count).contains($0) }).sorted()
  }

  private static func times(_ rule: RecurrenceRule, at start: LocalTime) -> [Int64] {
    var hours = rule.hours.isEmpty ? [start.hour] : rule.hours
    var minutes = rule.minutes.isEmpty ? [start.minute] : rule.minutes
    var seconds =
      rule.seconds.isEmpty ? [start.second] : Set(rule.seconds.map { min($0, 59) }).sorted()
    if rule.frequency.isSubDaily { hours = [0] }
    if rule.frequency == .minutely || rule.frequency == .secondly { minutes = [0] }
    if rule.frequency == .secondly { seconds = [0] }
    var times: [Int64] = []
    times.reserveCapacity(hours.count * minutes.count * seconds.count)
    for hour in hours {
      for minute in minutes {
        for second in seconds { times.append(Int64(hour * 3600 + minute * 60 + second)) }
      }
    }
    return times
  }
}

extension RecurrenceRule {
  /// The rule with the days that it leaves to DTSTART (RFC 5545 section 3.3.10).
  ///
  /// A rule of week numbers without BYDAY means the whole weeks.
  fileprivate func completed(from start: LocalDateTime) -> Self {
    var rule = self
    let (_, month, day) = start.date.civil
    switch frequency {
    case .yearly:
      guard weekNumbers.isEmpty, yearDays.isEmpty, monthDays.isEmpty, weekdays.isEmpty
      else { break }
      rule.monthDays = [day]
      if months.isEmpty { rule.months = [month] }
    case .monthly:
      if monthDays.isEmpty, weekdays.isEmpty { rule.monthDays = [day] }
    case .weekly:
      if weekdays.isEmpty {
        rule.weekdays = [OrdinalWeekday(weekday: start.date.weekday, ordinal: nil)]
      }
    case .daily, .hourly, .minutely, .secondly: break
    }
    return rule
  }
}

/// BYHOUR, BYMINUTE and BYSECOND where they strike out the hours, minutes or seconds of a
/// sub-daily rule.
struct ClockFilter {
  /// 3600, 60 or 1.
  let secondsPerUnit: Int64
  let unitsPerDay: Int
  let allowsEveryTime: Bool
  private let unitsPerHour: Int
  private let unitsPerMinute: Int
  private let hours: UInt64
  private let minutes: UInt64
  private let seconds: UInt64

  init(_ rule: RecurrenceRule) {
    switch rule.frequency {
    case .secondly: secondsPerUnit = 1
    case .minutely: secondsPerUnit = 60
    case .hourly, .daily, .weekly, .monthly, .yearly: secondsPerUnit = 3600
    }
    unitsPerDay = 86_400 / Int(secondsPerUnit)
    unitsPerHour = 3600 / Int(secondsPerUnit)
    unitsPerMinute = max(1, 60 / Int(secondsPerUnit))
    hours = Self.mask(rule.hours)
    minutes = rule.frequency == .hourly ? .max : Self.mask(rule.minutes)
    seconds = rule.frequency == .secondly ? Self.mask(rule.seconds.map { min($0, 59) }) : .max
    allowsEveryTime = hours == .max && minutes == .max && seconds == .max
  }

  /// `unit` where it is allowed, else a later unit before which none is; the count of units in a
  /// day where the rest of the day has none.
  func candidate(atOrAfter unit: Int) -> Int {
    let hour = unit / unitsPerHour
    let laterHours = hours >> UInt64(hour)
    guard laterHours & 1 == 1 else {
      return min(unitsPerDay, (hour + laterHours.trailingZeroBitCount) * unitsPerHour)
    }
    guard unitsPerHour > 1 else { return unit }
    let minute = unit / unitsPerMinute % 60
    let laterMinutes = minutes >> UInt64(minute)
    guard laterMinutes & 1 == 1 else {
      let next = min(60, minute + laterMinutes.trailingZeroBitCount)
      return hour * unitsPerHour + next * unitsPerMinute
    }
    guard unitsPerMinute > 1 else { return unit }
    let second = unit % 60
    let laterSeconds = seconds >> UInt64(second)
    return unit - second + min(60, second + laterSeconds.trailingZeroBitCount)
  }

  /// Whether walking in steps of `interval` from `start` ever meets an allowed time of day.
  ///
  /// Such a walk comes by all times of day that leave `start`'s remainder when divided by the
  /// greatest common divisor of the step and the day.
  func meetsSteps(of interval: Int, from start: Int) -> Bool {
    guard !allowsEveryTime else { return true }
    var (divisor, rest) = (unitsPerDay, interval % unitsPerDay)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let remainder = start % divisor
    var unit = remainder < 0 ? remainder + divisor : remainder
    while unit < unitsPerDay {
      let next = candidate(atOrAfter: unit)
      if next == unit { return true }
      unit += (next - unit + divisor - 1) / divisor * divisor
    }
    return false
  }

  private static func mask(_ values: [Int]) -> UInt64 {
    values.isEmpty ? .max : values.reduce(0) { $0 | 1 << UInt64($1) }
  }
}

/// BYWEEKNO: weeks begin on WKST, and week 1 holds 4 January (RFC 5545 section 3.3.10).
///
/// The year of such a rule is the year of weeks, so that a week across New Year is not torn.
struct WeekNumbers {
  /// Bit n for week n.
  private let fromStart: UInt64
  /// Bit n for the nth week from the end.
  private let fromEnd: UInt64
  private let weekStart: Int

  init?(_ rule: RecurrenceRule) {
    guard !rule.weekNumbers.isEmpty else { return nil }
    fromStart = rule.weekNumbers.filter { $0 > 0 }.reduce(0) { $0 | 1 << UInt64($1) }
    fromEnd = rule.weekNumbers.filter { $0 < 0 }.reduce(0) { $0 | 1 << UInt64(-$1) }
    weekStart = rule.weekStart.isoNumber - 1
  }

  /// The first day of the year of weeks.
  func firstDay(of year: Int) -> Int {
    let fourth = LocalDate.dayNumber(year: year, month: 1, day: 4)
    return fourth - (DayFilter.weekdayIndex(fourth) - weekStart + 7) % 7
  }

  /// The year of weeks that holds a day.
  func year(of day: Int) -> Int {
    let year = LocalDate(dayNumber: day).year
    if day >= firstDay(of: year + 1) { return year + 1 }
    return day < firstDay(of: year) ? year - 1 : year
  }

  func days(year: Int, _ filter: DayFilter) -> DaySet {
    let first = firstDay(of: year)
    let weeks = (firstDay(of: year + 1) - first) / 7
    var days = DaySet(firstDay: first)
    var month = MonthOfDays()
    for week in 1...weeks
    where (fromStart >> UInt64(week) | fromEnd >> UInt64(weeks + 1 - week)) & 1 == 1 {
      for day in (first + 7 * (week - 1))..<(first + 7 * week) {
        month.move(to: day, filter)
        if month.candidate(atOrAfter: day) == day { days.insert(day: day) }
      }
    }
    return days
  }
}

/// The quotient rounded down, also below zero.
func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
