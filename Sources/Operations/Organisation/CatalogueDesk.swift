import CivilTime
import Foundation
import ICalendar
import Scheduling

/// Importing and exporting what the organisation sets up: previewed, all or nothing.
public struct CatalogueDesk: Sendable {
  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// Closed days are read once, at import, for these years: far beyond any horizon.
  private static let firstYear = 2020
  private static let lastYear = 2050

  /// Imports a catalogue; with `isDryRun` only says what would change.
  ///
  /// `closures` gives the bytes of a closure set's file, or nil where it cannot be read.
  public func importCatalogue(
    _ catalogue: Catalogue, isDryRun: Bool, closures: (String) -> [UInt8]?
  ) async throws -> CatalogueDifference {
    let now = setting.now()
    let days = try catalogue.closureSets.reduce(into: [:]) { days, set in
      days[set.key] = try StoredJSON.text(Self.days(of: set, closures: closures))
    }
    let records = try CatalogueRecord.records(of: catalogue)
    guard !isDryRun else {
      return try await setting.store.read { transaction in
        try CatalogueImport.preview(catalogue, records, days: days, transaction: transaction)
      }
    }
    return try await setting.store.write { transaction in
      try CatalogueImport(transaction: transaction, now: now)
        .carryOut(catalogue, records, days: days)
    }
  }

  /// The file that imports to the same; nil before anything was imported.
  public func export() async throws -> String? {
    try await setting.store.read { transaction in
      try transaction.catalogue().importedCatalogue.map { try CatalogueWriter().text($0) }
    }
  }

  private static func days(
    of set: ClosureSet, closures: (String) -> [UInt8]?
  ) throws -> [ClosedDays] {
    guard let name = set.file else { return set.closedDays }
    guard let bytes = closures(name) else {
      throw ClosureFileProblem(file: name, reason: "it cannot be read")
    }
    guard let first = LocalDate(year: firstYear, month: 1, day: 1),
      let last = LocalDate(year: lastYear, month: 12, day: 31)
    else { preconditionFailure("both dates exist") }
    let file: AllDayEvents
    do {
      file = try AllDayEvents(reading: bytes, from: first, until: last)
    } catch {
      throw ClosureFileProblem(file: name, reason: "\(error)")
    }
    guard file.problems.isEmpty else {
      let problems = file.problems.map { "\($0)" }.joined(separator: "; ")
      throw ClosureFileProblem(file: name, reason: problems)
    }
    return file.events.map { ClosedDays(from: $0.from, until: $0.until, name: $0.name) }
  }
}

/// A closure set's file that is missing or no calendar.
public struct ClosureFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let reason: String
  public var description: String { "closure file \(file): \(reason)" }
}

extension CatalogueSnapshot {
  /// The catalogue, or nil before anything was imported.
  public var importedCatalogue: Catalogue? { isEmpty ? nil : catalogue }
}
