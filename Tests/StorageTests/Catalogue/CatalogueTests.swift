import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `The catalogue in the store` {
  private static func organisation(_ name: String) -> StoredCatalogueRecord {
    .of(
      .organisation, "fabriek", number: 1,
      document: #"{"key":"fabriek","name":"\#(name)","zone":"Europe/Brussels","languages":["nl"]}"#)
  }

  private static func change(_ name: String, in store: TestStore) async throws {
    try await store.write { transaction in
      try transaction.save(organisation(name))
      try transaction.catalogueChanged(at: noon)
    }
  }

  private static func name(_ store: TestStore) async throws -> String {
    try await store.read { try $0.catalogue().organisation.name.dutch }
  }

  @Test(arguments: StoreKind.allCases)
  func `is empty at first, and comes back as it was saved`(kind: StoreKind) async throws {
    let store = try await kind.open()
    #expect(try await store.read { try $0.catalogue().isEmpty })
    var records = [Self.organisation("Een"), .of(.closureSet, "statutory", number: 2)]
    records[1].days = "[]"
    records[1].isArchived = true
    try await store.write { [records] transaction in
      for record in records { try transaction.save(record) }
      try transaction.catalogueChanged(at: noon)
    }
    let found = try await store.read { try $0.catalogueRecords() }
    #expect(Set(found) == Set(records))
    records[0].record.document = "{}"
    try await store.write { [records] in try $0.save(records[0]) }
    #expect(try await store.read { try $0.catalogueRecords() }.contains(records[0]))
    try await store.write { [records] in try $0.deleteCatalogueRecord(id: records[0].id) }
    #expect(try await store.read { try $0.catalogueRecords() } == [records[1]])
  }

  @Test func `is parsed once per version`() async throws {
    let store = try await StoreKind.file.open()
    try await Self.change("Een", in: store)
    let first = try await store.read { try $0.catalogue() }
    let second = try await store.write { try $0.catalogue() }
    #expect(first === second)
    #expect(first.version == 1)
    #expect(first.changedAt == noon)
    try await Self.change("Twee", in: store)
    #expect(try await Self.name(store) == "Twee")
  }

  @Test func `of a transaction that failed stays out of the cache`() async throws {
    struct Stop: Error {}
    let store = try await StoreKind.file.open()
    try await Self.change("Een", in: store)
    await #expect(throws: Stop.self) {
      try await store.write { transaction in
        try transaction.save(Self.organisation("Nooit"))
        try transaction.catalogueChanged(at: noon)
        #expect(try transaction.catalogue().organisation.name.dutch == "Nooit")
        throw Stop()
      }
    }
    #expect(try await Self.name(store) == "Een")
    try await Self.change("Twee", in: store)
    #expect(try await Self.name(store) == "Twee")
  }

  @Test func `of another process is seen by its version`() async throws {
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    let (ours, theirs) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
    try await ours.migrate(at: noon)
    #expect(try await ours.read { try $0.catalogue().version } == 0)
    try await theirs.write { transaction in
      try transaction.save(Self.organisation("Hun"))
      try transaction.catalogueChanged(at: noon)
    }
    #expect(try await ours.read { try $0.catalogue().organisation.name.dutch } == "Hun")
  }

  @Test func `makes a resource of every room`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let rooms: [ID<Resource>] = [roomA.cast(), roomB.cast()]
    #expect(try await store.read { try $0.versions(of: rooms).count } == 2)
    try await store.write { try $0.deleteCatalogueRecord(id: roomA.description) }
    #expect(try await store.read { try $0.versions(of: rooms) } == [roomB.cast(): 0])
  }

  @Test func `knows what bookings, items and claims use`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let adviser = StoredCatalogueRecord(
      id: ada.description,
      record: CatalogueRecord(kind: .adviser, key: "ada", position: 0, document: "{}"), days: nil,
      isArchived: false)
    let used: [StoredCatalogueRecord] = [
      .of(.appointmentType, "advice", number: 2), .of(.partner, "bank", number: 3), adviser,
      .room("zaal-a", id: roomA), .of(.combination, "zaal-ab", number: 4),
      .of(.venue, "huis", number: 5),
    ]
    let isUsed = { @Sendable (record: StoredCatalogueRecord) in
      try await store.read { try $0.isUsed(record) }
    }
    #expect(try await isUsed(.of(.toDo, "plan", number: 6)))
    for record in used { #expect(try await !isUsed(record), "\(record.record.kind)") }
    // Also once it is cancelled and claims nothing.
    var booking = Booking.of(
      1, .of(span("2027-01-05T09:00", "2027-01-05T10:00"), rooms: [roomA, roomB]))
    _ = try booking.cancel(by: bob, deadline: nil, at: noon)
    try await store.write { [booking] in try $0.save(booking) }
    for record in used { #expect(try await isUsed(record), "\(record.record.kind)") }
    #expect(try await !isUsed(.of(.organisation, "fabriek", number: 7)))
  }
}
