import CivilTime

@testable import Scheduling

/// Facts and a question about them, drawn from a seed: small, crowded, and often around a date on
/// which calendars go wrong.
struct RandomQuestion {
  let seed: UInt64
  private(set) var facts: SlotFacts
  let from: Instant
  let until: Instant
  let minutes: Int
  private(set) var place: Place?
  private(set) var adviser: ID<Person>?

  init(seed: UInt64) {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    let zone = random.pick(Self.zones)
    let type = Self.type(&random)
    minutes = random.pick(type.minutes)
    let days = random.chance(10) ? random.number(4...7) : random.number(1...3)
    let firstDay = Self.firstDay(&random, zone: zone, days: days)
    from = zone.startOfDay(firstDay).advanced(byMinutes: random.number(-120...120))
    until = from.advanced(byMinutes: days * 1440 + random.number(-600...0))
    var moments = RandomMoments(random: random, from: from, firstDay: firstDay, days: days)
    var availability = RandomAvailability(moments: moments, type: type, zone: zone)
    let advisers = availability.advisers()
    moments = availability.moments
    var rooms = RandomRooms(moments: moments, type: type, zone: zone)
    let venues = rooms.venues()
    moments = rooms.moments
    let now = moments.now(notice: type.notice)
    let claims = moments.random.chance(40) ? moments.spans(1...3) : []
    facts = SlotFacts(
      type: type, now: now, advisers: advisers, venues: venues, starterClaims: claims)
    if moments.random.chance(15) { place = moments.random.pick(type.places) }
    if moments.random.chance(20) { adviser = moments.random.pick(advisers).person }
  }

  /// Clocks that jump by an hour and by half an hour, at midnight and at two, not at all, and ones
  /// that stand off the whole hour.
  static let zones: [Zone] = [
    "Europe/Brussels", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo", "UTC",
    "America/St_Johns", "Asia/Kathmandu",
  ].map { id in
    guard let zone = ZoneDatabase.system.zone(id) else { preconditionFailure("no zone \(id)") }
    return zone
  }

  private static func day(_ text: String) -> LocalDate {
    guard let date = LocalDate(iso8601: text) else { preconditionFailure("\(text) is no date") }
    return date
  }

  /// Such that `days` from it hold a clock change, a week 53, a New Year, a leap day or any day.
  private static func firstDay(
    _ random: inout SplitMix64, zone: Zone, days: Int
  ) -> LocalDate {
    let target: LocalDate
    let changes = zone.transitions(
      from: zone.startOfDay(day("2024-01-01")), until: zone.startOfDay(day("2029-01-01")))
    switch random.number(1...10) {
    case 1...7 where !changes.isEmpty: target = zone.date(random.pick(changes).at)
    case 1...8:
      target = random.pick(["2026-12-31", "2027-01-03", "2020-12-31", "2024-12-30"].map(day))
    case 9: target = random.pick([day("2024-02-29"), day("2028-02-29")])
    default: target = day("2024-01-01").advanced(byDays: random.number(0...1800))
    }
    return target.advanced(byDays: -random.number(0...min(2, days - 1)))
  }

  private static func type(_ random: inout SplitMix64) -> AppointmentType {
    let durations = [15, 20, 25, 30, 45, 60, 75, 90]
    let minutes = Array(random.shuffled(durations).prefix(random.number(1...3))).sorted()
    let places = random.shuffled(Place.allCases).prefix(random.number(1...3))
    var type = AppointmentType(
      key: "advice", name: LocalizedText("Advies"), contact: .slots, minutes: minutes,
      places: Array(places), assignment: random.pick([.chosen, .leastLoaded, .collective]),
      approval: .none)
    if random.chance(80) { type.step = random.pick([5, 7, 10, 15, 20, 30, 40, 60]) }
    if random.chance(50) {
      type.buffer = .init(before: random.pick([0, 5, 10, 30]), after: random.pick([0, 5, 15, 45]))
    }
    if random.chance(60) { type.notice = ElapsedTime(minutes: UInt32(random.number(0...1440))) }
    if random.chance(50) { type.horizon = .init(days: random.number(1...8)) }
    if random.chance(60) {
      type.caps = .init(
        day: random.chance(70) ? random.number(1...2) : nil,
        week: random.chance(70) ? random.number(1...5) : nil)
    }
    if random.chance(60) {
      type.room = .init(
        layout: random.pick(RandomRooms.layouts), people: random.number(1...10),
        features: random.chance(40) ? random.some(of: RandomRooms.features) : [])
    }
    return type
  }
}
