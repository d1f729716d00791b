/// A day of the proleptic Gregorian calendar, years 1 to 9999, without a zone.
public struct LocalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, negative before.
  public let dayNumber: Int

  public static let earliest = LocalDate(dayNumber: -719_162)
  public static let latest = LocalDate(dayNumber: 2_932_896)

  public init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// Nil where the date does not exist: month 13, 30 February, 29 February of a common year.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.daysInMonth(month, of: year)).contains(day)
    else { return nil }
    self.init(dayNumber: Self.dayNumber(year: year, month: month, day: day))
  }

  /// Reads `2026-06-01`; nil where the text is anything else or the date does not exist.
  public init?(iso8601 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]),
      let day = decimal(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

  public var year: Int { civil.year }
  public var month: Int { civil.month }
  public var day: Int { civil.day }

  /// Year, month and day at once; cheaper than asking for each.
  ///
  /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Hinnant's `days_from_civil`. The date need not exist: day 31 of April is 1 May.
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  public static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func daysInYear(_ year: Int) -> Int { isLeap(year) ? 366 : 365 }

  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let index = (dayNumber + 3) % 7
    return Weekday.allCases[index < 0 ? index + 7 : index]
  }

  /// 1 for 1 January.
  public var dayOfYear: Int {
    let civil = civil
    return dayNumber - Self.dayNumber(year: civil.year, month: 1, day: 1) + 1
  }

  /// The week of ISO 8601 that holds the day: weeks start on Monday, week 1 holds 4 January.
  public var isoWeek: ISOWeek {
    let thursday = LocalDate(dayNumber: dayNumber + 4 - weekday.isoNumber)
    return ISOWeek(year: thursday.year, week: (thursday.dayOfYear - 1) / 7 + 1)
  }

  public func advanced(byDays days: Int) -> Self { Self(dayNumber: dayNumber + days) }
  public func days(since earlier: Self) -> Int { dayNumber - earlier.dayNumber }

  /// `2026-06-01`.
  public var iso8601: String {
    let (year, month, day) = civil
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}

/// A week of ISO 8601; `year` is the week's own year, which differs from the day's around New Year.
public struct ISOWeek: Hashable, Sendable {
  public let year: Int
  public let week: Int

  public init(year: Int, week: Int) {
    (self.year, self.week) = (year, week)
  }
}

/// Monday first, as in ISO 8601. The raw value is RFC 5545's two-letter name.
public enum Weekday: String, CaseIterable, Sendable {
  case monday = "MO"
  case tuesday = "TU"
  case wednesday = "WE"
  case thursday = "TH"
  case friday = "FR"
  case saturday = "SA"
  case sunday = "SU"

  /// 1 for Monday to 7 for Sunday.
  public var isoNumber: Int {
    switch self {
    case .monday: 1
    case .tuesday: 2
    case .wednesday: 3
    case .thursday: 4
    case .friday: 5
    case .saturday: 6
    case .sunday: 7
    }
  }
}
