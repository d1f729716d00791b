import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Articles in the store` {
  private static func article(
    _ number: Int, _ key: String, from: String?, until: String? = nil,
    kind: Article.Kind = .news
  ) throws -> Article {
    let first = from.flatMap { LocalDate(iso8601: $0) }
    let last = until.flatMap { LocalDate(iso8601: $0) }
    return Article(
      head: ArticleHead(
        id: numbered(number, 0xA471), kind: kind, key: key,
        title: LocalizedText("Titel “\(key)”", french: "Titre"), lead: nil,
        publication: first.flatMap { Publication(from: $0, until: last) }, revision: 1,
        changedAt: noon, changedBy: bob),
      body: LocalizedText("Tekst\n\n- een", english: "Text"))
  }

  @Test(arguments: StoreKind.allCases)
  func `come back by id, by key and in order, are replaced and deleted`(kind: StoreKind)
    async throws
  {
    let store = try await kind.open()
    try await store.fill()
    let old = try Self.article(1, "oud", from: "2026-01-01", until: "2026-12-31")
    let new = try Self.article(2, "nieuw", from: "2026-11-01")
    var draft = try Self.article(3, "concept", from: nil)
    let page = try Self.article(4, "oud", from: "2026-01-01", kind: .page)
    try await store.write { [draft] in
      for article in [old, new, draft, page] { try $0.save(article) }
    }
    #expect(try await store.read { try $0.article(old.head.id) } == old)
    #expect(try await store.read { try $0.article(.page, key: "oud") } == page)
    #expect(try await store.read { try $0.article(.page, key: "nieuw") } == nil)
    #expect(
      try await store.read { try $0.articleHeads(.news) } == [draft.head, new.head, old.head])
    draft.head.lead = LocalizedText("Inleiding")
    draft.head.publication = new.head.publication
    draft.head.revision = 2
    draft.head.changedBy = nil
    try await store.write { [draft] in try $0.save(draft) }
    let id = draft.head.id
    let found = try await store.read { try $0.article(id) }
    #expect(found == draft)
    try await store.write { try $0.deleteArticle(new.head.id) }
    #expect(
      try await store.read { try $0.articleHeads(.news).map(\.key) } == ["concept", "oud"])
  }

  @Test func `have an address of their own per kind, and end after they begin`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let first = try Self.article(1, "een", from: "2026-01-01")
    let second = try Self.article(2, "een", from: "2026-01-01")
    try await store.write { try $0.save(first) }
    await #expect(throws: (any Error).self) { try await store.write { try $0.save(second) } }
    for change in [
      "published_until = '2025-12-31'", "published_from = NULL, published_until = '2026-01-01'",
      "kind = 'blog'", "revision = 0", "key = 'Een'",
    ] {
      await #expect(throws: (any Error).self, "\(change)") {
        try await store.run("UPDATE article SET \(change)")
      }
    }
  }
}
