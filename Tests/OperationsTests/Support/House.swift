import CivilTime
import Foundation
import Operations
import Scheduling
import Storage
import Synchronization

/// A small organisation in a database in memory, with a clock that tests set.
final class House: Sendable {
  let setting: Setting
  let store: SQLiteStore
  private let shared: SharedClock

  var bookings: BookingDesk { BookingDesk(setting) }
  var appointments: AppointmentsDesk { AppointmentsDesk(setting) }
  var slots: SlotDesk { SlotDesk(setting) }
  var people: PeopleDesk { PeopleDesk(setting) }
  var journey: JourneyDesk { JourneyDesk(setting) }
  var signIn: SignInDesk { SignInDesk(setting) }
  var feeds: FeedDesk { FeedDesk(setting) }
  var articles: ArticleDesk { ArticleDesk(setting) }
  var weeks: WeekDesk { WeekDesk(setting) }
  var availability: AvailabilityDesk { AvailabilityDesk(setting) }
  var partners: PartnerDesk { PartnerDesk(setting) }
  var closures: ClosuresDesk { ClosuresDesk(setting) }

  /// Friday 20 November 2026, 9 o'clock in Brussels, unless told otherwise.
  init(at now: String = "2026-11-20T09:00:00+01:00", catalogue: String = House.catalogue)
    async throws
  {
    let start = instant(now)
    let clock = SharedClock(start)
    store = try SQLiteStore.inMemory()
    try await store.migrate(at: start)
    setting = Setting(store: store, publicURL: "https://starten.example") { clock.now }
    shared = clock
    _ = try await importCatalogue(catalogue)
  }

  func importCatalogue(_ text: String, isDryRun: Bool = false) async throws -> CatalogueDifference {
    let catalogue = try CatalogueReader().read([CatalogueFile(name: "house.yaml", text: text)])
    return try await CatalogueDesk(setting).importCatalogue(
      catalogue, isDryRun: isDryRun, closures: { _ in nil })
  }

  func set(_ now: String) { shared.set(instant(now)) }

  func starter(_ name: String = "sam") async throws -> Person {
    try await people.addAccount(
      email: "\(name)@starters.example", role: .starter, partner: nil)
  }

  func person(_ email: String) async throws -> Person {
    guard let person = try await store.read({ try $0.person(email: email) }) else {
      throw RequestProblem.unknown
    }
    return person
  }

  /// Books and expects to succeed.
  func book(
    _ type: String, _ start: String, by person: Person, toDo: ID<ToDo>? = nil,
    hold: ID<Hold>? = nil, adviser: String? = nil, place: Place? = nil
  ) async throws -> BookingView {
    let kept = try await bookings.book(
      BookingWish(
        type: type, start: instant(start), place: place, adviser: adviser, hold: hold, toDo: toDo),
      by: .person(person))
    guard let view = kept.value else { throw RequestProblem.unknown }
    return view
  }

  func toDo(_ template: String, of person: Person) async throws -> ToDo {
    let all = try await store.read { try $0.toDos(of: person.id) }
    guard let toDo = all.first(where: { $0.template == template }) else {
      throw RequestProblem.unknown
    }
    return toDo
  }

  /// Every broken invariant; empty where all is well.
  func broken() async throws -> [AuditFinding] {
    try await OversightDesk(setting).audit().filter { $0.count > 0 }
  }

  /// Two advisers of an accountant, one of a bank; a venue with two rooms.
  static let catalogue = """
    version: 1
    organisation: { key: huis, name: Huis, zone: Europe/Brussels, languages: [nl, en, fr] }
    venues:
      - key: huis
        name: Startershuis
        address: { street: Voorbeeldstraat 1, postcode: "9000", city: Gent }
        opening: [ { days: [mo, tu, we, th, fr], from: "08:30", until: "18:00" } ]
        rooms:
          - { key: klein, name: Klein, layouts: { boardroom: 4 }, features: [] }
    partners:
      - key: cijfers
        name: Cijfers
        kind: accountant
        partnership: { type: supporting, since: 2026-01-01 }
        languages: [nl]
        advisers:
          - key: bea
            name: Bea Cijfer
            email: bea@cijfers.example
            languages: [nl]
            availability: [ { days: [mo, tu, we, th, fr], from: "09:00", until: "17:00" } ]
          - key: cas
            name: Cas Cijfer
            email: cas@cijfers.example
            languages: [nl]
            availability: [ { days: [mo, tu, we, th, fr], from: "09:00", until: "17:00" } ]
        appointmentTypes:
          - key: cijfergesprek
            name: Gesprek over cijfers
            contact: slots
            minutes: [60]
            places: [online]
            assignment: leastLoaded
            approval: none
            toDos: [boekhouding]
          - key: samen
            name: Samen rond de tafel
            contact: slots
            minutes: [60]
            places: [venue]
            room: { layout: boardroom, people: 3, features: [] }
            assignment: collective
            approval: none
      - key: bank
        name: Bank
        kind: bank
        partnership: { type: founding, since: 2026-01-01 }
        languages: [nl]
        advisers:
          - key: dirk
            name: Dirk Bank
            email: dirk@bank.example
            languages: [nl]
            availability: [ { days: [mo, tu, we, th, fr], from: "09:00", until: "17:00" } ]
        appointmentTypes:
          - key: krediet
            name: Gesprek over een krediet
            contact: slots
            minutes: [30]
            places: [online]
            assignment: chosen
            approval: partner
            approvalWithin: PT48H
            change: { moveUntil: PT12H, cancelUntil: PT2H }
            toDos: [startkapitaal]
            questions: [ { key: bedrag, text: Hoeveel?, kind: number, required: false } ]
          - key: rekening
            name: Rekening openen
            contact: slots
            minutes: [30]
            places: [venue]
            room: { layout: boardroom, people: 2, features: [] }
            assignment: chosen
            approval: none
            toDos: [startkapitaal]
          - key: website
            name: Onze pagina
            contact: ownPage
            url: https://bank.example/starters
            minutes: []
            places: []
            assignment: chosen
            approval: none
    toDos:
      - key: startkapitaal
        title: Zoek uit hoeveel geld je nodig hebt
        what: Vier regels
        level: advice
        phase: preStarter
        required: true
        source: { name: Redactie, checkedOn: 2026-11-01 }
      - key: boekhouding
        title: Regel je boekhouding
        what: Vier regels
        level: federal
        phase: starter
        required: true
        after: [startkapitaal]
        source: { name: Redactie, checkedOn: 2026-11-01 }
    """
}

/// A clock that several threads read.
final class SharedClock: Sendable {
  private let instant: Mutex<Instant>
  init(_ instant: Instant) { self.instant = Mutex(instant) }
  var now: Instant { instant.withLock { $0 } }
  func set(_ instant: Instant) { self.instant.withLock { $0 = instant } }
}

/// Reads an instant that the test wrote itself.
func instant(_ text: String) -> Instant {
  guard let instant = Instant(rfc3339: text) else { preconditionFailure("not an instant: \(text)") }
  return instant
}
