import Scheduling

public protocol ArticleReading {
  func article(_ id: ID<Article>) throws -> Article?
  func article(_ kind: Article.Kind, key: String) throws -> Article?
  /// Newest first by their first day, drafts before all, then by key.
  func articleHeads(_ kind: Article.Kind) throws -> [ArticleHead]
}

public protocol ArticleWriting {
  /// Inserts the article or replaces its row.
  func save(_ article: Article) throws
  func deleteArticle(_ id: ID<Article>) throws
}
