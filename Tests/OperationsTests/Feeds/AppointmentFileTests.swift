import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `A file of one appointment` {
  private static func lines(
    _ house: House, _ booking: Booking, for person: Person, language: Language = .dutch
  ) async throws -> [String] {
    let publisher = FeedPublisher(house.setting) { Issue.record("\($0)") }
    let bytes = try await publisher.file(of: booking.id, for: person, language: language)
    return String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
      .split(separator: "\r\n").map(String.init)
  }

  private static func feedLines(
    _ house: House, _ wish: FeedDesk.Wish, of person: Person
  ) async throws -> [String] {
    let publisher = FeedPublisher(house.setting) { Issue.record("\($0)") }
    let made = try await house.feeds.create(wish, language: .dutch, by: person)
    guard case .calendar(let body) = try await publisher.fetch(#require(made.value).token) else {
      throw RequestProblem.unknown
    }
    return String(decoding: body.bytes, as: UTF8.self).replacing("\r\n ", with: "")
      .split(separator: "\r\n").map(String.init)
  }

  private static func event(_ lines: [String]) -> [String] {
    Array(lines.drop { $0 != "BEGIN:VEVENT" }.prefix { $0 != "END:VCALENDAR" })
  }

  @Test func `holds the event of the reader's own feed, and of nothing else`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    for (person, wish) in [(sam, FeedDesk.Wish.starter), (dirk, .adviser)] {
      let file = try await Self.lines(house, booking, for: person)
      #expect(Self.event(file).contains("UID:\(booking.uid)"))
      let feed = try await Self.feedLines(house, wish, of: person)
      #expect(Self.event(file) == Self.event(feed))
    }
    _ = try await house.book("rekening", "2026-11-25T10:00:00+01:00", by: sam)
    let file = try await Self.lines(house, booking, for: sam)
    #expect(file.filter { $0 == "BEGIN:VEVENT" }.count == 1)
  }

  @Test func `is no calendar to subscribe to`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    let head = try await Self.lines(house, booking, for: sam).prefix { $0 != "BEGIN:VTIMEZONE" }
    #expect(
      Array(head) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Startersfabriek//Agenda 1//NL",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-TIMEZONE:Europe/Brussels",
      ])
  }

  @Test func `a manager reads without the name of who comes`() async throws {
    let house = try await House()
    let sam = try await house.people.addAccount(
      email: "sam@starters.example", role: .starter, partner: nil, name: "Sam Nieuwland")
    let manager = try await house.people.addAccount(
      email: "chef@bank.example", role: .manager, partner: "bank")
    let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    let lines = try await Self.lines(house, booking, for: manager)
    #expect(lines.contains("SUMMARY:Rekening openen: Dirk Bank"))
    #expect(!lines.joined().contains("Sam"))
  }

  @Test func `is not there for anybody else`() async throws {
    let house = try await House()
    let (sam, other) = (try await house.starter(), try await house.starter("kim"))
    let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    let bea = try await house.person("bea@cijfers.example")
    for person in [other, bea] {
      let outcome = try await problem { _ = try await Self.lines(house, booking, for: person) }
      #expect(outcome == .unknown)
    }
  }
}
