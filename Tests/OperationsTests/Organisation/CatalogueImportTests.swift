import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct CatalogueImportTests {
  private func ids(_ house: House) async throws -> [String: String] {
    let records = try await house.store.read { try $0.catalogueRecords() }
    return Dictionary(
      uniqueKeysWithValues: records.map { ("\($0.record.kind) \($0.record.key)", $0.id) })
  }

  @Test func `importing the same again changes nothing`() async throws {
    let house = try await House()
    let before = try await house.store.read { try $0.catalogue().version }
    let difference = try await house.importCatalogue(House.catalogue)
    #expect(difference.isEmpty)
    #expect(try await house.store.read { try $0.catalogue().version } == before)
  }

  @Test func `what is exported imports to the same`() async throws {
    let house = try await House()
    let text = try #require(try await CatalogueDesk(house.setting).export())
    #expect(try await house.importCatalogue(text).isEmpty)
  }

  @Test func `a dry run tells and changes nothing`() async throws {
    let house = try await House()
    let changed = House.catalogue.replacing("Dirk Bank", with: "Dirk Anders")
    let difference = try await house.importCatalogue(changed, isDryRun: true)
    #expect(difference.changed.map(\.path) == ["bank/dirk"])
    #expect(try await house.person("dirk@bank.example").name == "Dirk Bank")
  }

  @Test func `an adviser keeps identity and appointments when the file changes`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let before = try await ids(house)
    _ = try await house.importCatalogue(
      House.catalogue.replacing("Dirk Bank", with: "Dirk Anders")
        .replacing("dirk@bank.example", with: "dirk.anders@bank.example"))
    #expect(try await ids(house) == before)
    let view = try await house.appointments.appointment(booking.id, for: .person(sam))
    #expect(view.advisers.map(\.name) == ["Dirk Anders"])
    #expect(view.advisers.map(\.email) == ["dirk.anders@bank.example"])
  }

  @Test func `what has bookings is archived, the rest is deleted, and both can come back`()
    async throws
  {
    let house = try await House()
    let sam = try await house.starter()
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let before = try await ids(house)
    let bank = try #require(House.catalogue.range(of: "  - key: bank\n"))
    let toDos = try #require(House.catalogue.range(of: "toDos:\n  - key:"))
    var without = House.catalogue
    without.removeSubrange(bank.lowerBound..<toDos.lowerBound)
    let difference = try await house.importCatalogue(without)
    #expect(
      difference.removed.map(\.path) == [
        "bank", "bank/dirk", "bank/krediet", "bank/rekening", "bank/website",
      ])
    let left = try await ids(house)
    #expect(left["appointmentType rekening"] == before["appointmentType rekening"])
    #expect(left["appointmentType website"] == nil)
    let view = try await house.appointments.appointment(booking.id, for: .person(sam))
    #expect(view.entry.isOffered == false)
    let refused = try await refusal {
      _ = try await house.book("rekening", "2026-11-24T10:00:00+01:00", by: sam)
    }
    #expect(refused == .notBookable)
    _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    _ = try await house.importCatalogue(House.catalogue)
    #expect(try await ids(house)["appointmentType rekening"] == before["appointmentType rekening"])
    #expect(try await house.broken() == [])
  }

  @Test func `a new item reaches every starter's list`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    _ = try await house.importCatalogue(
      House.catalogue + """

          - key: netwerk
            title: Zoek een netwerk
            what: Vier regels
            level: advice
            phase: preStarter
            required: false
            source: { name: Redactie, checkedOn: 2026-11-01 }
        """)
    let list = try await house.journey.list(of: sam)
    #expect(list.items.map(\.template.key) == ["startkapitaal", "boekhouding", "netwerk"])
  }

  @Test func `two advisers never share an address`() async throws {
    let house = try await House()
    await #expect(throws: (any Error).self) {
      _ = try await house.importCatalogue(
        House.catalogue.replacing("cas@cijfers.example", with: "bea@cijfers.example"))
    }
    #expect(try await house.person("cas@cijfers.example").name == "Cas Cijfer")
    #expect(try await house.broken() == [])
  }

  @Test func `an address that is somebody else's is told, also by a dry run`() async throws {
    let house = try await House()
    _ = try await house.starter()
    let taken = House.catalogue.replacing("dirk@bank.example", with: "sam@starters.example")
    for isDryRun in [true, false] {
      do {
        _ = try await house.importCatalogue(taken, isDryRun: isDryRun)
        Issue.record("imported")
      } catch let conflict as AddressConflict {
        #expect((conflict.adviser, conflict.other) == ("dirk", "another account"))
      }
    }
  }

  @Test func `roles that an operator gave outlive an import`() async throws {
    let house = try await House()
    let sam = try await house.people.addAccount(
      email: "sam@starters.example", role: .adviser, partner: "bank")
    _ = try await house.importCatalogue(
      House.catalogue.replacing("Dirk Bank", with: "Dirk Anders"))
    #expect(try await house.people.person(sam.id)?.roles == [Role(.adviser, partner: "bank")])
  }

  @Test func `other days in a closure file are a change that the preview tells`() async throws {
    let house = try await House()
    let text = House.catalogue.replacing(
      "venues:",
      with: "closureSets: [ { key: vrij, name: Vrij, file: closures/vrij.ics } ]\nvenues:")
    let catalogue = try CatalogueReader().read([CatalogueFile(name: "house.yaml", text: text)])
    func days(_ date: String) -> (String) -> [UInt8]? {
      let lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test", "BEGIN:VEVENT", "UID:1",
        "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:\(date)", "SUMMARY:Vrij",
        "END:VEVENT", "END:VCALENDAR", "",
      ]
      return { _ in Array(lines.joined(separator: "\r\n").utf8) }
    }
    let desk = CatalogueDesk(house.setting)
    _ = try await desk.importCatalogue(catalogue, isDryRun: false, closures: days("20261224"))
    let same = try await desk.importCatalogue(
      catalogue, isDryRun: true, closures: days("20261224"))
    #expect(same.isEmpty)
    let other = try await desk.importCatalogue(
      catalogue, isDryRun: true, closures: days("20261228"))
    #expect(other.text == "changed closureSet vrij: days\n")
  }
}
