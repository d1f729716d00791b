import CivilTime

@testable import Scheduling

/// Draws the advisers of a question.
struct RandomAvailability {
  var moments: RandomMoments
  let type: AppointmentType
  let zone: Zone

  private var random: SplitMix64 {
    get { moments.random }
    set { moments.random = newValue }
  }

  /// One to three, in key order; their identities in another order.
  mutating func advisers() -> [AdviserFacts] {
    let keys = Array(["an", "bert", "chris"].prefix(random.number(1...3)))
    let numbers = random.shuffled([1, 2, 3] as [UInt64])
    let common = rule()
    return zip(keys, numbers).map { adviser(key: $0, number: $1, common: common) }
  }

  /// `common` is a rule that most advisers share, so that a collective finds moments together.
  private mutating func adviser(
    key: String, number: UInt64, common: AvailabilityRule
  ) -> AdviserFacts {
    var facts = AdviserFacts(
      person: ID(high: 0, low: number), key: key, name: key,
      zone: random.chance(75) ? zone : random.pick(RandomQuestion.zones),
      availability: (random.chance(80) ? [common] : []) + rules())
    facts.exceptions = random.chance(60) ? exceptions() : []
    facts.closures = random.chance(20) ? moments.closures("closure of \(key)") : []
    if random.chance(20) { facts.partnershipUntil = moments.date() }
    if random.chance(70) { facts.commitments = commitments() }
    if random.chance(type.caps == nil ? 25 : 60) { facts.countedStarts = starts() }
    facts.loadStarts = random.shuffled(facts.countedStarts + (random.chance(40) ? starts() : []))
    if random.chance(60) {
      facts.lastBookedAt = moments.from.advanced(byMinutes: -random.number(1...3))
    }
    return facts
  }

  private mutating func starts() -> [Instant] {
    (0..<random.number(0...6)).map { _ in moments.instantInWeeks() }
  }

  private mutating func commitments() -> [Commitment] {
    let buffers: [Int64] = [0, 0, 300, 900, 3600]
    return moments.spans(1...6).map {
      Commitment($0, bufferBefore: random.pick(buffers), bufferAfter: random.pick(buffers))
    }
  }

  private mutating func rules() -> [AvailabilityRule] {
    (0..<random.number(1...3)).map { _ in rule() }
  }

  private mutating func rule() -> AvailabilityRule {
    let hours = moments.hours()
    var rule = AvailabilityRule(from: hours.from, until: hours.until)
    if random.chance(70) {
      rule.days = Weekday.allCases.filter { _ in random.chance(85) }.map(CatalogueDay.init)
    } else {
      rule.rule = recurrence()
    }
    if random.chance(rule.rule == nil ? 20 : 50) {
      let earlier = moments.firstDay.advanced(byDays: -random.number(0...60))
      rule.validFrom = random.chance(40) ? moments.date() : earlier
    }
    if random.chance(15) { rule.validUntil = moments.date() }
    (rule.places, rule.types) = (places(), types())
    return rule
  }

  private mutating func recurrence() -> String {
    let interval = ";INTERVAL=\(random.pick([1, 1, 2, 3]))"
    let near = moments.date()
    let days = Weekday.allCases.map(\.rawValue)
    switch random.number(1...4) {
    case 1: return "FREQ=DAILY" + interval
    case 2:
      let some = days.filter { _ in random.chance(50) }
      return "FREQ=WEEKLY" + interval + ";BYDAY="
        + (some.isEmpty ? "MO" : some.joined(separator: ","))
    case 3:
      let number = random.pick([(near.day - 1) / 7 + 1, (near.day - 1) / 7 + 1, -1, -2])
      return "FREQ=MONTHLY" + interval + ";BYDAY=\(number)\(near.weekday.rawValue)"
    default:
      return "FREQ=MONTHLY" + interval + ";BYMONTHDAY=\(random.pick([near.day, near.day, -1]))"
    }
  }

  private mutating func exceptions() -> [AvailabilityException] {
    (0..<random.number(1...4)).flatMap { index -> [AvailabilityException] in
      let date = moments.date()
      let closedDay = AvailabilityException(
        date: date, closed: true, reason: "day \(index)", places: places(), types: types())
      let hours = moments.hours()
      let opening = AvailabilityException(
        date: date, closed: random.chance(20) ? false : nil, from: hours.from, until: hours.until,
        places: places(), types: types())
      let closing = moments.hours()
      let closedHours = AvailabilityException(
        date: date, closed: true, from: closing.from, until: closing.until,
        reason: random.chance(50) ? "hours \(index)" : nil)
      switch random.number(1...6) {
      case 1: return [closedDay]
      case 2: return [closedHours]
      case 3: return [opening]
      case 4, 5: return [closedDay, opening]
      default: return [opening, closedHours]
      }
    }
  }

  private mutating func places() -> [Place]? {
    random.chance(25) ? random.some(of: Place.allCases) : nil
  }

  private mutating func types() -> [String]? {
    guard random.chance(20) else { return nil }
    return random.pick([[type.key], ["other", type.key], ["other"], []])
  }
}
