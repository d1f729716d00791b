import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func article(_ id: ID<Article>) throws -> Article? {
    try sql.first(Self.articleColumns + ", body FROM article WHERE id = $1", .id(id)) {
      try Self.article($0)
    }
  }

  func article(_ kind: Article.Kind, key: String) throws -> Article? {
    try sql.first(
      Self.articleColumns + ", body FROM article WHERE kind = $1 AND key = $2",
      .text(kind.rawValue), .text(key)
    ) { try Self.article($0) }
  }

  func articleHeads(_ kind: Article.Kind) throws -> [ArticleHead] {
    // Nulls sort differently in the two engines, so drafts are put first by hand.
    try sql.rows(
      Self.articleColumns + """
         FROM article WHERE kind = $1
        ORDER BY CASE WHEN published_from IS NULL THEN 0 ELSE 1 END, published_from DESC, key
        """, .text(kind.rawValue), read: Self.articleHead)
  }

  private static let articleColumns = """
    SELECT id, kind, key, title, lead, published_from, published_until, revision, changed_at,
      changed_by
    """

  private static func article(_ row: SQLRow) throws -> Article {
    Article(head: try articleHead(row), body: try localizedText(row, 10))
  }

  private static func articleHead(_ row: SQLRow) throws -> ArticleHead {
    ArticleHead(
      id: try row.id(0), kind: try row.named(1), key: try row.text(2),
      title: try localizedText(row, 3),
      lead: row.optionalText(4) == nil ? nil : try localizedText(row, 4),
      publication: try publication(row), revision: Int(try row.integer(7)),
      changedAt: try row.instant(8), changedBy: try row.optionalID(9))
  }

  private static func publication(_ row: SQLRow) throws -> Publication? {
    guard let from = try date(row, 5) else { return nil }
    guard let publication = Publication(from: from, until: try date(row, 6)) else {
      throw row.corrupt(6, "lies before the first day")
    }
    return publication
  }

  private static func date(_ row: SQLRow, _ column: Int) throws -> LocalDate? {
    guard let text = row.optionalText(column) else { return nil }
    guard let date = LocalDate(iso8601: text) else { throw row.corrupt(column, "is no date") }
    return date
  }

  private static func localizedText(_ row: SQLRow, _ column: Int) throws -> LocalizedText {
    try StoredJSON.decode(LocalizedText.self, from: try row.text(column))
  }
}

extension StoredTransaction {
  func save(_ article: Article) throws {
    let head = article.head
    try sql.run(
      """
      INSERT INTO article (
        id, kind, key, title, lead, body, published_from, published_until, revision, changed_at,
        changed_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      ON CONFLICT (id) DO UPDATE SET
        key = excluded.key, title = excluded.title, lead = excluded.lead, body = excluded.body,
        published_from = excluded.published_from, published_until = excluded.published_until,
        revision = excluded.revision, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
      """,
      .id(head.id), .text(head.kind.rawValue), .text(head.key),
      .text(try StoredJSON.text(head.title)), .text(try head.lead.map { try StoredJSON.text($0) }),
      .text(try StoredJSON.text(article.body)), .text(head.publication?.from.iso8601),
      .text(head.publication?.until?.iso8601), .integer(head.revision), .instant(head.changedAt),
      .id(head.changedBy))
  }

  func deleteArticle(_ id: ID<Article>) throws {
    try sql.run("DELETE FROM article WHERE id = $1", .id(id))
  }
}
