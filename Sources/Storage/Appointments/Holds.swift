import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func hold(_ id: ID<Hold>) throws -> Hold? {
    try sql.first(Self.holdColumns + " WHERE id = $1", .id(id), read: Self.hold)
  }

  func holds(of person: ID<Person>, at now: Instant) throws -> [Hold] {
    try sql.rows(
      Self.holdColumns + "\n" + """
        WHERE person_id = $1 AND ended_at IS NULL AND until_at > $2
        ORDER BY until_at, id
        """,
      .id(person), .instant(now), read: Self.hold)
  }

  func visitorHolds(of type: String, at now: Instant) throws -> Int {
    let count: Int64? = try sql.first(
      """
      SELECT COUNT(*) FROM hold
      WHERE type_key = $1 AND person_id IS NULL AND ended_at IS NULL AND until_at > $2
      """, .text(type), .instant(now)
    ) { try $0.integer(0) }
    return Int(count ?? 0)
  }

  private static let holdColumns = """
    SELECT id, type_key, start_at, end_at, zone, place, advisers, venue_key, room_key, rooms,
      person_id, COALESCE(ended_at, until_at)
    FROM hold
    """

  private static func hold(_ row: SQLRow) throws -> Hold {
    var room: SlotOffer.ChosenRoom?
    if let venue = row.optionalText(7) {
      room = .init(venue: venue, key: try row.text(8), rooms: try IDList.ids(try row.text(9)))
    }
    let offer = SlotOffer(
      span: try row.span(2), place: try row.named(5), advisers: try IDList.ids(try row.text(6)),
      room: room, zone: try row.zone(4))
    return Hold(
      id: try row.id(0), type: try row.text(1), offer: offer, person: try row.optionalID(10),
      until: try row.instant(11))
  }
}

extension StoredTransaction {
  func insert(_ hold: Hold, at now: Instant) throws {
    let offer = hold.offer
    try sql.run(
      """
      INSERT INTO hold (
        id, type_key, start_at, end_at, zone, place, advisers, venue_key, room_key, rooms,
        person_id, until_at, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      """,
      .id(hold.id), .text(hold.type), .instant(offer.span.start), .instant(offer.span.end),
      .text(offer.zone.id), .text(offer.place.rawValue), .text(IDList.text(offer.advisers)),
      .text(offer.room?.venue), .text(offer.room?.key),
      .text(IDList.text(offer.room?.rooms ?? [])), .id(hold.person), .instant(hold.until),
      .instant(now))
  }

  func endHold(_ id: ID<Hold>, at now: Instant) throws {
    try deleteClaims(of: .hold(id))
    try sql.run(
      "UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", .id(id), .instant(now))
  }

  func endLapsedHolds(at now: Instant) throws {
    let lapsed: [ID<Hold>] = try sql.rows(
      "SELECT id FROM hold WHERE ended_at IS NULL AND until_at <= $1 ORDER BY id", .instant(now)
    ) { try $0.id(0) }
    for hold in lapsed { try endHold(hold, at: now) }
  }

  func deleteHolds(endedBefore instant: Instant) throws {
    try sql.run("DELETE FROM hold WHERE ended_at < $1", .instant(instant))
  }
}
