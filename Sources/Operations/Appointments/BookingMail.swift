import CivilTime
import Scheduling

/// Which mails a change to an appointment promises, and to whom. The words are made on the way out.
struct BookingMail {
  private let ledger: Ledger
  private let catalogue: CatalogueSnapshot

  init(_ ledger: Ledger, catalogue: CatalogueSnapshot) {
    (self.ledger, self.catalogue) = (ledger, catalogue)
  }

  func booked(_ booking: Booking, by actor: Actor) throws {
    if case .requested = booking.state {
      try tellAll(.bookingRequested, booking)
    } else {
      try tellAll(.bookingConfirmed, booking)
    }
  }

  /// A former adviser hears that the appointment is no longer theirs.
  func moved(_ booking: Booking, was before: Booking, by actor: Actor) throws {
    let former = before.advisers.filter { !booking.advisers.contains($0) }
    try tell(former, as: .adviser, .bookingCancelled, before)
    try tellAll(.bookingMoved, booking, before: before)
  }

  func cancelled(_ booking: Booking, by actor: Actor) throws {
    try tellAll(.bookingCancelled, booking)
  }

  func confirmed(_ booking: Booking) throws {
    try tell(comers(booking), as: .starter, .bookingConfirmed, booking)
  }

  func declined(_ booking: Booking) throws {
    try tell(comers(booking), as: .starter, .bookingDeclined, booking)
  }

  func lapsed(_ booking: Booking) throws {
    try tellAll(.requestLapsed, booking)
  }

  private func comers(_ booking: Booking) -> [ID<Person>] { booking.participants.map(\.person) }

  private func tellAll(
    _ kind: OutboxMessage.Kind, _ booking: Booking, before: Booking? = nil
  ) throws {
    // All at once: the transaction remembers whom it has read.
    _ = try ledger.transaction.people(Set(booking.advisers + comers(booking)))
    try tell(booking.advisers, as: .adviser, kind, booking, before: before)
    try tell(comers(booking), as: .starter, kind, booking, before: before)
  }

  private func tell(
    _ ids: [ID<Person>], as reader: OutboxMessage.Reader, _ kind: OutboxMessage.Kind,
    _ booking: Booking, before: Booking? = nil
  ) throws {
    let people = try ledger.transaction.people(Set(ids))
    for person in ids.compactMap({ people[$0] }) {
      guard let email = person.email else { continue }
      try ledger.transaction.enqueue(
        OutboxMessage(
          id: .random(), kind: kind, recipient: email, language: person.language,
          facts: try facts(booking, for: reader, before: before), createdAt: ledger.now))
    }
  }

  /// Keys and instants only: the words are looked up when the mail is made.
  private func facts(
    _ booking: Booking, for reader: OutboxMessage.Reader, before: Booking?
  ) throws -> [String: String] {
    var facts = [
      "for": reader.rawValue,
      "booking": booking.id.description, "type": booking.type, "partner": booking.partner,
      "start": booking.span.start.utcText, "end": booking.span.end.utcText, "zone": booking.zone,
      "place": booking.place.rawValue,
    ]
    if let before { facts["previousStart"] = before.span.start.utcText }
    return facts
  }
}
