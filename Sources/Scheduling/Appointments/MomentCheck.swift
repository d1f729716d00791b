import CivilTime

/// Whether a starter may offer a moment, by what is known when asking.
///
/// The adviser's hours are not asked: the adviser answers in person. What is certain to fail is
/// refused at once, with its reason.
public struct MomentCheck: Sendable {
  /// How far ahead moments may lie where the type has no horizon.
  public static let horizonDays = 60

  private let type: AppointmentType
  private let zone: Zone
  private let closures: [ClosedDays]
  private let partnershipUntil: LocalDate?
  private let claims: [TimeSpan]
  private let now: Instant

  /// - Parameters:
  ///   - closures: The closed days of the partner.
  ///   - claims: What the starter already has.
  public init(
    type: AppointmentType, zone: Zone, closures: [ClosedDays], partnershipUntil: LocalDate?,
    claims: [TimeSpan], now: Instant
  ) {
    (self.type, self.zone, self.closures) = (type, zone, closures)
    (self.partnershipUntil, self.claims, self.now) = (partnershipUntil, claims, now)
  }

  /// The last local date that can be offered.
  public var lastDay: LocalDate {
    let days = type.horizon?.days ?? Self.horizonDays
    let last = zone.date(now).advanced(byDays: days - 1)
    return partnershipUntil.map { min(last, $0) } ?? last
  }

  /// The first instant that can be offered.
  public var earliest: Instant { now.advanced(bySeconds: max(60, type.notice?.seconds ?? 0)) }

  /// The first rule that says no, in the order of the rules for slots; nil where none does.
  public func refusal(of span: TimeSpan) -> SlotRefusal? {
    let date = zone.date(span.start)
    if let partnershipUntil, date > partnershipUntil {
      return .partnershipEnded(on: partnershipUntil)
    }
    if span.start < earliest { return .tooSoon(earliest: earliest) }
    if date > lastDay { return .beyondHorizon(lastDay: lastDay) }
    if let closed = closures.first(where: { $0.from <= date && date < $0.until }) {
      return .closed(name: closed.name)
    }
    return claims.contains { $0.overlaps(span) } ? .starterBusy : nil
  }
}

extension SlotFacts {
  /// What a span takes that an adviser agreed to: adviser, starter and, at the venue, the room that
  /// the search would choose.
  ///
  /// Hours, notice, caps and buffers are not asked, since the adviser said yes; what is claimed, a
  /// closed venue and a full house still say no.
  public func agreed(
    on span: TimeSpan, place: Place, advisers people: [ID<Person>], zone: Zone
  ) throws(SlotRefusal) -> SlotOffer {
    for person in people {
      let commitments = advisers.first { $0.person == person }?.commitments ?? []
      if commitments.contains(where: { $0.span.overlaps(span) }) { throw .adviserBusy }
    }
    if starterClaims.contains(where: { $0.overlaps(span) }) { throw .starterBusy }
    guard place == .venue else {
      return SlotOffer(span: span, place: place, advisers: people, room: nil, zone: zone)
    }
    let rooms = RoomChoice(venues, need: type.room)
    var check = VenueCheck(rooms, from: span.start, until: span.end)
    guard check.isOpen(for: span) else { throw check.refusal(of: span) }
    guard let room = check.room(for: span) else { throw rooms.refusal }
    return SlotOffer(span: span, place: place, advisers: people, room: room, zone: zone)
  }
}
