import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  /// Claims do not overlap, so of those that start before the span only the last can reach into it:
  /// the look-up begins at that one.
  ///
  /// The rows are whole numbers only and come in the order of the table itself, because a list of
  /// twenty advisers' moments reads thousands of them.
  func occupations(
    of resources: [ID<Resource>], overlapping span: TimeSpan, at now: Instant,
    for type: String, excluding: ClaimExclusion
  ) throws -> [ID<Resource>: [Occupation]] {
    var result: [ID<Resource>: [Occupation]] = [:]
    for resource in Set(resources) {
      var values: [SQLValue] = [
        .id(resource), .instant(span.start), .instant(span.end), .instant(now), .text(type),
      ]
      let occupations = try sql.rows(
        """
        SELECT start_at, end_at, buffer_before, buffer_after, part = 'adviser', type_key = $5
        FROM claim
        WHERE resource_id = $1
          AND start_at < $3
          AND start_at >= COALESCE(
            (SELECT MAX(start_at) FROM claim WHERE resource_id = $1 AND start_at <= $2), $2)
          AND end_at > $2
          AND (lapses_at IS NULL OR lapses_at > $4)
        """ + Self.condition(excluding, &values) + " ORDER BY start_at",
        values: values, read: Self.occupation)
      if !occupations.isEmpty { result[resource] = occupations }
    }
    return result
  }

  private static func occupation(_ row: SQLRow) throws -> Occupation {
    Occupation(
      Commitment(
        try row.span(0), bufferBefore: try row.integer(2), bufferAfter: try row.integer(3)),
      isAdvising: try row.flag(4), isOfType: try row.flag(5))
  }

  private static func condition(
    _ excluding: ClaimExclusion, _ values: inout [SQLValue]
  ) -> String {
    var condition = ""
    if let booking = excluding.booking {
      values.append(.id(booking))
      condition += " AND (booking_id IS NULL OR booking_id <> $\(values.count))"
    }
    if let hold = excluding.hold {
      values.append(.id(hold))
      condition += " AND (hold_id IS NULL OR hold_id <> $\(values.count))"
    }
    return condition
  }

  func lastBooked(_ advisers: [ID<Person>]) throws -> [ID<Person>: Instant] {
    let rows = try sql.rows(
      for: advisers.map { .id($0) },
      { list in
        """
        SELECT id, last_booked_at FROM resource
        WHERE id IN (\(list)) AND last_booked_at IS NOT NULL
        """
      }
    ) { row in
      let adviser: ID<Person> = try row.id(0)
      return (adviser, try row.instant(1))
    }
    return Dictionary(rows) { first, _ in first }
  }

  func versions(of resources: [ID<Resource>]) throws -> [ID<Resource>: Int64] {
    let rows = try sql.rows(
      for: resources.map { .id($0) }, { "SELECT id, version FROM resource WHERE id IN (\($0))" }
    ) { row in
      let resource: ID<Resource> = try row.id(0)
      return (resource, try row.integer(1))
    }
    return Dictionary(rows) { first, _ in first }
  }
}

extension StoredTransaction {
  func lock(_ resources: Set<ID<Resource>>) throws {
    for resource in resources.sorted() {
      let locked = try sql.run(
        "UPDATE resource SET version = version + 1 WHERE id = $1", .id(resource))
      guard locked == 1 else { throw StoreFault.corruptRow("no resource \(resource)") }
    }
  }

  func markBooked(_ advisers: [ID<Person>], at now: Instant) throws {
    for adviser in advisers.sorted() {
      try sql.run(
        "UPDATE resource SET last_booked_at = $1 WHERE id = $2", .instant(now), .id(adviser))
    }
  }

  func insert(_ claims: [Claim]) throws {
    for claim in claims {
      let (booking, hold): (SQLValue, SQLValue) =
        switch claim.purpose {
        case .booking(let id): (.id(id), .null)
        case .hold(let id): (.null, .id(id))
        }
      try sql.run(
        """
        INSERT INTO claim (
          resource_id, start_at, end_at, part, booking_id, hold_id, type_key, buffer_before,
          buffer_after, lapses_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        .id(claim.resource), .instant(claim.span.start), .instant(claim.span.end),
        .text(claim.part.rawValue), booking, hold, .text(claim.type),
        .integer(claim.bufferBefore), .integer(claim.bufferAfter), .instant(claim.lapsesAt))
    }
  }

  func deleteClaims(of purpose: Claim.Purpose) throws {
    switch purpose {
    case .booking(let id): try sql.run("DELETE FROM claim WHERE booking_id = $1", .id(id))
    case .hold(let id): try sql.run("DELETE FROM claim WHERE hold_id = $1", .id(id))
    }
  }

  func setLapsing(of booking: ID<Booking>, to instant: Instant?) throws {
    try sql.run(
      "UPDATE claim SET lapses_at = $1 WHERE booking_id = $2", .instant(instant), .id(booking))
  }
}
