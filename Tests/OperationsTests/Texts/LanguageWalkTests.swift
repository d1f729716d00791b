import CivilTime
import Operations
import Scheduling
import Testing

/// Walks the words of every language, whatever keys there are: a new phrase is walked by being there.
@Suite struct `The words of every language` {
  private static let translations: [Language] = [.english, .french]

  /// What is the same in two languages because it is a name or a word they share.
  private static let shared: Set<String> = [
    "agenda", "bank", "contact", "details", "english", "français", "google", "moment", "nederlands",
    "online", "open", "partner", "partners", "postcode", "starter", "startersfabriek", "team",
    "website", "week", "nl", "en", "fr",
  ]

  private static func facts(_ text: String) -> [String] {
    text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      part.firstIndex(of: "}").map { String(part[..<$0]) }
    }
  }

  /// The words of a phrase in lower case, its facts left out.
  private static func words(_ text: String) -> [String] {
    var bare = text
    for fact in facts(text) { bare = bare.replacing("{\(fact)}", with: " ") }
    return bare.lowercased().split { !($0.isLetter || $0 == "’" || $0 == "'") }.map(String.init)
  }

  @Test(arguments: translations)
  func `have the same keys with the same facts`(language: Language) {
    let (dutch, other) = (Texts.of(.dutch).phrases, Texts.of(language).phrases)
    #expect(Set(other.keys) == Set(dutch.keys))
    for (key, text) in dutch {
      #expect(Set(Self.facts(other[key] ?? "")) == Set(Self.facts(text)), "\(key)")
    }
  }

  @Test(arguments: translations)
  func `are translated, but for names and words that languages share`(language: Language) {
    let other = Texts.of(language).phrases
    for (key, text) in Texts.of(.dutch).phrases where other[key] == text {
      let own = Self.words(text).filter { !Self.shared.contains($0) }
      #expect(own.isEmpty, "\(key): \(text)")
    }
  }

  /// Dutch says *je*, French says *vous*.
  @Test(arguments: [
    (Language.dutch, ["u", "uw", "uzelf", "uwe"]),
    (.french, ["tu", "toi", "ton", "ta", "tes", "te"]), (.english, ["thou"]),
  ])
  func `speak to people as the language does here`(language: Language, never: [String]) {
    for (key, text) in Texts.of(language).phrases {
      #expect(Set(never).isDisjoint(with: Self.words(text)), "\(key): \(text)")
    }
  }

  @Test(arguments: Language.allCases)
  func `are set as its typography asks`(language: Language) {
    for (key, text) in Texts.of(language).phrases {
      #expect(text == text.trimmed && !text.contains("  ") && !text.contains("\t"), "\(key)")
      // Straight quotes are for programs.
      #expect(!text.contains("'") && !text.contains("\""), "\(key): \(text)")
      for mark in ["?", "!", ";", "«", "»"] where language == .french && text.contains(mark) {
        let spaced = text.replacing("\u{a0}\(mark)", with: "").replacing(" \(mark)", with: "")
          .replacing("\(mark)\u{a0}", with: "").replacing("\(mark) ", with: "")
        #expect(!spaced.contains(mark), "\(key): \(text)")
      }
    }
  }

  // MARK: Mail

  private static let greetings: [Language: String] = [
    .dutch: "Dag", .english: "Hello", .french: "Bonjour",
  ]

  @Test(arguments: Language.allCases)
  func `begin every mail with a greeting and keep its subject on one line`(language: Language) {
    let greeting = Self.greetings[language] ?? ""
    var bodies = 0
    for (key, text) in Texts.of(language).phrases where key.hasPrefix("mail.") {
      if key.hasSuffix(".subject") {
        #expect(!text.contains("\n"), "\(key)")
      } else if key.contains(".body") {
        bodies += 1
        #expect(text.hasPrefix("\(greeting),\n") || text.hasPrefix("\(greeting) {"), "\(key)")
        #expect(!text.hasSuffix("\n"), "\(key)")
      }
    }
    #expect(bodies >= OutboxMessage.Kind.allCases.count)
  }

  @Test func `keep the subject of every mail short, however long the names are`() async throws {
    let long = String(repeating: "Gesprek over een krediet ", count: 5).trimmed
    let house = try await House(
      catalogue: House.catalogue.replacing("name: Gesprek over een krediet", with: "name: \(long)"))
    let sam = try await house.starter()
    _ = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: sam)
    let catalogue = try await OversightDesk(house.setting).catalogue()
    let made = try #require(
      try await house.store.read { try $0.outbox(limit: 10) }.first {
        $0.kind == .bookingRequested
      })
    for kind in OutboxMessage.Kind.allCases {
      for language in Language.allCases {
        let subject = MailText(
          OutboxMessage(
            id: made.id, kind: kind, recipient: made.recipient, language: language,
            facts: made.facts, createdAt: made.createdAt),
          catalogue: catalogue, publicURL: "https://starten.example"
        ).subject
        #expect(subject.count <= 78, "\(subject)")
      }
    }
    let told = MailText(made, catalogue: catalogue, publicURL: "https://starten.example")
    #expect(told.subject.hasPrefix("Aangevraagd: Gesprek over een krediet Gesprek"))
    #expect(told.subject.hasSuffix("…, wo 25 nov om 10.00 uur"))
    #expect(told.body.contains(long))
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
