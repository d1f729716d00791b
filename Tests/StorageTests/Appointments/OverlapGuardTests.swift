import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `The ledger refuses overlaps by itself` {
  /// A store with two holds to hang claims on, and Ada claimed from 100 until 200 and from 300
  /// until 400.
  private static func store(_ kind: StoreKind) async throws -> TestStore {
    let store = try await kind.open()
    try await store.fill()
    try await store.write { transaction in
      try transaction.insert(
        Hold.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), until: noon), at: noon)
    }
    let hold: ID<Hold> = numbered(1, 0x401D)
    for start: Int64 in [100, 300] { try await store.run(insert(start, start + 100, hold)) }
    return store
  }

  private static func insert(
    _ start: Int64, _ end: Int64, _ hold: ID<Hold> = numbered(1, 0x401D),
    on resource: ID<Person> = ada
  ) -> String {
    """
    INSERT INTO claim (resource_id, start_at, end_at, part, hold_id, type_key, buffer_before,
      buffer_after, lapses_at)
    VALUES ('\(resource)', \(start), \(end), 'adviser', '\(hold)', 'advice', 0, 0, 9999)
    """
  }

  @Test(arguments: StoreKind.allCases)
  func `for a raw INSERT, however the spans overlap`(kind: StoreKind) async throws {
    let store = try await Self.store(kind)
    let overlapping: [(Int64, Int64)] = [
      (100, 200), (100, 150), (150, 200), (120, 180), (50, 101), (199, 300), (50, 250), (0, 500),
      (399, 401),
    ]
    for (start, end) in overlapping {
      await #expect(throws: StoreFault.overlap, "\(start)..<\(end)") {
        try await store.run(Self.insert(start, end))
      }
    }
    #expect(try await store.count("claim") == 2)
  }

  @Test(arguments: StoreKind.allCases)
  func `but not where spans touch, or on another resource`(kind: StoreKind) async throws {
    let store = try await Self.store(kind)
    for (start, end): (Int64, Int64) in [(200, 300), (50, 100), (400, 500)] {
      try await store.run(Self.insert(start, end))
    }
    try await store.run(Self.insert(100, 200, on: bob))
    #expect(try await store.count("claim") == 6)
  }

  @Test(arguments: [
    "UPDATE claim SET end_at = 301 WHERE start_at = 100",
    "UPDATE claim SET start_at = 199 WHERE start_at = 300",
    "UPDATE claim SET start_at = 120, end_at = 130 WHERE start_at = 300",
    "UPDATE claim SET start_at = 50, end_at = 450 WHERE start_at = 100",
    "UPDATE OR REPLACE claim SET start_at = 100, end_at = 200 WHERE start_at = 300",
  ])
  func `for a raw UPDATE`(text: String) async throws {
    let store = try await Self.store(.memory)
    await #expect(throws: StoreFault.overlap) { try await store.run(text) }
  }

  @Test(arguments: [
    "UPDATE claim SET end_at = 300 WHERE start_at = 100",
    "UPDATE claim SET start_at = 120, end_at = 180 WHERE start_at = 100",
    "UPDATE claim SET start_at = 500, end_at = 600 WHERE start_at = 100",
    "UPDATE claim SET start_at = start_at, end_at = end_at",
  ])
  func `but lets an UPDATE move a claim within free time`(text: String) async throws {
    let store = try await Self.store(.memory)
    try await store.run(text)
    #expect(try await store.count("claim") == 2)
  }

  @Test func `when a claim is given to a resource that is taken`() async throws {
    let store = try await Self.store(.memory)
    try await store.run(Self.insert(150, 250, on: bob))
    await #expect(throws: StoreFault.overlap) {
      try await store.run("UPDATE claim SET resource_id = '\(ada)' WHERE resource_id = '\(bob)'")
    }
  }

  @Test(arguments: ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
  func `for an INSERT of rows that overlap each other`(verb: String) async throws {
    let store = try await Self.store(.memory)
    await #expect(throws: StoreFault.overlap) {
      try await store.run(
        """
        \(verb) INTO claim (resource_id, start_at, end_at, part, hold_id, type_key, buffer_before,
          buffer_after, lapses_at)
        SELECT resource_id, start_at + 1000, end_at + 1150, part, hold_id, type_key, 0, 0, 9999
        FROM claim
        """)
    }
    #expect(try await store.count("claim") == 2)
  }

  @Test func `so that a refused claim leaves the transaction usable`() async throws {
    let store = try await Self.store(.memory)
    let hold = Hold.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), until: noon)
    try await store.write { transaction in
      try transaction.insert(hold.claims)
      #expect(throws: StoreFault.overlap) { try transaction.insert(hold.claims) }
      try transaction.markBooked([ada], at: noon)
    }
    #expect(try await store.count("claim") == 3)
  }

  /// Against a check that looks at every claim there is.
  @Test(arguments: 1...3)
  func `as a plain look at all claims would, for 200 random ones`(seed: UInt64) async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    var random = SplitMix(seed: seed)
    var accepted: [Claim] = []
    let hold = Hold.of(1, .of(span("2027-01-05T09:00", "2027-01-05T10:00")), until: noon)
    try await store.write { try $0.insert(hold, at: noon) }
    for _ in 0..<200 {
      let start = Int64.random(in: 0..<400, using: &random)
      let length = Int64.random(in: 1...30, using: &random)
      let span = try #require(
        TimeSpan(
          from: Instant(secondsSince1970: start), until: Instant(secondsSince1970: start + length)))
      let resource = [ada, bob, cleo].randomElement(using: &random) ?? ada
      let claim = Claim(
        resource: resource.cast(), span: span, part: .adviser, purpose: .hold(hold.id),
        type: "advice", lapsesAt: noon)
      let isFree = accepted.allSatisfy {
        $0.resource != claim.resource || !$0.span.overlaps(claim.span)
      }
      do {
        try await store.write { try $0.insert([claim]) }
        #expect(isFree, "\(start)..<\(start + length)")
        accepted.append(claim)
      } catch StoreFault.overlap {
        #expect(!isFree, "\(start)..<\(start + length)")
      }
    }
    #expect(try await store.count("claim") == Int64(accepted.count))
    #expect(accepted.count > 20)
  }
}

/// A small generator that a seed determines (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
