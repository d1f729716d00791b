import CivilTime
import Operations
import Testing

@testable import Storage

@Suite struct `The stamp` {
  @Test(arguments: StoreKind.allCases)
  func `differs at once after a write, and stays after anything else`(
    kind: StoreKind
  ) async throws {
    let store = try await kind.open()
    try await store.fill()
    // The connection that watches sees our own writes once too, as another's.
    try await Task.sleep(for: .seconds(1))
    let first = try await store.store.stamp()
    _ = try await store.read { try $0.person(ada) }
    try await store.write { _ = try $0.person(ada) }
    await #expect(throws: StoreFault.overlap) {
      try await store.write { transaction in
        try transaction.save(.adviser(), at: noon)
        throw StoreFault.overlap
      }
    }
    #expect(try await store.store.stamp() == first)
    try await store.write { try $0.save(.adviser(), at: noon) }
    #expect(try await store.store.stamp() != first)
  }

  @Test func `differs within a second of another process's write`() async throws {
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    let (ours, theirs) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
    try await ours.migrate(at: noon)
    _ = try await ours.stamp()
    try await Task.sleep(for: .seconds(1))
    let before = try await ours.stamp()
    try await theirs.write { try $0.save(.adviser(), at: noon) }
    let written = ContinuousClock.now
    var after = try await ours.stamp()
    while after == before, ContinuousClock.now - written < .seconds(2) {
      try await Task.sleep(for: .milliseconds(20))
      after = try await ours.stamp()
    }
    #expect(after != before)
    #expect(ContinuousClock.now - written <= .seconds(1))
    #expect(try await ours.read { try $0.person(ada) } == .adviser())
  }
}
