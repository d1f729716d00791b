import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func booking(_ id: ID<Booking>) throws -> Booking? {
    try bookings(BookingRow.columns + " FROM booking WHERE id = $1", [.id(id)]).first
  }

  func bookings(_ ids: [ID<Booking>]) throws -> [Booking] {
    try complete(
      try sql.rows(
        for: Set(ids).map { .id($0) },
        { list in BookingRow.columns + " FROM booking WHERE id IN (\(list))" },
        read: BookingRow.init))
  }

  func lapsedRequests(at now: Instant) throws -> [Booking] {
    try bookings(
      BookingRow.columns + """
         FROM booking
        WHERE state = 'requested' AND state_at <= $1
        ORDER BY state_at, id
        """, [.instant(now)])
  }

  func promisedTimes(endingAfter instant: Instant) throws -> [PromisedTime] {
    try sql.rows(
      """
      SELECT id, zone, local_start, start_at, end_at FROM booking
      WHERE end_at > $1 AND state IN ('requested', 'confirmed')
      ORDER BY start_at, id
      """, .instant(instant)
    ) { row in
      guard let localStart = LocalDateTime(iso8601: try row.text(2)) else {
        throw row.corrupt(2, "is no wall time")
      }
      return PromisedTime(
        booking: try row.id(0), zone: try row.text(1), localStart: localStart,
        span: try row.span(3))
    }
  }

  func liveBookings(for toDo: ID<ToDo>, excluding: ID<Booking>?) throws -> Int {
    let count = try sql.first(
      """
      SELECT COUNT(*) FROM booking
      WHERE to_do_id = $1 AND id <> COALESCE($2, '') AND state IN ('requested', 'confirmed')
      """, .id(toDo), .id(excluding)
    ) { try $0.integer(0) }
    return Int(count ?? 0)
  }

  /// The bookings that `text` selects, in its order, with their people and rooms.
  func bookings(_ text: String, _ values: [SQLValue]) throws -> [Booking] {
    try complete(try sql.rows(text, values: values, read: BookingRow.init))
  }

  /// Reads the people and rooms of all rows together: one statement for each kind.
  func complete(_ rows: [BookingRow]) throws -> [Booking] {
    let values = rows.map { SQLValue.id($0.id) }
    let advisers = try sql.rows(
      for: values,
      { list in
        """
        SELECT booking_id, person_id FROM booking_adviser
        WHERE booking_id IN (\(list)) ORDER BY booking_id, position
        """
      }
    ) { row in
      let booking: ID<Booking> = try row.id(0)
      let adviser: ID<Person> = try row.id(1)
      return (booking, adviser)
    }
    let participants = try sql.rows(
      for: values,
      { list in
        """
        SELECT booking_id, person_id, state FROM booking_participant
        WHERE booking_id IN (\(list)) ORDER BY booking_id, position
        """
      }
    ) { row in
      let booking: ID<Booking> = try row.id(0)
      return (booking, Booking.Participant(person: try row.id(1), state: try row.named(2)))
    }
    let rooms = try rooms(of: rows.filter { $0.roomKey != nil }.map { .id($0.id) })
    let advisersOf = Dictionary(grouping: advisers) { $0.0 }.mapValues { $0.map(\.1) }
    let participantsOf = Dictionary(grouping: participants) { $0.0 }.mapValues { $0.map(\.1) }
    return try rows.map { row in
      try row.booking(
        advisers: advisersOf[row.id] ?? [], participants: participantsOf[row.id] ?? [],
        rooms: rooms[row.id] ?? [])
    }
  }

  private func rooms(of bookings: [SQLValue]) throws -> [ID<Booking>: [ID<Room>]] {
    let rooms = try sql.rows(
      for: bookings,
      { list in
        """
        SELECT booking_id, resource_id FROM booking_room
        WHERE booking_id IN (\(list)) ORDER BY booking_id, position
        """
      }
    ) { row in
      let booking: ID<Booking> = try row.id(0)
      let room: ID<Room> = try row.id(1)
      return (booking, room)
    }
    return Dictionary(grouping: rooms) { $0.0 }.mapValues { $0.map(\.1) }
  }
}

extension StoredTransaction {
  func save(_ booking: Booking) throws {
    let (stateAt, stateBy) = booking.state.columns
    try sql.run(
      """
      INSERT INTO booking (
        id, uid, type_key, partner_key, state, state_at, state_by, start_at, end_at, zone,
        local_start, place, venue_key, room_key, to_do_id, answers, note, revision, sequence,
        created_at, revised_at)
      VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21)
      ON CONFLICT (id) DO UPDATE SET
        state = excluded.state, state_at = excluded.state_at, state_by = excluded.state_by,
        start_at = excluded.start_at, end_at = excluded.end_at, zone = excluded.zone,
        local_start = excluded.local_start, place = excluded.place,
        venue_key = excluded.venue_key, room_key = excluded.room_key,
        to_do_id = excluded.to_do_id, answers = excluded.answers, note = excluded.note,
        revision = excluded.revision, sequence = excluded.sequence,
        revised_at = excluded.revised_at
      """,
      .id(booking.id), .text(booking.uid), .text(booking.type), .text(booking.partner),
      .text(booking.state.name), .instant(stateAt), .id(stateBy), .instant(booking.span.start),
      .instant(booking.span.end), .text(booking.zone), .text(booking.localStart.iso8601),
      .text(booking.place.rawValue), .text(booking.room?.venue), .text(booking.room?.key),
      .id(booking.toDo), .text(try TextMap.text(booking.answers)), .text(booking.note),
      .integer(booking.revision), .integer(booking.sequence), .instant(booking.createdAt),
      .instant(booking.revisedAt))
    try savePeople(of: booking)
    try saveRooms(of: booking)
  }

  private func savePeople(of booking: Booking) throws {
    if booking.revision > 1 {
      try sql.run("DELETE FROM booking_adviser WHERE booking_id = $1", .id(booking.id))
      try sql.run("DELETE FROM booking_participant WHERE booking_id = $1", .id(booking.id))
    }
    for (position, adviser) in booking.advisers.enumerated() {
      try sql.run(
        """
        INSERT INTO booking_adviser (booking_id, position, person_id, start_at, revision)
        VALUES ($1, $2, $3, $4, $5)
        """,
        .id(booking.id), .integer(position), .id(adviser), .instant(booking.span.start),
        .integer(booking.revision))
    }
    for (position, participant) in booking.participants.enumerated() {
      try sql.run(
        """
        INSERT INTO booking_participant (
          booking_id, position, person_id, start_at, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        .id(booking.id), .integer(position), .id(participant.person),
        .instant(booking.span.start), .text(participant.state.rawValue),
        .integer(booking.revision))
    }
  }

  private func saveRooms(of booking: Booking) throws {
    if booking.revision > 1 {
      try sql.run("DELETE FROM booking_room WHERE booking_id = $1", .id(booking.id))
    }
    for (position, room) in (booking.room?.rooms ?? []).enumerated() {
      try sql.run(
        """
        INSERT INTO booking_room (booking_id, position, resource_id)
        VALUES ($1, $2, $3)
        """, .id(booking.id), .integer(position), .id(room))
    }
  }
}

extension Booking.State {
  /// `state_at` and `state_by`.
  fileprivate var columns: (at: Instant, by: ID<Person>?) {
    switch self {
    case .requested(let instant), .confirmed(let instant), .attended(let instant),
      .noShow(let instant):
      (instant, nil)
    case .cancelled(let instant, let person): (instant, person)
    case .declined(let instant, let person): (instant, person)
    }
  }
}
