import CivilTime
import Operations
import Scheduling
import Testing

/// Sets of days and answers to choose from, as a file may write them.
struct CatalogueClosureTests {
  private func withSets(_ sets: String, _ rest: String = "") -> String {
    head + "closureSets: [ \(sets) ]\n" + rest
  }

  private let named = "key: vrij, name: Vrij"

  @Test func `a set has its days from a file or in the catalogue, and one of the two only`() {
    #expect(problems(withSets("{ \(named), file: a.ics }")) == [])
    #expect(problems(withSets("{ \(named), days: [ { from: 2026-11-02, name: Dag } ] }")) == [])
    #expect(problems(withSets("{ \(named), days: [] }")) == [])
    #expect(
      problems(withSets("{ \(named) }")) == ["a.yaml:3: closureSets[0]: needs file or days"])
    #expect(
      problems(withSets("{ \(named), file: a.ics, days: [] }")) == [
        "a.yaml:3: closureSets[0].days: must not stand beside file"
      ])
  }

  @Test func `a day ends no earlier than it begins`() {
    #expect(
      problems(
        withSets("{ \(named), days: [ { from: 2026-11-02, until: 2026-11-01, name: Dag } ] }")) == [
          "a.yaml:3: closureSets[0].days[0].until: must not be before from (2026-11-02)"
        ])
  }

  @Test func `what informs never closes, and what closes is no layer`() {
    let sets =
      "{ key: dicht, name: A, days: [] }, { key: info, name: B, kind: information, days: [] }"
    func venue(_ fields: String) -> String {
      """
      venues:
        - key: huis
          name: Huis
          address: { street: Straat 1, postcode: "9000", city: Gent }
          opening: []
          \(fields)

      """
    }
    #expect(problems(withSets(sets, venue("closures: [dicht]\n    layers: [info]"))) == [])
    #expect(
      problems(withSets(sets, venue("closures: [info]\n    layers: [dicht]"))) == [
        "a.yaml:9: venues[0].closures: 'info' only informs: it closes nothing and belongs under "
          + "layers",
        "a.yaml:10: venues[0].layers: 'dicht' closes: it belongs under closures",
      ])
    let partner =
      "partners: [ { key: bank, name: Bank, kind: bank, partnership: "
      + "{ type: founding, since: 2026-01-01 }, layers: [dicht] } ]\n"
    #expect(
      problems(withSets(sets, partner)) == [
        "a.yaml:4: partners[0].layers: 'dicht' closes: it belongs under closures"
      ])
  }

  @Test func `a year is known up to the one that is published, and never guessed`() throws {
    let sets = try catalogue(
      withSets(
        """
        { key: file, name: A, file: a.ics }, { key: through, name: B, file: a.ics, \
        publishedThrough: 2027 }, { key: none, name: C, days: [] }, \
        { key: some, name: D, days: [ { from: 2026-11-02, name: Dag } ] }
        """)
    ).closureSets
    func known(_ year: Int) -> [String] { sets.filter { $0.isPublished(year) }.map(\.key) }
    #expect(known(2027) == ["file", "through", "some"])
    #expect(known(2028) == ["file", "some"])
  }

  @Test func `an answer has a key and a text, or is one word for both`() throws {
    let intake = """
      intake:
        version: 1
        questions:
          - key: geld
            text: Geld?
            kind: one
            options: [ geen, { key: lening, text: { nl: Een lening, en: A loan } } ]
      targetGroups: [ { key: a, name: A, when: { geld: WIE } } ]

      """
    let read = try catalogue(head + intake.replacing("WIE", with: "lening"))
    let options = try #require(read.intake?.questions[0].options)
    #expect(
      options == ["geen", AnswerOption("lening", text: .init("Een lening", english: "A loan"))])
    #expect(options.map { $0.label[.english] } == ["geen", "A loan"])
    #expect(
      problems(head + intake.replacing("WIE", with: "Een lening")) == [
        "a.yaml:10: targetGroups[0].when.geld: 'Een lening' is not an answer to 'geld', which has "
          + "geen and lening"
      ])
    #expect(
      problems(
        head
          + intake.replacing("WIE", with: "geen")
          .replacing("[ geen,", with: "[ lening, geen,")) == [
          "a.yaml:9: intake.questions[0].options: the answer 'lening' is given twice"
        ])
  }
}
