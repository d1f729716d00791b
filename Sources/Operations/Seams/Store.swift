import CivilTime
import Scheduling

/// The database, seen from the operations. `Storage` carries it out.
///
/// A closure runs in one transaction and may run again after a lost race, so it must have no effect
/// outside the transaction. Nothing is sent inside it: effects wait in the outbox.
public protocol Store: Sendable {
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
  ) async throws -> Value

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Value

  /// A number that differs whenever anything stored may have changed: at once after a write of this
  /// process, within a second after another's. Caches compare it.
  func stamp() async throws -> UInt64

  /// The same where it is known without asking anybody; nil where somebody must be asked again.
  /// Never waits.
  var knownStamp: UInt64? { get }
}

/// Faults of the store that callers tell apart.
public enum StoreFault: Error, Equatable, Sendable {
  /// A claim overlaps another on its resource: the ledger itself refused it.
  case overlap
  /// The database is of another version than this program.
  case notMigrated(found: Int, wanted: Int)
  /// The disk is full, the file read-only, or the database cannot be reached: try again later.
  case unavailable(String)
  /// A stored row does not mean what it should.
  case corruptRow(String)
}

/// What a transaction can read. Times are passed in: the store has no clock.
public protocol ReadTransaction: CatalogueReading, PersonReading, LedgerReading, ContactReading,
  JourneyReading, FeedReading, EffectReading, InquiryReading, ArticleReading
{}

/// What a transaction can change besides.
public protocol WriteTransaction: ReadTransaction, CatalogueWriting, PersonWriting, LedgerWriting,
  ContactWriting, JourneyWriting, FeedWriting, EffectWriting, InquiryWriting, ArticleWriting
{}
