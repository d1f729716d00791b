import CLibical
import CivilTime

/// The second pair of eyes: reads through libical what we are about to publish and compares it
/// with what was meant (ICALENDAR.md, decision 1).
///
/// libical is never asked about zones or recurrence, and nothing it allocates outlives a call.
enum LibicalReader {
  /// Bytes of events in one call. Several cost less than one call each; many cost more again,
  /// because malloc gives a large tree back to the system at every call.
  static let largestBatch = 32 * 1024

  /// Throws unless libical finds exactly these zones and events and no error.
  ///
  /// - Parameter text: A whole VCALENDAR that holds the events in this order.
  static func check(
    _ text: [UInt8], zones: [ZoneDefinition], events: ArraySlice<EventText>
  ) throws(FeedProblem) {
    warmUp
    guard let calendar = LibicalComponent(parsing: text) else {
      throw FeedProblem(.components(expected: 1, read: 0))
    }
    try calendar.checkCalendar(zones: zones, events: events)
  }

  /// The first use of a builtin zone races in libical 3.0 (ICALENDAR.md section 2.1), so it happens
  /// once, before any parsing.
  private static let warmUp: Void = {
    icalerror_set_errors_are_fatal(0)
    _ = icaltimezone_get_builtin_timezone("Europe/Brussels")
  }()
}

/// The owner of a parsed component and everything below it.
private struct LibicalComponent: ~Copyable {
  private let root: OpaquePointer

  /// - Parameter text: Without a NUL inside; PublishableText and the URI encoding see to that.
  init?(parsing text: [UInt8]) {
    var terminated = text
    terminated.append(0)
    let parsed = terminated.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { icalparser_parse_string($0.baseAddress) }
    }
    guard let parsed else { return nil }
    root = parsed
  }

  deinit { icalcomponent_free(root) }

  func checkCalendar(
    zones: [ZoneDefinition], events: ArraySlice<EventText>
  ) throws(FeedProblem) {
    guard icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT else {
      throw FeedProblem(.components(expected: 1, read: 0))
    }
    let hasErrors = icalcomponent_count_errors(root) > 0
    let expected = zones.count + events.count
    guard hasErrors || icalcomponent_count_components(root, ICAL_ANY_COMPONENT) == expected else {
      let read = Int(icalcomponent_count_components(root, ICAL_ANY_COMPONENT))
      throw FeedProblem(.components(expected: expected, read: read))
    }
    var missing = Dictionary(uniqueKeysWithValues: zones.map { ($0.id, $0) })
    var component = icalcomponent_get_first_component(root, ICAL_VTIMEZONE_COMPONENT)
    while let zone = component {
      // libical puts zones before everything else, in an order of its own.
      guard let expected = missing.removeValue(forKey: Self.identifier(ofZone: zone)) else {
        throw FeedProblem(.disagreement(property: "TZID"))
      }
      try Self.check(zone, against: expected)
      component = icalcomponent_get_next_component(root, ICAL_VTIMEZONE_COMPONENT)
    }
    guard missing.isEmpty else { throw FeedProblem(.disagreement(property: "TZID")) }
    component = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT)
    for event in events {
      try Self.check(component, against: event, hasErrors: hasErrors)
      component = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)
    }
    if hasErrors { throw FeedProblem(.rejected(kind: Self.firstError(in: root) ?? "an error")) }
  }

  // MARK: Zones

  private static func identifier(ofZone component: OpaquePointer) -> String {
    guard let property = icalcomponent_get_first_property(component, ICAL_TZID_PROPERTY),
      let text = icalproperty_get_tzid(property)
    else { return "" }
    return String(cString: text)
  }

  private static func check(
    _ component: OpaquePointer, against zone: ZoneDefinition
  ) throws(FeedProblem) {
    var read = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT)
    for observance in zone.observances {
      try check(read, against: observance)
      read = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)
    }
    guard read == nil else { throw FeedProblem(.disagreement(property: "VTIMEZONE")) }
  }

  private static func check(
    _ component: OpaquePointer?, against observance: ZoneDefinition.Observance
  ) throws(FeedProblem) {
    let kind =
      observance.isDaylight ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT
    guard let component, icalcomponent_isa(component) == kind,
      let from = icalcomponent_get_first_property(component, ICAL_TZOFFSETFROM_PROPERTY),
      icalproperty_get_tzoffsetfrom(from) == observance.offsetBefore / 60 * 60,
      let to = icalcomponent_get_first_property(component, ICAL_TZOFFSETTO_PROPERTY),
      icalproperty_get_tzoffsetto(to) == observance.offset / 60 * 60,
      let onset = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY),
      equal(icalproperty_get_dtstart(onset), observance.onset, isUTC: false),
      icalcomponent_count_properties(component, ICAL_RRULE_PROPERTY)
        == (observance.recurrence == nil ? 0 : 1),
      icalcomponent_count_properties(component, ICAL_RDATE_PROPERTY)
        == observance.furtherOnsets.count
    else { throw FeedProblem(.disagreement(property: "VTIMEZONE")) }
  }

  // MARK: Events

  private static func check(
    _ component: OpaquePointer?, against expected: EventText, hasErrors: Bool
  ) throws(FeedProblem) {
    let uid = expected.event.uid
    guard let component else { throw FeedProblem(.disagreement(property: "VEVENT"), uid: uid) }
    if hasErrors, let kind = firstError(in: component) {
      throw FeedProblem(.rejected(kind: kind), uid: uid)
    }
    var seen = Seen()
    var property = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY)
    while let found = property {
      if let wrong = seen.firstDisagreement(in: found, with: expected) {
        throw FeedProblem(
          .disagreement(property: wrong), uid: uid, line: line(of: wrong, in: expected.bytes))
      }
      property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)
    }
    if let missing = seen.missing(from: expected) {
      throw FeedProblem(
        .disagreement(property: missing), uid: uid, line: line(of: missing, in: expected.bytes))
    }
  }

  /// What libical says about the first error below a component, such as `VALUE-PARSE-ERROR`.
  private static func firstError(in component: OpaquePointer) -> String? {
    if let error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY) {
      guard let text = icalproperty_get_parameter_as_string_r(error, "X-LIC-ERRORTYPE") else {
        return "X-LIC-ERROR"
      }
      defer { icalmemory_free_buffer(text) }
      return String(cString: text)
    }
    var child = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT)
    while let found = child {
      if let kind = firstError(in: found) { return kind }
      child = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)
    }
    return nil
  }

  /// The number of the line that begins with `property`.
  private static func line(of property: String, in bytes: [UInt8]) -> Int? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    return lines.firstIndex { $0.starts(with: property.utf8) }.map { $0 + 1 }
  }
}

/// The properties of one VEVENT that libical has read so far; each must come exactly as often as
/// it was written.
private struct Seen {
  private var uid = 0
  private var start = 0
  private var end = 0
  private var stamps = 0
  private var sequence = 0
  private var status = 0
  private var summary = 0
  private var description = 0
  private var location = 0
  private var categories = 0

  /// The name of the property where libical reads it otherwise than `expected` meant it.
  mutating func firstDisagreement(
    in property: OpaquePointer, with expected: EventText
  ) -> String? {
    switch icalproperty_isa(property) {
    case ICAL_UID_PROPERTY:
      uid += 1
      return equal(icalproperty_get_uid(property), expected.event.uid) ? nil : "UID"
    case ICAL_DTSTART_PROPERTY:
      start += 1
      return expected.span.startEquals(property) ? nil : "DTSTART"
    case ICAL_DTEND_PROPERTY:
      end += 1
      return expected.span.endEquals(property) ? nil : "DTEND"
    case ICAL_DTSTAMP_PROPERTY:
      stamps += 1
      let revised = LocalDateTime(expected.event.revised, offset: 0)
      return equal(icalproperty_get_dtstamp(property), revised, isUTC: true) ? nil : "DTSTAMP"
    case ICAL_SEQUENCE_PROPERTY:
      sequence += 1
      return icalproperty_get_sequence(property) == expected.event.sequence ? nil : "SEQUENCE"
    case ICAL_STATUS_PROPERTY:
      status += 1
      return icalproperty_get_status(property) == expected.event.status.libical ? nil : "STATUS"
    case ICAL_SUMMARY_PROPERTY:
      summary += 1
      return equal(icalproperty_get_summary(property), expected.summary.value) ? nil : "SUMMARY"
    case ICAL_DESCRIPTION_PROPERTY:
      description += 1
      let same = equal(icalproperty_get_description(property), expected.description.value)
      return same ? nil : "DESCRIPTION"
    case ICAL_LOCATION_PROPERTY:
      location += 1
      return equal(icalproperty_get_location(property), expected.location.value) ? nil : "LOCATION"
    case ICAL_CATEGORIES_PROPERTY:
      // libical makes a property of each value.
      categories += 1
      guard categories <= expected.categories.count,
        equal(
          icalproperty_get_categories(property), expected.categories[categories - 1].value)
      else { return "CATEGORIES" }
      return nil
    default: return nil
    }
  }

  /// The first property that was written and not read, or the other way round.
  func missing(from expected: EventText) -> String? {
    let counts: [(String, Int, Int)] = [
      ("UID", uid, 1), ("DTSTART", start, 1), ("DTEND", end, 1), ("DTSTAMP", stamps, 1),
      ("SEQUENCE", sequence, 1), ("STATUS", status, 1),
      ("SUMMARY", summary, expected.summary.isEmpty ? 0 : 1),
      ("DESCRIPTION", description, expected.description.isEmpty ? 0 : 1),
      ("LOCATION", location, expected.location.isEmpty ? 0 : 1),
      ("CATEGORIES", categories, expected.categories.count),
    ]
    return counts.first { $0.1 != $0.2 }?.0
  }
}

extension EventText.Span {
  fileprivate func startEquals(_ property: OpaquePointer) -> Bool {
    let read = icalproperty_get_dtstart(property)
    return switch self {
    case .days(let from, _): equal(read, from) && read.is_date != 0
    case .utc(let from, _): equal(read, from, isUTC: true)
    case .zoned(let from, _, let id): equal(read, from, isUTC: false) && zone(of: property, is: id)
    }
  }

  fileprivate func endEquals(_ property: OpaquePointer) -> Bool {
    let read = icalproperty_get_dtend(property)
    return switch self {
    case .days(_, let until): equal(read, until) && read.is_date != 0
    case .utc(_, let until): equal(read, until, isUTC: true)
    case .zoned(_, let until, let id):
      equal(read, until, isUTC: false) && zone(of: property, is: id)
    }
  }

  private func zone(of property: OpaquePointer, is id: String) -> Bool {
    guard let parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER) else {
      return false
    }
    return equal(icalparameter_get_tzid(parameter), id)
  }
}

extension PublishedEvent.Status {
  fileprivate var libical: icalproperty_status {
    switch self {
    case .tentative: ICAL_STATUS_TENTATIVE
    case .confirmed: ICAL_STATUS_CONFIRMED
    case .cancelled: ICAL_STATUS_CANCELLED
    }
  }
}

/// Compares a borrowed C string without copying it. A NUL ends the comparison in time, since
/// published text holds none.
private func equal(_ read: UnsafePointer<CChar>?, _ expected: String) -> Bool {
  guard let read else { return false }
  var expected = expected
  return expected.withUTF8 { bytes in
    for index in bytes.indices where UInt8(bitPattern: read[index]) != bytes[index] {
      return false
    }
    return read[bytes.count] == 0
  }
}

private func equal(_ read: icaltimetype, _ expected: LocalDateTime, isUTC: Bool) -> Bool {
  let time = expected.time
  return equal(read, expected.date) && read.is_date == 0 && (icaltime_is_utc(read) != 0) == isUTC
    && read.hour == time.hour && read.minute == time.minute && read.second == time.second
}

private func equal(_ read: icaltimetype, _ expected: LocalDate) -> Bool {
  let (year, month, day) = expected.civil
  return read.year == year && read.month == month && read.day == day
}
