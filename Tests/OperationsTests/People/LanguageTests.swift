import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `Languages` {
  /// The language of each mail in the outbox, newest first, as `dirk fr`.
  private func mail(_ house: House, _ kind: OutboxMessage.Kind) async throws -> Set<String> {
    let messages = try await house.store.read { try $0.outbox(limit: 100) }
    return Set(
      messages.filter { $0.kind == kind }.map { message in
        "\(message.recipient.prefix { $0 != "@" }) \(message.language.rawValue)"
      })
  }

  @Test func `mail has the language in which its reader last did something, nobody else's`()
    async throws
  {
    let house = try await House()
    var (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    sam = try await house.people.speak(.english, sam)
    let booking = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking
    #expect(try await mail(house, .bookingRequested) == ["sam en", "dirk nl"])

    dirk = try await house.people.speak(.french, dirk)
    _ = try await house.bookings.confirm(booking.id, by: .person(dirk))
    #expect(try await mail(house, .bookingConfirmed) == ["sam en"])

    _ = try await house.bookings.move(
      booking.id, to: instant("2026-11-24T14:00:00+01:00"), revision: nil, by: .person(dirk))
    #expect(try await mail(house, .bookingMoved) == ["sam en", "dirk fr"])

    sam = try await house.people.speak(.dutch, sam)
    _ = try await house.bookings.cancel(booking.id, by: .person(dirk))
    #expect(try await mail(house, .bookingCancelled) == ["sam nl", "dirk fr"])
  }

  @Test func `speaking another language changes nothing else of a person`() async throws {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    let french = try await house.people.speak(.french, dirk)
    var expected = dirk
    expected.language = .french
    #expect(french == expected)
    #expect(try await house.person("dirk@bank.example") == expected)
  }

  @Test func `signing in takes the language of the page with the button`() async throws {
    let house = try await House()
    _ = try await house.starter()
    for (asked, pressed, minute) in [
      (Language.french, Language.french, "01"), (.french, .english, "02"),
    ] {
      house.set("2026-11-20T09:\(minute):00+01:00")
      _ = try await house.signIn.request(email: "sam@starters.example", language: asked)
      let message = try #require(
        try await house.store.read { try $0.outbox(limit: 1) }.first)
      #expect(message.language == asked)
      let secret = try #require(message.facts["link"]?.split(separator: "/").last)
      _ = try await house.signIn.redeem(
        Secret(presented: String(secret)), language: pressed)
      #expect(try await house.person("sam@starters.example").language == pressed)
    }
  }

  // MARK: Switched on or not

  private static func catalogue(speaking languages: String) -> String {
    House.catalogue.replacing("languages: [nl, en, fr] }", with: "languages: [\(languages)] }")
  }

  @Test(arguments: [
    ("nl", [Language.dutch, .dutch, .dutch]), ("nl, fr", [.dutch, .dutch, .french]),
    ("nl, en, fr", [.dutch, .english, .french]),
  ])
  func `mail and feeds fall back to Dutch where a language is not switched on`(
    languages: String, spoken: [Language]
  ) async throws {
    let house = try await House(catalogue: Self.catalogue(speaking: languages))
    let catalogue = try await OversightDesk(house.setting).catalogue()
    let sam = try await house.starter()
    for (language, expected) in zip([Language.dutch, .english, .french], spoken) {
      #expect(catalogue.organisation.spoken(language) == expected)
      let email = "\(language)@a.example"
      _ = try await house.signIn.request(email: email, language: language)
      let message = try #require(
        try await house.store.read { try $0.outbox(limit: 10) }.first { $0.recipient == email })
      let mail = MailText(message, catalogue: catalogue, publicURL: "https://starten.example")
      #expect(mail.language == expected)
      #expect(mail.subject == Texts.of(expected).text("mail.sign-in.subject"))
      let made = try await house.feeds.create(.starter, language: language, by: sam)
      #expect(made.value?.feed.language == expected)
    }
  }

  @Test func `a feed made in a language is in Dutch once that is switched off`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let made = try await house.feeds.create(.starter, language: .french, by: sam)
    let token = try #require(made.value).token
    let publisher = FeedPublisher(house.setting) { Issue.record("\($0)") }
    func names(_ language: Language) async throws -> Bool {
      guard case .calendar(let body) = try await publisher.fetch(token) else { return false }
      let texts = Texts.of(language)
      let text = String(decoding: body.bytes, as: UTF8.self).replacing("\r\n ", with: "")
      return text.contains(texts(.feedName(scope: "starter", name: "Huis")))
        && text.contains("/\(language.rawValue)/\(SitePath.feeds.slug(language))")
    }
    #expect(try await names(.french))
    _ = try await house.importCatalogue(Self.catalogue(speaking: "nl"))
    #expect(try await names(.dutch))
    _ = try await house.importCatalogue(House.catalogue)
    #expect(try await names(.french))
  }
}
