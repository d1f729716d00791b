import CivilTime
import Testing

@testable import Scheduling

private let monday = Instant.at("2026-11-23T10:00:00+01:00")
private let tuesday = Instant.at("2026-11-24T10:00:00+01:00")
private let tine = ID<Person>(high: 1, low: 1)
private let dirk = ID<Person>(high: 1, low: 2)

private func asked(_ state: Inquiry.State? = nil) -> Inquiry {
  Inquiry(
    id: ID(high: 2, low: 1), text: "Mag ik starten?", email: "sam@starters.example",
    language: .dutch, page: "/nl", person: nil, askedAt: monday, state: state)
}

@Suite struct `A question` {
  @Test func `is open from the moment it is asked`() {
    let inquiry = asked()
    #expect(inquiry.state == .open(since: monday))
    #expect(inquiry.stage == .open)
    #expect(inquiry.finishedAt == nil)
  }

  @Test func `that the team answers is finished, and is answered once`() throws {
    var inquiry = asked()
    try inquiry.answer(by: .team(tine), at: tuesday)
    #expect(inquiry.state == .answered(at: tuesday, by: .team(tine)))
    #expect(inquiry.finishedAt == tuesday)
    #expect(throws: InquiryRefusal.alreadyAnswered) {
      try inquiry.answer(by: .team(tine), at: tuesday)
    }
    #expect(throws: InquiryRefusal.alreadyAnswered) {
      try inquiry.route(to: .type("krediet"), by: tine, at: tuesday)
    }
    #expect(throws: InquiryRefusal.alreadyAnswered) { try inquiry.close(by: tine, at: tuesday) }
  }

  @Test func `with a partner waits for it, and that partner may read it once it answered`() throws {
    var inquiry = asked()
    #expect(try inquiry.route(to: .partner("bank"), by: tine, at: monday))
    #expect(inquiry.stage == .withPartner)
    #expect((inquiry.waitsFor, inquiry.partner) == ("bank", "bank"))
    #expect(inquiry.finishedAt == nil)
    #expect(throws: InquiryRefusal.notWithPartner) {
      try inquiry.answer(by: .partner("cijfers", nil), at: tuesday)
    }
    try inquiry.answer(by: .partner("bank", dirk), at: tuesday)
    #expect(inquiry.state == .answered(at: tuesday, by: .partner("bank", dirk)))
    #expect((inquiry.waitsFor, inquiry.partner) == (nil, "bank"))
  }

  @Test func `goes to one place once, and to another when the first was wrong`() throws {
    var inquiry = asked()
    #expect(try inquiry.route(to: .type("krediet"), by: tine, at: monday))
    #expect(try !inquiry.route(to: .type("krediet"), by: tine, at: tuesday))
    #expect(inquiry.state == .routed(to: .type("krediet"), at: monday, by: tine))
    #expect(inquiry.finishedAt == monday)
    #expect(try inquiry.route(to: .toDo("startkapitaal"), by: tine, at: tuesday))
    #expect(inquiry.stage == .guided)
    try inquiry.answer(by: .team(tine), at: tuesday)
    #expect(inquiry.stage == .answered)
  }

  @Test func `is open again when its partner gives it back, and no other partner can`() throws {
    var inquiry = asked()
    #expect(throws: InquiryRefusal.notWithPartner) {
      try inquiry.giveBack(from: "bank", at: monday)
    }
    _ = try inquiry.route(to: .partner("bank"), by: tine, at: monday)
    #expect(throws: InquiryRefusal.notWithPartner) {
      try inquiry.giveBack(from: "cijfers", at: tuesday)
    }
    try inquiry.giveBack(from: "bank", at: tuesday)
    #expect(inquiry.state == .open(since: tuesday))
    #expect(inquiry.partner == nil)
  }

  @Test func `is closed once, and stays closed`() throws {
    var inquiry = asked()
    #expect(try inquiry.close(by: tine, at: monday))
    #expect(try !inquiry.close(by: tine, at: tuesday))
    #expect(inquiry.state == .closed(at: monday, by: tine))
    #expect(throws: InquiryRefusal.alreadyClosed) {
      try inquiry.answer(by: .team(tine), at: tuesday)
    }
  }

  @Test func `is tagged in any state, and what was nearest at first stays`() throws {
    var inquiry = asked()
    let changes = [
      inquiry.setGap(.init(nearestToDo: "boekhouding")), inquiry.setGap(.init(nearestToDo: nil)),
    ]
    #expect(changes == [true, false])
    #expect(inquiry.gap == .init(nearestToDo: "boekhouding"))
    _ = try inquiry.close(by: tine, at: monday)
    let isUntagged = inquiry.setGap(nil)
    #expect(isUntagged && !inquiry.isGap)
  }

  @Test func `is forgotten only when finished; that it was asked and tagged stays`() throws {
    var inquiry = asked()
    _ = inquiry.setGap(.init(nearestToDo: "boekhouding"))
    let tooEarly = inquiry.forget(at: tuesday)
    _ = try inquiry.close(by: tine, at: monday)
    let (first, second) = (inquiry.forget(at: tuesday), inquiry.forget(at: tuesday))
    #expect([tooEarly, first, second] == [false, true, false])
    #expect((inquiry.text, inquiry.email) == ("", ""))
    #expect(inquiry.askedAt == monday)
    #expect(inquiry.gap?.nearestToDo == "boekhouding")
  }
}

@Suite struct `The age of a question` {
  private func date(_ text: String) throws -> LocalDate {
    try #require(LocalDate(iso8601: text))
  }

  @Test(
    arguments: [
      ("2026-11-23", "2026-11-23", 0, 0), ("2026-11-23", "2026-11-24", 1, 1),
      // Asked on a Friday: Monday is the first working day after it, Wednesday the third.
      ("2026-11-20", "2026-11-22", 2, 0), ("2026-11-20", "2026-11-23", 3, 1),
      ("2026-11-20", "2026-11-25", 5, 3),
      // Christmas falls on a Friday, New Year on the next.
      ("2026-12-24", "2026-12-29", 5, 2), ("2026-12-30", "2027-01-04", 5, 2),
      // A clock that was set back.
      ("2026-11-24", "2026-11-23", 0, 0),
    ])
  func `counts days, and working days without weekends and closed days`(
    from: String, to: String, days: Int, workingDays: Int
  ) throws {
    let closed = try [("2026-12-25", "2026-12-26"), ("2027-01-01", "2027-01-02")].map {
      ClosedDays(from: try date($0), until: try date($1), name: "gesloten")
    }
    let age = InquiryAge(from: try date(from), to: try date(to), closed: closed)
    #expect((age.days, age.workingDays) == (days, workingDays))
  }
}

@Suite struct `Word overlap` {
  private let overlap = WordOverlap(
    [
      "Regel je boekhouding. Een accountant helpt.", "Open een zakelijke rekening bij een bank",
      "Richt een bv op: notaris en financieel plan", "Ouvrir un compte à la banque",
    ].map { .init(title: $0) })

  @Test(
    arguments: [
      ("Hoe open ik een rekening?", [1]), ("Ik zoek een boekhouder", [0]),
      ("bv oprichten", [2]), ("Je cherche une banque pour un compte", [3]),
      ("Où ouvrir un cômpte ?", [3]), ("Wat is de weg?", []), ("", []), ("???", []),
    ])
  func `finds texts by words, accents and capitals aside`(question: String, found: [Int]) {
    #expect(overlap.best(for: question, limit: 3) == found)
  }

  @Test func `puts a word that few have before a word that many have`() {
    let overlap = WordOverlap(
      ["gesprek over geld", "gesprek over geld en octrooi", "gesprek"].map { .init(title: $0) })
    #expect(overlap.best(for: "een gesprek over octrooi", limit: 3) == [1, 0, 2])
  }

  @Test func `puts a title that begins alike before the word itself in what follows`() {
    let overlap = WordOverlap([
      .init(title: "Regel je btw", rest: "Een boekhouder helpt."), .init(title: "Boekhouding"),
    ])
    #expect(overlap.best(for: "Welke boekhouder?", limit: 2) == [1, 0])
  }

  @Test func `keeps the order where texts are as good, and stops at the limit`() {
    let overlap = WordOverlap(Array(repeating: .init(title: "subsidie"), count: 3))
    #expect(overlap.best(for: "subsidie?", limit: 2) == [0, 1])
  }

  @Test func `an accidental beginning of five letters is no match`() {
    #expect(WordOverlap([.init(title: "vergunning")]).best(for: "vergulden", limit: 1) == [])
    #expect(WordOverlap([.init(title: "vergunning")]).best(for: "vergunningen", limit: 1) == [0])
  }
}
