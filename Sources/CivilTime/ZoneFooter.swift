/// The rule that a zone follows after its last recorded transition: a POSIX TZ string with the
/// extensions of RFC 9636 section 3.3.1, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// "Standard" and "daylight" are the zone's own words. In Dublin, standard time is the summer's and
/// the winter's is daylight time an hour behind it.
public struct ZoneFooter: Hashable, Sendable {
  /// One of the two times that the clocks keep.
  public struct Observance: Hashable, Sendable {
    /// `CET`, or `-03` where the zone has no letters.
    public let abbreviation: String
    /// Seconds east of UTC.
    public let offset: Int
  }

  /// The part of the year in which daylight time is kept.
  public struct Daylight: Hashable, Sendable {
    public let observance: Observance
    /// Read on a clock that still shows standard time.
    public let starts: YearlyRule
    /// Read on a clock that still shows daylight time.
    public let ends: YearlyRule
  }

  /// A wall-clock moment of every year.
  public struct YearlyRule: Hashable, Sendable {
    public enum Day: Hashable, Sendable {
      /// `Mm.w.d`: the `week`th such weekday of the month, where 5 means the last.
      case weekday(Weekday, week: Int, month: Int)
      /// `Jn`, 1...365: 29 February is never counted, so 60 is always 1 March.
      case dayIgnoringLeapDay(Int)
      /// `n`, 0...365: 29 February is counted.
      case zeroBasedDay(Int)
    }

    public let day: Day
    /// Seconds from midnight of the day, -167 h...167 h: -1 h is 23:00 of the day before.
    public let secondsFromMidnight: Int

    /// When the rule strikes in `year`, on the clock that runs just before it.
    public func moment(in year: Int) -> LocalDateTime {
      LocalDateTime(secondsSince1970: localSeconds(in: year))
    }

    func localSeconds(in year: Int) -> Int64 {
      Int64(date(in: year).dayNumber) * 86_400 + Int64(secondsFromMidnight)
    }

    private func date(in year: Int) -> LocalDate {
      let newYear = LocalDate.dayNumber(year: year, month: 1, day: 1)
      switch day {
      case .zeroBasedDay(let day): return LocalDate(dayNumber: newYear + day)
      case .dayIgnoringLeapDay(let day):
        let leapDay = LocalDate.isLeap(year) && day >= 60 ? 1 : 0
        return LocalDate(dayNumber: newYear + day - 1 + leapDay)
      case .weekday(let weekday, let week, let month):
        let first = LocalDate(dayNumber: LocalDate.dayNumber(year: year, month: month, day: 1))
        let ahead = (weekday.isoNumber - first.weekday.isoNumber + 7) % 7
        var day = ahead + 7 * (week - 1)
        if day >= LocalDate.daysInMonth(month, of: year) { day -= 7 }
        return first.advanced(byDays: day)
      }
    }
  }

  /// The text as it stands in the file.
  public let text: String
  public let standard: Observance
  /// Nil where the clocks do not change any more.
  public let daylight: Daylight?

  /// Nil where the text does not follow RFC 9636.
  public init?(parsing text: String) {
    var reader = FooterReader(bytes: Array(text.utf8)[...])
    guard let standardName = reader.name(), let west = reader.offset(hours: 24) else { return nil }
    self.text = text
    standard = Observance(abbreviation: standardName, offset: -west)
    guard !reader.isAtEnd else {
      daylight = nil
      return
    }
    guard let daylightName = reader.name() else { return nil }
    var offset = standard.offset + 3600
    if !reader.isAtEnd, !reader.isAtComma {
      guard let daylightWest = reader.offset(hours: 24) else { return nil }
      offset = -daylightWest
    }
    // POSIX leaves the dates to the system where they are missing; RFC 9636 forbids that.
    guard let starts = reader.rule(), let ends = reader.rule(), reader.isAtEnd else { return nil }
    daylight = Daylight(
      observance: Observance(abbreviation: daylightName, offset: offset),
      starts: starts, ends: ends)
  }
}

/// Takes a POSIX TZ string apart from the left.
private struct FooterReader {
  var bytes: ArraySlice<UInt8>

  var isAtEnd: Bool { bytes.isEmpty }
  var isAtComma: Bool { bytes.first == UInt8(ascii: ",") }

  /// Three or more letters, or letters, digits and signs between angle brackets.
  mutating func name() -> String? {
    let name: ArraySlice<UInt8>
    if take("<") {
      name = bytes.prefix { Self.isLetter($0) || Self.isDigit($0) || $0 == 43 || $0 == 45 }
      bytes = bytes.dropFirst(name.count)
      guard take(">") else { return nil }
    } else {
      name = bytes.prefix(while: Self.isLetter)
      bytes = bytes.dropFirst(name.count)
    }
    return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func offset(hours limit: Int) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hours = number(upTo: limit) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(":") {
      guard let value = number(upTo: 59) else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  /// `,date[/time]`; the time is 02:00 where it is left out.
  mutating func rule() -> ZoneFooter.YearlyRule? {
    guard take(","), let day = day() else { return nil }
    guard take("/") else {
      return ZoneFooter.YearlyRule(day: day, secondsFromMidnight: 7200)
    }
    guard let seconds = offset(hours: 167) else { return nil }
    return ZoneFooter.YearlyRule(day: day, secondsFromMidnight: seconds)
  }

  private mutating func day() -> ZoneFooter.YearlyRule.Day? {
    if take("J") {
      guard let day = number(upTo: 365), day >= 1 else { return nil }
      return .dayIgnoringLeapDay(day)
    }
    guard take("M") else { return number(upTo: 365).map { .zeroBasedDay($0) } }
    guard let month = number(upTo: 12), month >= 1, take("."),
      let week = number(upTo: 5), week >= 1, take("."),
      let sundayBased = number(upTo: 6)
    else { return nil }
    return .weekday(Weekday.allCases[(sundayBased + 6) % 7], week: week, month: month)
  }

  private mutating func number(upTo limit: Int) -> Int? {
    let digits = bytes.prefix(while: Self.isDigit)
    guard let value = decimal(digits), value <= limit else { return nil }
    bytes = bytes.dropFirst(digits.count)
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes = bytes.dropFirst()
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }
}
