import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct PartnerEditingTests {
  private func bank(_ house: House) async throws -> Partner {
    try #require(try await house.store.read { try $0.catalogue().partner("bank")?.partner })
  }

  private func manager(_ house: House, of partner: String = "bank") async throws -> Person {
    try await house.people.addAccount(
      email: "manager@\(partner).example", role: .manager, partner: partner)
  }

  private func type(_ key: String, _ house: House) async throws -> TypeDraft {
    TypeDraft(
      of: try #require(try await bank(house).appointmentTypes.first { $0.key == key }))
  }

  @Test func `what is saved shows at once and stands in the history`() async throws {
    let house = try await House()
    let manager = try await manager(house)
    var draft = PartnerDraft(of: try await bank(house))
    let seen = draft.mark
    draft.about = TextDraft(dutch: "Wij helpen.", english: "We help.", french: "")
    draft.website = "https://bank.example"
    (draft.street, draft.postcode, draft.city) = ("Plein 1", "9000", "Gent")
    draft.languages = [.dutch, .french]
    try await house.partners.save(draft, of: "bank", seen: seen, by: manager)
    let bank = try await bank(house)
    #expect(bank.about == LocalizedText("Wij helpen.", english: "We help."))
    #expect(bank.address == Address(street: "Plein 1", postcode: "9000", city: "Gent"))
    #expect(PartnerDraft(of: bank) == draft)
    let history = try await house.store.read {
      try $0.activity(of: "catalogue", id: "partner/bank")
    }
    #expect(history.map(\.actor) == [manager.id])
  }

  @Test func `a second editor is told and overwrites nothing`() async throws {
    let house = try await House()
    let (one, two) = (
      try await manager(house),
      try await house.people.addAccount(
        email: "team@huis.example", role: .team, partner: nil)
    )
    var (first, second) = (
      PartnerDraft(of: try await bank(house)), PartnerDraft(of: try await bank(house))
    )
    let seen = first.mark
    first.phone = "09 000 00 01"
    second.phone = "09 000 00 02"
    try await house.partners.save(first, of: "bank", seen: seen, by: one)
    let outcome = try await problem {
      try await house.partners.save(second, of: "bank", seen: seen, by: two)
    }
    #expect(outcome == .stale(current: 0))
    #expect(try await bank(house).phone == "09 000 00 01")
  }

  @Test func `an adviser who closes a day meanwhile disturbs nobody`() async throws {
    let house = try await House()
    let (manager, dirk) = (try await manager(house), try await house.person("dirk@bank.example"))
    var draft = PartnerDraft(of: try await bank(house))
    let seen = draft.mark
    try await house.availability.add(
      .closeDay, on: date("2026-11-23"), reason: nil, to: "dirk", by: dirk)
    draft.phone = "09 000 00 01"
    try await house.partners.save(draft, of: "bank", seen: seen, by: manager)
    let bank = try await bank(house)
    #expect(bank.phone == "09 000 00 01")
    #expect(bank.advisers[0].exceptions?.count == 1)
  }

  @Test func `each field that cannot stay says why, and nothing changes`() async throws {
    let house = try await House()
    let manager = try await manager(house)
    let before = try await bank(house)
    var draft = PartnerDraft(of: before)
    draft.about = TextDraft(
      dutch: "", english: "Only English", french: String(repeating: "é", count: 4_001))
    draft.website = "bank.example"
    draft.phone = "bel ons"
    draft.email = "geen adres"
    draft.city = "Gent"
    draft.languages = []
    let problems = await #expect(throws: PartnerDesk.Problems.self) {
      try await house.partners.save(
        draft, of: "bank", seen: PartnerDraft(of: before).mark, by: manager)
    }
    #expect(
      problems?.faults == [
        "about.nl": .missing, "about.fr": .tooLong(limit: 4_000), "website": .malformed,
        "phone": .malformed, "email": .malformed, "address.street": .missing,
        "address.postcode": .missing, "languages": .missing,
      ])
    #expect(try await bank(house) == before)
  }

  @Test func `a type that asks to call keeps a number to call`() async throws {
    let text = House.catalogue.replacing(
      "kind: bank\n", with: "kind: bank\n    phone: 09 000 00 03\n"
    ).replacing("contact: ownPage", with: "contact: phoneOrMail")
    let house = try await House(catalogue: text)
    let manager = try await manager(house)
    var draft = PartnerDraft(of: try await bank(house))
    let seen = draft.mark
    draft.phone = ""
    let problems = await #expect(throws: PartnerDesk.Problems.self) {
      try await house.partners.save(draft, of: "bank", seen: seen, by: manager)
    }
    #expect(problems?.faults == ["phone": .missing])
  }

  @Test func `a type without a name is refused at its name`() async throws {
    let house = try await House()
    let manager = try await manager(house)
    var draft = try await type("krediet", house)
    let seen = draft.mark
    draft.name = TextDraft(dutch: "", english: "", french: "")
    draft.bring = TextDraft(dutch: String(repeating: "x", count: 4_001), english: "", french: "")
    let problems = await #expect(throws: PartnerDesk.Problems.self) {
      try await house.partners.save(
        draft, ofType: "krediet", of: "bank", seen: seen, by: manager)
    }
    #expect(problems?.faults == ["name": .missing, "bring": .tooLong(limit: 4_000)])
  }

  @Test func `a renamed type changes appointments and feeds once`() async throws {
    let house = try await House()
    let (sam, manager) = (try await house.starter(), try await manager(house))
    let id = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking.id
    let publisher = FeedPublisher(house.setting) { Issue.record("\($0)") }
    let made = try await house.feeds.create(.starter, language: .dutch, by: sam)
    let token = try #require(made.value).token
    func fetch() async throws -> FeedPublisher.Body {
      guard case .calendar(let body) = try await publisher.fetch(token) else {
        throw RequestProblem.unknown
      }
      return body
    }
    let before = try await fetch()
    var draft = try await type("krediet", house)
    let seen = draft.mark
    draft.name = TextDraft(dutch: "Praat over geld", english: "", french: "")
    try await house.partners.save(
      draft, ofType: "krediet", of: "bank", seen: seen, by: manager)
    let after = try await fetch()
    #expect(after.tag != before.tag)
    #expect(String(decoding: after.bytes, as: UTF8.self).contains("Praat over geld"))
    #expect(try await fetch().tag == after.tag)
    let view = try await house.appointments.appointment(id, for: .person(sam))
    #expect(view.entry.type.name[.dutch] == "Praat over geld")
  }

  /// Who may change the page of the bank.
  @Test(
    arguments: [
      ("manager", nil), ("team", nil), ("admin", nil), ("otherManager", .forbidden),
      ("adviser", .forbidden), ("staff", .forbidden), ("organizer", .forbidden),
      ("starter", .forbidden),
    ] as [(String, RequestProblem?)])
  func `who may change a partner's page`(who: String, outcome: RequestProblem?) async throws {
    let house = try await House()
    let person: Person =
      switch who {
      case "manager": try await manager(house)
      case "otherManager": try await manager(house, of: "cijfers")
      case "adviser": try await house.person("dirk@bank.example")
      default:
        try await house.people.addAccount(
          email: "\(who)@demo.example", role: try #require(Role.Kind(rawValue: who)),
          partner: nil)
      }
    let partner = PartnerDraft(of: try await bank(house))
    let type = try await type("krediet", house)
    #expect(
      try await problem {
        try await house.partners.save(partner, of: "bank", seen: partner.mark, by: person)
      } == outcome)
    #expect(
      try await problem {
        try await house.partners.save(
          type, ofType: "krediet", of: "bank", seen: type.mark, by: person)
      } == outcome)
  }
}
