import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Claims in the ledger` {
  private static let nine = Booking.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")))
  private static let ten = Booking.of(2, .of(span("2027-01-05T10:00", "2027-01-05T11:00")))
  private static let three = Booking.of(3, .of(span("2027-01-05T15:00", "2027-01-05T16:00")))

  private static func store(_ kind: StoreKind) async throws -> TestStore {
    let store = try await kind.open()
    try await store.fill()
    for booking in [three, nine, ten] { try await store.book(booking) }
    return store
  }

  /// What Ada's claims occupy, asked about the type of `booking`.
  private static func occupied(
    _ store: TestStore, _ from: String, _ until: String, at now: Instant = noon,
    type: String? = nil, excluding: ClaimExclusion = .none
  ) async throws -> [Occupation] {
    let span = span(from, until)
    let type = type ?? nine.type
    return try await store.read { transaction in
      try transaction.occupations(
        of: [ada.cast()], overlapping: span, at: now, for: type, excluding: excluding)[
          ada.cast()] ?? []
    }
  }

  /// What the adviser's claim, the first, occupies.
  private static func occupation(_ booking: Booking) -> Occupation? {
    booking.claims.first.map {
      Occupation(
        Commitment($0.span, bufferBefore: $0.bufferBefore, bufferAfter: $0.bufferAfter),
        isAdvising: true, isOfType: true)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `occupy what they were made for, in order of start`(kind: StoreKind) async throws {
    let store = try await Self.store(kind)
    let found = try await Self.occupied(store, "2027-01-05T00:00", "2027-01-06T00:00")
    #expect(found == [Self.nine, Self.ten, Self.three].compactMap(Self.occupation))
  }

  @Test func `say as what a person is there, and whether it is the type asked about`()
    async throws
  {
    let store = try await Self.store(.memory)
    let day = span("2027-01-05T00:00", "2027-01-06T00:00")
    let claims = Self.nine.claims
    let participant = try #require(claims.first { $0.part == .participant })
    for (type, isOfType) in [(Self.nine.type, true), ("another", false)] {
      let found = try await store.read { transaction in
        try transaction.occupations(
          of: claims.map(\.resource), overlapping: day, at: noon, for: type, excluding: .none)
      }
      #expect(found[ada.cast()]?.map(\.isAdvising) == [true, true, true])
      #expect(found[participant.resource]?.first?.isAdvising == false)
      #expect(found.values.allSatisfy { $0.allSatisfy { $0.isOfType == isOfType } })
    }
  }

  @Test func `are found where they reach into a span, not where they touch it`() async throws {
    let store = try await Self.store(.memory)
    let windows: [(String, String, [Booking])] = [
      ("2027-01-05T08:00", "2027-01-05T09:00", []),
      ("2027-01-05T08:00", "2027-01-05T09:01", [Self.nine]),
      ("2027-01-05T09:30", "2027-01-05T09:40", [Self.nine]),
      ("2027-01-05T09:30", "2027-01-05T10:30", [Self.nine, Self.ten]),
      ("2027-01-05T10:00", "2027-01-05T11:00", [Self.ten]),
      ("2027-01-05T11:00", "2027-01-05T15:00", []),
      ("2027-01-05T15:59", "2027-01-05T17:00", [Self.three]),
    ]
    for (from, until, expected) in windows {
      let found = try await Self.occupied(store, from, until)
      #expect(found == expected.compactMap(Self.occupation), "\(from)..<\(until)")
    }
  }

  @Test func `of what is being replaced are looked past`() async throws {
    let store = try await Self.store(.memory)
    let found = try await Self.occupied(
      store, "2027-01-05T09:00", "2027-01-05T11:00",
      excluding: ClaimExclusion(booking: Self.nine.id))
    #expect(found == [Self.occupation(Self.ten)].compactMap(\.self))
  }

  @Test func `that lapse exactly now have lapsed`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let hold = Hold.of(
      1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), until: noon.advanced(byMinutes: 5))
    try await store.write { transaction in
      try transaction.insert(hold, at: noon)
      try transaction.insert(hold.claims)
    }
    for (seconds, expected) in [(299, hold.claims.map(\.span)), (300, [])] as [(Int64, [TimeSpan])]
    {
      let found = try await Self.occupied(
        store, "2027-01-05T00:00", "2027-01-06T00:00", at: noon.advanced(bySeconds: seconds))
      #expect(found.map(\.commitment.span) == expected)
    }
    let excluded = try await Self.occupied(
      store, "2027-01-05T00:00", "2027-01-06T00:00", excluding: ClaimExclusion(hold: hold.id))
    #expect(excluded.isEmpty)
  }

  @Test func `of a confirmed request no longer lapse, and go with the booking`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let deadline = noon.advanced(byMinutes: 60)
    let booking = Booking.of(
      1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), requestUntil: deadline)
    try await store.book(booking)
    let atDeadline = {
      try await Self.occupied(store, "2027-01-05T09:00", "2027-01-05T10:00", at: deadline).count
    }
    #expect(try await atDeadline() == 0)
    try await store.write { try $0.setLapsing(of: booking.id, to: nil) }
    #expect(try await atDeadline() == 1)
    try await store.write { try $0.deleteClaims(of: .booking(booking.id)) }
    #expect(try await store.count("claim") == 0)
  }

  @Test func `need a booking or a hold that exists`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    await #expect(throws: (any Error).self) {
      try await store.write { try $0.insert(Self.nine.claims) }
    }
    #expect(try await store.count("claim") == 0)
  }
}

@Suite struct `Resources` {
  @Test(arguments: StoreKind.allCases)
  func `are locked by counting their version up`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    let resources: [ID<Resource>] = [ada.cast(), bob.cast(), roomA.cast()]
    try await store.write { try $0.lock([ada.cast(), roomA.cast()]) }
    try await store.write { try $0.lock([ada.cast()]) }
    let versions = try await store.read { try $0.versions(of: resources) }
    #expect(versions == [ada.cast(): 2, bob.cast(): 0, roomA.cast(): 1])
  }

  @Test func `that do not exist cannot be locked`() async throws {
    let store = try await StoreKind.memory.open()
    await #expect(throws: StoreFault.corruptRow("no resource \(ada)")) {
      try await store.write { try $0.lock([ada.cast()]) }
    }
  }

  @Test func `remember when an adviser was last booked`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.markBooked([ada], at: noon) }
    let last = try await store.read { try $0.lastBooked([ada, bob]) }
    #expect(last == [ada: noon])
  }
}
