import CivilTime
import Operations
import Scheduling
import Testing

/// A house with somebody of the team, and the questions asked in it.
struct AskingHouse {
  let house: House
  let tine: Person
  var desk: InquiryDesk { InquiryDesk(house.setting) }

  init(catalogue: String = House.catalogue) async throws {
    house = try await House(catalogue: catalogue)
    tine = try await house.people.addAccount(
      email: "tine@huis.example", role: .team, partner: nil)
  }

  func ask(
    _ text: String = "Hoe regel ik mijn boekhouding?", email: String = "vera@vragen.example",
    language: Language = .dutch, page: String? = nil
  ) async throws -> Inquiry {
    let kept = try await desk.ask(
      .init(text: text, email: email, language: language, page: page), by: nil)
    return try #require(kept.value)
  }

  func state(of inquiry: Inquiry) async throws -> Inquiry.State? {
    try await house.store.read { try $0.inquiry(inquiry.id)?.state }
  }

  /// Those of a kind, newest first.
  func mails(_ kind: OutboxMessage.Kind) async throws -> [OutboxMessage] {
    try await house.store.read { try $0.outbox(limit: 500).filter { $0.kind == kind } }
  }

  func text(_ message: OutboxMessage) async throws -> MailText {
    MailText(
      message, catalogue: try await OversightDesk(house.setting).catalogue(),
      publicURL: house.setting.publicURL)
  }

  /// The secret in the newest mail to a partner.
  func link() async throws -> Secret {
    let mail = try #require(try await mails(.inquiryToPartner).first)
    let address = try #require(mail.facts["link"])
    return Secret(presented: String(address.split(separator: "/").last ?? ""))
  }

  func history(of inquiry: Inquiry) async throws -> [String] {
    try await desk.inquiry(inquiry.id, for: tine).steps.map { step in
      [step.entry.verb, step.entry.cause, step.words].compactMap(\.self).joined(separator: " ")
    }
  }
}

/// The refusal that `body` meets.
private func refusal(_ body: () async throws -> Void) async throws -> InquiryRefusal? {
  do {
    try await body()
    return nil
  } catch Refusal.inquiry(let refusal) { return refusal }
}

@Suite struct `Asking` {
  @Test func `needs no account, and the asker reads what was asked`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask(
      "  Puis-je <b>vendre</b> des gaufres ?\n", email: "Vera@Vragen.example", language: .french,
      page: "/fr/prendre-rendez-vous/krediet?minutes=30")
    #expect(inquiry.text == "Puis-je <b>vendre</b> des gaufres ?")
    #expect(inquiry.email == "vera@vragen.example")
    #expect(inquiry.page == "/fr/prendre-rendez-vous")
    let mail = try #require(try await house.mails(.inquiryReceived).first)
    #expect((mail.recipient, mail.language) == ("vera@vragen.example", .french))
    let text = try await house.text(mail)
    #expect(text.body.contains("«\u{a0}Puis-je <b>vendre</b> des gaufres ?\u{a0}»"))
    #expect(try await house.history(of: inquiry) == ["asked"])
  }

  @Test func `signed in goes by the account's own address`() async throws {
    let house = try await AskingHouse()
    let sam = try await house.house.starter()
    let kept = try await house.desk.ask(.init(text: "Mag ik?", language: .english), by: sam)
    let inquiry = try #require(kept.value)
    #expect((inquiry.email, inquiry.person) == ("sam@starters.example", sam.id))
    #expect(
      try await problem {
        _ = try await house.desk.ask(
          .init(text: "Mag ik?", email: "ander@mens.example", language: .english), by: sam)
      } == .invalid(field: "/email", .notAllowed))
  }

  private static let mistakes: [(String, String?, String, FieldFault)] = [
    ("", "vera@vragen.example", "/text", .missing),
    (" \n ", "vera@vragen.example", "/text", .missing),
    (
      String(repeating: "a", count: 2_001), "vera@vragen.example", "/text",
      .tooLong(limit: 2_000)
    ),
    ("Mag ik?", nil, "/email", .missing), ("Mag ik?", "vera", "/email", .malformed),
  ]

  @Test(arguments: mistakes)
  func `names the field that is wrong`(
    text: String, email: String?, field: String, fault: FieldFault
  ) async throws {
    let house = try await AskingHouse()
    #expect(
      try await problem {
        _ = try await house.desk.ask(.init(text: text, email: email, language: .dutch), by: nil)
      } == .invalid(field: field, fault))
    #expect(try await house.mails(.inquiryReceived).isEmpty)
  }

  @Test func `stops at five of an address that wait, and goes on when one is finished`()
    async throws
  {
    let house = try await AskingHouse()
    let first = try await house.ask()
    for number in 2...5 { _ = try await house.ask("Vraag \(number)?") }
    #expect(try await refusal { _ = try await house.ask("Meer?") } == .tooManyOpen(limit: 5))
    _ = try await house.ask("Meer?", email: "ander@vragen.example")
    _ = try await house.desk.answer(first.id, "Ja.", by: house.tine)
    _ = try await house.ask("Meer?")
  }

  @Test func `twice within ten minutes is asking once`() async throws {
    let house = try await AskingHouse()
    let first = try await house.ask()
    house.house.set("2026-11-20T09:09:59+01:00")
    #expect(try await house.ask().id == first.id)
    #expect(try await house.mails(.inquiryReceived).count == 1)
    #expect(try await house.ask(email: "ander@vragen.example").id != first.id)
    house.house.set("2026-11-20T09:10:00+01:00")
    #expect(try await house.ask().id != first.id)
  }

  @Test func `stops at thirty a day from visitors, not from who is signed in`() async throws {
    let house = try await AskingHouse()
    for number in 1...30 { _ = try await house.ask(email: "v\(number)@vragen.example") }
    #expect(
      try await refusal { _ = try await house.ask(email: "v31@vragen.example") }
        == .dayIsFull(limit: 30))
    let sam = try await house.house.starter()
    _ = try await house.desk.ask(.init(text: "Mag ik?", language: .dutch), by: sam)
    house.house.set("2026-11-21T09:00:01+01:00")
    _ = try await house.ask(email: "v31@vragen.example")
  }

  private static let pages: [(String, String?)] = [
    ("/nl/", "/nl/"), ("/nl/mijn-traject", "/nl/mijn-traject"),
    ("/en/book/krediet", "/en/book/krediet"), ("/en/book/krediet/confirm", "/en/book/krediet"),
    ("/fr/prendre-rendez-vous/krediet", "/fr/prendre-rendez-vous/krediet"),
    ("/nl/afspraken/6f1c8c3e-0000-4000-8000-000000000000", "/nl/afspraken"),
    ("/nl/in/een-geheim", nil), ("/nl/vraag/een-geheim", "/nl/vraag"),
    ("/nl/afspraak-maken?hold=1", nil), ("/nl/bestaat-niet", nil), ("https://kwaad.example", nil),
    ("nl/mijn-traject", nil), ("", nil),
  ]

  @Test(arguments: pages)
  func `keeps of the page only what is known and no secret`(path: String, kept: String?)
    async throws
  {
    let house = try await AskingHouse()
    let catalogue = try await OversightDesk(house.house.setting).catalogue()
    #expect(AskedPage(path, catalogue: catalogue)?.path == kept)
  }
}

@Suite struct `A question in hand` {
  @Test func `is answered by mail in the asker's language, as written`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask("May I?", language: .english)
    _ = try await house.desk.answer(inquiry.id, "Ja {link}.\nDoen!", by: house.tine)
    let mail = try await house.text(try #require(try await house.mails(.inquiryAnswered).first))
    #expect(
      mail.body == """
        Hello,
        You asked:
        “May I?”
        Huis answers:
        Ja {link}.
        Doen!
        Would you like to know more? Call or e-mail the team: https://starten.example
        """)
    #expect(try await house.history(of: inquiry) == ["asked", "answered Ja {link}.\nDoen!"])
    #expect(
      try await refusal { _ = try await house.desk.answer(inquiry.id, "Nee", by: house.tine) }
        == .alreadyAnswered)
  }

  @Test func `goes to a type with a link to book, once`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask("Combien ?", language: .french)
    for _ in 1...2 {
      _ = try await house.desk.route(inquiry.id, to: .type("krediet"), by: house.tine)
    }
    let mails = try await house.mails(.inquiryToType)
    #expect(mails.count == 1)
    let text = try await house.text(try #require(mails.first))
    #expect(text.body.contains("https://starten.example/fr/prendre-rendez-vous/krediet"))
    #expect(text.body.contains("Bank peut vous aider\u{a0}: Gesprek over een krediet."))
    #expect(try await house.history(of: inquiry) == ["asked", "routed type:krediet"])
  }

  @Test func `goes to a step with a link to who helps, and words of the team`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask()
    _ = try await house.desk.route(
      inquiry.id, to: .toDo("boekhouding"), words: "Begin hier.", by: house.tine)
    let text = try await house.text(try #require(try await house.mails(.inquiryToStep).first))
    #expect(
      text.body.contains(
        "“Regel je boekhouding”.\nBegin hier.\nKijk wie je daarbij helpt: "
          + "https://starten.example/nl/afspraak-maken?toDo=boekhouding"))
  }

  @Test func `goes nowhere that is not offered`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask()
    let wrong: [(Inquiry.Destination, String)] = [
      (.type("weg"), "/appointmentType"), (.toDo("weg"), "/toDo"), (.partner("weg"), "/partner"),
    ]
    for (destination, field) in wrong {
      #expect(
        try await problem {
          _ = try await house.desk.route(inquiry.id, to: destination, by: house.tine)
        } == .invalid(field: field, .unknown))
    }
    #expect(try await house.state(of: inquiry) == .open(since: inquiry.askedAt))
  }

  @Test func `is closed with an honest mail`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask()
    for _ in 1...2 { _ = try await house.desk.close(inquiry.id, by: house.tine) }
    let mails = try await house.mails(.inquiryClosed)
    #expect(mails.count == 1)
    let text = try await house.text(try #require(mails.first))
    #expect(text.body.contains("we vonden niemand die je hierbij kan helpen. Dat spijt ons.\nWil"))
  }

  @Test func `that nobody can answer counts at the step it comes nearest to`() async throws {
    let house = try await AskingHouse()
    let near = try await house.ask("Welke boekhouder spreekt Turks?")
    let far = try await house.ask("Waar parkeer ik?", email: "ander@vragen.example")
    for inquiry in [far, near] {
      _ = try await house.desk.setGap(inquiry.id, true, by: house.tine)
    }
    let groups = try await house.desk.gaps(for: house.tine)
    #expect(groups.map { $0.toDo?.key } == ["boekhouding", nil])
    #expect(groups.map { $0.inquiries.map(\.id) } == [[near.id], [far.id]])
    _ = try await house.desk.setGap(far.id, false, by: house.tine)
    #expect(try await house.desk.gaps(for: house.tine).map { $0.toDo?.key } == ["boekhouding"])
    #expect(try await house.history(of: far) == ["asked", "tagged", "untagged"])
  }

  @Test func `is forgotten a year after its end, with what was said and mailed`() async throws {
    let house = try await AskingHouse()
    let (done, open) = (try await house.ask(), try await house.ask("En dit?"))
    _ = try await house.desk.route(done.id, to: .partner("bank"), by: house.tine)
    let link = try await house.link()
    _ = try await house.desk.answer(link: link, "Ja.")
    _ = try await house.desk.setGap(done.id, true, by: house.tine)
    house.house.set("2027-11-20T09:00:00+01:00")
    try await house.desk.sweep()
    #expect(try await house.house.store.read { try $0.inquiry(done.id)?.text } == done.text)
    house.house.set("2027-11-20T09:00:01+01:00")
    try await house.desk.sweep()
    let kept = try #require(try await house.house.store.read { try $0.inquiry(done.id) })
    #expect((kept.text, kept.email, kept.isGap) == ("", "", true))
    #expect(try await house.history(of: done).last == "forgotten")
    #expect(try await !house.history(of: done).joined().contains("Ja."))
    #expect(try await house.desk.read(link: link) == nil)
    #expect(try await house.house.store.read { try $0.inquiry(open.id)?.text } == "En dit?")
    let mails = try await house.house.store.read { try $0.outbox(limit: 500) }
    #expect(mails.allSatisfy { !$0.kind.isAboutInquiry })
    #expect(try await house.desk.gaps(for: house.tine).first?.inquiries.count == 1)
  }
}

@Suite struct `A partner's link` {
  @Test func `goes to each adviser where the partner has no address, and works by itself`()
    async throws
  {
    let house = try await AskingHouse()
    let inquiry = try await house.ask("Quel taux ?", language: .french)
    _ = try await house.desk.route(
      inquiry.id, to: .partner("cijfers"), words: "Iets voor jullie?", by: house.tine)
    let mails = try await house.mails(.inquiryToPartner)
    #expect(Set(mails.map(\.recipient)) == ["bea@cijfers.example", "cas@cijfers.example"])
    let text = try await house.text(try #require(mails.first))
    #expect(text.subject == "Een vraag van een starter voor Cijfers")
    for part in ["“Quel taux ?”", "vera@vragen.example", "\nIets voor jullie?\n"] {
      #expect(text.body.contains(part))
    }
    let link = try await house.link()
    for _ in 1...3 {
      let view = try #require(try await house.desk.read(link: link))
      #expect(view.inquiry?.id == inquiry.id)
    }
    _ = try await house.desk.answer(link: link, "Trois pour cent.")
    let answer = try #require(try await house.mails(.inquiryAnswered).first)
    #expect((answer.recipient, answer.language) == ("vera@vragen.example", .french))
    #expect(try await house.text(answer).body.contains("Cijfers répond\u{a0}:\nTrois pour cent."))
    let late = try #require(try await house.desk.read(link: link))
    #expect(late.inquiry == nil)
    #expect(late.stage == .answered)
    #expect(
      try await refusal { _ = try await house.desk.answer(link: link, "Vier.") }
        == .alreadyAnswered)
    #expect(
      try await house.history(of: inquiry) == [
        "asked", "routed partner:cijfers Iets voor jullie?",
        "answered partner:cijfers Trois pour cent.",
      ])
  }

  @Test func `goes to the partner's own address where it has one`() async throws {
    let catalogue = House.catalogue.replacing(
      "name: Bank\n    kind: bank", with: "name: Bank\n    email: info@bank.example\n    kind: bank"
    )
    let house = try await AskingHouse(catalogue: catalogue)
    let inquiry = try await house.ask()
    _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
    #expect(try await house.mails(.inquiryToPartner).map(\.recipient) == ["info@bank.example"])
  }

  @Test func `gives the question back with a word, which the team reads`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask()
    _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
    let link = try await house.link()
    _ = try await house.desk.giveBack(link: link, words: "Vraag Cijfers.")
    #expect(try await house.state(of: inquiry) == .open(since: inquiry.askedAt))
    let mail = try #require(try await house.mails(.inquiryReturned).first)
    #expect(mail.recipient == "tine@huis.example")
    let text = try await house.text(mail)
    #expect(text.body.contains("boekhouding?”\nVraag Cijfers.\n"))
    #expect(text.body.contains("https://starten.example/nl/vragen/\(inquiry.id)"))
    #expect(
      try await refusal { _ = try await house.desk.giveBack(link: link, words: nil) }
        == .notWithPartner)
    #expect(
      try await house.history(of: inquiry).last == "returned partner:bank Vraag Cijfers.")
  }

  @Test func `stops working when the team answers or sends it elsewhere`() async throws {
    let house = try await AskingHouse()
    let inquiry = try await house.ask()
    _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
    let link = try await house.link()
    _ = try await house.desk.route(inquiry.id, to: .partner("cijfers"), by: house.tine)
    #expect(try await house.desk.read(link: link)?.inquiry == nil)
    #expect(
      try await refusal { _ = try await house.desk.answer(link: link, "Ja.") } == .notWithPartner)
    _ = try await house.desk.answer(inquiry.id, "Nee.", by: house.tine)
    #expect(try await house.desk.read(link: house.link())?.stage == .answered)
    #expect(try await house.desk.read(link: Secret(presented: "onbekend")) == nil)
  }
}

@Suite struct `The list of questions` {
  @Test func `has the longest waiting partner on top, then open ones, oldest first`() async throws {
    let house = try await AskingHouse()
    // Friday 20 November.
    let waiting = try await house.ask("Eerste?", email: "a@vragen.example")
    _ = try await house.desk.route(waiting.id, to: .partner("bank"), by: house.tine)
    let open = try await house.ask("Tweede?", email: "b@vragen.example")
    house.house.set("2026-11-25T09:00:00+01:00")
    let young = try await house.ask("Derde?", email: "c@vragen.example")
    let first = try await house.desk.list(.toDo, for: house.tine)
    #expect(first.rows.map(\.inquiry.id) == [open.id, young.id])
    #expect(first.rows.map(\.isLate) == [true, false])
    #expect(first.rows.map(\.age.days) == [5, 0])
    #expect(first.counts == [.toDo: 2, .withPartner: 1, .helped: 0, .closed: 0])
    // The fourth working day after Friday.
    house.house.set("2026-11-26T09:00:00+01:00")
    let second = try await house.desk.list(.toDo, for: house.tine)
    #expect(second.rows.map(\.inquiry.id) == [waiting.id, open.id, young.id])
    #expect(second.rows.first?.isPartnerLate == true)
    #expect(second.counts == [.toDo: 3, .withPartner: 0, .helped: 0, .closed: 0])
    #expect(try await house.desk.list(.withPartner, for: house.tine).rows.isEmpty)
  }

  @Test func `of a partner's people holds theirs, also what they answered`() async throws {
    let house = try await AskingHouse()
    let (dirk, bea) = (
      try await house.house.person("dirk@bank.example"),
      try await house.house.person("bea@cijfers.example")
    )
    let inquiry = try await house.ask()
    _ = try await house.ask("Iets anders?")
    _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
    #expect(try await house.desk.list(.toDo, for: dirk).rows.map(\.inquiry.id) == [inquiry.id])
    #expect(try await house.desk.list(.toDo, for: bea).rows.isEmpty)
    _ = try await house.desk.answer(inquiry.id, "Ja.", by: dirk)
    #expect(
      try await house.state(of: inquiry)
        == .answered(at: inquiry.askedAt, by: .partner("bank", dirk.id)))
    #expect(try await house.desk.list(.helped, for: dirk).counts[.helped] == 1)
    #expect(try await house.desk.inquiry(inquiry.id, for: dirk).steps.count == 3)
    #expect(try await problem { _ = try await house.desk.gaps(for: dirk) } == .forbidden)
  }

  @Test func `goes on where a page ended`() async throws {
    let house = try await AskingHouse()
    for number in 1...3 {
      house.house.set("2026-11-20T09:00:0\(number)+01:00")
      _ = try await house.ask("Vraag \(number)?")
    }
    let first = try await house.desk.inquiries(
      stages: [], onlyGaps: false, after: nil, limit: 2, for: house.tine)
    let next = try #require(first.next)
    let second = try await house.desk.inquiries(
      stages: [.open], onlyGaps: false, after: InquiryDesk.Cursor(next.text), limit: 2,
      for: house.tine)
    #expect((first.rows + second.rows).map(\.inquiry.text) == ["Vraag 1?", "Vraag 2?", "Vraag 3?"])
    #expect(second.next == nil)
  }
}
