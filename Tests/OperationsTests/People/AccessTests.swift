import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct AccessTests {
  private static let actions = Access.BookingAction.allCases

  /// Who may do what with one appointment of adviser Dirk of the bank: the table, cell by cell.
  @Test(
    arguments: [
      ("starter", "see move cancel"),
      ("adviser", "see move cancel confirm decline recordAttendance"),
      ("manager", "see move cancel confirm decline recordAttendance"),
      ("staff", "see move cancel confirm decline recordAttendance"),
      ("team", "see move cancel confirm decline recordAttendance"),
      ("admin", "see move cancel confirm decline recordAttendance"), ("otherStarter", ""),
      ("otherAdviser", ""), ("otherManager", ""), ("organizer", ""),
    ])
  func `who may do what with an appointment`(who: String, may: String) async throws {
    let house = try await House()
    let sam = try await house.starter()
    let person = try await self.person(who, in: house, starter: sam)
    for (hour, action) in Self.actions.enumerated() {
      let booking = try await house.book("krediet", "2026-11-23T1\(hour):00:00+01:00", by: sam)
        .booking
      let outcome = try await attempt(action, on: booking.id, by: person, in: house)
      #expect((outcome == nil) == may.split(separator: " ").contains("\(action)"), "\(action)")
      if may.isEmpty { #expect(outcome == .unknown) }
    }
  }

  private func person(_ who: String, in house: House, starter: Person) async throws -> Person {
    func account(_ role: Role.Kind, _ partner: String? = nil) async throws -> Person {
      try await house.people.addAccount(
        email: "\(who.lowercased())@demo.example", role: role, partner: partner)
    }
    return switch who {
    case "starter": starter
    case "adviser": try await house.person("dirk@bank.example")
    case "otherAdviser": try await house.person("bea@cijfers.example")
    case "manager": try await account(.manager, "bank")
    case "otherManager": try await account(.manager, "cijfers")
    case "otherStarter": try await account(.starter)
    case "organizer": try await account(.organizer)
    case "staff": try await account(.staff)
    case "team": try await account(.team)
    default: try await account(.admin)
    }
  }

  /// The problem the attempt met; a refusal by the rules means it was allowed to ask.
  private func attempt(
    _ action: Access.BookingAction, on id: ID<Booking>, by person: Person, in house: House
  ) async throws -> RequestProblem? {
    try await problem {
      do {
        switch action {
        case .see: _ = try await house.appointments.appointment(id, for: .person(person))
        case .move:
          _ = try await house.bookings.move(
            id, to: instant("2026-11-24T11:00:00+01:00"), revision: nil, by: .person(person))
        case .cancel: _ = try await house.bookings.cancel(id, by: .person(person))
        case .confirm: _ = try await house.bookings.confirm(id, by: .person(person))
        case .decline: _ = try await house.bookings.decline(id, by: .person(person))
        case .recordAttendance:
          _ = try await house.bookings.recordAttendance(id, attended: true, by: .person(person))
        }
      } catch is Refusal {}
    }
  }

  @Test func `only staff and the partner's own people book for somebody else`() async throws {
    let house = try await House()
    let (sam, bea) = (try await house.starter(), try await house.person("bea@cijfers.example"))
    let dirk = try await house.person("dirk@bank.example")
    func book(by person: Person) async throws {
      _ = try await house.bookings.book(
        BookingWish(
          type: "krediet", start: instant("2026-11-23T10:00:00+01:00"),
          starter: "sam@starters.example"), by: .person(person))
    }
    #expect(
      try await problem { try await book(by: bea) } == .invalid(field: "/starter", .notAllowed))
    #expect(try await problem { try await book(by: dirk) } == nil)
    #expect(try await house.appointments.list(.own, for: sam).views.count == 1)
  }
}
