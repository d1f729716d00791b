import Operations
import Scheduling
import Testing

struct CatalogueWriterTests {
  @Test func `a catalogue reads back as it was written`() throws {
    let before = try catalogue(exampleText)
    let text = try CatalogueWriter().text(before)
    #expect(try catalogue(text) == before)
    #expect(try CatalogueWriter().text(catalogue(text)) == text)
  }

  @Test func `small things stand on one line, texts below each other, and nothing is empty`() throws
  {
    let text = withPartner(
      """
      about: { nl: "Wij lenen: geld, tijd en raad aan wie begint met een zaak", \
      en: "We lend money, time and advice to whoever starts a business" }, \
      website: "https://bank.example/nl?a=b", phone: 09 210 10 10, \
      advisers: [ { key: an, name: An, email: an@bank.example, \
      availability: [ { days: [tu], from: "09:00", until: "12:00", validFrom: 2027-01-01 } ] } ], \
      appointmentTypes: [ { key: no, name: "Yes", contact: request, minutes: [30] } ]
      """)
    #expect(
      try CatalogueWriter().text(catalogue(text)) == """
        version: 1

        organisation:
          key: fabriek
          name: Fabriek
          zone: Europe/Brussels
          languages: [nl]

        partners:
          - key: bank
            name: Bank
            kind: bank
            partnership: { type: founding, since: 2026-01-01 }
            about:
              nl: "Wij lenen: geld, tijd en raad aan wie begint met een zaak"
              en: We lend money, time and advice to whoever starts a business
            languages: [nl]
            website: https://bank.example/nl?a=b
            phone: "09 210 10 10"
            advisers:
              - key: an
                name: An
                email: an@bank.example
                languages: [nl]
                availability:
                  - { days: [tu], from: "09:00", until: "12:00", validFrom: 2027-01-01 }
            appointmentTypes:
              - key: "no"
                name: "Yes"
                contact: request
                minutes: [30]
                assignment: leastLoaded
                approval: none

        """)
  }

  @Test func `every field is read and written`() throws {
    #expect(try CatalogueWriter().text(catalogue(fullText)) == fullText)
  }

  @Test func `a text of several lines stands below a bar`() throws {
    let text = try CatalogueWriter().text(
      catalogue(
        head + "toDos:\n" + toDo("plan").replacing("Wat het is", with: "\"Een\\n\\n  Twee\"")))
    #expect(
      text.hasSuffix(
        """
        toDos:
          - key: plan
            title: Doe iets
            what: |-
              Een

                Twee
            level: advice
            phase: starter
            required: false
            source: { name: VLAIO, checkedOn: 2026-11-01 }

        """))
  }

  /// Texts that YAML would read as something else, and random ones of the signs it reads.
  @Test func `every text reads back as it was written`() throws {
    var texts = [
      "yes", "No", "null", "~", "1", "1e3", "0x1F", "12:30", "2026-01-01", ".inf", "- a", "? a",
      "a: b",
      "a #b", "#a", "a:", " a", "a ", "'a'", "\"", "\\", "\\n", "a\tb", "&a", "*a", "!a", "|", ">",
      "%a",
      "@a", "`a`", "{a}", "[a]", "a, b", "é", "e\u{301}", "…", "🎓 start", "a\u{A0}b",
      "a\u{85}b".replacing("\u{85}", with: "\u{200B}"), "a\u{FEFF}", "---", "...", "<<", "=",
      "a\u{FFFE}b",
    ]
    let signs: [Character] = Array("aZ0 :#-?,[]{}&*!|>'\"%@`\\.é…~=<\t")
    var random = SeededNumbers(state: 20_261_124)
    for _ in 0..<400 {
      let count = Int.random(in: 1...12, using: &random)
      let text = String((0..<count).map { _ in signs.randomElement(using: &random) ?? "a" })
      if text.contains(where: { !$0.isWhitespace }) { texts.append(text) }
    }
    let lines = ["a", "", " b", "- c", "# d", "\te", "f: g", "  "]
    var paragraphs = ["a\n", "a\n\n", "\na", "a\n b\n", "|\n", "a\u{2028}b"]
    for _ in 0..<200 {
      let count = Int.random(in: 2...5, using: &random)
      let text = (0..<count).map { _ in lines.randomElement(using: &random) ?? "a" }
      paragraphs.append((["x"] + text).joined(separator: "\n"))
    }
    var before = try catalogue(exampleText)
    let toDo = try #require(before.toDos.last)
    let venue = try #require(before.venues.first)
    before.toDos = texts.enumerated().map { index, text in
      var copy = toDo
      copy.key = "do-\(index)"
      copy.title = LocalizedText(text, english: text)
      copy.what = LocalizedText(text, french: text)
      copy.source.name = text
      return copy
    }
    before.toDos += paragraphs.enumerated().map { index, text in
      var copy = toDo
      copy.key = "text-\(index)"
      copy.what = LocalizedText(text, english: text)
      return copy
    }
    before.venues = [venue]
    before.venues[0].rooms[0].features = Array(Set(texts)).sorted()
    before.partners = []
    before.targetGroups = []
    let written = try CatalogueWriter().text(before)
    let after = try catalogue(written)
    for (left, right) in zip(before.toDos, after.toDos) { #expect(left == right) }
    #expect(after == before)
  }
}

/// The same numbers on every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
