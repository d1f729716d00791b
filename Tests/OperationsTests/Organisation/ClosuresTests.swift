import CivilTime
import Operations
import Scheduling
import Testing

/// Days that close, days that only inform, and who changes them.
@Suite struct ClosuresTests {
  /// The house with a set that the accountant closes by, and one that it shows.
  private static let catalogue = House.catalogue
    .replacing(
      "venues:\n",
      with: """
        closureSets:
          - { key: dicht, name: Dicht, days: [] }
          - key: scholen
            name: Scholen
            kind: information
            publishedThrough: 2026
            days: [ { from: 2026-11-23, until: 2026-11-29, name: { nl: Vakantie, en: Holidays } } ]
        venues:

        """
    )
    .replacing(
      "kind: accountant\n",
      with: "kind: accountant\n    closures: [dicht]\n    layers: [scholen]\n")

  private func team(_ house: House) async throws -> Actor {
    .person(
      try await house.people.addAccount(email: "team@huis.example", role: .team, partner: nil))
  }

  private func day(_ from: String, _ until: String? = nil) throws -> ClosureSet.Day {
    ClosureSet.Day(
      from: try #require(LocalDate(iso8601: from)), until: until.flatMap { LocalDate(iso8601: $0) },
      name: LocalizedText("Studiedag"))
  }

  private func seen(_ house: House, _ set: String = "dicht") async throws -> String {
    let overview = try await house.closures.overview(for: .service)
    return try #require(overview.sets.first { $0.set.key == set }).seen
  }

  private func starts(_ house: House, _ type: String, on day: String) async throws -> Int {
    let date = try #require(LocalDate(iso8601: day))
    return try await house.slots.slots(
      SlotDesk.Query(type: type, from: date, until: date.advanced(byDays: 1)), for: nil
    ).slots.count
  }

  @Test func `a day of an information set closes nothing and is told`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    #expect(try await starts(house, "cijfergesprek", on: "2026-11-23") > 0)
    let known = try await house.store.read { try $0.catalogue().informationDays(["scholen"]) }
    #expect(known.map { $0.name[.english] } == ["Holidays"])
    #expect(known.map(\.last.iso8601) == ["2026-11-29"])
  }

  @Test func `closing days never come back as information`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    let known = try await house.store.read { try $0.catalogue().informationDays(["dicht"]) }
    #expect(known == [])
  }

  @Test func `a day that staff add closes those who chose its set, and taking it back opens them`()
    async throws
  {
    let house = try await House(catalogue: Self.catalogue)
    let team = try await team(house)
    let before = try await starts(house, "cijfergesprek", on: "2026-11-24")
    try await house.closures.add(
      day("2026-11-24"), to: "dicht", seen: seen(house), by: team)
    #expect(try await starts(house, "cijfergesprek", on: "2026-11-24") == 0)
    #expect(try await starts(house, "krediet", on: "2026-11-24") > 0)
    let view = try #require(try await house.closures.overview(for: team).sets.first)
    #expect(view.days.map(\.days.name.dutch) == ["Studiedag"])
    try await house.closures.remove(view.days[0].days, seen: view.seen, by: team)
    #expect(try await starts(house, "cijfergesprek", on: "2026-11-24") == before)
  }

  @Test func `appointments on a day that closes stay, and are counted before and after`()
    async throws
  {
    let house = try await House(catalogue: Self.catalogue)
    let (team, sam) = (try await team(house), try await house.starter())
    let kept = try await house.book("cijfergesprek", "2026-11-24T10:00:00+01:00", by: sam).booking
    _ = try await house.book("rekening", "2026-11-24T14:00:00+01:00", by: sam)
    let day = try day("2026-11-23", "2026-11-25")
    #expect(try await house.closures.standing(on: day, of: "dicht", for: team) == 1)
    try await house.closures.add(day, to: "dicht", seen: seen(house), by: team)
    let view = try #require(try await house.closures.overview(for: team).sets.first)
    #expect(view.days.map(\.standing) == [1])
    let after = try await house.appointments.appointment(kept.id, for: .person(sam)).booking
    #expect(after.state == kept.state)
    #expect(try await house.broken() == [])
  }

  @Test func `choosing a set counts what stands on its days, and closes them from then on`()
    async throws
  {
    let house = try await House(catalogue: Self.catalogue)
    let (team, sam) = (try await team(house), try await house.starter())
    _ = try await house.book("rekening", "2026-11-24T14:00:00+01:00", by: sam)
    try await house.closures.add(
      day("2026-11-24"), to: "dicht", seen: seen(house), by: team)
    let bank = ClosureOwner.partner("bank")
    #expect(try await house.closures.standing(for: bank, closing: ["dicht"], for: team) == 1)
    let owners = try await house.closures.overview(for: team).owners
    let view = try #require(owners.first { $0.owner == bank })
    try await house.closures.choose(
      bank, closures: ["dicht"], layers: ["scholen"], seen: view.seen, by: team)
    #expect(try await starts(house, "krediet", on: "2026-11-24") == 0)
    // What is chosen already closes nothing new.
    #expect(try await house.closures.standing(for: bank, closing: ["dicht"], for: team) == 0)
  }

  @Test func `a layer cannot close, whatever a form says`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    let team = try await team(house)
    let owners = try await house.closures.overview(for: team).owners
    let view = try #require(owners.first { $0.owner == .partner("bank") })
    let refused = try await problem {
      try await house.closures.choose(
        view.owner, closures: ["scholen"], layers: [], seen: view.seen, by: team)
    }
    #expect(refused == .invalid(field: "/bank", .malformed))
    #expect(try await starts(house, "krediet", on: "2026-11-24") > 0)
  }

  @Test func `a year beyond the last published one is said to be unpublished`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    let team = try await team(house)
    func unpublished(_ year: Int) async throws -> [String] {
      try await house.store.read {
        try $0.catalogue().unpublished(["dicht", "scholen"], in: year).map(\.key)
      }
    }
    #expect(try await unpublished(2026) == ["dicht"])
    #expect(try await unpublished(2027) == ["dicht", "scholen"])
    try await house.closures.publish(
      "scholen", through: 2027, seen: seen(house, "scholen"), by: team)
    #expect(try await unpublished(2027) == ["dicht"])
  }

  @Test func `a day that cannot be is told at its field`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    let team = try await team(house)
    let cases = [
      (try day("2026-11-24", "2026-11-23"), "/until"), (try day("1999-11-24"), "/from"),
      (try day("2026-01-01", "2027-06-01"), "/until"),
    ]
    for (day, field) in cases {
      let refused = try await problem {
        try await house.closures.add(day, to: "dicht", seen: seen(house), by: team)
      }
      #expect(refused == .invalid(field: field, .notAllowed))
    }
  }

  @Test func `what somebody else changed meanwhile is not overwritten`() async throws {
    let house = try await House(catalogue: Self.catalogue)
    let (team, seen) = (try await team(house), try await seen(house))
    try await house.closures.add(day("2026-11-24"), to: "dicht", seen: seen, by: team)
    let refused = try await problem {
      try await house.closures.add(day("2026-11-25"), to: "dicht", seen: seen, by: team)
    }
    guard case .stale = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
  }

  @Test(arguments: Role.Kind.allCases)
  func `staff, team and admins change closing days, nobody else`(role: Role.Kind) async throws {
    let house = try await House(catalogue: Self.catalogue)
    let partner = role == .adviser || role == .manager ? "cijfers" : nil
    let person = try await house.people.addAccount(
      email: "wie@huis.example", role: role, partner: partner)
    let (actor, seen) = (Actor.person(person), try await seen(house))
    let may = [Role.Kind.staff, .team, .admin].contains(role)
    let acts: [() async throws -> Void] = [
      { _ = try await house.closures.overview(for: actor) },
      { try await house.closures.add(self.day("2026-11-24"), to: "dicht", seen: seen, by: actor) },
      {
        try await house.closures.choose(
          .venue("huis"), closures: [], layers: [], seen: "", by: actor)
      },
    ]
    for act in acts.prefix(may ? 2 : 3) {
      #expect(try await problem(act) == (may ? nil : .forbidden))
    }
  }
}
