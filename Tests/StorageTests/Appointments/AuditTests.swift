import CivilTime
import GRDB
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `The audit` {
  /// A confirmed booking with rooms and an item, a request, a cancelled booking and a hold.
  private static func sound() async throws -> TestStore {
    let store = try await StoreKind.file.open()
    try await store.fill()
    try await store.book(
      .of(
        1, .of(span("2027-01-05T09:00", "2027-01-05T10:00"), rooms: [roomA, roomB]),
        toDo: intakeItem))
    try await store.book(
      .of(
        2, .of(span("2027-01-05T10:00", "2027-01-05T11:00")), requestUntil: at("2027-01-04T18:00")))
    var cancelled = Booking.of(3, .of(span("2027-01-05T14:00", "2027-01-05T15:00")))
    _ = try cancelled.cancel(by: bob, deadline: nil, at: noon)
    let hold = Hold.of(
      1, .of(span("2027-01-05T16:00", "2027-01-05T17:00")), until: noon.advanced(byMinutes: 5))
    try await store.write { [cancelled] transaction in
      try transaction.save(cancelled)
      try transaction.insert(hold, at: noon)
      try transaction.insert(hold.claims)
      var item = ToDo(id: intakeItem, person: bob, template: "plan", changedAt: noon)
      _ = item.book(at: noon)
      try transaction.save(item)
      var accepted = ContactRequest.of(1, [span("2027-01-05T09:00", "2027-01-05T10:00").start])
      try transaction.save(accepted)
      try accepted.accept(as: numbered(1, 0xB00), at: noon)
      try transaction.save(accepted)
      try transaction.save(
        Feed(
          id: numbered(1, 0xFEED), owner: ada, scope: .adviser(ada), language: .dutch,
          createdAt: noon))
    }
    return store
  }

  private static func broken(_ store: TestStore) async throws -> [String: Int] {
    let findings = try await store.read { try $0.audit() }
    return Dictionary(
      uniqueKeysWithValues: findings.filter { $0.count > 0 }.map { ($0.invariant, $0.count) })
  }

  private static let invariants: Set = [
    "overlapping-claims", "orphaned-claims", "claims-of-dead-bookings", "claims-out-of-step",
    "live-bookings-without-claims", "lapsing-out-of-step", "holds-without-claims",
    "claims-of-ended-holds",
    "bookings-without-adviser", "bookings-without-participant", "booking-people-out-of-step",
    "bookings-at-venue-without-room", "duplicate-uids", "to-dos-out-of-step",
    "contact-requests-out-of-step",
    "people-without-resource", "rooms-without-resource", "orphaned-feeds",
    "local-start-out-of-step", "foreign-key-violations",
  ]

  @Test func `names every invariant, also where nothing breaks it`() async throws {
    let findings = try await Self.sound().read { try $0.audit() }
    #expect(Set(findings.map(\.invariant)) == Self.invariants)
    #expect(findings.allSatisfy { $0.count == 0 && $0.examples.isEmpty })
  }

  @Test func `has nothing against a hold that has lapsed`() async throws {
    let store = try await Self.sound()
    try await store.run("UPDATE hold SET until_at = 1")
    try await store.run("UPDATE claim SET lapses_at = 1 WHERE hold_id IS NOT NULL")
    #expect(try await Self.broken(store) == [:])
  }

  private struct Damage: CustomTestStringConvertible {
    let sql: String
    let broken: [String: Int]
    var testDescription: String { broken.keys.sorted().joined(separator: ", ") + ": " + sql }
  }

  private static let first: ID<Booking> = numbered(1, 0xB00)
  private static let third: ID<Booking> = numbered(3, 0xB00)
  private static let nobody: ID<Person> = numbered(99, 0x99)

  private static let damages = [
    Damage(
      sql:
        "UPDATE claim SET end_at = end_at + 60 WHERE booking_id = '\(first)' AND part = 'adviser'",
      broken: [
        "overlapping-claims": 1, "claims-out-of-step": 1, "live-bookings-without-claims": 1,
      ]),
    Damage(
      sql: "UPDATE claim SET hold_id = '\(nobody)' WHERE hold_id IS NOT NULL",
      broken: ["orphaned-claims": 1, "holds-without-claims": 1, "foreign-key-violations": 1]),
    Damage(
      sql: "UPDATE claim SET booking_id = '\(nobody)' WHERE resource_id = '\(roomA)'",
      broken: [
        "orphaned-claims": 1, "live-bookings-without-claims": 1, "foreign-key-violations": 1,
      ]),
    Damage(
      sql: "UPDATE claim SET resource_id = '\(nobody)' WHERE hold_id IS NOT NULL",
      broken: ["orphaned-claims": 1, "foreign-key-violations": 1]),
    Damage(
      sql: """
        UPDATE booking SET state = 'cancelled', state_by = '\(bob)' WHERE id = '\(first)';
        UPDATE to_do SET state = 'open'
        """, broken: ["claims-of-dead-bookings": 1]),
    Damage(
      sql: "UPDATE booking SET state = 'noShow' WHERE id = '\(first)'",
      broken: ["claims-of-dead-bookings": 1, "to-dos-out-of-step": 1]),
    Damage(
      sql: "UPDATE claim SET resource_id = '\(cleo)' WHERE resource_id = '\(roomB)'",
      broken: ["claims-out-of-step": 1, "live-bookings-without-claims": 1]),
    Damage(
      sql: "DELETE FROM claim WHERE booking_id = '\(first)' AND part = 'participant'",
      broken: ["live-bookings-without-claims": 1]),
    Damage(
      sql: "UPDATE claim SET lapses_at = NULL WHERE booking_id IS NOT NULL",
      broken: ["lapsing-out-of-step": 2]),
    Damage(
      sql: "UPDATE claim SET lapses_at = 5 WHERE resource_id = '\(roomA)'",
      broken: ["lapsing-out-of-step": 1]),
    Damage(sql: "UPDATE hold SET until_at = 5", broken: ["lapsing-out-of-step": 1]),
    Damage(
      sql: "DELETE FROM claim WHERE hold_id IS NOT NULL", broken: ["holds-without-claims": 1]),
    Damage(
      sql: "DELETE FROM booking_adviser WHERE booking_id = '\(third)'",
      broken: ["bookings-without-adviser": 1]),
    Damage(
      sql: "DELETE FROM booking_participant WHERE booking_id = '\(third)'",
      broken: ["bookings-without-participant": 1]),
    Damage(
      sql: "UPDATE booking_adviser SET start_at = 5 WHERE booking_id = '\(third)'",
      broken: ["booking-people-out-of-step": 1]),
    Damage(
      sql: "UPDATE booking SET room_key = NULL, venue_key = NULL WHERE id = '\(first)'",
      broken: ["bookings-at-venue-without-room": 1]),
    Damage(
      sql: "DROP INDEX booking_by_uid; UPDATE booking SET uid = 'same' WHERE id <> '\(third)'",
      broken: ["duplicate-uids": 1]),
    Damage(sql: "UPDATE to_do SET state = 'open'", broken: ["to-dos-out-of-step": 1]),
    Damage(
      sql: "UPDATE contact_request SET booking_id = '\(third)', person_id = '\(cleo)'",
      broken: ["contact-requests-out-of-step": 1]),
    Damage(
      sql: "DELETE FROM contact_request_moment", broken: ["contact-requests-out-of-step": 1]),
    Damage(
      sql: """
        UPDATE booking SET to_do_id = NULL;
        INSERT INTO arrangement (id, type_key, partner_key, person_id, to_do_id, kind, state,
          created_at)
        VALUES ('\(nobody)', 'bellen', 'bank', '\(bob)', '\(intakeItem)', 'contact', 'standing', 0)
        """, broken: [:]),
    Damage(
      sql: "DELETE FROM resource WHERE id = '\(cleo)'", broken: ["people-without-resource": 1]),
    Damage(
      sql: """
        INSERT INTO catalogue_object (id, kind, key, position, document, archived)
        VALUES ('\(nobody)', 'room', 'zaal-c', 0, '{}', 0)
        """, broken: ["rooms-without-resource": 1]),
    Damage(
      sql: "UPDATE feed SET scope = 'room', subject = 'zaal-c'", broken: ["orphaned-feeds": 1]),
    Damage(sql: "UPDATE feed SET subject = '\(nobody)'", broken: ["orphaned-feeds": 1]),
    Damage(
      sql: "UPDATE feed SET owner_id = '\(nobody)'",
      broken: ["orphaned-feeds": 1, "foreign-key-violations": 1]),
    Damage(
      sql: "UPDATE booking SET local_start = '2027-01-05T08:00:00' WHERE id = '\(first)'",
      broken: ["local-start-out-of-step": 1]),
    Damage(
      sql: "UPDATE booking SET zone = 'Europe/Atlantis' WHERE id = '\(first)'",
      broken: ["local-start-out-of-step": 1]),
  ]

  @Test(arguments: damages)
  private func `finds what somebody damaged behind its back`(damage: Damage) async throws {
    let store = try await Self.sound()
    let stranger = try store.stranger()
    try await stranger.writeWithoutTransaction { database in
      try database.execute(sql: "DROP TRIGGER claim_overlap_on_insert")
      try database.execute(sql: "DROP TRIGGER claim_overlap_on_update")
      try database.execute(sql: damage.sql)
    }
    #expect(try await Self.broken(store) == damage.broken)
  }

  @Test func `names at most ten offenders`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.write { transaction in
      for number in 1...12 {
        try transaction.save(.starter(numbered(number, 0x5), email: nil), at: noon)
      }
    }
    try await store.run("DELETE FROM resource")
    let findings = try await store.read { try $0.audit() }
    let finding = try #require(findings.first { $0.invariant == "people-without-resource" })
    #expect(finding.count == 12)
    #expect(finding.examples == (1...10).map { (numbered($0, 0x5) as ID<Person>).description })
  }
}
