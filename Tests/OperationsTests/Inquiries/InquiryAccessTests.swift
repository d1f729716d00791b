import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `Access to questions` {
  /// Who may do what with a question that was put to the bank: the table, cell by cell.
  @Test(
    arguments: [
      ("team", "see answer route setGap close"), ("staff", "see answer route setGap close"),
      ("admin", "see answer route setGap close"), ("adviser", "see answer giveBack"),
      ("manager", "see answer giveBack"), ("otherAdviser", ""), ("otherManager", ""),
      ("starter", ""), ("organizer", ""),
    ])
  func `follows the table`(who: String, may: String) async throws {
    let house = try await AskingHouse()
    let person = try await self.person(who, in: house.house)
    for action in Access.InquiryAction.allCases {
      let inquiry = try await house.ask(email: "\(action)@vragen.example")
      _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
      let outcome = try await problem { try await attempt(action, inquiry.id, by: person, house) }
      #expect((outcome == nil) == may.split(separator: " ").contains("\(action)"), "\(action)")
      if may.isEmpty { #expect(outcome == .unknown) }
    }
    let listed = try await problem { _ = try await house.desk.list(.toDo, for: person) }
    #expect(listed == (["starter", "organizer"].contains(who) ? .forbidden : nil))
    let gaps = try await problem { _ = try await house.desk.gaps(for: person) }
    #expect(gaps == (may.contains("setGap") ? nil : .forbidden))
  }

  @Test func `ends for a partner when it gave the question back`() async throws {
    let house = try await AskingHouse()
    let dirk = try await house.house.person("dirk@bank.example")
    let inquiry = try await house.ask()
    #expect(
      try await problem { _ = try await house.desk.inquiry(inquiry.id, for: dirk) } == .unknown)
    _ = try await house.desk.route(inquiry.id, to: .partner("bank"), by: house.tine)
    _ = try await house.desk.giveBack(inquiry.id, by: dirk)
    #expect(
      try await problem { _ = try await house.desk.inquiry(inquiry.id, for: dirk) } == .unknown)
  }

  private func person(_ who: String, in house: House) async throws -> Person {
    func account(_ role: Role.Kind, _ partner: String? = nil) async throws -> Person {
      try await house.people.addAccount(
        email: "\(who.lowercased())@demo.example", role: role, partner: partner)
    }
    return switch who {
    case "adviser": try await house.person("dirk@bank.example")
    case "otherAdviser": try await house.person("bea@cijfers.example")
    case "manager": try await account(.manager, "bank")
    case "otherManager": try await account(.manager, "cijfers")
    case "starter": try await account(.starter)
    case "organizer": try await account(.organizer)
    case "staff": try await account(.staff)
    case "team": try await account(.team)
    default: try await account(.admin)
    }
  }

  private func attempt(
    _ action: Access.InquiryAction, _ id: ID<Inquiry>, by person: Person, _ house: AskingHouse
  ) async throws {
    switch action {
    case .see: _ = try await house.desk.inquiry(id, for: person)
    case .answer: _ = try await house.desk.answer(id, "Ja.", by: person)
    case .route: _ = try await house.desk.route(id, to: .type("krediet"), by: person)
    case .setGap: _ = try await house.desk.setGap(id, true, by: person)
    case .close: _ = try await house.desk.close(id, by: person)
    case .giveBack: _ = try await house.desk.giveBack(id, by: person)
    }
  }
}
