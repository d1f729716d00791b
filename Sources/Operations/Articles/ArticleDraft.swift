import CivilTime
import Scheduling

/// What somebody of the house wrote, before it is checked.
public struct ArticleDraft: Hashable, Sendable {
  /// The words in one language, as typed.
  public struct Words: Hashable, Sendable {
    public var title: String
    public var lead: String
    /// Markdown.
    public var body: String

    public init(title: String = "", lead: String = "", body: String = "") {
      (self.title, self.lead, self.body) = (title, lead, body)
    }

    var isEmpty: Bool { title.isEmpty && lead.isEmpty && body.isEmpty }
  }

  public var kind: Article.Kind
  /// Made from the Dutch title where empty.
  public var key: String
  public var words: [Language: Words]
  /// `2026-11-24`; empty for a draft.
  public var from: String
  /// The last day; empty for ever.
  public var until: String

  public init(
    kind: Article.Kind, key: String = "", words: [Language: Words] = [:], from: String = "",
    until: String = ""
  ) {
    (self.kind, self.key, self.words) = (kind, key, words)
    (self.from, self.until) = (from, until)
  }

  /// As a form shows what is stored.
  public init(_ article: Article) {
    let head = article.head
    self.init(
      kind: head.kind, key: head.key, from: head.publication?.from.iso8601 ?? "",
      until: head.publication?.until?.iso8601 ?? "")
    for language in Language.allCases {
      func own(_ text: LocalizedText?) -> String {
        guard let (text, isFallback) = text?.text(in: language), !isFallback else { return "" }
        return text
      }
      words[language] = Words(
        title: own(head.title), lead: own(head.lead), body: own(article.body))
    }
  }

  func words(in language: Language) -> Words { words[language] ?? Words() }
}

/// What is wrong with a draft, by field: `title-nl`, `from` and so on.
public struct ArticleFaults: Error, Hashable, Sendable {
  public var fields: [String: ArticleFault]

  public init(fields: [String: ArticleFault]) { self.fields = fields }
}

public enum ArticleFault: Hashable, Sendable {
  case missing
  case tooLong(limit: Int)
  /// A translation has a title and a text, or neither.
  case half
  case noKey
  case takenKey
  case noDate
  case endsBeforeItBegins
}

extension ArticleDraft {
  /// A title is a line; a lead a few; a text some pages, so that three fit in one form.
  static let titleLimit = 120
  static let leadLimit = 400
  static let bodyLimit = 12_000
  static let keyLimit = 60

  /// The parts that can be stored; throws every fault at once.
  func checked() throws(ArticleFaults) -> (
    key: String, title: LocalizedText, lead: LocalizedText?, body: LocalizedText,
    publication: Publication?
  ) {
    var faults: [String: ArticleFault] = [:]
    for language in Language.allCases { checkWords(language, &faults) }
    let key = key.isEmpty ? Self.key(from: words(in: .dutch).title) : key
    if !Self.isKey(key), faults["title-nl"] == nil { faults["key"] = .noKey }
    let publication = checkDates(&faults)
    guard faults.isEmpty else { throw ArticleFaults(fields: faults) }
    let dutch = words(in: .dutch)
    func text(_ part: KeyPath<Words, String>) -> LocalizedText {
      func other(_ language: Language) -> String? {
        let text = words(in: language)[keyPath: part]
        return text.isEmpty ? nil : text
      }
      return LocalizedText(
        dutch[keyPath: part], english: other(.english), french: other(.french))
    }
    return (
      key, text(\.title), dutch.lead.isEmpty ? nil : text(\.lead), text(\.body), publication
    )
  }

  private func checkWords(_ language: Language, _ faults: inout [String: ArticleFault]) {
    let words = words(in: language)
    let limits = [
      ("title", words.title, Self.titleLimit), ("lead", words.lead, Self.leadLimit),
      ("body", words.body, Self.bodyLimit),
    ]
    for (name, text, limit) in limits where text.count > limit {
      faults["\(name)-\(language.rawValue)"] = .tooLong(limit: limit)
    }
    guard language == .dutch || !words.isEmpty else { return }
    let fault = language == .dutch ? ArticleFault.missing : .half
    if words.title.isEmpty { faults["title-\(language.rawValue)"] = fault }
    if words.body.isEmpty { faults["body-\(language.rawValue)"] = fault }
  }

  private func checkDates(_ faults: inout [String: ArticleFault]) -> Publication? {
    func date(_ text: String, _ field: String) -> LocalDate? {
      guard !text.isEmpty else { return nil }
      let date = LocalDate(iso8601: text)
      if date == nil { faults[field] = .noDate }
      return date
    }
    let (from, until) = (date(from, "from"), date(until, "until"))
    guard let from else {
      if !self.until.isEmpty, self.from.isEmpty { faults["from"] = .missing }
      return nil
    }
    let publication = Publication(from: from, until: until)
    if publication == nil { faults["until"] = .endsBeforeItBegins }
    return publication
  }

  private static func isKey(_ text: String) -> Bool {
    (1...keyLimit).contains(text.count) && text.first != "-" && text.last != "-"
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// `Twee avonden in één week` becomes `twee-avonden-in-een-week`.
  static func key(from title: String) -> String {
    var key = ""
    for word in FoldedText([title]).text.split(separator: " ") {
      guard key.count + word.count < keyLimit else { break }
      key += (key.isEmpty ? "" : "-") + word
    }
    return key
  }
}
