import CivilTime
import Recurrence

/// The whole days that a calendar names: public holidays, company closing days.
///
/// Events with a time of day are no closing days; they are reported and left out, and so is what
/// cannot be read. Cancelled events count for nothing.
public struct AllDayEvents: Sendable {
  public struct Event: Hashable, Sendable {
    public let from: LocalDate
    /// Exclusive.
    public let until: LocalDate
    /// SUMMARY, empty where there is none.
    public let name: String
  }

  /// Those that touch the window, repeated ones once for each time; by start, then name.
  public let events: [Event]
  /// By line.
  public let problems: [CalendarProblem]

  /// - Parameter until: Exclusive.
  public init(
    reading bytes: [UInt8], from: LocalDate, until: LocalDate
  ) throws(CalendarRefusal) {
    self.init(in: try CalendarFile(reading: bytes), from: from, until: until)
  }

  public init(in file: CalendarFile, from: LocalDate, until: LocalDate) {
    var reader = AllDayEventReader(from: from, until: until)
    let components = file.calendars.flatMap(\.components).filter { $0.name == "VEVENT" }
    // Several calendars in one file do not share their UIDs' overrides with reason, but a UID is
    // unique by its definition (RFC 5545 section 3.8.4.7).
    reader.noteOverrides(in: components)
    for component in components { reader.read(component) }
    events = reader.events.sorted { ($0.from, $0.name, $0.until) < ($1.from, $1.name, $1.until) }
    problems = (file.problems + reader.problems).sorted { $0.line < $1.line }
  }
}

private struct AllDayEventReader {
  let from: LocalDate
  let until: LocalDate
  private(set) var events: [AllDayEvents.Event] = []
  private(set) var problems: [CalendarProblem] = []
  /// The days on which an instance of a UID was changed or cancelled by a component of its own.
  private var overridden: [String: Set<LocalDate>] = [:]

  init(from: LocalDate, until: LocalDate) {
    (self.from, self.until) = (from, until)
  }

  mutating func noteOverrides(in components: [CalendarComponent]) {
    for component in components {
      guard let instance = component.property("RECURRENCE-ID"),
        let date = LocalDate(basicText: instance.value.prefix(8))
      else { continue }
      overridden[component.property("UID")?.value ?? "", default: []].insert(date)
    }
  }

  mutating func read(_ component: CalendarComponent) {
    guard component.property("STATUS")?.value.uppercased() != "CANCELLED" else { return }
    guard let start = component.property("DTSTART") else {
      return report(.missingStart, at: component.number, "the event has no DTSTART")
    }
    guard !start.value.utf8.contains(where: { $0 == UInt8(ascii: "T") }) else {
      return report(.notAllDay, at: start.number, "the event has a time of day and closes nothing")
    }
    guard let first = LocalDate(basicText: start.value) else {
      return report(.invalidDate, at: start.number, "DTSTART is not a date")
    }
    let length = days(of: component, from: first)
    let name = component.property("SUMMARY")?.text ?? ""
    for day in starts(of: component, from: first, length: length) {
      events.append(
        AllDayEvents.Event(from: day, until: day.advanced(byDays: length), name: name))
    }
  }

  /// DTEND or DURATION in days; one where there is neither (RFC 5545 section 3.6.1).
  private mutating func days(of component: CalendarComponent, from first: LocalDate) -> Int {
    if let end = component.property("DTEND") {
      guard let until = LocalDate(basicText: end.value.prefix(8)), first < until else {
        // DTEND on the day itself is a common mistake, and means that one day.
        if LocalDate(basicText: end.value.prefix(8)) != first {
          report(.invalidDate, at: end.number, "DTEND is not a date after DTSTART")
        }
        return 1
      }
      return until.days(since: first)
    }
    guard let duration = component.property("DURATION") else { return 1 }
    guard let length = ElapsedTime(iso8601: duration.value), length.seconds >= 86_400,
      length.seconds % 86_400 == 0
    else {
      report(.invalidDate, at: duration.number, "DURATION is not a number of days")
      return 1
    }
    return Int(length.seconds / 86_400)
  }

  /// The first days of the event that let it touch the window.
  private mutating func starts(
    of component: CalendarComponent, from first: LocalDate, length: Int
  ) -> [LocalDate] {
    var set = RecurrenceSet(start: LocalDateTime(first, .midnight))
    for property in component.properties {
      switch property.name {
      case "RRULE":
        if let rule = rule(property) { set.rules.append(rule) }
      case "RDATE":
        set.additions.formUnion(dates(property).map { LocalDateTime($0, .midnight) })
      case "EXDATE": set.exceptionDates.formUnion(dates(property))
      default: break
      }
    }
    if component.property("RECURRENCE-ID") == nil,
      let changed = overridden[component.property("UID")?.value ?? ""]
    {
      set.exceptionDates.formUnion(changed)
    }
    let earliest = LocalDateTime(from.advanced(byDays: 1 - length), .midnight)
    let latest = LocalDateTime(until, .midnight)
    guard earliest < latest else { return [] }
    let expansion = set.occurrences(within: earliest..<latest)
    if expansion.reached != nil {
      report(
        .tooManyOccurrences, at: component.number,
        "the event repeats more often than can be followed")
    }
    return expansion.occurrences.map(\.start.date)
  }

  private mutating func rule(_ property: ContentLine) -> RecurrenceRule? {
    do throws(RecurrenceRuleProblem) {
      let rule = try RecurrenceRule(parsing: property.value)
      if let rule = rule.forDates { return rule }
      report(.invalidRule, at: property.number, "days cannot repeat within a day")
    } catch {
      report(.invalidRule, at: property.number, error.description)
    }
    return nil
  }

  /// A list of dates; of date-times and periods the date.
  private mutating func dates(_ property: ContentLine) -> [LocalDate] {
    property.value.split(separator: ",").compactMap { value in
      if let date = LocalDate(basicText: value.prefix(8)) { return date }
      report(.invalidDate, at: property.number, "\(property.name) holds something else than dates")
      return nil
    }
  }

  private mutating func report(_ code: CalendarProblem.Code, at line: Int, _ text: String) {
    problems.append(CalendarProblem(line: line, code: code, text: text))
  }
}
