import Operations
import Synchronization

/// The last catalogue that was parsed from committed rows.
final class CatalogueCache: Sendable {
  private let latest = Mutex<CatalogueSnapshot?>(nil)

  func snapshot(ofVersion version: Int64) -> CatalogueSnapshot? {
    latest.withLock { $0?.version == version ? $0 : nil }
  }

  /// A reader that began before an import may come after one that began later.
  func keep(_ snapshot: CatalogueSnapshot) {
    latest.withLock { latest in
      if let known = latest, known.version > snapshot.version { return }
      latest = snapshot
    }
  }
}

/// Whether one transaction has changed the catalogue. What it then reads is not committed and may
/// never be, so it stays out of the cache: after a rollback the same version may come again with
/// other rows.
final class CatalogueChanges {
  var isEmpty = true
}
