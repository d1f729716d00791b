import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct AvailabilityTests {
  private func slots(_ house: House, on day: String, type: String = "rekening") async throws
    -> [String]
  {
    let listing = try await house.slots.slots(
      SlotDesk.Query(type: type, from: date(day), until: date(day).advanced(byDays: 1)),
      for: nil)
    return listing.slots.map { listing.zone.local($0.span.start).time.iso8601 }
  }

  private func exceptions(_ house: House) async throws -> [AvailabilityException] {
    try await house.store.read { try $0.catalogue().adviser("dirk")?.adviser.exceptions ?? [] }
  }

  @Test func `a closed day has no moments left, and what is booked stays`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    #expect(try await slots(house, on: "2026-11-23").count == 15)
    try await house.availability.add(
      .closeDay, on: date("2026-11-23"), reason: "verlof", to: "dirk", by: dirk)
    #expect(try await slots(house, on: "2026-11-23").isEmpty)
    #expect(try await slots(house, on: "2026-11-24").count == 16)
    #expect(try await house.store.read { try $0.booking(booking.id) } == booking)
    let history = try await house.store.read {
      try $0.activity(of: "catalogue", id: "adviser/dirk")
    }
    #expect(history.map(\.actor) == [dirk.id])
    #expect(history.map(\.cause) == ["page: exceptions"])
  }

  @Test func `extra hours open a day without any, and taking them back closes it again`()
    async throws
  {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    let saturday = date("2026-11-28")
    for _ in 1...2 {
      try await house.availability.add(
        .openHours(from: time("09:00"), until: time("10:00")), on: saturday, reason: nil,
        to: "dirk", by: dirk)
    }
    #expect(try await slots(house, on: "2026-11-28", type: "krediet") == ["09:00", "09:30"])
    let made = try await exceptions(house)
    #expect(made.count == 1, "pressing the button twice is harmless")
    for _ in 1...2 {
      try await house.availability.remove(made[0].mark, from: "dirk", by: dirk)
    }
    #expect(try await exceptions(house).isEmpty)
    #expect(try await slots(house, on: "2026-11-28", type: "krediet").isEmpty)
  }

  @Test func `hours opened after the day was closed make it a short day`() async throws {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    let day = date("2026-11-23")
    try await house.availability.add(.closeDay, on: day, reason: nil, to: "dirk", by: dirk)
    try await house.availability.add(
      .openHours(from: time("14:00"), until: time("15:00")), on: day, reason: nil, to: "dirk",
      by: dirk)
    #expect(try await slots(house, on: "2026-11-23") == ["14:00", "14:30"])
    try await house.availability.add(.closeDay, on: day, reason: nil, to: "dirk", by: dirk)
    #expect(try await slots(house, on: "2026-11-23").isEmpty, "closing the day closes all of it")
    #expect(try await exceptions(house).count == 1)
  }

  @Test func `closed hours take only themselves away`() async throws {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    try await house.availability.add(
      .closeHours(from: time("09:00"), until: time("16:00")), on: date("2026-11-23"),
      reason: nil, to: "dirk", by: dirk)
    #expect(try await slots(house, on: "2026-11-23") == ["16:00", "16:30"])
  }

  @Test func `what cannot be meant is refused by field`() async throws {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    func attempt(_ change: AvailabilityDesk.Change, _ day: String, _ reason: String? = nil)
      async throws -> RequestProblem?
    {
      try await problem {
        try await house.availability.add(
          change, on: date(day), reason: reason, to: "dirk", by: dirk)
      }
    }
    #expect(try await attempt(.closeDay, "2026-11-19") == .invalid(field: "/date", .notAllowed))
    #expect(try await attempt(.closeDay, "2028-11-20") == .invalid(field: "/date", .notAllowed))
    let backwards = AvailabilityDesk.Change.openHours(from: time("10:00"), until: time("10:00"))
    #expect(try await attempt(backwards, "2026-11-23") == .invalid(field: "/until", .notAllowed))
    let long = String(repeating: "x", count: 201)
    #expect(
      try await attempt(.closeDay, "2026-11-23", long)
        == .invalid(field: "/reason", .tooLong(limit: 200)))
    #expect(try await attempt(.closeDay, "2026-11-20") == nil, "today can still be closed")
    #expect(try await exceptions(house).count == 1)
  }

  /// Who may close a day of adviser Dirk of the bank.
  @Test(
    arguments: [
      ("dirk", true, nil), ("manager", true, nil), ("team", true, nil), ("admin", true, nil),
      ("staff", false, RequestProblem.forbidden), ("bea", false, .unknown),
      ("starter", false, .unknown), ("organizer", false, .unknown),
    ] as [(String, Bool, RequestProblem?)])
  func `who may change an adviser's hours`(
    who: String, may: Bool, outcome: RequestProblem?
  ) async throws {
    let house = try await House()
    let person: Person =
      switch who {
      case "dirk": try await house.person("dirk@bank.example")
      case "bea": try await house.person("bea@cijfers.example")
      default:
        try await house.people.addAccount(
          email: "\(who)@demo.example", role: try #require(Role.Kind(rawValue: who)),
          partner: who == "manager" ? "bank" : nil)
      }
    let found = try await problem {
      try await house.availability.add(
        .closeDay, on: date("2026-11-23"), reason: nil, to: "dirk", by: person)
    }
    #expect(found == outcome)
    #expect(try await exceptions(house).isEmpty == !may)
    let removal = try await problem {
      try await house.availability.remove("x", from: "dirk", by: person)
    }
    #expect(removal == outcome)
  }
}
