import CivilTime
import Operations
import Scheduling

/// A booking as the contract shows it.
struct BookingAnswer: Encodable {
  struct Participant: Encodable {
    let id: String
    let name: String
    let state: String
  }

  let id: String
  let uid: String
  let state: String
  let revision: Int
  let sequence: Int
  let start: String
  let end: String
  let zone: String
  let place: String
  let room: NamedAnswer?
  let advisers: [NamedAnswer]
  let participants: [Participant]
  let toDo: String?
  /// Keys.
  let appointmentType: String
  let partner: String

  /// What `reader` may see: who merely takes part sees nobody else who does.
  init(_ view: BookingView, reader: Person, language: Language) {
    let booking = view.booking
    id = booking.id.description
    (uid, state) = (booking.uid, booking.state.name)
    (revision, sequence) = (booking.revision, booking.sequence)
    (start, end) = (view.zone.rfc3339(booking.span.start), view.zone.rfc3339(booking.span.end))
    (zone, place) = (booking.zone, booking.place.rawValue)
    room = booking.room.map { room in
      NamedAnswer(key: room.key, name: view.room?.name[language] ?? room.key)
    }
    advisers = view.advisers.map { NamedAnswer(id: $0.id.description, name: $0.name) }
    let relations = Access.relations(of: reader, to: booking, catalogue: view.catalogue)
    let isOnlyParticipant = relations.subtracting([.participant, .colleague]).isEmpty
    let names = Dictionary(
      view.participants.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    participants = booking.participants
      .filter { !isOnlyParticipant || $0.person == reader.id }
      .map {
        Participant(
          id: $0.person.description, name: names[$0.person] ?? "", state: $0.state.rawValue)
      }
    toDo = booking.toDo?.description
    (appointmentType, partner) = (booking.type, booking.partner)
  }
}
