import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct HoldTests {
  @Test func `a held moment is nobody else's until the hold lapses, exactly then`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let wish = BookingWish(type: "krediet", start: instant("2026-11-23T10:00:00+01:00"))
    let hold = try #require(try await house.bookings.hold(wish, for: .person(sam)).value)
    #expect(hold.until == instant("2026-11-20T09:10:00+01:00"))
    house.set("2026-11-20T09:09:59+01:00")
    let refused = try await refusal {
      _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    }
    #expect(refused?.code == "adviser-busy")
    house.set("2026-11-20T09:10:00+01:00")
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    #expect(try await house.broken() == [])
  }

  @Test func `booking a held moment puts the booking in its place`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let wish = BookingWish(type: "rekening", start: instant("2026-11-23T10:00:00+01:00"))
    let hold = try #require(try await house.bookings.hold(wish, for: .person(sam)).value)
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam, hold: hold.id)
    #expect(try await house.bookings.hold(hold.id, for: .person(sam)) == nil)
    #expect(try await house.broken() == [])
  }

  @Test func `somebody else's hold helps nobody`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let wish = BookingWish(type: "krediet", start: instant("2026-11-23T10:00:00+01:00"))
    let hold = try #require(try await house.bookings.hold(wish, for: .person(sam)).value)
    let misused = try await problem {
      _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot, hold: hold.id)
    }
    #expect(misused == .invalid(field: "/hold", .unknown))
    let unknown = try await problem {
      try await house.bookings.release(hold.id, by: .person(lot))
    }
    #expect(unknown == .unknown)
  }

  @Test func `a hold given back frees its moment`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let wish = BookingWish(type: "krediet", start: instant("2026-11-23T10:00:00+01:00"))
    let hold = try #require(try await house.bookings.hold(wish, for: .person(sam)).value)
    try await house.bookings.release(hold.id, by: .person(sam))
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    #expect(try await house.broken() == [])
  }

  @Test func `three moments at once are enough for one person`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    for hour in ["10", "11", "12"] {
      _ = try await house.bookings.hold(
        BookingWish(type: "krediet", start: instant("2026-11-23T\(hour):00:00+01:00")),
        for: .person(sam))
    }
    let refused = try await refusal {
      _ = try await house.bookings.hold(
        BookingWish(type: "krediet", start: instant("2026-11-23T13:00:00+01:00")),
        for: .person(sam))
    }
    #expect(refused == .tooManyHolds(limit: 3))
  }
}
