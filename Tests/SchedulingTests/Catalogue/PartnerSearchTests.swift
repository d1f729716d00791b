import CivilTime
import Testing

@testable import Scheduling

/// A bank, an accountant and a school, with what each offers.
@Suite struct `Searching partners` {
  private static let today = LocalDate(dayNumber: 20_781)

  private static func type(
    _ key: String, _ name: LocalizedText, _ toDos: [String], _ places: [Place],
    _ languages: [Language]? = nil
  ) -> AppointmentType {
    AppointmentType(
      key: key, name: name, about: nil, contact: .slots, minutes: [30], places: places,
      assignment: .chosen, approval: .none, toDos: toDos, languages: languages)
  }

  private static func partner(
    _ key: String, _ name: LocalizedText, _ kind: String, _ languages: [Language],
    _ types: [AppointmentType], about: LocalizedText? = nil
  ) -> Partner {
    Partner(
      key: key, name: name, kind: kind,
      partnership: Partnership(type: .supporting, since: today, until: nil), about: about,
      languages: languages, advisers: [], appointmentTypes: types)
  }

  private static func toDo(
    _ key: String, _ title: LocalizedText, _ phase: Phase, until: LocalDate? = nil
  ) -> ToDoTemplate {
    ToDoTemplate(
      key: key, title: title, what: LocalizedText("Vier regels"), level: .advice, phase: phase,
      required: false, source: .init(name: "Redactie", url: nil, checkedOn: today),
      valid: until.map { .init(from: LocalDate(dayNumber: 0), until: $0) })
  }

  private static let catalogue = Catalogue(
    organisation: Organisation(
      key: "huis", name: LocalizedText("Huis"), zone: "Europe/Brussels", languages: [.dutch]),
    partners: [
      partner(
        "school", LocalizedText("Zuiderschool", french: "École du Sud"), "education",
        [.dutch], [type("les", LocalizedText("Les"), ["idee"], [.venue])],
        about: LocalizedText("Leert ook iets over krediet.")),
      partner(
        "bank", LocalizedText("Bank van de Brug"), "bank", [.dutch, .french],
        [
          type(
            "krediet", LocalizedText("Gesprek over een krediet", english: "Talk about a loan"),
            ["geld"], [.online]),
          type("rekening", LocalizedText("Rekening openen"), ["rekening"], [.venue], [.dutch]),
          type("oud", LocalizedText("Oude premie"), ["premie"], [.venue]),
        ]),
      partner(
        "cijfers", LocalizedText("Atelier Cijfers"), "accountant", [.dutch],
        [type("btw", LocalizedText("Btw"), ["btw", "geld"], [.venue, .online])]),
    ],
    toDos: [
      toDo("geld", LocalizedText("Zoek geld", french: "Trouvez de l’argent"), .preStarter),
      toDo("idee", LocalizedText("Toets je idee"), .preStarter),
      toDo("rekening", LocalizedText("Open een rekening"), .starter),
      toDo("btw", LocalizedText("Kies je btw-stelsel"), .starter),
      toDo("premie", LocalizedText("Vraag een premie"), .grower, until: LocalDate(dayNumber: 1)),
    ])

  private let search = PartnerSearch(catalogue, on: today) { kind in
    kind == "education" ? ["School", "Enseignement"] : [kind]
  }

  private func keys(
    _ words: String = "", _ values: [PartnerSearch.Facet: String] = [:]
  ) -> [String] {
    search.answer(.init(words: words, values: values)).partners.map(\.key)
  }

  @Test func `without a wish gives all by name, whatever their order in the catalogue`() {
    #expect(keys() == ["cijfers", "bank", "school"])
  }

  @Test(
    arguments: [
      ("bank", ["bank"]), ("BRUG bänk", ["bank"]), ("ecole", ["school"]),
      ("enseignement", ["school"]), ("loan", ["bank"]), ("rekening openen", ["bank"]),
      ("argent", ["cijfers", "bank"]), ("bank btw", []), ("xyz", []),
      ("  ", ["cijfers", "bank", "school"]),
      ("' OR 1=1 --", []),
    ])
  func `finds those in which every word stands, in any language`(words: String, found: [String]) {
    #expect(keys(words) == found)
  }

  @Test func `puts a name before what is only told about`() {
    // The bank offers a talk about it, the school's text only mentions it.
    #expect(keys("krediet") == ["bank", "school"])
  }

  @Test func `narrows by each facet`() {
    #expect(keys("", [.kind: "bank"]) == ["bank"])
    #expect(keys("", [.need: "geld"]) == ["cijfers", "bank"])
    #expect(keys("", [.phase: "starter"]) == ["cijfers", "bank"])
    #expect(keys("", [.language: "fr"]) == ["bank"])
    #expect(keys("", [.place: "online"]) == ["cijfers", "bank"])
    #expect(keys("brug", [.kind: "accountant"]) == [])
  }

  @Test func `holds need, place and language of one and the same offer`() {
    // The bank opens accounts at the venue, in Dutch; online and in French it talks about loans.
    #expect(keys("", [.need: "rekening", .place: "venue"]) == ["bank"])
    #expect(keys("", [.need: "rekening", .place: "online"]) == [])
    #expect(keys("", [.need: "rekening", .language: "fr"]) == [])
  }

  @Test func `neither finds nor offers what no longer holds`() {
    #expect(keys("vraag") == [])
    let answer = search.answer(.init())
    #expect(answer.counts[.need]?["premie"] == nil)
    #expect(answer.counts[.phase] == ["preStarter": 3, "starter": 2])
  }

  @Test func `leaves out a partner from the day after its last`() {
    var catalogue = Self.catalogue
    catalogue.partners[1].partnership.until = Self.today
    func keys(_ today: LocalDate) -> [String] {
      PartnerSearch(catalogue, on: today) { [$0] }.answer(.init(words: "brug")).partners
        .map(\.key)
    }
    #expect(keys(Self.today) == ["bank"])
    #expect(keys(Self.today.advanced(byDays: 1)) == [])
  }

  @Test func `counts each choice with the other wishes standing`() {
    let answer = search.answer(.init(values: [.need: "geld", .place: "online"]))
    #expect(answer.counts[.place] == ["online": 2, "venue": 1])
    #expect(answer.counts[.need] == ["geld": 2, "btw": 1])
    #expect(answer.counts[.language] == ["nl": 2, "fr": 1])
    #expect(answer.counts[.kind] == ["bank": 1, "accountant": 1])
  }

  @Test func `says what each wish costs when nothing is left`() {
    let answer = search.answer(
      .init(words: "cijfers", values: [.need: "rekening", .place: "online"]))
    #expect(answer.partners.isEmpty)
    #expect(answer.withoutWords == 0)
    #expect(answer.without == [.need: 1, .place: 0])
    #expect(search.answer(.init(values: [.kind: "bank"])).withoutWords == nil)
  }

  @Test func `finds steps by title before text, then in catalogue order`() {
    let toDos = Self.catalogue.toDos
    func keys(_ words: String) -> [String] { NeedSearch(toDos).toDos(for: words).map(\.key) }
    #expect(keys("btw stelsel") == ["btw"])
    #expect(keys("argent") == ["geld"])
    #expect(keys("regels") == ["geld", "idee", "rekening", "btw", "premie"])
    #expect(keys("") == [])
  }
}
