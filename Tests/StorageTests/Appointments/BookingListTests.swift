import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Lists of bookings` {
  /// Hourly on 5 January: 1, 2 and 5 with Ada, 3 and 4 with Cleo; 3 at another partner; 4 in rooms;
  /// 5 cancelled. Stored in another order.
  private static let bookings: [Booking] = {
    func hour(_ number: Int) -> TimeSpan {
      span("2027-01-05T0\(number):00", "2027-01-05T0\(number):30")
    }
    var cancelled = Booking.of(5, .of(hour(5)), participants: [cleo])
    _ = try? cancelled.cancel(by: cleo, deadline: nil, at: noon)
    return [
      .of(1, .of(hour(1))), .of(2, .of(hour(2))),
      .of(3, .of(hour(3), advisers: [cleo]), partner: "counter"),
      .of(4, .of(hour(4), advisers: [cleo], rooms: [roomA, roomB])), cancelled,
    ]
  }()

  private static func numbers(_ query: BookingQuery, _ kind: StoreKind = .memory) async throws
    -> [Int]
  {
    let store = try await kind.open()
    try await store.fill()
    try await store.write { transaction in
      for index in [3, 0, 4, 2, 1] { try transaction.save(bookings[index]) }
    }
    let found = try await store.read { try $0.bookings(query) }
    return found.map { booking in
      let number = bookings.firstIndex(of: booking)
      #expect(number != nil, "a booking differs from what was saved")
      return (number ?? -1) + 1
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `show whose they are`(kind: StoreKind) async throws {
    let expected: [([BookingQuery.Whose], [Int])] = [
      ([.everyone], [1, 2, 3, 4, 5]), ([.adviser(ada)], [1, 2, 5]), ([.adviser(cleo)], [3, 4]),
      ([.starter(bob)], [1, 2, 3, 4]), ([.starter(cleo)], [5]), ([.partner("counter")], [3]),
      ([.rooms(["zaal-ab", "zaal-c"])], [4]), ([.rooms([])], []), ([], []),
    ]
    for (whose, numbers) in expected {
      #expect(try await Self.numbers(BookingQuery(whose: whose, limit: 100), kind) == numbers)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `are as many as a count of the same query says`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    try await store.write { transaction in
      for booking in Self.bookings { try transaction.save(booking) }
    }
    let all: [BookingQuery] = [
      BookingQuery(whose: [.everyone], limit: 100), BookingQuery(whose: [.everyone], limit: 2),
      BookingQuery(whose: [.adviser(ada)], states: ["confirmed"], limit: 100),
      BookingQuery(whose: [.starter(bob)], from: at("2027-01-05T02:00"), limit: 100),
      BookingQuery(whose: [.rooms(["zaal-ab"])], limit: 100),
      BookingQuery(whose: [.rooms([])], limit: 100),
      BookingQuery(whose: [.everyone], goneSince: noon, limit: 100),
      BookingQuery(whose: [.everyone], goneSince: noon.advanced(bySeconds: -1), limit: 100),
    ]
    let counts = try await store.read { transaction in
      try all.map { try transaction.bookingCount($0) }
    }
    let lists = try await store.read { transaction in
      try all.map { try transaction.bookings($0).count }
    }
    #expect(counts == lists)
    // What was cancelled at noon is gone since noon, and was not a second before.
    #expect(counts == [5, 2, 2, 3, 1, 0, 4, 5])
  }

  @Test(arguments: StoreKind.allCases)
  func `of revisions name the same bookings, as often as they changed`(kind: StoreKind)
    async throws
  {
    let store = try await kind.open()
    try await store.fill()
    try await store.write { transaction in
      for booking in Self.bookings { try transaction.save(booking) }
    }
    let day = span("2027-01-05T00:00", "2027-01-06T00:00")
    for whose: BookingQuery.Whose in [
      .everyone, .adviser(ada), .adviser(cleo), .starter(bob), .starter(cleo), .partner("counter"),
      .rooms(["zaal-ab", "zaal-c"]), .rooms([]),
    ] {
      let (bookings, revisions, again) = try await store.read { transaction in
        let bookings = try transaction.bookings(BookingQuery(whose: [whose], limit: 100))
        return (
          bookings, try transaction.revisions(of: whose, startingIn: day, limit: 100),
          try transaction.bookings(bookings.map(\.id))
        )
      }
      #expect(
        revisions == bookings.map { BookingRevision(booking: $0.id, revision: $0.revision) })
      #expect(Set(again) == Set(bookings))
    }
    let until = span("2027-01-05T01:00", "2027-01-05T03:00")
    let found = try await store.read {
      try $0.revisions(of: .everyone, startingIn: until, limit: 9)
    }
    #expect(found.map(\.booking) == Self.bookings.prefix(2).map(\.id))
  }

  @Test func `of several owners are one list without repeats`() async throws {
    let query = BookingQuery(
      whose: [.rooms(["zaal-ab"]), .adviser(cleo), .starter(cleo), .partner("counter")], limit: 100)
    #expect(try await Self.numbers(query) == [3, 4, 5])
  }

  @Test func `hold what overlaps the window, and nothing that touches it`() async throws {
    let query = BookingQuery(
      whose: [.everyone], from: at("2027-01-05T01:30"), until: at("2027-01-05T04:00"), limit: 100)
    #expect(try await Self.numbers(query) == [2, 3])
    let open = BookingQuery(whose: [.adviser(ada)], from: at("2027-01-05T02:29"), limit: 100)
    #expect(try await Self.numbers(open) == [2, 5])
  }

  @Test func `hold only the states asked for`() async throws {
    let query = BookingQuery(whose: [.everyone], states: ["cancelled", "declined"], limit: 100)
    #expect(try await Self.numbers(query) == [5])
  }

  @Test(
    arguments: [[BookingQuery.Whose.everyone], [.adviser(ada), .adviser(cleo)]], [false, true])
  func `are read page by page, in either order`(
    whose: [BookingQuery.Whose], newestFirst: Bool
  ) async throws {
    var pages: [[Int]] = []
    var query = BookingQuery(whose: whose, newestFirst: newestFirst, limit: 2)
    repeat {
      pages.append(try await Self.numbers(query))
      if let last = pages.last?.last {
        query.after = (Self.bookings[last - 1].span.start, Self.bookings[last - 1].id)
      }
    } while pages.last?.isEmpty == false
    #expect(pages == (newestFirst ? [[5, 4], [3, 2], [1], []] : [[1, 2], [3, 4], [5], []]))
  }
}
