import CivilTime

/// A moment kept for somebody until a stated instant; it lapses by itself.
public struct Hold: Hashable, Sendable {
  public let id: ID<Hold>
  /// Key of the appointment type.
  public let type: String
  public let offer: SlotOffer
  /// For whom; nil while the person has not signed in yet.
  public let person: ID<Person>?
  public let until: Instant

  public init(
    id: ID<Hold>, type: String, offer: SlotOffer, person: ID<Person>?, until: Instant
  ) {
    (self.id, self.type, self.offer) = (id, type, offer)
    (self.person, self.until) = (person, until)
  }

  /// A hold that lapses exactly now has lapsed.
  public func isLapsed(at now: Instant) -> Bool { until <= now }
}
