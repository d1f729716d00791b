import CivilTime

@testable import Scheduling

/// The facts of one question about free moments, for a test to change, and short answers to read.
///
/// Unless the test says otherwise: An of Brussels is open on working days from 9 to 12, gives an
/// hour at the partner's office, and it is the first of May 2026, a month before anything happens.
struct SlotScene {
  var type = AppointmentType.advice()
  var now = Instant.at("2026-05-01T00:00:00Z")
  var advisers = [AdviserFacts.adviser("an")]
  var venues: [VenueFacts] = []
  var starterClaims: [TimeSpan] = []

  var search: SlotSearch {
    SlotSearch(
      SlotFacts(
        type: type, now: now, advisers: advisers, venues: venues, starterClaims: starterClaims))
  }

  /// Zone of the first adviser, in which the short answers are written.
  var zone: Zone { advisers[0].zone }

  func answer(on date: LocalDate, minutes: Int = 60, place: Place? = nil) -> SlotAnswer {
    search.slots(
      minutes: minutes, from: zone.startOfDay(date),
      until: zone.startOfDay(date.advanced(byDays: 1)), place: place, explain: true)
  }

  /// The clock at each row of the date: `["09:00", "10:00"]`.
  func starts(on date: String, minutes: Int = 60, place: Place? = nil) -> [String] {
    answer(on: .on(date), minutes: minutes, place: place).slots.map { clock($0.span.start) }
  }

  /// Each row of the date in full: `["2026-06-01T09:00:00+02:00"]`.
  func moments(on date: String, minutes: Int = 60) -> [String] {
    answer(on: .on(date), minutes: minutes).slots.map { zone.rfc3339($0.span.start) }
  }

  /// Clock and code of all that is refused on the date: `["09:00 away"]`.
  func refused(on date: String, minutes: Int = 60, place: Place? = nil) -> [String] {
    answer(on: .on(date), minutes: minutes, place: place).refused.map {
      "\(clock($0.start)) \($0.refusal.code)"
    }
  }

  /// The different refusals of the date with their facts, in order of time.
  func refusals(on date: String, minutes: Int = 60) -> [SlotRefusal] {
    var different: [SlotRefusal] = []
    for refused in answer(on: .on(date), minutes: minutes).refused
    where !different.contains(refused.refusal) {
      different.append(refused.refusal)
    }
    return different
  }

  private func clock(_ instant: Instant) -> String { zone.local(instant).time.iso8601 }
}

extension AppointmentType {
  static func advice(
    minutes: [Int] = [60], step: Int? = nil, places: [Place] = [.partner],
    assignment: Assignment = .chosen
  ) -> AppointmentType {
    AppointmentType(
      key: "advice", name: LocalizedText("Advies"), contact: .slots, minutes: minutes,
      step: step, places: places, assignment: assignment, approval: .none)
  }
}

extension AdviserFacts {
  /// An adviser whose person is `.person(key)`, open as the rules say.
  static func adviser(
    _ key: String, zone: String = "Europe/Brussels",
    rules: [AvailabilityRule] = [.weekly("mo tu we th fr", "09:00", "12:00")],
    exceptions: [AvailabilityException] = []
  ) -> AdviserFacts {
    AdviserFacts(
      person: .person(key), key: key, name: key, zone: .named(zone), availability: rules,
      exceptions: exceptions)
  }
}

extension AvailabilityRule {
  static func weekly(_ days: String, _ from: String, _ until: String) -> AvailabilityRule {
    AvailabilityRule(
      days: days.split(separator: " ").compactMap { CatalogueDay(String($0)) }, from: .at(from),
      until: .at(until))
  }

  static func recurring(
    _ rule: String, _ from: String, _ until: String, validFrom: String? = nil
  ) -> AvailabilityRule {
    AvailabilityRule(
      rule: rule, from: .at(from), until: .at(until), validFrom: validFrom.map { .on($0) })
  }
}

extension AvailabilityException {
  static func closed(
    _ date: String, from: String? = nil, until: String? = nil, reason: String? = nil
  ) -> AvailabilityException {
    AvailabilityException(
      date: .on(date), closed: true, from: from.map { .at($0) }, until: until.map { .at($0) },
      reason: reason)
  }

  static func open(_ date: String, _ from: String, _ until: String) -> AvailabilityException {
    AvailabilityException(date: .on(date), from: .at(from), until: .at(until))
  }
}

extension VenueFacts {
  /// Open on working days from 8 to 18.
  static func venue(
    _ key: String = "fabriek", rooms: [RoomFacts],
    hours: [(days: String, from: String, until: String)] = [("mo tu we th fr", "08:00", "18:00")],
    closures: [ClosedDays] = []
  ) -> VenueFacts {
    VenueFacts(
      key: key, zone: .named("Europe/Brussels"),
      opening: hours.map { hours in
        OpeningHours(
          days: hours.days.split(separator: " ").compactMap { CatalogueDay(String($0)) },
          from: .at(hours.from), until: .at(hours.until))
      },
      closures: closures, rooms: rooms)
  }
}

extension RoomFacts {
  /// A room whose identity is `.room(key)`, or a combination of the rooms with these keys.
  static func room(
    _ key: String, of keys: [String]? = nil, _ layouts: [String: Int] = ["boardroom": 4],
    features: Set<String> = [], claims: [TimeSpan] = []
  ) -> RoomFacts {
    RoomFacts(
      key: key, rooms: (keys ?? [key]).map { .room($0) }, layouts: layouts, features: features,
      claims: claims)
  }
}

// MARK: Readable literals; a wrong one is a mistake in the test and ends it.

extension Instant {
  static func at(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure(text) }
    return instant
  }
}

extension TimeSpan {
  static func of(_ from: String, _ until: String) -> TimeSpan {
    guard let span = TimeSpan(from: .at(from), until: .at(until)) else { preconditionFailure(from) }
    return span
  }

  /// Hours of 1 June 2026 in Brussels.
  static func june1(_ from: String, _ until: String) -> TimeSpan {
    .of("2026-06-01T\(from):00+02:00", "2026-06-01T\(until):00+02:00")
  }
}

extension LocalDate {
  static func on(_ text: String) -> LocalDate {
    guard let date = LocalDate(iso8601: text) else { preconditionFailure(text) }
    return date
  }
}

extension LocalTime {
  static func at(_ text: String) -> LocalTime {
    guard let time = LocalTime(iso8601: text) else { preconditionFailure(text) }
    return time
  }
}

extension Zone {
  static func named(_ id: String) -> Zone {
    guard let zone = ZoneDatabase.system.zone(id) else { preconditionFailure(id) }
    return zone
  }
}

extension ID where Entity == Person {
  static func person(_ key: String) -> ID<Person> { ID(high: 1, low: number(key)) }
}

extension ID where Entity == Room {
  static func room(_ key: String) -> ID<Room> { ID(high: 2, low: number(key)) }
}

/// A number that orders short keys as their letters do.
private func number(_ key: String) -> UInt64 {
  key.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}
