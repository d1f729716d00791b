import CivilTime
import Operations
import Scheduling

/// The row of a booking, before its people and rooms are read.
struct BookingRow {
  let id: ID<Booking>
  let start: Instant
  let roomKey: String?
  private let uid: String
  private let type: String
  private let partner: String
  private let state: Booking.State
  private let span: TimeSpan
  private let zone: String
  private let localStart: LocalDateTime
  private let place: Place
  private let venueKey: String?
  private let toDo: ID<ToDo>?
  private let answers: [String: String]
  private let note: String?
  private let revision: Int
  private let sequence: Int
  private let createdAt: Instant
  private let revisedAt: Instant

  /// What `init` reads, of the table `booking`.
  static let columns = """
    SELECT booking.id, booking.uid, booking.type_key, booking.partner_key, booking.state,
      booking.state_at, booking.state_by, booking.start_at, booking.end_at, booking.zone,
      booking.local_start, booking.place, booking.venue_key, booking.room_key, booking.to_do_id,
      booking.answers, booking.note, booking.revision, booking.sequence, booking.created_at,
      booking.revised_at
    """

  init(_ row: SQLRow) throws {
    id = try row.id(0)
    uid = try row.text(1)
    type = try row.text(2)
    partner = try row.text(3)
    state = try Self.state(row)
    span = try row.span(7)
    start = span.start
    zone = try row.text(9)
    guard let localStart = LocalDateTime(iso8601: try row.text(10)) else {
      throw row.corrupt(10, "is no wall time")
    }
    self.localStart = localStart
    place = try row.named(11)
    venueKey = row.optionalText(12)
    roomKey = row.optionalText(13)
    toDo = try row.optionalID(14)
    answers = try TextMap.map(try row.text(15))
    note = row.optionalText(16)
    revision = Int(try row.integer(17))
    sequence = Int(try row.integer(18))
    createdAt = try row.instant(19)
    revisedAt = try row.instant(20)
  }

  private static func state(_ row: SQLRow) throws -> Booking.State {
    let instant = try row.instant(5)
    switch try row.text(4) {
    case "requested": return .requested(until: instant)
    case "confirmed": return .confirmed(at: instant)
    case "cancelled": return .cancelled(at: instant, by: try row.id(6))
    case "declined": return .declined(at: instant, by: try row.optionalID(6))
    case "attended": return .attended(at: instant)
    case "noShow": return .noShow(at: instant)
    default: throw row.corrupt(4, "is no state")
    }
  }

  func booking(
    advisers: [ID<Person>], participants: [Booking.Participant], rooms: [ID<Room>]
  ) throws -> Booking {
    var room: SlotOffer.ChosenRoom?
    if let venueKey, let roomKey { room = .init(venue: venueKey, key: roomKey, rooms: rooms) }
    return Booking(
      restoring: id, uid: uid, type: type, partner: partner, state: state, span: span, zone: zone,
      localStart: localStart, place: place, room: room, advisers: advisers,
      participants: participants, toDo: toDo, answers: answers, note: note, revision: revision,
      sequence: sequence, createdAt: createdAt, revisedAt: revisedAt)
  }
}
