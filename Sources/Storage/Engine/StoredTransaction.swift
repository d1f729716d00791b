import Operations

/// What the operations see of a transaction. What it reads and writes stands in the folder of each
/// concept, as extensions.
struct StoredTransaction: WriteTransaction {
  let sql: SQLConnection
  let catalogues: CatalogueCache
  let catalogueChanges = CatalogueChanges()

  init(_ sql: SQLConnection, catalogues: CatalogueCache) {
    (self.sql, self.catalogues) = (sql, catalogues)
  }
}
