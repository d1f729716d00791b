import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `Mails` {
  /// What a moved request leaves in the outbox, with the catalogue to read it with.
  private struct Outbox {
    let catalogue: CatalogueSnapshot
    let messages: [OutboxMessage]
    let booking: Booking

    init() async throws {
      let house = try await House()
      let sam = try await house.starter()
      let made = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking
      booking = try await house.bookings.move(
        made.id, to: instant("2026-11-24T14:00:00+01:00"), revision: made.revision,
        by: .person(sam)
      ).booking
      _ = try await house.signIn.request(email: "nora@starters.example", language: .dutch)
      messages = try await house.store.read { try $0.outbox(limit: 100) }
      catalogue = try await OversightDesk(house.setting).catalogue()
    }

    func message(_ kind: OutboxMessage.Kind, for reader: OutboxMessage.Reader) throws
      -> OutboxMessage
    {
      try #require(
        messages.first { $0.kind == kind && $0.facts["for"] == reader.rawValue })
    }

    func text(_ message: OutboxMessage) -> MailText {
      MailText(message, catalogue: catalogue, publicURL: "https://starten.example")
    }
  }

  @Test func `of every kind say what, when and where to go, in every language, to both readers`()
    async throws
  {
    let outbox = try await Outbox()
    let moved = try outbox.message(.bookingMoved, for: .starter)
    let signIn = try #require(outbox.messages.first { $0.kind == .signIn })
    let zone = try #require(ZoneDatabase.system.zone("Europe/Brussels"))
    // Those about questions are read in InquiryDeskTests.
    for kind in OutboxMessage.Kind.allCases where !kind.isAboutInquiry {
      for language in Language.allCases {
        for reader in OutboxMessage.Reader.allCases {
          var facts = kind == .signIn ? signIn.facts : moved.facts
          let isOfRequest = kind.rawValue.hasPrefix("contact-")
          if isOfRequest { facts.merge(Self.requestFacts) { $1 } }
          facts["for"] = reader.rawValue
          let mail = outbox.text(
            OutboxMessage(
              id: moved.id, kind: kind, recipient: "iemand@huis.example", language: language,
              facts: facts, createdAt: moved.createdAt))
          let whole = "\(mail.subject)\n\(mail.body)"
          let name = Comment(rawValue: "\(kind) in \(language) for \(reader):\n\(whole)")
          #expect(!whole.contains("{") && !whole.contains("}"), name)
          #expect(!whole.contains("mail.") && !whole.contains("place."), name)
          let span = DateText(Texts.of(language)).span(outbox.booking.span, in: zone)
          let link = SitePath.appointments.path(language, outbox.booking.id.description)
          let expected =
            kind == .signIn
            ? [signIn.facts["link"], signIn.facts["code"]]
            : isOfRequest
              ? [Self.requestFacts["link"], "Gesprek over een krediet", "Bank", "\n"]
              : [span, "https://starten.example\(link)", "Gesprek over een krediet", "\n"]
          for part in expected { #expect(whole.contains(try #require(part)), name) }
        }
      }
    }
  }

  private static let requestFacts = [
    "link": "https://starten.example/nl/aanvraag/geheim", "until": "2026-11-25T23:00:00Z",
    "moments": "2026-12-03T17:00:00Z 2026-12-04T17:00:00Z", "message": "Liever in januari",
    "other": "rekening",
  ]

  @Test func `of a request say the moments, the deadline and what was written`() async throws {
    let outbox = try await Outbox()
    func body(_ kind: OutboxMessage.Kind, _ reader: OutboxMessage.Reader) throws -> String {
      var message = try outbox.message(.bookingMoved, for: reader)
      message.kind = kind
      message.facts.merge(Self.requestFacts) { $1 }
      return outbox.text(message).body
    }
    #expect(
      try body(.contactRequested, .adviser) == """
        Dag,
        Een starter vraagt een gesprek aan bij Bank:
        Gesprek over een krediet
        Voorgestelde momenten:
        donderdag 3 december 2026 om 18.00 uur
        vrijdag 4 december 2026 om 18.00 uur
        Kies een moment op deze pagina. Je hebt er geen account voor nodig: \
        https://starten.example/nl/aanvraag/geheim
        Antwoord ten laatste op woensdag 25 november 2026. \
        Daarna neemt het team het over.
        """)
    #expect(try body(.contactDeclined, .starter).contains("Bericht: Liever in januari"))
  }

  @Test func `ask the adviser to answer and tell the starter to wait`() async throws {
    let outbox = try await Outbox()
    let link = "https://starten.example/nl/afspraken/\(outbox.booking.id)"
    let asked = outbox.text(try outbox.message(.bookingRequested, for: .adviser))
    #expect(
      asked.body == """
        Dag,
        Iemand vraagt een gesprek met je aan:
        Gesprek over een krediet
        maandag 23 november 2026, 10.00 – 10.30 uur
        online
        Bevestig of weiger het op deze pagina: \(link)
        Tot dan blijft het moment vrijgehouden. Zonder antwoord vervalt de aanvraag.
        """)
    let told = outbox.text(try outbox.message(.bookingRequested, for: .starter))
    #expect(told.subject == asked.subject)
    #expect(told.body.contains("De partner bevestigt of weigert."))
  }

  @Test func `of before readers were told apart still have their words`() async throws {
    let outbox = try await Outbox()
    var message = try outbox.message(.bookingMoved, for: .starter)
    let told = outbox.text(message)
    message.facts["for"] = nil
    #expect(outbox.text(message).body == told.body)
  }
}
