import Foundation
import Operations
import Scheduling

/// The demo's information pages and news, from `Calendars/demo/articles/*.md`.
///
/// A file holds one article in one language: lines `name: value` between two lines `---`, then
/// Markdown. Files with the same kind and key are one article.
struct DemoArticles {
  private let setting: Setting

  init(_ setting: Setting) { self.setting = setting }

  /// Does nothing where articles exist: the house may have changed them.
  func fill(from folder: URL) async throws {
    let desk = ArticleDesk(setting)
    for kind in Article.Kind.allCases {
      guard try await desk.all(kind, for: .service).isEmpty else { return }
    }
    for draft in try Self.drafts(in: folder.appendingPathComponent("demo/articles")) {
      _ = try await desk.save(draft, by: .service)
    }
  }

  /// In the order of their names, so that each start gives the same.
  private static func drafts(in folder: URL) throws -> [ArticleDraft] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }.sorted()
    var drafts: [ArticleDraft] = []
    for name in names {
      let url = folder.appendingPathComponent(name)
      let page = try DemoPage(String(contentsOf: url, encoding: .utf8), name: name)
      let index =
        drafts.firstIndex { $0.kind == page.kind && $0.key == page.key } ?? drafts.endIndex
      if index == drafts.endIndex { drafts.append(ArticleDraft(kind: page.kind, key: page.key)) }
      drafts[index].words[page.language] = page.words
      if page.language == .dutch {
        (drafts[index].from, drafts[index].until) = (page.from, page.until)
      }
    }
    return drafts
  }
}

/// One file.
private struct DemoPage {
  let kind: Article.Kind
  let key: String
  let language: Language
  let words: ArticleDraft.Words
  let from: String
  let until: String

  init(_ text: String, name: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw CommandFailure("\(name): begins with fields between two lines ---")
    }
    var fields: [String: String] = [:]
    for line in lines[1..<end] {
      guard let colon = line.firstIndex(of: ":") else {
        throw CommandFailure("\(name): '\(line)' is no field")
      }
      let value = line[line.index(after: colon)...]
      fields[String(line[..<colon])] = value.trimmingCharacters(in: .whitespaces)
    }
    guard let kind = fields["kind"].flatMap(Article.Kind.init(rawValue:)),
      let language = fields["language"].flatMap(Language.init(rawValue:)), let key = fields["key"]
    else { throw CommandFailure("\(name): needs kind, key and language") }
    (self.kind, self.key, self.language) = (kind, key, language)
    words = ArticleDraft.Words(
      title: fields["title"] ?? "", lead: fields["lead"] ?? "",
      body: lines[(end + 1)...].joined(separator: "\n")
        .trimmingCharacters(in: .whitespacesAndNewlines))
    (from, until) = (fields["from"] ?? "", fields["until"] ?? "")
  }
}
