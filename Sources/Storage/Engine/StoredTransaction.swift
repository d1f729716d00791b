import Operations
import Scheduling

/// What the operations see of a transaction. What it reads and writes stands in the folder of each
/// concept, as extensions.
struct StoredTransaction: WriteTransaction {
  let sql: SQLConnection
  let catalogues: CatalogueCache
  let catalogueChanges = CatalogueChanges()
  let seen = SeenInTransaction()

  init(_ sql: SQLConnection, catalogues: CatalogueCache) {
    (self.sql, self.catalogues) = (sql, catalogues)
  }
}

/// What one transaction has read and reads again: it stays true until the transaction itself changes
/// it, since what others commit meanwhile is not seen.
final class SeenInTransaction {
  var catalogue: CatalogueSnapshot?
  var people: [ID<Person>: Person] = [:]
}
