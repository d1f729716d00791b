import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct CatalogueEditingTests {
  private func rename(_ name: String) -> @Sendable (inout Catalogue) -> Void {
    { catalogue in
      guard let index = catalogue.partners.firstIndex(where: { $0.key == "bank" }) else { return }
      catalogue.partners[index].name = LocalizedText(name)
    }
  }

  @Test func `an edit changes one object, and the history says who`() async throws {
    let house = try await House()
    let team = try await house.people.addAccount(
      email: "team@huis.example", role: .team, partner: nil)
    let difference = try await CatalogueDesk(house.setting).change(
      by: .person(team), rename("Andere bank"))
    #expect(difference.text == "changed partner bank: name\n")
    let (name, history) = try await house.store.read {
      (
        try $0.catalogue().partner("bank")?.partner.name[.dutch],
        try $0.activity(of: "catalogue", id: "partner/bank")
      )
    }
    #expect(name == "Andere bank")
    #expect(history.map(\.actor) == [team.id])
    #expect(history.map(\.cause) == ["page: name"])
  }

  @Test func `an edit that changes nothing leaves the version`() async throws {
    let house = try await House()
    let before = try await house.store.read { try $0.catalogue().version }
    let difference = try await CatalogueDesk(house.setting).change(by: .service) { _ in }
    #expect(difference.isEmpty)
    #expect(try await house.store.read { try $0.catalogue().version } == before)
  }

  @Test func `what somebody else has changed meanwhile is not overwritten`() async throws {
    let house = try await House()
    let desk = CatalogueDesk(house.setting)
    let seen = try #require(try await desk.fingerprint(.partner, "bank"))
    _ = try await desk.change(by: .service, expecting: [seen], rename("Eerste"))
    await #expect(throws: RequestProblem.self) {
      _ = try await desk.change(by: .service, expecting: [seen], rename("Tweede"))
    }
    let name = try await house.store.read {
      try $0.catalogue().partner("bank")?.partner.name[.dutch]
    }
    #expect(name == "Eerste")
  }

  @Test func `an edit of another object does not stand in the way`() async throws {
    let house = try await House()
    let desk = CatalogueDesk(house.setting)
    let seen = try #require(try await desk.fingerprint(.partner, "bank"))
    _ = try await desk.change(by: .service) { $0.partners[0].phone = "09 000 00 01" }
    let difference = try await desk.change(by: .service, expecting: [seen], rename("Toch"))
    #expect(difference.changed.map(\.path) == ["bank"])
  }

  @Test func `what is no catalogue is refused with the place, and nothing changes`()
    async throws
  {
    let house = try await House()
    let problems = await #expect(throws: CatalogueProblems.self) {
      _ = try await CatalogueDesk(house.setting).change(by: .service) {
        $0.partners[1].email = "geen adres"
      }
    }
    #expect(problems?.problems.map(\.field) == ["partners[1].email"])
    #expect(try await CatalogueDesk(house.setting).export()?.contains("geen adres") == false)
  }
}
