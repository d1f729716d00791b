import CivilTime

/// iCalendar's date and time texts, the basic format of ISO 8601 (RFC 5545 sections 3.3.4, 3.3.5).
extension LocalDate {
  /// Reads `19970902`.
  package init?(basicText text: some StringProtocol) {
    let digits = text.utf8
    guard digits.count == 8, let value = decimal(digits) else { return nil }
    self.init(year: value / 10_000, month: value / 100 % 100, day: value % 100)
  }

  /// `19970902`.
  package var basicText: String {
    let (year, month, day) = civil
    return padded(year * 10_000 + month * 100 + day, to: 8)
  }
}

extension LocalDateTime {
  /// Reads `19970902T090000`; a leap second is read as second 59 (RFC 5545 section 3.3.12).
  package init?(basicText text: some StringProtocol) {
    let parts = text.utf8.split(
      maxSplits: 1, omittingEmptySubsequences: false,
      whereSeparator: { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "t") })
    guard parts.count == 2,
      let date = LocalDate(basicText: String(decoding: parts[0], as: UTF8.self)),
      parts[1].count == 6, let value = decimal(parts[1]), value < 240_000, value % 100 <= 60,
      let time = LocalTime(
        hour: value / 10_000, minute: value / 100 % 100, second: min(59, value % 100))
    else { return nil }
    self.init(date, time)
  }

  /// `19970902T090000`.
  package var basicText: String {
    let clock = time.hour * 10_000 + time.minute * 100 + time.second
    return "\(date.basicText)T\(padded(clock, to: 6))"
  }
}
