import CivilTime
import Operations
import Scheduling
import Testing

extension House {
  var contacts: ContactDesk { ContactDesk(setting) }
  var arrangements: ArrangementDesk { ArrangementDesk(setting) }

  /// The house with every way of contact: the bank by request, by telephone and on its page; the
  /// accountant by request at the venue, within one working day.
  static func withContacts() async throws -> House {
    try await House(catalogue: contactCatalogue)
  }

  private static let contactCatalogue = catalogue.replacing(
    "      - key: website\n", with: bankTypes + "\n      - key: website\n"
  ).replacing("      - key: samen\n", with: planType + "\n      - key: samen\n")
    .replacing("toDos:\n  - key: startkapitaal", with: silentPartner)

  private static let bankTypes = """
          - key: kennismaking
            name: Kennismaking
            contact: request
            minutes: [60]
            places: [online]
            toDos: [startkapitaal]
            questions: [ { key: idee, text: Je idee?, kind: text, required: false } ]
          - key: bellen
            name: Bel de bank
            contact: phoneOrMail
            phone: "09 000 00 01"
            toDos: [startkapitaal]
    """

  /// Nobody there can be mailed.
  private static let silentPartner = """
      - key: stil
        name: Stil
        kind: bank
        partnership: { type: supporting, since: 2026-01-01 }
        appointmentTypes:
          - { key: stil-gesprek, name: Stil gesprek, contact: request, toDos: [startkapitaal] }
    toDos:
      - key: startkapitaal
    """

  private static let planType = """
          - key: plan
            name: Je plan bekijken
            contact: request
            answerWithin: 1
            minutes: [60]
            places: [venue]
            room: { layout: boardroom, people: 2, features: [] }
            toDos: [boekhouding]
    """

  /// Offers moments and expects to succeed.
  func ask(
    _ type: String = "kennismaking", _ starts: [String] = [thursday, friday], by person: Person,
    toDo: ID<ToDo>? = nil, note: String? = nil
  ) async throws -> ContactView {
    let kept = try await contacts.ask(
      ContactWish(type: type, starts: starts.map { instant($0) }, toDo: toDo, note: note),
      by: person)
    guard let view = kept.value else { throw RequestProblem.unknown }
    return view
  }

  /// Two moments after every deadline of the tests, outside the adviser's hours.
  static let thursday = "2026-12-03T18:00:00+01:00"
  static let friday = "2026-12-04T18:00:00+01:00"

  func mails(_ kind: OutboxMessage.Kind) async throws -> [OutboxMessage] {
    try await store.read { try $0.outbox(limit: 1000) }.filter { $0.kind == kind }
  }

  /// The right that the newest mail of the kind gave to whoever answers.
  func link(_ kind: OutboxMessage.Kind = .contactRequested) async throws -> ContactKey {
    let mail = try await mails(kind).first { $0.facts["for"] == "adviser" }
    guard let secret = mail?.facts["link"]?.split(separator: "/").last else {
      throw RequestProblem.unknown
    }
    return .link(Secret(presented: String(secret)))
  }
}

@Suite struct `Asking a partner with moments` {
  @Test func `books the item and mails a link to whoever answers`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let view = try await house.ask(by: sam, toDo: toDo.id, note: "Tot dan")
    #expect(view.request.state == .waiting(until: instant("2026-11-26T00:00:00+01:00")))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    let mails = try await house.mails(.contactRequested)
    #expect(mails.map(\.recipient).sorted() == ["dirk@bank.example", "sam@starters.example"])
    #expect(mails.allSatisfy { !$0.facts.values.contains("Tot dan") })
    let link = try #require(mails.first { $0.facts["for"] == "adviser" }?.facts["link"])
    #expect(link.hasPrefix("https://starten.example/nl/aanvraag/"))
    // No secret stands in the database.
    let secret = String(try #require(link.split(separator: "/").last))
    #expect(
      try await house.store.read { try $0.contactLink(Secret(presented: secret).hash) } != nil)
    #expect(secret.count == 32)
    let history = try await house.store.read {
      try $0.activity(of: "contact-request", id: view.request.id.description)
    }
    #expect(history.map(\.verb) == ["asked"])
    #expect(try await house.broken() == [])
  }

  @Test func `says which moment cannot be offered, and why`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam)
    let busy = try await refusal {
      _ = try await house.ask(
        "kennismaking", [House.thursday, "2026-11-23T10:00:00+01:00"], by: sam)
    }
    #expect(busy == .moment(1, .starterBusy))
    let past = try await refusal {
      _ = try await house.ask("kennismaking", ["2026-11-20T08:00:00+01:00"], by: sam)
    }
    #expect(past?.code == "too-soon")
    #expect(try await house.mails(.contactRequested).isEmpty)
  }

  @Test func `names the field that is wrong`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    func field(_ starts: [String], _ type: String = "kennismaking") async throws -> String? {
      let found = try await problem { _ = try await house.ask(type, starts, by: sam) }
      guard case .invalid(let field, _) = found else { return nil }
      return field
    }
    let four = (1...4).map { "2026-12-0\($0)T10:00:00+01:00" }
    #expect(try await field([]) == "/moments")
    #expect(try await field(four) == "/moments")
    #expect(try await field([House.friday, House.friday]) == "/moments/1")
    #expect(try await field([House.friday], "nergens") == "/appointmentType")
    let slots = try await refusal { _ = try await house.ask("krediet", by: sam) }
    #expect(slots == .notBookable)
    let dirk = try await house.person("dirk@bank.example")
    let self_ = try await problem { _ = try await house.ask(by: dirk) }
    #expect(self_ == .invalid(field: "/appointmentType", .notAllowed))
  }

  @Test func `is done once at a time for one type`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let first = try await house.ask(by: sam)
    let again = try await refusal { _ = try await house.ask(by: sam) }
    #expect(again == .contact(.alreadyAsked))
    _ = try await house.contacts.withdraw(first.request.id, by: sam)
    _ = try await house.ask(by: sam)
    #expect(try await house.broken() == [])
  }
}

@Suite struct `Answering a request` {
  @Test func `by link makes a confirmed booking outside the adviser's hours`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let asked = try await house.ask(by: sam, toDo: toDo.id, note: "Hallo")
    let key = try await house.link()
    // A scanner opens the link; nothing happens.
    for _ in 1...3 { #expect(try await house.contacts.request(key).request == asked.request) }
    let view = try await house.contacts.accept(key, moment: instant(House.friday))
    let booking = try #require(view.booking)
    let dirk = try await house.person("dirk@bank.example")
    #expect(booking.state == .confirmed(at: instant("2026-11-20T09:00:00+01:00")))
    #expect(booking.advisers == [dirk.id])
    #expect((booking.toDo, booking.note) == (toDo.id, "Hallo"))
    #expect(try await house.mails(.bookingConfirmed).count == 2)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    // Pressing twice is harmless; another moment is another matter.
    let again = try await house.contacts.accept(key, moment: instant(House.friday))
    #expect(again.request == view.request)
    let other = try await refusal {
      _ = try await house.contacts.accept(key, moment: instant(House.thursday))
    }
    #expect(other == .contact(.alreadyAnswered))
    #expect(try await house.broken() == [])
    // Cancelling it later opens the item, as for any appointment.
    _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `with a moment that is claimed meanwhile offers the others`() async throws {
    let house = try await House.withContacts()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let starts = ["2026-12-03T10:00:00+01:00", House.friday]
    _ = try await house.ask("kennismaking", starts, by: sam)
    _ = try await house.book("rekening", "2026-12-03T10:30:00+01:00", by: lot)
    let key = try await house.link()
    let refused = try await refusal {
      _ = try await house.contacts.accept(key, moment: instant(starts[0]))
    }
    guard case .slot(.adviserBusy, let free) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(free.map(\.span.start) == [instant(House.friday)])
    #expect(try await house.contacts.request(key).request.isOpen)
    #expect(try await house.broken() == [])
  }

  @Test func `at the venue takes a room, and asks who comes where several could`() async throws {
    let house = try await House.withContacts()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let starts = ["2026-12-03T10:00:00+01:00", "2026-12-04T10:00:00+01:00"]
    _ = try await house.ask("plan", starts, by: sam)
    let manager = try await house.people.addAccount(
      email: "mia@cijfers.example", role: .manager, partner: "cijfers")
    let id = try #require(try await house.contacts.answerable(by: manager).first).request.id
    let key = ContactKey.account(id, manager)
    let unsaid = try await problem {
      _ = try await house.contacts.accept(key, moment: instant(starts[0]))
    }
    #expect(unsaid == .invalid(field: "/adviser", .missing))
    _ = try await house.book("rekening", "2026-12-03T10:00:00+01:00", by: lot)
    let full = try await refusal {
      _ = try await house.contacts.accept(key, moment: instant(starts[0]), adviser: "cas")
    }
    #expect(full?.code == "no-room")
    #expect(full?.alternatives.count == 1)
    let view = try await house.contacts.accept(key, moment: instant(starts[1]), adviser: "cas")
    #expect(view.booking?.room?.key == "klein")
    #expect(try await house.broken() == [])
  }

  @Test func `with no opens the item and brings the message to the starter`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.ask(by: sam, toDo: toDo.id)
    _ = try await house.contacts.decline(house.link(), message: "Liever in januari")
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    let mail = try #require(try await house.mails(.contactDeclined).first)
    #expect(mail.recipient == "sam@starters.example")
    #expect(mail.facts["message"] == "Liever in januari")
    #expect(try await house.broken() == [])
  }

  @Test func `with no leaves the item booked where something else stands`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.ask(by: sam, toDo: toDo.id)
    let booked = try await house.book(
      "rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id)
    _ = try await house.contacts.decline(house.link(), message: nil)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    _ = try await house.bookings.cancel(booked.booking.id, by: .person(sam))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `by making contact keeps the item booked until the starter ends it`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let view = try await house.ask(by: sam, toDo: toDo.id)
    _ = try await house.contacts.answer(house.link(), message: nil)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    #expect(try await house.mails(.contactAnswered).count == 1)
    #expect(try await house.broken() == [])
    _ = try await house.contacts.withdraw(view.request.id, by: sam)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `comes too late once the starter has withdrawn`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let view = try await house.ask(by: sam, toDo: toDo.id)
    let key = try await house.link()
    _ = try await house.contacts.withdraw(view.request.id, by: sam)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.mails(.contactWithdrawn).map(\.recipient) == ["dirk@bank.example"])
    let late = try await refusal {
      _ = try await house.contacts.accept(key, moment: instant(House.friday))
    }
    #expect(late == .contact(.alreadyWithdrawn))
    #expect(try await house.contacts.request(key).request.state.name == "withdrawn")
  }

  /// Who may do what with one request to the bank: the table, cell by cell.
  @Test(
    arguments: [
      ("starter", "see withdraw"), ("adviser", "see accept decline answer"),
      ("manager", "see accept decline answer"), ("staff", "see accept decline answer refer"),
      ("team", "see accept decline answer refer"), ("admin", "see accept decline answer refer"),
      ("partnerLink", "see accept decline answer"), ("otherStarter", ""), ("otherAdviser", ""),
      ("otherManager", ""), ("organizer", ""),
    ])
  func `is for whom the table says`(who: String, may: String) async throws {
    let allowed = Set(may.split(separator: " ").map(String.init))
    for action in Access.ContactAction.allCases {
      let house = try await House.withContacts()
      let sam = try await house.starter()
      let id = try await house.ask(by: sam).request.id
      let key = try await self.key(who, to: id, in: house, starter: sam)
      let outcome = try await problem { try await attempt(action, key, in: house) }
      #expect((outcome == nil) == allowed.contains("\(action)"), "\(who) \(action)")
      if may.isEmpty { #expect(outcome == .unknown) }
    }
  }

  private func key(
    _ who: String, to id: ID<ContactRequest>, in house: House, starter: Person
  ) async throws -> ContactKey {
    func account(_ role: Role.Kind, _ partner: String? = nil) async throws -> ContactKey {
      .account(
        id,
        try await house.people.addAccount(
          email: "\(who.lowercased())@demo.example", role: role, partner: partner))
    }
    return switch who {
    case "starter": .account(id, starter)
    case "adviser": .account(id, try await house.person("dirk@bank.example"))
    case "otherAdviser": .account(id, try await house.person("bea@cijfers.example"))
    case "partnerLink": try await house.link()
    case "manager": try await account(.manager, "bank")
    case "otherManager": try await account(.manager, "cijfers")
    case "otherStarter": try await account(.starter)
    case "organizer": try await account(.organizer)
    case "staff": try await account(.staff)
    case "team": try await account(.team)
    default: try await account(.admin)
    }
  }

  private func attempt(
    _ action: Access.ContactAction, _ key: ContactKey, in house: House
  ) async throws {
    switch (action, key) {
    case (.see, _): _ = try await house.contacts.request(key)
    case (.accept, _):
      _ = try await house.contacts.accept(key, moment: instant(House.friday), adviser: "dirk")
    case (.decline, _): _ = try await house.contacts.decline(key, message: nil)
    case (.answer, _): _ = try await house.contacts.answer(key, message: nil)
    case (.refer, _): _ = try await house.contacts.refer(key, to: "krediet", message: nil)
    case (.withdraw, .account(let id, let person)):
      _ = try await house.contacts.withdraw(id, by: person)
    // A link has no such button.
    case (.withdraw, .link): throw RequestProblem.forbidden
    }
  }
}

@Suite struct `A request that nobody answers` {
  @Test func `is with the team from the start where nobody can be mailed`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    _ = try await house.people.addAccount(email: "tine@huis.example", role: .team, partner: nil)
    let view = try await house.ask("stil-gesprek", by: sam)
    #expect(view.request.state == .passed(at: instant("2026-11-20T09:00:00+01:00")))
    #expect(
      try await house.mails(.contactPassed).map(\.recipient).sorted()
        == ["sam@starters.example", "tine@huis.example"])
    #expect(try await house.mails(.contactRequested).isEmpty)
    #expect(try await house.broken() == [])
  }

  @Test func `outlives its type, which is then only kept for it`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    _ = try await house.ask(by: sam)
    let key = try await house.link()
    _ = try await house.importCatalogue(House.catalogue)
    let view = try await house.contacts.accept(key, moment: instant(House.friday))
    #expect(view.entry.isOffered == false)
    #expect(view.request.state.name == "accepted")
    let gone = try await refusal { _ = try await house.ask(by: sam) }
    #expect(gone == .notBookable)
    #expect(try await house.broken() == [])
  }

  @Test func `is reminded of once when one working day is left, then passes to the team`()
    async throws
  {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    _ = try await house.people.addAccount(
      email: "tine@huis.example", role: .team, partner: nil)
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let id = try await house.ask(by: sam, toDo: toDo.id).request.id
    try await house.contacts.sweep()
    #expect(try await house.mails(.contactReminder).isEmpty)
    house.set("2026-11-25T08:00:00+01:00")
    for _ in 1...2 { try await house.contacts.sweep() }
    #expect(try await house.mails(.contactReminder).map(\.recipient) == ["dirk@bank.example"])
    house.set("2026-11-26T00:00:00+01:00")
    for _ in 1...2 { try await house.contacts.sweep() }
    #expect(
      try await house.mails(.contactPassed).map(\.recipient).sorted()
        == ["sam@starters.example", "tine@huis.example"])
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    #expect(try await house.broken() == [])
    let history = try await house.store.read {
      try $0.activity(of: "contact-request", id: id.description)
    }
    #expect(history.map(\.verb) == ["asked", "reminded", "passed"])
  }

  @Test func `is referred by the team, and the item opens`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    _ = try await house.people.addAccount(
      email: "tine@huis.example", role: .team, partner: nil)
    let toDo = try await house.toDo("boekhouding", of: sam)
    let asked = try await house.ask("plan", ["2026-12-03T10:00:00+01:00"], by: sam, toDo: toDo.id)
    // One working day: Monday.
    #expect(asked.request.state == .waiting(until: instant("2026-11-24T00:00:00+01:00")))
    house.set("2026-11-24T00:00:00+01:00")
    try await house.contacts.sweep()
    let key = try await house.link(.contactPassed)
    let view = try await house.contacts.refer(key, to: "cijfergesprek", message: "Probeer dit")
    #expect(view.request.state.name == "referred")
    #expect(try await house.toDo("boekhouding", of: sam).state == .open)
    let mail = try #require(try await house.mails(.contactReferred).first)
    #expect(
      mail.facts["link"] == "https://starten.example/nl/afspraak-maken/cijfergesprek")
    #expect(try await house.broken() == [])
  }
}
