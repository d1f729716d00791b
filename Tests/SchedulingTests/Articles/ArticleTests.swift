import CivilTime
import Scheduling
import Testing

@Suite struct `An article` {
  private func head(from: String?, until: String? = nil) throws -> ArticleHead {
    func date(_ text: String) throws -> LocalDate { try #require(LocalDate(iso8601: text)) }
    let publication = try from.map { from in
      try #require(Publication(from: try date(from), until: try until.map(date)))
    }
    return ArticleHead(
      id: ID(high: 1, low: 1), kind: .news, key: "bericht", title: LocalizedText("Bericht"),
      lead: nil, publication: publication, revision: 1,
      changedAt: Instant(secondsSince1970: 0), changedBy: nil)
  }

  @Test func `is a draft without days, and lives from its first day through its last`() throws {
    func state(_ head: ArticleHead, _ today: String) throws -> Article.State {
      head.state(on: try #require(LocalDate(iso8601: today)))
    }
    #expect(try state(head(from: nil), "2026-11-24") == .draft)
    let leapDay = try head(from: "2028-02-28", until: "2028-02-29")
    #expect(try state(leapDay, "2028-02-27") == .scheduled)
    #expect(try state(leapDay, "2028-02-28") == .published)
    #expect(try state(leapDay, "2028-02-29") == .published)
    #expect(try state(leapDay, "2028-03-01") == .expired)
    #expect(try state(head(from: "2026-11-24"), "2099-12-31") == .published)
  }

  @Test func `cannot end before it begins`() throws {
    let first = try #require(LocalDate(iso8601: "2026-11-24"))
    #expect(Publication(from: first, until: first.advanced(byDays: -1)) == nil)
    #expect(Publication(from: first, until: first) != nil)
  }

  @Test func `is written in a language only with title and text`() throws {
    var article = Article(
      head: try head(from: nil), body: LocalizedText("Tekst", english: "Text"))
    #expect(article.isWritten(in: .dutch))
    #expect(!article.isWritten(in: .english))
    article.head.title = LocalizedText("Bericht", english: "Item")
    #expect(article.isWritten(in: .english))
    #expect(!article.isWritten(in: .french))
  }
}
