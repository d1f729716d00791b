import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct FeedTests {
  private struct Reader {
    let house: House
    let publisher: FeedPublisher
    let token: Secret

    init(
      _ house: House, _ wish: FeedDesk.Wish, of person: Person, busyOnly: Bool = false,
      language: Language = .dutch, from publisher: FeedPublisher? = nil
    ) async throws {
      self.house = house
      self.publisher = publisher ?? FeedPublisher(house.setting) { Issue.record("\($0)") }
      let made = try await house.feeds.create(
        wish, isBusyOnly: busyOnly, language: language, by: person)
      token = try #require(made.value).token
    }

    func body() async throws -> FeedPublisher.Body {
      guard case .calendar(let body) = try await publisher.fetch(token) else {
        throw RequestProblem.unknown
      }
      return body
    }

    /// Unfolded lines.
    func lines() async throws -> [String] {
      let text = String(decoding: try await body().bytes, as: UTF8.self)
      return text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }
  }

  @Test func `each state shows as iCalendar has it`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let reader = try await Reader(house, .starter, of: sam)
    func status() async throws -> [String] {
      try await reader.lines().filter {
        $0.hasPrefix("STATUS") || $0.hasPrefix("TRANSP") || $0.hasPrefix("SEQUENCE")
      }
    }
    let booking = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking
    #expect(try await status() == ["SEQUENCE:0", "STATUS:TENTATIVE", "TRANSP:OPAQUE"])
    _ = try await house.bookings.confirm(booking.id, by: .person(dirk))
    #expect(try await status() == ["SEQUENCE:1", "STATUS:CONFIRMED", "TRANSP:OPAQUE"])
    _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    #expect(try await status() == ["SEQUENCE:2", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
  }

  @Test func `a tombstone leaves after thirty days and the last change moves both times`()
    async throws
  {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    house.set("2026-11-23T12:00:00+01:00")
    _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    let tombstone = try await reader.body()
    #expect(tombstone.lastModified == instant("2026-11-23T12:00:00+01:00"))
    house.set("2026-12-23T11:59:59+01:00")
    #expect(try await reader.body().tag == tombstone.tag)
    house.set("2026-12-23T12:00:00+01:00")
    let gone = try await reader.body()
    #expect(gone.tag != tombstone.tag)
    #expect(gone.lastModified == instant("2026-12-23T12:00:00+01:00"))
    #expect(try await reader.lines().filter { $0 == "BEGIN:VEVENT" } == [])
  }

  @Test func `the same state gives the same bytes, also to another process`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    _ = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam)
    let first = try await reader.body()
    house.set("2026-11-20T21:00:00+01:00")
    let other = FeedPublisher(house.setting) { Issue.record("\($0)") }
    guard case .calendar(let second) = try await other.fetch(reader.token) else {
      Issue.record("no calendar")
      return
    }
    #expect(second.bytes == first.bytes)
    #expect((second.tag, second.lastModified) == (first.tag, first.lastModified))
  }

  @Test func `an adviser sees the first name, a room nobody`() async throws {
    let house = try await House()
    let sam = try await house.people.addAccount(
      email: "sam@starters.example", role: .starter, partner: nil, name: "Sam Nieuwland")
    let (dirk, staff) = (
      try await house.person("dirk@bank.example"),
      try await house.people.addAccount(email: "staff@huis.example", role: .staff, partner: nil)
    )
    _ = try await house.bookings.book(
      BookingWish(
        type: "rekening", start: instant("2026-11-24T10:00:00+01:00"), note: "geheim"),
      by: .person(sam))
    let adviser = try await Reader(house, .adviser, of: dirk).lines()
    #expect(adviser.contains("SUMMARY:Rekening openen: Sam"))
    let room = try await Reader(house, .room("klein"), of: staff).lines()
    #expect(room.contains("SUMMARY:Rekening openen (Bank)"))
    for lines in [adviser, room] {
      #expect(!lines.joined().contains("Nieuwland"))
      #expect(!lines.joined().contains("geheim"))
    }
    #expect(!room.joined().contains("Sam"))
  }

  @Test func `one publisher keeps apart who reads, in which language and how much`() async throws {
    let house = try await House()
    let sam = try await house.people.addAccount(
      email: "sam@starters.example", role: .starter, partner: nil, name: "Sam Nieuwland")
    let dirk = try await house.person("dirk@bank.example")
    _ = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam)
    let publisher = FeedPublisher(house.setting) { Issue.record("\($0)") }
    func summary(
      _ wish: FeedDesk.Wish, of person: Person, busyOnly: Bool = false, in language: Language
    ) async throws -> [String] {
      try await Reader(
        house, wish, of: person, busyOnly: busyOnly, language: language, from: publisher
      ).lines().filter { $0.hasPrefix("SUMMARY") || $0.hasPrefix("DESCRIPTION") }
    }
    let adviser = try await summary(.adviser, of: dirk, in: .dutch)
    let starter = try await summary(.starter, of: sam, in: .dutch)
    let english = try await summary(.starter, of: sam, in: .english)
    let busy = try await summary(.starter, of: sam, busyOnly: true, in: .dutch)
    #expect(adviser.contains("SUMMARY:Rekening openen: Sam"))
    #expect(!starter.contains("SUMMARY:Rekening openen: Sam"))
    #expect(starter != english)
    #expect(busy == ["SUMMARY:Bezet"])
  }

  @Test func `another name of somebody or something shows at once`() async throws {
    let house = try await House()
    let sam = try await house.people.addAccount(
      email: "sam@starters.example", role: .starter, partner: nil, name: "Sam Nieuwland")
    let reader = try await Reader(
      house, .adviser, of: try await house.person("dirk@bank.example"))
    _ = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam)
    #expect(try await reader.lines().contains("SUMMARY:Rekening openen: Sam"))
    // Not through the desk, which also locks whomever the person meets.
    let now = house.setting.now()
    try await house.store.write { transaction in
      var other = sam
      other.name = "Robin Nieuwland"
      try transaction.save(other, at: now)
    }
    #expect(try await reader.lines().contains("SUMMARY:Rekening openen: Robin"))
    _ = try await house.importCatalogue(
      House.catalogue.replacing("Rekening openen", with: "Bankrekening"))
    #expect(try await reader.lines().contains("SUMMARY:Bankrekening: Robin"))
  }

  @Test func `after any change what is kept gives the bytes of a publisher that knows nothing`()
    async throws
  {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let readers = [
      try await Reader(house, .starter, of: sam), try await Reader(house, .adviser, of: dirk),
    ]
    func compare() async throws {
      for reader in readers {
        let fresh = FeedPublisher(house.setting) { Issue.record("\($0)") }
        guard case .calendar(let expected) = try await fresh.fetch(reader.token) else {
          Issue.record("no calendar")
          return
        }
        let body = try await reader.body()
        #expect(body.bytes == expected.bytes)
        #expect((body.tag, body.lastModified) == (expected.tag, expected.lastModified))
        #expect(body.pieces.reduce(0) { $0 + $1.count } == body.bytes.count)
      }
    }
    try await compare()
    let first = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking
    try await compare()
    let second = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
    try await compare()
    _ = try await house.bookings.confirm(first.id, by: .person(dirk))
    try await compare()
    _ = try await house.bookings.move(
      second.id, to: instant("2026-11-25T11:00:00+01:00"), revision: nil, by: .person(sam))
    try await compare()
    _ = try await house.bookings.cancel(first.id, by: .person(sam))
    try await compare()
    house.set("2026-12-27T09:00:00+01:00")
    try await compare()
  }

  @Test func `a busy-only feed says when and nothing else`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    _ = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam)
    let lines = try await Reader(house, .starter, of: sam, busyOnly: true).lines()
    let start = try #require(lines.firstIndex(of: "BEGIN:VEVENT"))
    let names = lines[start...].prefix { $0 != "END:VEVENT" }.dropFirst()
      .map { String($0.prefix { !":;".contains($0) }) }
    #expect(
      Set(names) == [
        "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS", "DTSTART", "DTEND", "SUMMARY",
      ])
    #expect(lines.contains("SUMMARY:Bezet"))
  }

  @Test func `a busy-only feed speaks the language it was made in`() {
    #expect(Language.allCases.map { Texts.of($0)(.feedBusy) } == ["Bezet", "Busy", "Occupé"])
  }

  @Test func `a revoked address says so, a renewed feed has another`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    let id = try await reader.body().feed
    let renewed = try #require(try await house.feeds.renew(id, by: sam).value)
    guard case .revoked = try await reader.publisher.fetch(reader.token),
      case .calendar = try await reader.publisher.fetch(renewed.token)
    else {
      Issue.record("the old address still works, or the new one does not")
      return
    }
    try await house.feeds.revoke(id, by: sam)
    guard case .revoked = try await reader.publisher.fetch(renewed.token),
      case .unknown = try await reader.publisher.fetch(Secret(presented: "nobody"))
    else {
      Issue.record("a revoked address still works")
      return
    }
  }

  @Test func `who fetched is added up by program`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    let id = try await reader.body().feed
    for program in ["Thunderbird", "khal", "Thunderbird"] {
      reader.publisher.fetched(id, by: program)
    }
    try await reader.publisher.flush()
    let listed = try await house.feeds.list(of: sam, language: .dutch)
    #expect(
      listed.flatMap(\.subscriptions).map { "\($0.program) \($0.count)" }.sorted() == [
        "Thunderbird 2", "khal 1",
      ])
  }

  @Test func `versions of one program are one, the one that came last first`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    let id = try await reader.body().feed
    let fetches = [("Thunderbird/139.0", 10), ("Thunderbird/140.0", 11), ("curl/8.1", 12)]
    for (program, hour) in fetches {
      house.set("2026-11-20T\(hour):00:00+01:00")
      reader.publisher.fetched(id, by: program)
    }
    try await reader.publisher.flush()
    let listed = try #require(try await house.feeds.list(of: sam, language: .dutch).first)
    #expect(listed.programs.map(\.program) == [.curl, .thunderbird])
    #expect(listed.programs.map(\.count) == [1, 2])
  }

  @Test func `a list counts what the calendar shows without composing it`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    for (wish, person) in [(FeedDesk.Wish.starter, sam), (.adviser, dirk)] {
      let reader = try await Reader(house, wish, of: person)
      func counts() async throws -> [Int] {
        let shown = try await reader.lines().count { $0 == "BEGIN:VEVENT" }
        let listed = try await house.feeds.list(of: person, language: .dutch)[0]
        #expect(listed.events == shown)
        return [listed.events, listed.appointments]
      }
      house.set("2026-11-20T09:00:00+01:00")
      #expect(try await counts() == (person == sam ? [0, 0] : [1, 0]))
      let booking = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam).booking
      #expect(try await counts()[1] == 1)
      _ = try await house.bookings.cancel(booking.id, by: .person(sam))
      #expect(try await counts()[1] == 0)
      #expect(try await counts()[0] > 0, "what was cancelled shows for thirty days")
      if person == sam { continue }
      house.set("2026-12-20T08:59:59+01:00")
      #expect(try await counts() == [2, 0])
      house.set("2026-12-20T09:00:00+01:00")
      #expect(try await counts() == [0, 0])
    }
  }

  @Test func `only who may see it may subscribe to it`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    for wish: FeedDesk.Wish in [.adviser, .partner("bank"), .room("klein"), .venue("huis")] {
      let outcome = try await problem {
        _ = try await house.feeds.create(wish, language: .dutch, by: sam)
      }
      #expect(outcome == .forbidden)
    }
  }

  @Test func `a request that lapses is a tombstone at once`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let reader = try await Reader(house, .starter, of: sam)
    _ = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: sam)
    #expect(try await reader.lines().contains("STATUS:TENTATIVE"))
    house.set("2026-11-22T09:00:00+01:00")
    try await house.bookings.sweep()
    let lines = try await reader.lines()
    #expect(lines.contains("STATUS:CANCELLED"))
    #expect(lines.contains("SEQUENCE:1"))
  }
}
