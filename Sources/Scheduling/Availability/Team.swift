import CivilTime

/// Those who take an appointment together: one adviser, or all advisers of a collective type.
struct Team: Sendable {
  /// In key order.
  let members: [AdviserCalendar]
  let people: [ID<Person>]
  /// The rules that may refuse anything, in order.
  let rulesAtVenue: [SlotRule]
  let rulesElsewhere: [SlotRule]

  init(_ members: [AdviserCalendar], starterHasClaims: Bool) {
    self.members = members
    people = members.map(\.person)
    rulesAtVenue = SlotRule.allCases.filter { rule in
      rule.isOfVenue || rule == .starterBusy && starterHasClaims
        || members.contains { $0.mayFail(rule) }
    }
    rulesElsewhere = rulesAtVenue.filter { !$0.isOfVenue }
  }

  /// The zone whose rule opened what the team takes: of several, the first one's.
  var zone: Zone { members.first?.zone ?? .utc }

  /// Whether the team is meant by somebody who names `adviser`, or nobody.
  func isAsked(_ adviser: ID<Person>?) -> Bool { adviser.map { people.contains($0) } ?? true }

  /// The openings of all members together that may hold a start in `from ..< until`, sorted by
  /// start.
  func openings(from: Instant, until: Instant) -> [Opening] {
    guard let first = members.first else { return [] }
    var openings = first.openings.openings(from: from, until: until, member: 0)
    for (member, calendar) in members.enumerated().dropFirst() where !openings.isEmpty {
      openings = Opening.intersections(
        openings, calendar.openings.openings(from: from, until: until, member: member))
    }
    return openings
  }

  /// No start at or after this is offered, `until` at the latest.
  func endOfStarts(before until: Instant) -> Instant {
    members.compactMap(\.endOfStarts).reduce(until, min)
  }
}
