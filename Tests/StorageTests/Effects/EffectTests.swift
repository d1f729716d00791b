import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Effects and history` {
  @Test(arguments: StoreKind.allCases)
  func `wait in the outbox, newest first`(kind: StoreKind) async throws {
    let store = try await kind.open()
    let messages = (1...3).map { number in
      OutboxMessage(
        id: numbered(number, 0x0B), kind: .bookingConfirmed, recipient: "bob@example.org",
        language: .dutch, facts: ["booking": "\(number)"],
        createdAt: noon.advanced(byMinutes: number))
    }
    try await store.write { transaction in
      for message in messages { try transaction.enqueue(message) }
    }
    #expect(try await store.read { try $0.outbox(limit: 2) } == [messages[2], messages[1]])
  }

  @Test func `tell what happened to one object in the order in which it happened`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    // Of one second, and with ids in another order.
    let entries = [9, 4, 6].map { number in
      ActivityEntry(
        id: numbered(number, 0xAC), at: noon, actor: number == 4 ? nil : ada, objectKind: "booking",
        objectID: "b", verb: "state", from: "requested", to: "confirmed", cause: "request",
        ruleVersion: 7)
    }
    let other = ActivityEntry(
      id: numbered(1, 0xAC), at: noon, actor: nil, objectKind: "booking", objectID: "c",
      verb: "booked",
      ruleVersion: 7)
    try await store.write { transaction in
      for entry in entries + [other] { try transaction.record(entry) }
    }
    #expect(try await store.read { try $0.activity(of: "booking", id: "b") } == entries)
    #expect(try await store.read { try $0.activity(of: "booking", id: "c") } == [other])
    #expect(try await store.read { try $0.activity(of: "to-do", id: "b") } == [])
  }

  @Test func `keep an answer under its key until it is old`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let scope = IdempotencyScope(person: ada, route: "POST /bookings", key: "k")
    let answer = KeptAnswer(
      bodyHash: "ff", status: 201, headers: ["ETag": "\"1\""], body: #"{"id":"x"}"#)
    try await store.write { try $0.keep(answer, for: scope, at: noon) }
    #expect(try await store.read { try $0.keptAnswer(scope) } == answer)
    await #expect(throws: (any Error).self) {
      try await store.write { try $0.keep(answer, for: scope, at: noon) }
    }
    let others = [
      IdempotencyScope(person: bob, route: scope.route, key: "k"),
      IdempotencyScope(person: ada, route: "POST /holds", key: "k"),
      IdempotencyScope(person: ada, route: scope.route, key: "l"),
    ]
    for other in others { #expect(try await store.read { try $0.keptAnswer(other) } == nil) }
    try await store.write { try $0.deleteKeptAnswers(before: noon) }
    #expect(try await store.read { try $0.keptAnswer(scope) } == answer)
    try await store.write { try $0.deleteKeptAnswers(before: noon.advanced(bySeconds: 1)) }
    #expect(try await store.read { try $0.keptAnswer(scope) } == nil)
  }
}
