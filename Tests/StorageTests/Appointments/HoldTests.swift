import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Holds in the ledger` {
  private static let offer = SlotOffer.of(
    span("2027-01-05T09:00", "2027-01-05T10:00"), advisers: [bob, ada], rooms: [roomB, roomA])

  @Test(arguments: StoreKind.allCases)
  func `come back as they were made`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    let later = noon.advanced(byMinutes: 10)
    let full = Hold.of(1, Self.offer, until: later)
    let bare = Hold.of(
      2, .of(span("2027-01-06T09:00", "2027-01-06T10:00")), person: nil, until: later)
    try await store.write { transaction in
      try transaction.insert(full, at: noon)
      try transaction.insert(bare, at: noon)
    }
    #expect(try await store.read { try $0.hold(full.id) } == full)
    #expect(try await store.read { try $0.hold(bare.id) } == bare)
    #expect(try await store.read { try $0.hold(numbered(3, 0x401D)) } == nil)
  }

  @Test func `of a person are those that have not lapsed`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let holds = [1, 2].map { Hold.of($0, Self.offer, until: noon.advanced(byMinutes: $0)) }
    try await store.write { transaction in
      for hold in holds { try transaction.insert(hold, at: noon) }
    }
    #expect(
      try await store.read { try $0.holds(of: bob, at: noon.advanced(byMinutes: 0)) } == holds)
    #expect(
      try await store.read { try $0.holds(of: bob, at: noon.advanced(byMinutes: 1)) } == [holds[1]])
    #expect(try await store.read { try $0.holds(of: ada, at: noon.advanced(byMinutes: 0)) } == [])
  }

  @Test func `that have lapsed lose their claims and stay known for a while`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let early = Hold.of(
      1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), until: noon.advanced(byMinutes: 1))
    let late = Hold.of(
      2, .of(span("2027-01-05T10:00", "2027-01-05T11:00")), until: noon.advanced(byMinutes: 2))
    try await store.write { transaction in
      for hold in [early, late] {
        try transaction.insert(hold, at: noon)
        try transaction.insert(hold.claims)
      }
      try transaction.endLapsedHolds(at: noon.advanced(byMinutes: 1))
    }
    #expect(try await store.read { try $0.hold(early.id) } == early)
    #expect(try await store.read { try $0.hold(late.id) } == late)
    #expect(try await store.count("claim") == 1)
    try await store.write { try $0.endHold(late.id, at: noon.advanced(bySeconds: 90)) }
    #expect(try await store.count("claim") == 0)
    #expect(
      try await store.read { try $0.hold(late.id)?.until } == noon.advanced(bySeconds: 90))
    try await store.write { try $0.deleteHolds(endedBefore: noon.advanced(bySeconds: 90)) }
    #expect(try await store.read { try $0.hold(early.id) } == nil)
    #expect(try await store.count("hold") == 1)
  }
}
