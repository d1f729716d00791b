import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Stored requests and arrangements` {
  private static let starts = [at("2027-01-12T10:00"), at("2027-01-11T10:00")]

  @Test(arguments: StoreKind.allCases)
  func `come back as they were, in every state`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    let booking = Booking.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")))
    try await store.book(booking)
    let changes: [@Sendable (inout ContactRequest) throws -> Void] = [
      { _ in }, { _ = $0.remind(at: at("2027-01-07T08:00")) },
      { _ = $0.pass(at: at("2027-01-08T00:00")) }, { try $0.accept(as: booking.id, at: noon) },
      { _ = try $0.decline(by: ada, message: "nee", at: noon) },
      { _ = try $0.answer(by: nil, message: nil, at: noon) },
      { _ = try $0.refer(to: "elders", by: ada, message: "daar", at: noon) },
      { _ = try $0.withdraw(at: noon) },
    ]
    for (number, change) in changes.enumerated() {
      let stored = try await store.write { transaction in
        var request = ContactRequest.of(number + 10, Self.starts, toDo: intakeItem, note: "dag")
        try transaction.save(request)
        try change(&request)
        try transaction.save(request)
        let found = try transaction.contactRequest(request.id)
        // One open request a person and type.
        if request.isOpen {
          _ = try request.withdraw(at: noon)
          try transaction.save(request)
        }
        return (found, request.state.name)
      }
      var expected = ContactRequest.of(number + 10, Self.starts, toDo: intakeItem, note: "dag")
      try change(&expected)
      #expect(stored.0 == expected)
    }
  }

  @Test func `of one starter and type are open once`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.save(ContactRequest.of(1, Self.starts)) }
    await #expect(throws: (any Error).self) {
      try await store.write { try $0.save(ContactRequest.of(2, Self.starts)) }
    }
  }

  @Test func `are due for a reminder, then for the team`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    var request = ContactRequest.of(1, Self.starts)
    try await store.write { [request] in try $0.save(request) }
    func due(_ now: String) async throws -> Int {
      try await store.read { try $0.contactRequests(dueAt: at(now)).count }
    }
    // Asked on Monday: Thursday is the third working day.
    #expect(try await due("2027-01-07T07:59") == 0)
    #expect(try await due("2027-01-07T08:00") == 1)
    _ = request.remind(at: at("2027-01-07T08:00"))
    try await store.write { [request] in try $0.save(request) }
    #expect(try await due("2027-01-07T09:00") == 0)
    #expect(try await due("2027-01-08T00:00") == 1)
  }

  @Test func `are found by starter, partner and state`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.save(ContactRequest.of(1, Self.starts)) }
    func count(_ whose: ContactQuery.Whose, _ states: [String] = []) async throws -> Int {
      try await store.read {
        try $0.contactRequests(ContactQuery(whose, states: states, limit: 9)).count
      }
    }
    #expect(try await count(.starter(bob)) == 1)
    #expect(try await count(.starter(cleo)) == 0)
    #expect(try await count(.partners(["elders", "bank"]), ["waiting", "passed"]) == 1)
    #expect(try await count(.partners([])) == 0)
    #expect(try await count(.everyone, ["declined"]) == 0)
  }

  @Test func `keep an item booked while they stand`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    func standing() async throws -> Int {
      try await store.read { try $0.standingContacts(for: intakeItem) }
    }
    var arrangement = Arrangement(
      id: numbered(1, 0xA4A), type: "bellen", partner: "bank", person: bob, toDo: intakeItem,
      kind: .contact, day: LocalDate(iso8601: "2027-01-11"), createdAt: noon)
    try await store.write { [arrangement] transaction in
      try transaction.save(arrangement)
      try transaction.save(ContactRequest.of(1, Self.starts, toDo: intakeItem))
    }
    #expect(try await standing() == 2)
    _ = arrangement.complete(at: noon)
    try await store.write { [arrangement] in try $0.save(arrangement) }
    #expect(try await standing() == 1)
    #expect(try await store.read { try $0.arrangements(of: bob) } == [arrangement])
  }
}
