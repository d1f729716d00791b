import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func contactRequest(_ id: ID<ContactRequest>) throws -> ContactRequest? {
    try contactRequests(ContactRow.columns + " WHERE id = $1", [.id(id)]).first
  }

  func contactRequests(_ query: ContactQuery) throws -> [ContactRequest] {
    var values: [SQLValue] = []
    var conditions: [String] = []
    func bind(_ value: SQLValue) -> String {
      values.append(value)
      return "$\(values.count)"
    }
    switch query.whose {
    case .everyone: break
    case .starter(let person): conditions.append("person_id = \(bind(.id(person)))")
    case .partners(let keys):
      guard !keys.isEmpty else { return [] }
      let list = keys.map { bind(.text($0)) }.joined(separator: ", ")
      conditions.append("partner_key IN (\(list))")
    }
    if !query.states.isEmpty {
      let list = query.states.map { bind(.text($0)) }.joined(separator: ", ")
      conditions.append("state IN (\(list))")
    }
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let limit = bind(.integer(max(0, query.limit)))
    return try contactRequests(
      ContactRow.columns + filter + " ORDER BY created_at DESC, id DESC LIMIT \(limit)", values)
  }

  func contactRequests(dueAt now: Instant) throws -> [ContactRequest] {
    try contactRequests(
      ContactRow.columns + """
         WHERE state = 'waiting'
          AND (state_at <= $1 OR (reminded_at IS NULL AND remind_at <= $1))
        ORDER BY state_at, id
        """, [.instant(now)])
  }

  func contactLink(_ hash: SecretHash) throws -> ContactLink? {
    try sql.first(
      "SELECT hash, request_id, holder, person_id FROM contact_link WHERE hash = $1", .hash(hash)
    ) { row in
      ContactLink(
        hash: SecretHash(stored: try row.text(0)), request: try row.id(1),
        holder: try row.named(2), person: try row.optionalID(3))
    }
  }

  /// The requests that `text` selects, in its order, with their moments.
  private func contactRequests(
    _ text: String, _ values: [SQLValue]
  ) throws -> [ContactRequest] {
    let rows = try sql.rows(text, values: values, read: ContactRow.init)
    let moments = try sql.rows(
      for: rows.map { SQLValue.id($0.id) },
      { list in
        """
        SELECT request_id, start_at, local_start FROM contact_request_moment
        WHERE request_id IN (\(list)) ORDER BY request_id, position
        """
      }
    ) { row in
      let request: ID<ContactRequest> = try row.id(0)
      guard let local = LocalDateTime(iso8601: try row.text(2)) else {
        throw row.corrupt(2, "is no wall time")
      }
      return (request, ContactRequest.Moment(start: try row.instant(1), localStart: local))
    }
    let momentsOf = Dictionary(grouping: moments) { $0.0 }.mapValues { $0.map(\.1) }
    return rows.map { $0.request(moments: momentsOf[$0.id] ?? []) }
  }
}

extension StoredTransaction {
  func save(_ request: ContactRequest) throws {
    let state = ContactStateColumns(request.state)
    try sql.run(
      """
      INSERT INTO contact_request (
        id, type_key, partner_key, person_id, to_do_id, zone, minutes, place, answers, note, state,
        state_at, state_by, message, booking_id, referred_type_key, remind_at, reminded_at,
        revision, created_at)
      VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
      ON CONFLICT (id) DO UPDATE SET
        state = excluded.state, state_at = excluded.state_at, state_by = excluded.state_by,
        message = excluded.message, booking_id = excluded.booking_id,
        referred_type_key = excluded.referred_type_key, reminded_at = excluded.reminded_at,
        revision = excluded.revision
      """,
      .id(request.id), .text(request.type), .text(request.partner), .id(request.person),
      .id(request.toDo), .text(request.zone), .integer(request.minutes),
      .text(request.place.rawValue), .text(try TextMap.text(request.answers)),
      .text(request.note), .text(request.state.name), .instant(state.at), .id(state.by),
      .text(request.state.message), .id(state.booking), .text(state.referredType),
      .instant(request.remindAt), .instant(request.remindedAt), .integer(request.revision),
      .instant(request.createdAt))
    guard request.revision == 1 else { return }
    for (position, moment) in request.moments.enumerated() {
      try sql.run(
        """
        INSERT INTO contact_request_moment (request_id, position, start_at, local_start)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (request_id, position) DO NOTHING
        """,
        .id(request.id), .integer(position), .instant(moment.start),
        .text(moment.localStart.iso8601))
    }
  }

  func insert(_ link: ContactLink, at now: Instant) throws {
    try sql.run(
      """
      INSERT INTO contact_link (hash, request_id, holder, person_id, created_at)
      VALUES ($1, $2, $3, $4, $5)
      """,
      .hash(link.hash), .id(link.request), .text(link.holder.rawValue), .id(link.person),
      .instant(now))
  }
}

/// What the columns of a state hold besides its name and message.
private struct ContactStateColumns {
  let at: Instant
  var by: ID<Person>?
  var booking: ID<Booking>?
  var referredType: String?

  init(_ state: ContactRequest.State) {
    switch state {
    case .waiting(let instant), .passed(let instant), .withdrawn(let instant): at = instant
    case .accepted(let instant, let booking): (at, self.booking) = (instant, booking)
    case .declined(let instant, let by, _), .answered(let instant, let by, _):
      (at, self.by) = (instant, by)
    case .referred(let instant, let by, let type, _):
      (at, self.by, referredType) = (instant, by, type)
    }
  }
}

/// The row of a request, before its moments are read.
private struct ContactRow {
  let id: ID<ContactRequest>
  private let type: String
  private let partner: String
  private let person: ID<Person>
  private let toDo: ID<ToDo>?
  private let zone: String
  private let minutes: Int
  private let place: Place
  private let answers: [String: String]
  private let note: String?
  private let state: ContactRequest.State
  private let remindAt: Instant?
  private let remindedAt: Instant?
  private let revision: Int
  private let createdAt: Instant

  static let columns = """
    SELECT id, type_key, partner_key, person_id, to_do_id, zone, minutes, place, answers, note,
      state, state_at, state_by, message, booking_id, referred_type_key, remind_at, reminded_at,
      revision, created_at
    FROM contact_request
    """

  init(_ row: SQLRow) throws {
    id = try row.id(0)
    type = try row.text(1)
    partner = try row.text(2)
    person = try row.id(3)
    toDo = try row.optionalID(4)
    zone = try row.text(5)
    minutes = Int(try row.integer(6))
    place = try row.named(7)
    answers = try TextMap.map(try row.text(8))
    note = row.optionalText(9)
    state = try Self.state(row)
    remindAt = row.optionalInstant(16)
    remindedAt = row.optionalInstant(17)
    revision = Int(try row.integer(18))
    createdAt = try row.instant(19)
  }

  private static func state(_ row: SQLRow) throws -> ContactRequest.State {
    let instant = try row.instant(11)
    let message = row.optionalText(13)
    switch try row.text(10) {
    case "waiting": return .waiting(until: instant)
    case "passed": return .passed(at: instant)
    case "accepted": return .accepted(at: instant, booking: try row.id(14))
    case "declined":
      return .declined(at: instant, by: try row.optionalID(12), message: message)
    case "answered":
      return .answered(at: instant, by: try row.optionalID(12), message: message)
    case "referred":
      return .referred(
        at: instant, by: try row.optionalID(12), type: try row.text(15), message: message)
    case "withdrawn": return .withdrawn(at: instant)
    default: throw row.corrupt(10, "is no state")
    }
  }

  func request(moments: [ContactRequest.Moment]) -> ContactRequest {
    ContactRequest(
      restoring: id, type: type, partner: partner, person: person, toDo: toDo, zone: zone,
      minutes: minutes, place: place, moments: moments, answers: answers, note: note,
      state: state, remindAt: remindAt, remindedAt: remindedAt, revision: revision,
      createdAt: createdAt)
  }
}
