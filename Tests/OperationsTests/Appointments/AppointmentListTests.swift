import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `A starter's appointments` {
  @Test func `that are over come newest first, those ahead but cancelled in front`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    func book(_ start: String) async throws -> Booking {
      try await house.book("rekening", start, by: sam).booking
    }
    let first = try await book("2026-11-23T10:00:00+01:00")
    let second = try await book("2026-11-24T10:00:00+01:00")
    let running = try await book("2026-11-25T10:00:00+01:00")
    let ahead = try await book("2026-11-26T10:00:00+01:00")
    let cancelled = try await book("2026-11-27T10:00:00+01:00")
    _ = try await house.bookings.cancel(cancelled.id, by: .person(sam))
    house.set("2026-11-25T10:15:00+01:00")
    let since = instant("2026-06-01T00:00:00+02:00")
    let over = try await house.appointments.over(for: sam, since: since)
    #expect(over.views.map(\.booking.id) == [cancelled.id, second.id, first.id])
    #expect(over.next == nil)
    let after = AppointmentsDesk.Cursor(start: second.span.start, id: second.id)
    let rest = try await house.appointments.over(for: sam, since: since, after: after)
    #expect(rest.views.map(\.booking.id) == [first.id])
    let upcoming = try await house.appointments.list(
      .own, for: sam, from: house.setting.now(), states: ["requested", "confirmed", "attended"])
    #expect(upcoming.views.map(\.booking.id) == [running.id, ahead.id])
  }

  @Test func `of one adviser are for whoever may see that week`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let bea = try await house.person("bea@cijfers.example")
    let manager = try await house.people.addAccount(
      email: "manager@bank.example", role: .manager, partner: "bank")
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let found = try await house.appointments.list(.of(dirk.id), for: manager)
    #expect(found.views.map(\.booking.id) == [booking.id])
    for other in [bea, sam] {
      let outcome = try await problem {
        _ = try await house.appointments.list(.of(dirk.id), for: other)
      }
      #expect(outcome == .unknown)
    }
  }
}
