import CivilTime
import Operations
import Scheduling
import Storage

/// A database with the invented organisation in it.
struct BenchOrganisation {
  let setting: Setting
  let zone: Zone
  let catalogue: CatalogueSnapshot

  /// Monday 4 January 2027, 6 o'clock in Brussels: the clock of every measure.
  static let now = "2027-01-04T06:00:00+01:00"
  static let firstDate = LocalDate(dayNumber: LocalDate.dayNumber(year: 2027, month: 1, day: 4))
  static let staff = "staff@bench.example"

  /// Starters so many that no moment runs out of them.
  private static let starters = 2_000

  /// Makes the database.
  init(creating path: String, _ description: BenchCatalogue) async throws {
    guard let now = Instant(rfc3339: Self.now) else { throw BenchFault("now is no instant") }
    let store = try SQLiteStore(path: path)
    try await store.migrate(at: now)
    let setting = Setting(store: store, publicURL: "http://127.0.0.1:8080") { now }
    let read = try CatalogueReader().read([
      CatalogueFile(name: "bench.yaml", text: description.yaml)
    ])
    _ = try await CatalogueDesk(setting).importCatalogue(
      read, isDryRun: false, closures: { _ in nil })
    _ = try await PeopleDesk(setting).addAccount(email: Self.staff, role: .staff, partner: nil)
    try await self.init(setting)
    try await addStarters()
  }

  /// Opens one that was made before.
  init(opening path: String) async throws {
    guard let now = Instant(rfc3339: Self.now) else { throw BenchFault("now is no instant") }
    let store = try SQLiteStore(path: path)
    try await store.checkMigrated()
    try await self.init(Setting(store: store, publicURL: "http://127.0.0.1:8080") { now })
  }

  private init(_ setting: Setting) async throws {
    guard let zone = ZoneDatabase.system.zone("Europe/Brussels") else {
      throw BenchFault("this system has no zone data")
    }
    (self.setting, self.zone) = (setting, zone)
    catalogue = try await setting.store.read { try $0.catalogue() }
  }

  private func addStarters() async throws {
    let now = setting.now()
    try await setting.store.write { transaction in
      for number in 0..<Self.starters {
        try transaction.save(
          Person(
            id: Self.starter(number), name: "Starter \(number)",
            email: "starter\(number)@bench.example", language: .dutch, roles: [Role(.starter)]),
          at: now)
      }
    }
  }

  /// The `number`th starter, the first again after the last.
  static func starter(_ number: Int) -> ID<Person> {
    scattered(number % starters, salt: 0x57A2)
  }

  /// A UUID as scattered as random ones, the same at every run.
  static func scattered<Entity>(_ number: Int, salt: UInt64) -> ID<Entity> {
    func mixed(_ value: UInt64) -> UInt64 {
      // splitmix64
      var value = value &* 0x9E37_79B9_7F4A_7C15
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
    let high = mixed(UInt64(number) << 16 | salt) & ~0xF000 | 0x4000
    let low = mixed(high ^ salt) & ~(0b11 << 62) | 0b10 << 62
    return ID(high: high, low: low)
  }

  func person(_ email: String) async throws -> Person {
    guard let person = try await setting.store.read({ try $0.person(email: email) }) else {
      throw BenchFault("\(email) is nobody")
    }
    return person
  }

  func entry(_ type: String) throws -> CatalogueSnapshot.TypeEntry {
    guard let entry = catalogue.type(type) else { throw BenchFault("no type \(type)") }
    return entry
  }

  /// The half hours of working days from the first date on: 16 a day.
  func halfHour(_ number: Int) -> TimeSpan {
    let (day, half) = number.quotientAndRemainder(dividingBy: 16)
    let date = Self.firstDate.advanced(byDays: day / 5 * 7 + day % 5)
    // No working hours here are near a change of the clocks.
    let start = zone.startOfDay(date).advanced(byMinutes: 9 * 60 + half * 30)
    guard let span = TimeSpan(from: start, minutes: 30) else {
      preconditionFailure("half an hour is not empty")
    }
    return span
  }

  /// Throws unless the audit finds nothing.
  func checkAudit() async throws {
    let broken = try await OversightDesk(setting).audit().filter { $0.count > 0 }
    guard broken.isEmpty else { throw BenchFault("the audit found \(broken)") }
  }
}
