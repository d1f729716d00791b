import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Bookings in the ledger` {
  private static let nine = span("2027-01-05T09:00", "2027-01-05T10:00")

  private static func roundTrip(_ booking: Booking) async throws -> Booking? {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.save(booking) }
    return try await store.read { try $0.booking(booking.id) }
  }

  @Test(arguments: StoreKind.allCases)
  func `come back as they were made`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    let full = Booking.of(
      1, .of(Self.nine, advisers: [cleo, ada], rooms: [roomB, roomA]), participants: [bob],
      toDo: intakeItem, answers: ["bedrag": "5000", "wat \"nu\"": "é\n"],
      note: "Ik kom met de fiets")
    try await store.write { try $0.save(full) }
    #expect(try await store.read { try $0.booking(full.id) } == full)
    #expect(try await store.read { try $0.booking(numbered(2, 0xB00)) } == nil)
  }

  @Test func `come back in every state`() async throws {
    let request = Booking.of(1, .of(Self.nine), requestUntil: noon.advanced(byMinutes: 60))
    #expect(try await Self.roundTrip(request) == request)
    var declined = request
    _ = try declined.decline(by: ada, at: noon)
    #expect(try await Self.roundTrip(declined) == declined)
    var lapsed = request
    _ = lapsed.lapse(at: noon.advanced(byMinutes: 60))
    #expect(try await Self.roundTrip(lapsed) == lapsed)
    let confirmed = Booking.of(1, .of(Self.nine))
    var cancelled = confirmed
    _ = try cancelled.cancel(by: bob, deadline: nil, at: noon)
    #expect(try await Self.roundTrip(cancelled) == cancelled)
    for attended in [true, false] {
      var over = confirmed
      _ = try over.recordAttendance(attended, at: Self.nine.end)
      #expect(try await Self.roundTrip(over) == over)
    }
  }

  @Test func `are replaced whole, with advisers, rooms and time`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    var booking = Booking.of(1, .of(Self.nine, rooms: [roomA]))
    try await store.write { [booking] in try $0.save(booking) }
    booking.move(
      to: .of(span("2027-01-06T14:00", "2027-01-06T15:00"), advisers: [cleo]),
      requestUntil: noon.advanced(byMinutes: 60), at: noon)
    try await store.write { [booking] in try $0.save(booking) }
    #expect(try await store.read { try $0.booking(numbered(1, 0xB00)) } == booking)
    #expect(try await store.count("booking_room") == 0)
  }

  @Test func `whose request nobody answered are found from the deadline on`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let deadline = noon.advanced(byMinutes: 60)
    let request = Booking.of(1, .of(Self.nine), requestUntil: deadline)
    let confirmed = Booking.of(2, .of(span("2027-01-05T11:00", "2027-01-05T12:00")))
    try await store.write { transaction in
      try transaction.save(request)
      try transaction.save(confirmed)
    }
    let before = deadline.advanced(bySeconds: -1)
    #expect(try await store.write { try $0.lapsedRequests(at: before) } == [])
    #expect(try await store.write { try $0.lapsedRequests(at: deadline) } == [request])
  }

  @Test func `that stand for an item are counted, but for the one that falls away`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let first = Booking.of(1, .of(Self.nine), toDo: intakeItem)
    var second = Booking.of(
      2, .of(span("2027-01-05T11:00", "2027-01-05T12:00")),
      requestUntil: noon.advanced(byMinutes: 60), toDo: intakeItem)
    try await store.write { [second] transaction in
      try transaction.save(first)
      try transaction.save(second)
    }
    #expect(
      try await store.read { try $0.liveBookings(for: intakeItem, excluding: first.id) } == 1)
    #expect(
      try await store.read { try $0.liveBookings(for: intakeItem, excluding: numbered(9, 0xB00)) }
        == 2)
    _ = try second.decline(by: ada, at: noon)
    try await store.write { [second] in try $0.save(second) }
    #expect(
      try await store.read { try $0.liveBookings(for: intakeItem, excluding: first.id) } == 0)
  }
}
