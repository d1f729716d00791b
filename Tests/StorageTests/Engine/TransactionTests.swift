import CivilTime
import Foundation
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `A transaction` {
  private struct Stop: Error {}

  @Test(arguments: StoreKind.allCases)
  func `that throws leaves nothing`(kind: StoreKind) async throws {
    let store = try await kind.open()
    await #expect(throws: Stop.self) {
      try await store.write { transaction in
        try transaction.save(.adviser(), at: noon)
        #expect(try transaction.person(ada) == .adviser())
        throw Stop()
      }
    }
    #expect(try await store.read { try $0.person(ada) } == nil)
    #expect(try await store.count("resource") == 0)
  }

  @Test func `that reads cannot write`() async throws {
    let store = try await StoreKind.file.open()
    await #expect(throws: StoreFault.self) {
      try await store.read { transaction in
        try #require(transaction as? StoredTransaction).sql.run("DELETE FROM person")
      }
    }
  }

  @Test func `stands alone: of 40 that race for one moment, one gets it`() async throws {
    let store = try await StoreKind.file.open()
    try await store.fill()
    let moment = SlotOffer.of(span("2027-01-05T09:00", "2027-01-05T10:00"))
    let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 1...40 {
        group.addTask {
          try await store.write { transaction in
            try transaction.lock([ada.cast()])
            let taken = try transaction.occupations(
              of: [ada.cast()], overlapping: moment.span, at: noon, for: "advice",
              excluding: .none)
            guard taken.isEmpty else { return false }
            let booking = Booking.of(number, moment)
            try transaction.insert(booking.claims)
            try transaction.save(booking)
            return true
          }
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(winners == 1)
    #expect(try await store.read { try $0.audit() }.allSatisfy { $0.count == 0 })
  }

  @Test func `on a file that cannot be opened says so`() throws {
    #expect(throws: StoreFault.self) { try SQLiteStore(path: "/nowhere/at/all.sqlite") }
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    try Data(repeating: 0x41, count: 4096).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreFault.self) { try SQLiteStore(path: path) }
  }

  @Test func `on a full disk says so, changes nothing, and goes on once there is room`()
    async throws
  {
    let store = try await StoreKind.file.open()
    try await store.fill()
    // The smallest the database may be is what it is now.
    try await store.run("PRAGMA max_page_count = 1")
    let fill = { @Sendable (transaction: any WriteTransaction) in
      for number in 1...500 {
        try transaction.save(.starter(numbered(number, 0x5), email: nil), at: noon)
      }
    }
    await #expect(throws: StoreFault.unavailable("database or disk is full")) {
      try await store.write(fill)
    }
    #expect(try await store.count("person") == 3)
    try await store.run("PRAGMA max_page_count = 1000000")
    try await store.write(fill)
    #expect(try await store.count("person") == 503)
  }

  @Test func `finds a corrupt row, and names its column only`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let booking = Booking.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")))
    try await store.write { try $0.save(booking) }
    try await store.run("UPDATE booking SET local_start = 'nineteen characters'")
    await #expect(throws: StoreFault.corruptRow("local_start is no wall time")) {
      try await store.read { try $0.booking(booking.id) }
    }
  }
}

@Suite struct `Parameters` {
  @Test func `are bound by their number, in whatever order the text names them`() async throws {
    let store = try await StoreKind.memory.open()
    let text = try await store.read { transaction in
      try #require(transaction as? StoredTransaction).sql.first(
        "SELECT $3 || $1 || $2 || $1 || COALESCE($4, '-')", .text("a"), .text("b"), .text("c"),
        .null
      ) { try $0.text(0) }
    }
    #expect(text == "caba-")
  }

  @Test(arguments: [1, 2, 3, 256, 257, 1000])
  func `of a list may be many`(count: Int) async throws {
    let store = try await StoreKind.memory.open()
    let numbers = try await store.read { transaction in
      try #require(transaction as? StoredTransaction).sql.rows(
        for: (0..<count).map { .integer($0) },
        { "SELECT COUNT(*) FROM catalogue_state WHERE version IN (\($0))" }
      ) { try $0.integer(0) }
    }
    #expect(numbers == [1] + Array(repeating: 0, count: (count - 1) / 256))
  }

  @Test func `hold lists of ids`() throws {
    for ids: [ID<Person>] in [[], [ada], [bob, ada]] {
      #expect(try IDList.ids(IDList.text(ids)) == ids)
    }
    #expect(throws: StoreFault.self) { try IDList.ids("[\"x\"]") as [ID<Person>] }
    #expect(throws: StoreFault.self) { try IDList.ids("") as [ID<Person>] }
  }
}
