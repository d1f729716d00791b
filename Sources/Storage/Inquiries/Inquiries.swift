import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func inquiry(_ id: ID<Inquiry>) throws -> Inquiry? {
    try sql.first(
      "SELECT \(InquiryRow.columns) FROM inquiry WHERE inquiry.id = $1", .id(id),
      read: InquiryRow.inquiry)
  }

  func inquiry(bearing link: SecretHash) throws -> (inquiry: Inquiry, partner: String)? {
    try sql.first(
      """
      SELECT \(InquiryRow.columns), inquiry_link.partner_key
      FROM inquiry_link JOIN inquiry ON inquiry.id = inquiry_link.inquiry_id
      WHERE inquiry_link.hash = $1
      """, .hash(link)
    ) { row in
      (try InquiryRow.inquiry(row), try row.text(InquiryRow.count))
    }
  }

  func inquiries(_ query: InquiryQuery) throws -> [Inquiry] {
    var conditions = InquiryConditions(partners: query.partners, onlyGaps: query.onlyGaps)
    conditions.add(stages: query.stages)
    if let after = query.after {
      let (at, id) = (conditions.bind(.instant(after.askedAt)), conditions.bind(.id(after.id)))
      let sign = query.newestFirst ? "<" : ">"
      conditions.add(
        "(inquiry.asked_at \(sign) \(at) OR (inquiry.asked_at = \(at) AND inquiry.id \(sign) \(id)))"
      )
    }
    let order = query.newestFirst ? " DESC" : ""
    let limit = conditions.bind(.integer(max(0, query.limit)))
    return try sql.rows(
      """
      SELECT \(InquiryRow.columns) FROM inquiry\(conditions.text)
      ORDER BY inquiry.asked_at\(order), inquiry.id\(order) LIMIT \(limit)
      """, values: conditions.values, read: InquiryRow.inquiry)
  }

  func inquiryCounts(partners: [String]?, onlyGaps: Bool) throws -> [Inquiry.Stage: Int] {
    let conditions = InquiryConditions(partners: partners, onlyGaps: onlyGaps)
    let rows = try sql.rows(
      """
      SELECT state, destination_kind, COUNT(*) FROM inquiry\(conditions.text)
      GROUP BY state, destination_kind
      """, values: conditions.values
    ) { row in
      (try InquiryRow.stage(row.text(0), row.optionalText(1)), Int(try row.integer(2)))
    }
    return Dictionary(rows, uniquingKeysWith: +)
  }

  func unfinishedInquiries(of email: String) throws -> Int {
    try sql.first(
      "SELECT COUNT(*) FROM inquiry WHERE email = $1 AND finished_at IS NULL",
      .text(email.lowercased())
    ) { Int(try $0.integer(0)) } ?? 0
  }

  func visitorInquiries(since instant: Instant) throws -> Int {
    try sql.first(
      "SELECT COUNT(*) FROM inquiry WHERE asked_at >= $1 AND person_id IS NULL",
      .instant(instant)
    ) { Int(try $0.integer(0)) } ?? 0
  }

  func inquiriesToForget(finishedBefore instant: Instant) throws -> [Inquiry] {
    try sql.rows(
      """
      SELECT \(InquiryRow.columns) FROM inquiry
      WHERE finished_at < $1 AND forgotten_at IS NULL ORDER BY finished_at, id
      """, .instant(instant), read: InquiryRow.inquiry)
  }

  func words(of inquiry: ID<Inquiry>) throws -> [ID<ActivityEntry>: String] {
    let rows = try sql.rows(
      "SELECT activity_id, text FROM inquiry_words WHERE inquiry_id = $1", .id(inquiry)
    ) { row -> (ID<ActivityEntry>, String) in (try row.id(0), try row.text(1)) }
    return Dictionary(rows, uniquingKeysWith: { $1 })
  }
}

extension StoredTransaction {
  func lock(_ inquiry: ID<Inquiry>) throws {
    try sql.run("UPDATE inquiry SET version = version + 1 WHERE id = $1", .id(inquiry))
  }

  func save(_ inquiry: Inquiry) throws {
    let state = InquiryRow.State(inquiry.state)
    try sql.run(
      """
      INSERT INTO inquiry (
        id, version, text, email, language, page, person_id, asked_at, state, state_at, state_by,
        destination_kind, destination_key, is_gap, gap_to_do, finished_at, forgotten_at)
      VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      ON CONFLICT (id) DO UPDATE SET
        text = excluded.text, email = excluded.email, state = excluded.state,
        state_at = excluded.state_at, state_by = excluded.state_by,
        destination_kind = excluded.destination_kind, destination_key = excluded.destination_key,
        is_gap = excluded.is_gap, gap_to_do = excluded.gap_to_do,
        finished_at = excluded.finished_at, forgotten_at = excluded.forgotten_at
      """,
      .id(inquiry.id), .text(inquiry.text), .text(inquiry.email),
      .text(inquiry.language.rawValue), .text(inquiry.page), .id(inquiry.person),
      .instant(inquiry.askedAt), .text(state.name), .instant(state.at), .id(state.by),
      .text(state.kind), .text(state.key), .flag(inquiry.isGap), .text(inquiry.gap?.nearestToDo),
      .instant(inquiry.finishedAt), .instant(inquiry.forgottenAt))
  }

  func insertLink(
    _ hash: SecretHash, to inquiry: ID<Inquiry>, partner: String, at now: Instant
  ) throws {
    try sql.run(
      """
      INSERT INTO inquiry_link (hash, inquiry_id, partner_key, created_at)
      VALUES ($1, $2, $3, $4)
      """, .hash(hash), .id(inquiry), .text(partner), .instant(now))
  }

  func insertWords(
    _ text: String, at entry: ID<ActivityEntry>, of inquiry: ID<Inquiry>
  ) throws {
    try sql.run(
      """
      INSERT INTO inquiry_words (activity_id, inquiry_id, text)
      VALUES ($1, $2, $3)
      """, .id(entry), .id(inquiry), .text(text))
  }

  func deleteWordsAndLinks(of inquiry: ID<Inquiry>) throws {
    try sql.run("DELETE FROM inquiry_words WHERE inquiry_id = $1", .id(inquiry))
    try sql.run("DELETE FROM inquiry_link WHERE inquiry_id = $1", .id(inquiry))
  }
}

/// The WHERE of a list or a count, composed of whole conditions.
private struct InquiryConditions {
  private(set) var values: [SQLValue] = []
  private var conditions: [String] = []

  init(partners: [String]?, onlyGaps: Bool) {
    if let partners {
      let keys = partners.map { bind(.text($0)) }.joined(separator: ", ")
      add(
        partners.isEmpty
          ? "1 = 0"
          : "inquiry.destination_kind = 'partner' AND inquiry.destination_key IN (\(keys))")
    }
    if onlyGaps { add("inquiry.is_gap = 1") }
  }

  var text: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }

  mutating func bind(_ value: SQLValue) -> String {
    values.append(value)
    return "$\(values.count)"
  }

  mutating func add(_ condition: String) { conditions.append(condition) }

  mutating func add(stages: [Inquiry.Stage]) {
    guard !stages.isEmpty else { return }
    let parts = stages.map { stage in
      switch stage {
      case .open: "inquiry.state = 'open'"
      case .withPartner: "(inquiry.state = 'routed' AND inquiry.destination_kind = 'partner')"
      case .guided: "(inquiry.state = 'routed' AND inquiry.destination_kind <> 'partner')"
      case .answered: "inquiry.state = 'answered'"
      case .closed: "inquiry.state = 'closed'"
      }
    }
    add("(" + parts.joined(separator: " OR ") + ")")
  }
}
