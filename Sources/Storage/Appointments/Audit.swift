import CivilTime
import Operations
import Scheduling

/// The audit believes no operation and no trigger: it looks at the rows alone.
extension StoredTransaction {
  func audit() throws -> [AuditFinding] {
    var findings = try AuditQuery.all.map { query in
      finding(query.invariant, try sql.rows(query.text) { try $0.text(0) })
    }
    findings.append(finding("local-start-out-of-step", try localStartsOutOfStep()))
    findings.append(finding("foreign-key-violations", try sql.foreignKeyViolations()))
    return findings
  }

  private func finding(_ invariant: String, _ offenders: [String]) -> AuditFinding {
    AuditFinding(
      invariant: invariant, count: offenders.count, examples: Array(offenders.prefix(10)))
  }

  /// The wall time promised is the one that the zone's clocks show at the start, by the zone data
  /// of today.
  private func localStartsOutOfStep() throws -> [String] {
    try sql.rows("SELECT id, zone, start_at, local_start FROM booking ORDER BY id") { row in
      let zone = ZoneDatabase.system.zone(try row.text(1))
      let promised = try row.text(3)
      let shown = zone?.local(try row.instant(2)).iso8601
      return shown == promised ? nil : try row.text(0)
    }.compactMap { $0 }
  }
}

/// An invariant and the text that selects what breaks it.
private struct AuditQuery {
  let invariant: String
  let text: String

  static let all = ledger + bookings + others

  private static let claimsOfLiveBookings = """
    SELECT claim.booking_id, claim.resource_id, claim.part, claim.start_at, claim.end_at
    FROM claim JOIN booking ON booking.id = claim.booking_id
    WHERE booking.state IN ('requested', 'confirmed', 'attended')
    """

  /// One for each adviser, participant who comes, and room of a live booking, over its span.
  private static let claimsDue = """
    SELECT booking.id AS booking_id, due.resource_id, due.part, booking.start_at, booking.end_at
    FROM booking JOIN (
      SELECT booking_id, person_id AS resource_id, 'adviser' AS part FROM booking_adviser
      UNION ALL
      SELECT booking_id, person_id, 'participant' FROM booking_participant
      WHERE state IN ('going', 'attended')
      UNION ALL
      SELECT booking_id, resource_id, 'room' FROM booking_room
    ) AS due ON due.booking_id = booking.id
    WHERE booking.state IN ('requested', 'confirmed', 'attended')
    """

  private static let ledger = [
    AuditQuery(
      invariant: "overlapping-claims",
      text: """
        SELECT resource_id || ' at ' || CAST(start_at AS TEXT)
        FROM (
          SELECT resource_id, start_at, MAX(end_at) OVER (
            PARTITION BY resource_id ORDER BY start_at, end_at
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS occupied_until
          FROM claim
        ) AS claims
        WHERE occupied_until > start_at
        ORDER BY resource_id, start_at
        """),
    AuditQuery(
      invariant: "orphaned-claims",
      text: """
        SELECT claim.resource_id || ' at ' || CAST(claim.start_at AS TEXT)
        FROM claim
        LEFT JOIN resource ON resource.id = claim.resource_id
        LEFT JOIN booking ON booking.id = claim.booking_id
        LEFT JOIN hold ON hold.id = claim.hold_id
        WHERE resource.id IS NULL OR (booking.id IS NULL AND hold.id IS NULL)
        ORDER BY claim.resource_id, claim.start_at
        """),
    AuditQuery(
      invariant: "claims-of-dead-bookings",
      text: """
        SELECT DISTINCT booking.id
        FROM claim JOIN booking ON booking.id = claim.booking_id
        WHERE booking.state NOT IN ('requested', 'confirmed', 'attended')
        ORDER BY booking.id
        """),
    AuditQuery(
      invariant: "claims-out-of-step",
      text: """
        SELECT DISTINCT booking_id
        FROM (\(claimsOfLiveBookings) EXCEPT \(claimsDue)) AS surplus
        ORDER BY booking_id
        """),
    AuditQuery(
      invariant: "live-bookings-without-claims",
      text: """
        SELECT DISTINCT booking_id
        FROM (\(claimsDue) EXCEPT \(claimsOfLiveBookings)) AS missing
        ORDER BY booking_id
        """),
    // A claim that lapses with nothing, or not with what it stands for, is seen as free too early.
    AuditQuery(
      invariant: "lapsing-out-of-step",
      text: """
        SELECT claim.resource_id || ' at ' || CAST(claim.start_at AS TEXT)
        FROM claim
        LEFT JOIN booking ON booking.id = claim.booking_id
        LEFT JOIN hold ON hold.id = claim.hold_id
        WHERE (booking.state = 'requested'
            AND (claim.lapses_at IS NULL OR claim.lapses_at <> booking.state_at))
          OR (booking.state IN ('confirmed', 'attended') AND claim.lapses_at IS NOT NULL)
          OR (hold.id IS NOT NULL AND claim.lapses_at <> hold.until_at)
        ORDER BY claim.resource_id, claim.start_at
        """),
    AuditQuery(
      invariant: "holds-without-claims",
      text: """
        SELECT hold.id FROM hold
        WHERE ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.hold_id = hold.id)
        ORDER BY hold.id
        """),
    AuditQuery(
      invariant: "claims-of-ended-holds",
      text: """
        SELECT hold.id FROM hold
        WHERE ended_at IS NOT NULL
          AND EXISTS (SELECT 1 FROM claim WHERE claim.hold_id = hold.id)
        ORDER BY hold.id
        """),
  ]

  private static let bookings = [
    AuditQuery(
      invariant: "bookings-without-adviser",
      text: """
        SELECT id FROM booking
        WHERE NOT EXISTS (SELECT 1 FROM booking_adviser WHERE booking_id = booking.id)
        ORDER BY id
        """),
    AuditQuery(
      invariant: "bookings-without-participant",
      text: """
        SELECT id FROM booking
        WHERE NOT EXISTS (SELECT 1 FROM booking_participant WHERE booking_id = booking.id)
        ORDER BY id
        """),
    AuditQuery(
      invariant: "booking-people-out-of-step",
      text: """
        SELECT DISTINCT booking.id
        FROM booking JOIN (
          SELECT booking_id, start_at, revision FROM booking_adviser
          UNION ALL
          SELECT booking_id, start_at, revision FROM booking_participant
        ) AS people ON people.booking_id = booking.id
        WHERE people.start_at <> booking.start_at OR people.revision <> booking.revision
        ORDER BY booking.id
        """),
    AuditQuery(
      invariant: "bookings-at-venue-without-room",
      text: """
        SELECT id FROM booking
        WHERE (room_key IS NOT NULL)
          <> EXISTS (SELECT 1 FROM booking_room WHERE booking_id = booking.id)
        ORDER BY id
        """),
    AuditQuery(
      invariant: "duplicate-uids",
      text: "SELECT uid FROM booking GROUP BY uid HAVING COUNT(*) > 1 ORDER BY uid"),
  ]

  /// What keeps an item booked: appointments, requests and arrangements that stand.
  private static let standing = """
    SELECT to_do_id FROM booking
    WHERE to_do_id IS NOT NULL AND state IN ('requested', 'confirmed')
    UNION ALL
    SELECT to_do_id FROM contact_request
    WHERE to_do_id IS NOT NULL AND state IN ('waiting', 'passed', 'answered')
    UNION ALL
    SELECT to_do_id FROM arrangement WHERE to_do_id IS NOT NULL AND state = 'standing'
    """

  private static let others = [
    AuditQuery(
      invariant: "to-dos-out-of-step",
      text: """
        SELECT id FROM to_do
        WHERE (state = 'booked' AND id NOT IN (SELECT to_do_id FROM (\(standing)) AS kept))
          OR (state = 'open' AND id IN (SELECT to_do_id FROM (\(standing)) AS kept))
        ORDER BY id
        """),
    AuditQuery(
      invariant: "contact-requests-out-of-step",
      text: """
        SELECT id FROM contact_request
        WHERE (state = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM booking
            JOIN booking_participant ON booking_participant.booking_id = booking.id
            WHERE booking.id = contact_request.booking_id
              AND booking.type_key = contact_request.type_key
              AND booking_participant.person_id = contact_request.person_id))
          OR NOT EXISTS (
            SELECT 1 FROM contact_request_moment WHERE request_id = contact_request.id)
          OR (to_do_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM to_do
            WHERE to_do.id = contact_request.to_do_id
              AND to_do.person_id = contact_request.person_id))
        ORDER BY id
        """),
    AuditQuery(
      invariant: "people-without-resource",
      text: """
        SELECT id FROM person
        WHERE NOT EXISTS (
          SELECT 1 FROM resource WHERE resource.id = person.id AND resource.kind = 'person')
        ORDER BY id
        """),
    AuditQuery(
      invariant: "rooms-without-resource",
      text: """
        SELECT id FROM catalogue_object
        WHERE kind = 'room' AND NOT EXISTS (
          SELECT 1 FROM resource
          WHERE resource.id = catalogue_object.id AND resource.kind = 'room')
        ORDER BY id
        """),
    AuditQuery(
      invariant: "orphaned-feeds",
      text: """
        SELECT id FROM feed
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.id = feed.owner_id)
          OR (scope IN ('adviser', 'starter')
            AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = feed.subject))
          OR (scope IN ('partner', 'venue') AND NOT EXISTS (
            SELECT 1 FROM catalogue_object AS named
            WHERE named.kind = feed.scope AND named.key = feed.subject))
          OR (scope = 'room' AND NOT EXISTS (
            SELECT 1 FROM catalogue_object AS named
            WHERE named.kind IN ('room', 'combination') AND named.key = feed.subject))
        ORDER BY id
        """),
  ]
}
