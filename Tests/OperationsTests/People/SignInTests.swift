import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct SignInTests {
  /// The link's secret and the code, as the mail carries them.
  private func mail(_ house: House) async throws -> (secret: Secret, code: String) {
    let message = try #require(
      try await house.store.read { try $0.outbox(limit: 10) }.first { $0.kind == .signIn })
    let link = try #require(message.facts["link"])
    let secret = try #require(link.split(separator: "/").last)
    return (Secret(presented: String(secret)), try #require(message.facts["code"]))
  }

  @Test func `opening the link changes nothing and its button works once`() async throws {
    let house = try await House()
    _ = try await house.signIn.request(email: "Nieuw@Starters.example", language: .french)
    let (secret, _) = try await mail(house)
    for _ in 1...3 { #expect(try await house.signIn.read(secret) != nil) }
    guard case .signedIn(let session, let person, _) = try await house.signIn.redeem(secret) else {
      Issue.record("not signed in")
      return
    }
    #expect(person.email == "nieuw@starters.example")
    #expect(person.roles == [Role(.starter)])
    #expect(try await house.signIn.person(signedInWith: session)?.id == person.id)
    guard case .expired = try await house.signIn.redeem(secret) else {
      Issue.record("the button worked twice")
      return
    }
    #expect(try await house.journey.list(of: person).items.count == 2)
  }

  @Test func `a link lives fifteen minutes`() async throws {
    let house = try await House()
    _ = try await house.signIn.request(email: "a@starters.example", language: .dutch)
    let (secret, _) = try await mail(house)
    house.set("2026-11-20T09:14:59+01:00")
    #expect(try await house.signIn.read(secret) != nil)
    house.set("2026-11-20T09:15:00+01:00")
    #expect(try await house.signIn.read(secret) == nil)
    guard case .expired = try await house.signIn.redeem(secret) else {
      Issue.record("a lapsed link worked")
      return
    }
  }

  @Test func `a mail with a link is forgotten a day later`() async throws {
    let house = try await House()
    _ = try await house.signIn.request(email: "a@starters.example", language: .dutch)
    house.set("2026-11-21T09:00:00+01:00")
    try await house.signIn.sweep()
    #expect(try await house.store.read { try $0.outbox(limit: 10) }.count == 1)
    house.set("2026-11-21T09:00:01+01:00")
    try await house.signIn.sweep()
    #expect(try await house.store.read { try $0.outbox(limit: 10) } == [])
  }

  @Test func `a code may be mistyped four times`() async throws {
    let house = try await House()
    let request = try await house.signIn.request(email: "a@starters.example", language: .dutch)
    let (_, code) = try await mail(house)
    let wrong = code == "000000" ? "000001" : "000000"
    for left in [4, 3, 2, 1] {
      guard
        case .wrongCode(let attempts) = try await house.signIn.redeem(code: wrong, of: request.id)
      else {
        Issue.record("not counted")
        return
      }
      #expect(attempts == left)
    }
    guard case .expired = try await house.signIn.redeem(code: wrong, of: request.id),
      case .expired = try await house.signIn.redeem(code: code, of: request.id)
    else {
      Issue.record("a sixth attempt was possible")
      return
    }
  }

  @Test func `a moment is held as long as the link lives and travels with it`() async throws {
    let house = try await House()
    let lot = try await house.starter("lot")
    let wish = BookingWish(type: "krediet", start: instant("2026-11-23T10:00:00+01:00"))
    _ = try await house.signIn.request(
      email: "nieuw@starters.example", language: .dutch,
      errand: .init(booking: wish, returnPath: "//elders.example/"))
    let refused = try await refusal {
      _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    }
    #expect(refused?.code == "adviser-busy")
    house.set("2026-11-20T09:14:59+01:00")
    let (secret, _) = try await mail(house)
    guard case .signedIn(_, let person, let request) = try await house.signIn.redeem(secret) else {
      Issue.record("not signed in")
      return
    }
    #expect(request.returnPath == nil)
    let booking = try await house.book(
      "krediet", "2026-11-23T10:00:00+01:00", by: person, hold: request.hold)
    #expect(booking.participants.map(\.id) == [person.id])
    #expect(try await house.broken() == [])
  }

  @Test func `twenty wrong codes a day are enough for one address, whatever it asks`()
    async throws
  {
    let house = try await House()
    for round in 0..<5 {
      house.set("2026-11-20T\(10 + round):00:00+01:00")
      let request = try await house.signIn.request(
        email: "doel@starters.example", language: .dutch)
      for _ in 1...4 { _ = try await house.signIn.redeem(code: "x", of: request.id) }
    }
    let (secret, code) = try await mail(house)
    let last = try #require(
      try await house.store.read {
        try $0.signInRequests(
          for: "doel@starters.example", since: instant("2026-11-20T14:00:00+01:00"))
      }.last)
    guard case .expired = try await house.signIn.redeem(code: code, of: last.id) else {
      Issue.record("a code still worked")
      return
    }
    // The link still does: whoever reads the mail is the owner.
    guard case .signedIn = try await house.signIn.redeem(secret) else {
      Issue.record("the link did not work")
      return
    }
  }

  @Test func `an address keeps one moment and has five open links at most`() async throws {
    let house = try await House()
    let lot = try await house.starter("lot")
    for hour in ["10", "11", "12", "13", "14"] {
      _ = try await house.signIn.request(
        email: "veel@starters.example", language: .dutch,
        errand: .init(
          booking: BookingWish(
            type: "krediet", start: instant("2026-11-23T\(hour):00:00+01:00"))))
    }
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    let refused = try await refusal {
      _ = try await house.book("krediet", "2026-11-23T14:00:00+01:00", by: lot)
    }
    #expect(refused?.code == "adviser-busy")
    let sixth = try await refusal {
      _ = try await house.signIn.request(email: "veel@starters.example", language: .dutch)
    }
    #expect(sixth == .tooManySignIns(limit: 5))
  }

  @Test func `visitors cannot hold out a type`() async throws {
    let house = try await House()
    let starts = [
      "09:00", "10:00", "11:00", "12:00", "13:00", "14:00",
    ].map { instant("2026-11-23T\($0):00+01:00") }
    var holds: [ID<Hold>?] = []
    for (index, start) in starts.enumerated() {
      holds.append(
        try await house.signIn.request(
          email: "bezoeker\(index)@starters.example", language: .dutch,
          errand: .init(booking: BookingWish(type: "krediet", start: start))
        ).hold)
    }
    #expect(holds.map { $0 != nil } == [true, true, true, true, true, false])
  }
}
