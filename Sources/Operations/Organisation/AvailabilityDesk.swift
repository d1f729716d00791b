import CivilTime
import Scheduling

/// One date on which an adviser's hours differ from their rules, changed from a page.
///
/// The rules themselves are the organisation's to set up. What is already booked stays: an
/// exception says what can be asked from now on, and the people of an appointment are not moved
/// unasked.
public struct AvailabilityDesk: Sendable {
  /// Nobody plans further ahead, and a slip of the year is noticed.
  public static let daysAhead = 730

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public enum Change: Hashable, Sendable {
    /// The whole date, extra hours of that date too.
    case closeDay
    case closeHours(from: LocalTime, until: LocalTime)
    /// Beside the rules; on a closed date, the only hours.
    case openHours(from: LocalTime, until: LocalTime)
  }

  /// Doing it again changes nothing. Throws `RequestProblem.invalid` for `/date`, `/until` and
  /// `/reason`.
  public func add(
    _ change: Change, on date: LocalDate, reason: String?, to adviser: String, by person: Person
  ) async throws {
    let now = setting.now()
    let snapshot = try await setting.store.read { try $0.catalogue() }
    let entry = try Self.entry(adviser, for: person, in: snapshot)
    let today = try snapshot.zone(of: entry).date(now)
    guard date >= today, date <= today.advanced(byDays: Self.daysAhead) else {
      throw RequestProblem.invalid(field: "/date", .notAllowed)
    }
    if let reason, reason.unicodeScalars.count > CatalogueLimits.title {
      throw RequestProblem.invalid(field: "/reason", .tooLong(limit: CatalogueLimits.title))
    }
    let exception = try Self.exception(change, on: date, reason: reason)
    try await edit(entry.adviser.key, by: person) { exceptions in
      if change == .closeDay { exceptions.removeAll { $0.date == date } }
      if !exceptions.contains(exception) { exceptions.append(exception) }
      exceptions.sort { $0.date < $1.date }
    }
  }

  /// Takes an exception back, by its `mark`; one that is gone already is no problem.
  public func remove(_ mark: String, from adviser: String, by person: Person) async throws {
    let snapshot = try await setting.store.read { try $0.catalogue() }
    let entry = try Self.entry(adviser, for: person, in: snapshot)
    try await edit(entry.adviser.key, by: person) { exceptions in
      exceptions.removeAll { $0.mark == mark }
    }
  }

  private static func entry(
    _ adviser: String, for person: Person, in catalogue: CatalogueSnapshot
  ) throws -> CatalogueSnapshot.AdviserEntry {
    let offered = catalogue.catalogue.partners.flatMap(\.advisers)
    guard let entry = catalogue.adviser(adviser), Access.may(.seeWeek, of: entry, person),
      offered.contains(where: { $0.key == entry.adviser.key })
    else { throw RequestProblem.unknown }
    guard Access.may(.changeHours, of: entry, person) else { throw RequestProblem.forbidden }
    return entry
  }

  private static func exception(
    _ change: Change, on date: LocalDate, reason: String?
  ) throws -> AvailabilityException {
    switch change {
    case .closeDay: return AvailabilityException(date: date, closed: true, reason: reason)
    case .closeHours(let from, let until):
      try check(from, until)
      return AvailabilityException(
        date: date, closed: true, from: from, until: until, reason: reason)
    case .openHours(let from, let until):
      try check(from, until)
      return AvailabilityException(date: date, from: from, until: until, reason: reason)
    }
  }

  private static func check(_ from: LocalTime, _ until: LocalTime) throws {
    guard from < until else { throw RequestProblem.invalid(field: "/until", .notAllowed) }
  }

  private func edit(
    _ adviser: String, by person: Person,
    _ change: @escaping @Sendable (inout [AvailabilityException]) -> Void
  ) async throws {
    _ = try await CatalogueDesk(setting).change(by: .person(person)) { catalogue in
      for partner in catalogue.partners.indices {
        let advisers = catalogue.partners[partner].advisers
        guard let index = advisers.firstIndex(where: { $0.key == adviser }) else { continue }
        var exceptions = advisers[index].exceptions ?? []
        change(&exceptions)
        catalogue.partners[partner].advisers[index].exceptions =
          exceptions.isEmpty ? nil : exceptions
      }
    }
  }
}

extension AvailabilityException {
  /// What tells it from the adviser's other exceptions, to name it in a form: it has no key.
  public var mark: String {
    guard let text = try? StoredJSON.text(self) else {
      preconditionFailure("dates, times and texts can be written as JSON")
    }
    return String(Secret.sha256(text).prefix(16))
  }
}
