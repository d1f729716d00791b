import CivilTime

/// Whatever can be occupied: a person, a room, an equipment unit. Its id is that person's or room's.
public enum Resource {}

/// A half-open span on one resource for one purpose. Two claims on one resource never overlap.
public struct Claim: Hashable, Sendable {
  public enum Part: String, CaseIterable, Sendable { case adviser, participant, room }

  /// What the claim stands or falls with.
  public enum Purpose: Hashable, Sendable {
    case booking(ID<Booking>)
    case hold(ID<Hold>)
  }

  public var resource: ID<Resource>
  public var span: TimeSpan
  public var part: Part
  public var purpose: Purpose
  /// Key of the appointment type.
  public var type: String
  /// Seconds that the type keeps free of other appointments around it; rules, not part of the span.
  public var bufferBefore: Int64
  public var bufferAfter: Int64
  /// When it lapses by itself: a hold, or a request that nobody answered.
  public var lapsesAt: Instant?

  public init(
    resource: ID<Resource>, span: TimeSpan, part: Part, purpose: Purpose, type: String,
    bufferBefore: Int64 = 0, bufferAfter: Int64 = 0, lapsesAt: Instant? = nil
  ) {
    self.resource = resource
    self.span = span
    self.part = part
    self.purpose = purpose
    self.type = type
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
    self.lapsesAt = lapsesAt
  }

  /// What `offer` claims: its advisers, the starter where known, and its rooms.
  public static func all(
    of offer: SlotOffer, participants: [ID<Person>], type: AppointmentType, purpose: Purpose,
    lapsesAt: Instant?
  ) -> [Claim] {
    let before = Int64(type.buffer?.before ?? 0) * 60
    let after = Int64(type.buffer?.after ?? 0) * 60
    func claim(_ resource: ID<Resource>, _ part: Part) -> Claim {
      Claim(
        resource: resource, span: offer.span, part: part, purpose: purpose, type: type.key,
        bufferBefore: part == .adviser ? before : 0, bufferAfter: part == .adviser ? after : 0,
        lapsesAt: lapsesAt)
    }
    return offer.advisers.map { claim($0.cast(), .adviser) }
      + participants.map { claim($0.cast(), .participant) }
      + (offer.room?.rooms ?? []).map { claim($0.cast(), .room) }
  }
}
