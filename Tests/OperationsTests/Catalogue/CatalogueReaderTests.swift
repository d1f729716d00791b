import CivilTime
import Operations
import Scheduling
import Testing

struct CatalogueReaderTests {
  @Test func `the example of CATALOGUE md reads without a problem`() {
    #expect(problems(exampleText) == [])
  }

  @Test func `what the example says is what is read`() throws {
    let catalogue = try catalogue(exampleText)
    let bank = try #require(catalogue.partners.first)
    let an = try #require(bank.advisers.first)
    let credit = try #require(bank.appointmentTypes.first)
    #expect(
      an.availability.map(\.from) == [
        LocalTime(hour: 9, minute: 0), LocalTime(hour: 17, minute: 0),
      ])
    #expect(an.availability.first?.days == [CatalogueDay(.tuesday)])
    #expect(an.exceptions?.first?.date == LocalDate(year: 2026, month: 12, day: 29))
    #expect(an.exceptions?.map(\.closed) == [true, nil])
    #expect(credit.minutes == [30, 45])
    #expect(credit.notice == ElapsedTime(hours: 24))
    #expect(
      credit.name
        == LocalizedText(
          "Gesprek over een krediet", english: "Talk about a loan",
          french: "Entretien sur un crédit"))
    #expect(credit.bring == LocalizedText("Je financieel plan als je er al een hebt"))
    #expect(catalogue.venues.first?.address.postcode == "9000")
    #expect(catalogue.toDos.map(\.required) == [true, false])
    #expect(
      catalogue.targetGroups.first?.when
        == .any([
          .answer(question: "student", isOneOf: ["yes"]),
          .answer(question: "age", isOneOf: ["under26"]),
        ]))
  }

  @Test func `what is left out has its default`() throws {
    let partner = try #require(
      try catalogue(
        withPartner(
          """
          languages: [fr], advisers: [ { key: an, name: An, email: an@bank.example } ], \
          appointmentTypes: [ { key: gesprek, name: Gesprek, contact: request, \
          buffer: { after: 5 }, room: { layout: boardroom, people: 2 } } ]
          """)
      ).partners.first)
    #expect(partner.advisers.map(\.languages) == [[.french]])
    #expect(partner.advisers.map(\.availability) == [[]])
    let type = try #require(partner.appointmentTypes.first)
    #expect(type.assignment == .leastLoaded)
    #expect(type.approval == .none)
    #expect(type.minutes == [])
    #expect(type.places == [])
    #expect([type.buffer?.before, type.buffer?.after] == [0, 5])
    #expect(type.room?.features == [])
    #expect(try catalogue(withPartner("about: Over ons")).partners.first?.languages == [.dutch])
    #expect(try catalogue(head).organisation.languages == [.dutch])
  }

  @Test func `scalars are texts, quoted or not`() throws {
    let plain = try catalogue(
      head + "closureSets: [ { key: no, name: 0123, file: 2026-01-01.ics } ]\n")
    let quoted = try catalogue(
      head + "closureSets: [ { key: 'no', name: \"0123\", file: \"2026-01-01.ics\" } ]\n")
    #expect(plain == quoted)
    #expect(plain.closureSets.map(\.key) == ["no"])
    #expect(plain.closureSets.map(\.name) == [LocalizedText("0123")])
  }

  @Test func `several files are one catalogue and may refer to each other`() throws {
    let types = withPartner(
      "appointmentTypes: [ { key: gesprek, name: Gesprek, contact: request, toDos: [plan] } ]")
    let files = [
      CatalogueFile(name: "a.yaml", text: types),
      CatalogueFile(name: "b.yaml", text: "version: 1\ntoDos:\n" + toDo("plan", "after: [wet]")),
      CatalogueFile(name: "c.yaml", text: "version: 1\ntoDos:\n" + toDo("wet")),
    ]
    #expect(problems(files) == [])
    #expect(try CatalogueReader().read(files).toDos.map(\.key) == ["plan", "wet"])
  }

  @Test func `an alias stands for what its anchor marks`() throws {
    let text = withAdviser(
      """
      availability: [ { days: &days [mo, tu], from: "09:00", until: "12:00" }, \
      { days: *days, from: "13:00", until: "17:00" } ]
      """)
    let rules = try catalogue(text).partners.first?.advisers.first?.availability
    #expect(rules?.map(\.days) == Array(repeating: [.init(.monday), .init(.tuesday)], count: 2))
  }

  @Test func `every problem of every file is told at once, by file and line`() {
    #expect(
      problems(
        """
        version: 2
        organisation: { key: Fabriek, zone: Europe/Gent }
        adress: Gent

        """,
        """
        version: 1
        closureSets: [ { key: a, name: A, file: /etc/a.ics } ]

        """) == [
          "a.yaml:1: version: must be 1, not '2'",
          "a.yaml:2: organisation.key: 'Fabriek' is not a key: use a-z, 0-9 and hyphens, "
            + "at most 64 characters",
          "a.yaml:2: organisation.zone: must be a time zone that exists, such as "
            + "Europe/Brussels, not 'Europe/Gent'",
          "a.yaml:2: organisation.name: is missing",
          "a.yaml:3: adress: unknown field 'adress'; known here: version, organisation, "
            + "closureSets, venues, partners, toDos, intake, targetGroups",
          "b.yaml:2: closureSets[0].file: must be a relative path of an .ics file without '..', "
            + "not '/etc/a.ics'",
        ])
  }

  @Test func `a catalogue needs one organisation and takes one intake`() {
    let intake =
      "intake: { version: 1, questions: [ { key: age, text: Leeftijd?, kind: number } ] }"
    #expect(problems("version: 1\n") == ["a.yaml:1: organisation: is missing"])
    #expect(
      problems(head + intake, head + intake) == [
        "b.yaml:2: organisation: already stands at a.yaml:2",
        "b.yaml:3: intake.questions[0].key: question 'age' already stands at a.yaml:3",
        "b.yaml:3: intake: already stands at a.yaml:3",
      ])
    #expect(problems([]) == [":1: there is no catalogue file"])
  }
}
