import CivilTime

extension RecurrenceRule {
  /// Reads a rule such as `FREQ=MONTHLY;BYDAY=-1FR;COUNT=3`, in any case and order of parts.
  ///
  /// What RFC 5545 section 3.3.10 forbids is refused, because engines differ in what they make of
  /// it. A semicolon at the end means nothing and is let through.
  public init(parsing text: String) throws(RecurrenceRuleProblem) {
    let parts = try Self.parts(of: text.uppercased())
    guard let name = parts["FREQ"] else { throw .frequencyMissing }
    guard let frequency = Frequency(rawValue: name) else {
      throw .invalidValue(part: "FREQ", value: name)
    }
    self.init(frequency: frequency)
    for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
      try take(name, value)
    }
    guard parts["COUNT"] == nil || parts["UNTIL"] == nil else { throw .countAndUntil }
    guard parts["SKIP"] == nil || parts["RSCALE"] != nil else { throw .skipWithoutCalendar }
    try checkParts(Set(parts.keys))
  }

  private static func parts(of text: String) throws(RecurrenceRuleProblem) -> [String: String] {
    var parts: [String: String] = [:]
    let trimmed = text.hasSuffix(";") ? text.dropLast() : text[...]
    for piece in trimmed.split(separator: ";", omittingEmptySubsequences: false) {
      let sides = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else { throw .malformedPart(String(piece)) }
      let name = String(sides[0])
      guard parts[name] == nil else { throw .repeatedPart(name) }
      parts[name] = String(sides[1])
    }
    return parts
  }

  private mutating func take(_ name: String, _ value: String) throws(RecurrenceRuleProblem) {
    switch name {
    case "FREQ": break
    case "INTERVAL": interval = try Self.positive(name, value)
    case "COUNT": end = .count(try Self.positive(name, value))
    case "UNTIL": end = .until(try Self.until(value))
    case "WKST":
      guard let day = Weekday(rawValue: value) else {
        throw .invalidValue(part: name, value: value)
      }
      weekStart = day
    case "BYMONTH": months = try Self.numbers(name, value, 1...12)
    case "BYWEEKNO": weekNumbers = try Self.numbers(name, value, 1...53, signed: true)
    case "BYYEARDAY": yearDays = try Self.numbers(name, value, 1...366, signed: true)
    case "BYMONTHDAY": monthDays = try Self.numbers(name, value, 1...31, signed: true)
    case "BYDAY": weekdays = try Self.weekdays(value)
    case "BYHOUR": hours = try Self.numbers(name, value, 0...23)
    case "BYMINUTE": minutes = try Self.numbers(name, value, 0...59)
    case "BYSECOND": seconds = try Self.numbers(name, value, 0...60)
    case "BYSETPOS": setPositions = try Self.numbers(name, value, 1...366, signed: true)
    case "RSCALE":
      guard value == "GREGORIAN" else { throw .calendarNotSupported(value) }
    case "SKIP":
      guard value == "OMIT" else { throw .skipNotSupported(value) }
    default: throw .unknownPart(name)
    }
  }

  /// What the parts forbid each other.
  private func checkParts(_ names: Set<String>) throws(RecurrenceRuleProblem) {
    let given = Frequency.Part.allCases.filter { names.contains($0.rawValue) }
    for part in given where frequency.effect(of: part) == .notAllowed {
      throw .partNotAllowed(part: part.rawValue, frequency: frequency)
    }
    if given == [.setPosition] { throw .positionsAlone }
    let countsInPeriod = frequency == .monthly || frequency == .yearly && weekNumbers.isEmpty
    if !countsInPeriod, let day = weekdays.first(where: { $0.ordinal != nil }) {
      throw .ordinalNotAllowed("\(day.ordinal ?? 0)\(day.weekday.rawValue)")
    }
  }

  /// INTERVAL and COUNT. Nothing that ends in the year 9999 needs more than 15 digits.
  private static func positive(
    _ name: String, _ value: String
  ) throws(RecurrenceRuleProblem) -> Int {
    guard let number = decimal(value.utf8), (1..<1_000_000_000_000_000).contains(number) else {
      throw .invalidValue(part: name, value: value)
    }
    return number
  }

  /// A list of numbers in `range`, and where `signed` their negatives, with no more digits than
  /// the largest has.
  private static func numbers(
    _ name: String, _ value: String, _ range: ClosedRange<Int>, signed: Bool = false
  ) throws(RecurrenceRuleProblem) -> [Int] {
    var numbers: Set<Int> = []
    for item in value.split(separator: ",", omittingEmptySubsequences: false) {
      var digits = item.utf8[...]
      let sign = signed ? takeSign(&digits) ?? 1 : 1
      guard digits.count <= (range.upperBound < 100 ? 2 : 3), let number = decimal(digits),
        range.contains(number)
      else { throw .invalidValue(part: name, value: String(item)) }
      numbers.insert(sign * number)
    }
    return numbers.sorted()
  }

  private static func weekdays(_ value: String) throws(RecurrenceRuleProblem) -> [OrdinalWeekday] {
    var days: Set<OrdinalWeekday> = []
    for item in value.split(separator: ",", omittingEmptySubsequences: false) {
      guard let weekday = Weekday(rawValue: String(item.suffix(2))) else {
        throw .invalidValue(part: "BYDAY", value: String(item))
      }
      var digits = item.dropLast(2).utf8[...]
      guard !digits.isEmpty else {
        days.insert(OrdinalWeekday(weekday: weekday, ordinal: nil))
        continue
      }
      let sign = takeSign(&digits) ?? 1
      guard digits.count <= 2, let ordinal = decimal(digits), (1...53).contains(ordinal) else {
        throw .invalidValue(part: "BYDAY", value: String(item))
      }
      days.insert(OrdinalWeekday(weekday: weekday, ordinal: sign * ordinal))
    }
    return days.sorted {
      ($0.weekday.isoNumber, $0.ordinal ?? 0) < ($1.weekday.isoNumber, $1.ordinal ?? 0)
    }
  }

  private static func takeSign(_ digits: inout Substring.UTF8View) -> Int? {
    switch digits.first {
    case UInt8(ascii: "+"): digits = digits.dropFirst()
    case UInt8(ascii: "-"):
      digits = digits.dropFirst()
      return -1
    default: return nil
    }
    return 1
  }

  private static func until(_ value: String) throws(RecurrenceRuleProblem) -> Until {
    if let date = LocalDate(basicText: value) { return .date(date) }
    let isUTC = value.hasSuffix("Z")
    guard let moment = LocalDateTime(basicText: isUTC ? value.dropLast() : value[...]) else {
      throw .invalidValue(part: "UNTIL", value: value)
    }
    return isUTC ? .utc(moment) : .local(moment)
  }
}
