import CivilTime

/// Which days a rule allows: its BYMONTH, BYYEARDAY, BYMONTHDAY and BYDAY, intersected.
///
/// The answer for a month is one 32-bit word, made from masks that are laid down once.
struct DayFilter {
  /// Bit m for month m.
  private let months: UInt16
  private let limitsMonthDays: Bool
  /// Bit d-1 for day d.
  private let daysFromStart: UInt32
  /// Bit d-1 for the dth day from the end.
  private let daysFromEnd: UInt32
  /// For months that begin on Monday, Tuesday ...: the allowed weekdays as days of the month.
  private let weekdayPatterns: InlineArray<7, UInt32>
  private let limitsWeekdays: Bool
  private let ordinals: [(weekday: Int, ordinal: Int)]
  /// Ordinals count in the year, not in the month.
  private let countsInYear: Bool
  /// The allowed days of each month of a common year, then of a leap year; empty without BYYEARDAY.
  private let yearDays: [UInt32]
  /// Bit 0 for Monday.
  let weekdays: UInt8

  init(_ rule: RecurrenceRule) {
    months = rule.months.isEmpty ? 0x1FFE : rule.months.reduce(0) { $0 | 1 << UInt16($1) }
    limitsMonthDays = !rule.monthDays.isEmpty
    daysFromStart = Self.bits(rule.monthDays.filter { $0 > 0 })
    daysFromEnd = Self.bits(rule.monthDays.filter { $0 < 0 }.map(-))
    limitsWeekdays = !rule.weekdays.isEmpty
    let plain = rule.weekdays.filter { $0.ordinal == nil }
    let weekdays = plain.reduce(UInt8(0)) { $0 | 1 << UInt8($1.weekday.isoNumber - 1) }
    self.weekdays = limitsWeekdays ? weekdays : 0x7F
    weekdayPatterns = InlineArray { Self.pattern(of: weekdays, firstWeekday: $0) }
    ordinals = rule.weekdays.compactMap { day in
      day.ordinal.map { (day.weekday.isoNumber - 1, $0) }
    }
    countsInYear = rule.frequency == .yearly && rule.months.isEmpty && !ordinals.isEmpty
    yearDays =
      rule.yearDays.isEmpty
      ? [] : Self.yearDays(rule.yearDays, year: 2001) + Self.yearDays(rule.yearDays, year: 2000)
  }

  var limitsMonths: Bool { months != 0x1FFE }

  /// Whether every day passes.
  var allowsEveryDay: Bool {
    !limitsMonths && !limitsMonthDays && !limitsWeekdays && yearDays.isEmpty
  }

  func allows(month: Int) -> Bool { months >> UInt16(month) & 1 == 1 }

  /// The allowed days of a month, bit 0 for its first. Without ordinals that count in the year.
  func days(year: Int, month: Int, firstDay: Int) -> UInt32 {
    guard allows(month: month) else { return 0 }
    var days = daysBeforeWeekdays(year: year, month: month)
    if limitsWeekdays, !countsInYear {
      let firstWeekday = Self.weekdayIndex(firstDay)
      var allowed = weekdayPatterns[firstWeekday]
      if !ordinals.isEmpty {
        allowed |= ordinalDays(
          firstWeekday: firstWeekday, length: LocalDate.daysInMonth(month, of: year))
      }
      days &= allowed
    }
    return days
  }

  /// The allowed days of a calendar year.
  func days(year: Int) -> DaySet {
    let newYear = LocalDate.dayNumber(year: year, month: 1, day: 1)
    var days = DaySet(firstDay: newYear)
    var weekdays = DaySet(firstDay: newYear)
    var firstDay = newYear
    for month in 1...12 {
      let bits = self.days(year: year, month: month, firstDay: firstDay)
      if bits != 0 { days.insert(bits, from: firstDay) }
      let length = LocalDate.daysInMonth(month, of: year)
      if countsInYear {
        let ofMonth = weekdayPatterns[Self.weekdayIndex(firstDay)] & Self.firstBits(length)
        weekdays.insert(ofMonth, from: firstDay)
      }
      firstDay += length
    }
    guard countsInYear else { return days }
    let firstWeekday = Self.weekdayIndex(newYear)
    for (weekday, ordinal) in ordinals {
      let day = Self.day(
        weekday: weekday, ordinal: ordinal, firstWeekday: firstWeekday, length: firstDay - newYear)
      if let day { weekdays.insert(day: newYear + day) }
    }
    days.formIntersection(weekdays)
    return days
  }

  /// The month's days that BYYEARDAY and BYMONTHDAY allow.
  private func daysBeforeWeekdays(year: Int, month: Int) -> UInt32 {
    let length = LocalDate.daysInMonth(month, of: year)
    var days = Self.firstBits(length)
    if limitsMonthDays {
      let reversed = daysFromEnd == 0 ? 0 : Self.reversed(daysFromEnd) >> UInt32(32 - length)
      days &= daysFromStart | reversed
    }
    if !yearDays.isEmpty {
      days &= yearDays[(LocalDate.isLeap(year) ? 12 : 0) + month - 1]
    }
    return days
  }

  private func ordinalDays(firstWeekday: Int, length: Int) -> UInt32 {
    var days: UInt32 = 0
    for (weekday, ordinal) in ordinals {
      let day = Self.day(
        weekday: weekday, ordinal: ordinal, firstWeekday: firstWeekday, length: length)
      if let day { days |= 1 << UInt32(day) }
    }
    return days
  }

  /// The weekdays, bit 0 for Monday, as 32 days of which the first is `firstWeekday`.
  private static func pattern(of weekdays: UInt8, firstWeekday: Int) -> UInt32 {
    var pattern: UInt32 = 0
    for day in 0..<32 where weekdays >> UInt8((firstWeekday + day) % 7) & 1 == 1 {
      pattern |= 1 << UInt32(day)
    }
    return pattern
  }

  /// The zero-based day of the `ordinal`th such weekday in a period of `length` days.
  private static func day(weekday: Int, ordinal: Int, firstWeekday: Int, length: Int) -> Int? {
    let first = (weekday - firstWeekday + 7) % 7
    let day =
      if ordinal > 0 {
        first + 7 * (ordinal - 1)
      } else {
        first + 7 * ((length - 1 - first) / 7 + 1 + ordinal)
      }
    return (0..<length).contains(day) ? day : nil
  }

  private static func yearDays(_ numbers: [Int], year: Int) -> [UInt32] {
    let length = LocalDate.daysInYear(year)
    let allowed = Set(numbers.map { $0 > 0 ? $0 : length + 1 + $0 })
    var dayOfYear = 0
    return (1...12).map { month in
      (0..<LocalDate.daysInMonth(month, of: year)).reduce(UInt32(0)) { bits, day in
        dayOfYear += 1
        return allowed.contains(dayOfYear) ? bits | 1 << UInt32(day) : bits
      }
    }
  }

  private static func bits(_ days: [Int]) -> UInt32 {
    days.reduce(0) { $0 | 1 << UInt32($1 - 1) }
  }

  private static func firstBits(_ count: Int) -> UInt32 { .max >> UInt32(32 - count) }

  private static func reversed(_ bits: UInt32) -> UInt32 {
    var bits = bits
    bits = (bits >> 1 & 0x5555_5555) | (bits & 0x5555_5555) << 1
    bits = (bits >> 2 & 0x3333_3333) | (bits & 0x3333_3333) << 2
    bits = (bits >> 4 & 0x0F0F_0F0F) | (bits & 0x0F0F_0F0F) << 4
    return bits.byteSwapped
  }

  /// 0 for Monday.
  static func weekdayIndex(_ day: Int) -> Int {
    let index = (day + 3) % 7
    return index < 0 ? index + 7 : index
  }
}

/// The allowed days of the month looked at last; walking from day to day asks for it again.
struct MonthOfDays {
  private(set) var firstDay = Int.max
  private(set) var nextMonth = Int.min
  private(set) var bits: UInt32 = 0

  /// Makes the month that holds `day` the one looked at.
  mutating func move(to day: Int, _ filter: DayFilter) {
    guard day < firstDay || day >= nextMonth else { return }
    let (year, month, dayOfMonth) = LocalDate(dayNumber: day).civil
    firstDay = day - dayOfMonth + 1
    nextMonth = firstDay + LocalDate.daysInMonth(month, of: year)
    bits = filter.days(year: year, month: month, firstDay: firstDay)
  }

  /// The first allowed day of the month at or after `day`, which lies in it; else the first day of
  /// the next month, which may or may not be allowed.
  func candidate(atOrAfter day: Int) -> Int {
    let rest = bits >> UInt32(day - firstDay)
    return rest == 0 ? nextMonth : day + rest.trailingZeroBitCount
  }
}
