import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct WeekTests {
  private func column(
    _ adviser: String, in house: House, for person: Person, from: String = "2026-11-23",
    days: Int = 7
  ) async throws -> WeekDesk.Column {
    let catalogue = try await house.store.read { try $0.catalogue() }
    let entry = try #require(catalogue.adviser(adviser))
    let columns = try await house.weeks.columns(
      of: [entry], from: date(from), until: date(from).advanced(byDays: days), for: person)
    return try #require(columns.first)
  }

  private func clock(_ span: TimeSpan, _ zone: Zone) -> String {
    "\(zone.local(span.start).iso8601.prefix(16)) – \(zone.local(span.end).time.iso8601)"
  }

  @Test func `shows what is open, and as free what no appointment takes`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let view = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam)
    let gone = try await house.book("krediet", "2026-11-23T11:00:00+01:00", by: sam)
    _ = try await house.bookings.cancel(gone.booking.id, by: .person(sam))
    let column = try await column("dirk", in: house, for: dirk)
    #expect(column.open.map(\.types) == Array(repeating: ["krediet", "rekening"], count: 5))
    #expect(column.appointments.map(\.booking.id) == [view.booking.id])
    #expect(
      column.free.prefix(3).map { clock($0.span, column.zone) } == [
        "2026-11-23T09:00 – 10:00", "2026-11-23T10:30 – 17:00", "2026-11-24T09:00 – 17:00",
      ])
    #expect(column.busy.isEmpty)
  }

  @Test func `a hold is not shown and takes nothing away`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    _ = try await house.bookings.hold(
      BookingWish(type: "rekening", start: instant("2026-11-23T10:00:00+01:00")),
      for: .person(sam))
    let column = try await column("dirk", in: house, for: dirk, days: 1)
    #expect(column.appointments.isEmpty && column.busy.isEmpty)
    #expect(column.free.count == 1)
  }

  @Test func `what the adviser has elsewhere is busy for the manager and known to themselves`()
    async throws
  {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    let manager = try await house.people.addAccount(
      email: "manager@bank.example", role: .manager, partner: "bank")
    let view = try await house.book("cijfergesprek", "2026-11-24T10:00:00+01:00", by: dirk)
    let seen = try await column("dirk", in: house, for: manager)
    #expect(seen.appointments.isEmpty)
    #expect(seen.busy == [view.booking.span])
    let own = try await column("dirk", in: house, for: dirk)
    #expect(own.appointments.map(\.booking.id) == [view.booking.id])
    #expect(own.free.count == 6 && seen.free.count == 6)
  }

  @Test func `of the end of summer time lasts an hour more`() async throws {
    let text = House.catalogue.replacing(
      "availability: [ { days: [mo, tu, we, th, fr], from: \"09:00\", until: \"17:00\" } ]",
      with: "availability: [ { days: [su], from: \"01:00\", until: \"04:00\" } ]")
    let house = try await House(at: "2026-10-01T09:00:00+02:00", catalogue: text)
    let dirk = try await house.person("dirk@bank.example")
    let autumn = try await column("dirk", in: house, for: dirk, from: "2026-10-19")
    #expect(autumn.open.map(\.span.minutes) == [240])
    let spring = try await column("dirk", in: house, for: dirk, from: "2026-03-23")
    #expect(spring.open.map(\.span.minutes) == [120])
  }

  /// Whose weeks each may see of advisers Bea and Cas of one partner and Dirk of another.
  @Test(
    arguments: [
      ("dirk", "dirk"), ("bea", "bea"), ("manager", "dirk"), ("staff", "bea cas dirk"),
      ("team", "bea cas dirk"), ("admin", "bea cas dirk"), ("organizer", ""), ("starter", ""),
    ])
  func `are seen by the adviser, the partner's manager and whoever runs the programme`(
    who: String, sees: String
  ) async throws {
    let house = try await House()
    let person: Person =
      switch who {
      case "dirk": try await house.person("dirk@bank.example")
      case "bea": try await house.person("bea@cijfers.example")
      case "manager":
        try await house.people.addAccount(
          email: "m@demo.example", role: .manager, partner: "bank")
      default:
        try await house.people.addAccount(
          email: "\(who)@demo.example", role: try #require(Role.Kind(rawValue: who)),
          partner: nil)
      }
    let catalogue = try await house.store.read { try $0.catalogue() }
    let seen = WeekDesk.advisers(for: person, catalogue: catalogue).map(\.adviser.key)
    #expect(seen == sees.split(separator: " ").map(String.init))
    for key in ["bea", "cas", "dirk"] {
      let outcome = try await problem { _ = try await column(key, in: house, for: person) }
      #expect(outcome == (seen.contains(key) ? nil : .unknown), "\(key)")
    }
  }
}
