import CivilTime
import Scheduling

/// A catalogue object as the database holds it: the record and its identity.
public struct StoredCatalogueRecord: Hashable, Sendable {
  /// The row's UUID. Of an adviser it is the person's, of a room the resource's.
  public var id: String
  public var record: CatalogueRecord
  /// For closure sets: the closed days read from the file, as JSON of `[ClosedDays]`.
  public var days: String?
  public var isArchived: Bool

  public init(id: String, record: CatalogueRecord, days: String?, isArchived: Bool) {
    (self.id, self.record, self.days, self.isArchived) = (id, record, days, isArchived)
  }
}

public protocol CatalogueReading {
  /// The catalogue, parsed; cached by its version, so that asking costs one row.
  func catalogue() throws -> CatalogueSnapshot
  /// All rows, archived ones too, in stored order.
  func catalogueRecords() throws -> [StoredCatalogueRecord]
  /// Whether any booking, to-do or claim refers to the object, so that it must be kept.
  func isUsed(_ record: StoredCatalogueRecord) throws -> Bool
}

public protocol CatalogueWriting {
  /// Inserts the row or replaces the one with the same id.
  func save(_ record: StoredCatalogueRecord) throws
  func deleteCatalogueRecord(id: String) throws
  /// Counts the catalogue's version up, which every cache compares.
  func catalogueChanged(at now: Instant) throws
}
