import Operations
import Scheduling

/// The example of CATALOGUE.md with what its excerpt leaves out: the to-do and the questions that
/// it refers to, and texts for its ellipses.
let exampleText = """
  version: 1
  organisation: { key: startersfabriek, name: Startersfabriek (voorbeeld), zone: Europe/Brussels, languages: [nl, en, fr] }
  closureSets:
    - { key: statutory, name: Wettelijke feestdagen, file: closures/belgium-statutory.ics }
  venues:
    - key: tijdelijk
      name: Tijdelijk startershuis
      address: { street: Voorbeeldstraat 1, postcode: "9000", city: Gent }
      opening: [ { days: [mo, tu, we, th, fr], from: "08:30", until: "18:00" } ]
      closures: [statutory]
      rooms:
        - { key: zaal-a, name: Zaal A, layouts: { theatre: 60, classroom: 30, boardroom: 16 }, features: [projector, step-free] }
        - { key: zaal-b, name: Zaal B, layouts: { theatre: 40 }, features: [step-free] }
        - { key: spreek-1, name: Spreekkamer 1, layouts: { boardroom: 4 }, features: [] }
      combinations: [ { key: zaal-ab, rooms: [zaal-a, zaal-b], layouts: { theatre: 110 } } ]
  partners:
    - key: voorbeeldbank
      name: Voorbeeldbank
      kind: bank
      partnership: { type: supporting, since: 2026-01-01 }
      about: { nl: Financiering voor starters, en: Finance for starters, fr: Financement pour starters }
      languages: [nl, fr]
      advisers:
        - key: an
          name: An Voorbeeld
          email: an@voorbeeldbank.example
          languages: [nl, fr]
          availability:
            - { days: [tu], from: "09:00", until: "12:00", places: [venue, online] }
            - { rule: "FREQ=MONTHLY;BYDAY=1TH", from: "17:00", until: "20:00", validFrom: 2027-01-01, types: [krediet] }
          exceptions:
            - { date: 2026-12-29, closed: true, reason: verlof }
            - { date: 2027-01-09, from: "10:00", until: "12:00" }
      appointmentTypes:
        - key: krediet
          name: { nl: Gesprek over een krediet, en: Talk about a loan, fr: Entretien sur un crédit }
          contact: slots            # slots | request | ownPage | phoneOrMail
          minutes: [30, 45]
          step: 15
          buffer: { before: 5, after: 10 }
          notice: PT24H
          horizon: { days: 60 }
          caps: { day: 6, week: 20 }
          places: [venue, online]
          room: { layout: boardroom, people: 3, features: [] }
          assignment: leastLoaded   # chosen | leastLoaded | collective
          approval: none            # none | partner
          change: { moveUntil: PT12H, cancelUntil: PT2H }
          toDos: [startkapitaal]
          questions: [ { key: bedrag, text: "Hoeveel denk je nodig te hebben?", kind: number, required: false } ]
          bring: { nl: Je financieel plan als je er al een hebt }
  toDos:
    - key: startkapitaal
      title: { nl: Zoek uit hoeveel geld je nodig hebt, en: Find out how much money you need, fr: Calculez votre besoin de financement }
      what: { nl: …, en: …, fr: … }
      level: federal                      # federal | flemish | ghent | advice
      phase: preStarter
      required: true
      after: [ondernemingsplan]
      source: { name: …, checkedOn: 2026-11-01 }
      valid: { from: 2026-01-01 }
      when: { all: [ { phase: [preStarter, earlyGrowth] }, { not: { financing: [none] } } ] }
    - key: ondernemingsplan
      title: Schrijf een ondernemingsplan
      what: |
        Je zet je plan op papier: wat, voor wie, hoe.
        Reken op twee weken.

        Het kost niets.
        Zonder plan luistert geen bank.
      level: advice
      phase: preStarter
      required: no
      source: { name: VLAIO, url: "https://www.vlaio.be/nl", checkedOn: 2026-11-01 }
  intake:
    version: 1
    questions:
      - { key: phase, text: "Waar sta je?", why: Zo tonen we alleen wat nu voor jou telt, kind: one, options: [preStarter, starter, earlyGrowth, grower] }
      - { key: student, text: "Ben je student?", kind: yesNoUnknown, when: { phase: [preStarter, starter] } }
      - { key: financing, text: "Waarmee begin je?", kind: many, options: [none, savings, loan] }
      - { key: age, text: "Hoe oud ben je?", kind: one, options: [under26, "26plus"] }
  targetGroups:
    - { key: gentrepreneur, name: Gentrepreneur, when: { any: [ { student: yes }, { age: [under26] } ] } }

  """

/// The catalogue that the text is.
func catalogue(_ text: String) throws -> Catalogue {
  try CatalogueReader().read(CatalogueFile(name: "a.yaml", text: text))
}

/// What is wrong with the files, one line each; empty where nothing is.
func problems(_ files: [CatalogueFile]) -> [String] {
  do {
    _ = try CatalogueReader().read(files)
    return []
  } catch {
    return error.problems.map(\.description)
  }
}

func problems(_ texts: String...) -> [String] {
  let names = ["a.yaml", "b.yaml", "c.yaml"]
  return problems(zip(names, texts).map { CatalogueFile(name: $0, text: $1) })
}

/// The two lines that every catalogue has.
let head = """
  version: 1
  organisation: { key: fabriek, name: Fabriek, zone: Europe/Brussels }

  """

/// A catalogue with one partner, whose fields continue from line 4.
func withPartner(_ fields: String) -> String {
  head + """
    partners:
      - { key: bank, name: Bank, kind: bank, partnership: { type: founding, since: 2026-01-01 }, \(fields) }

    """
}

/// A catalogue with one adviser, from line 4.
func withAdviser(_ fields: String) -> String {
  withPartner("advisers: [ { key: an, name: An, email: an@bank.example, \(fields) } ]")
}

/// A catalogue with one appointment type, on line 4.
func withType(_ fields: String) -> String {
  withPartner("appointmentTypes: [ { key: gesprek, name: Gesprek, \(fields) } ]")
}

/// A catalogue with one venue, on line 4.
func withVenue(_ fields: String) -> String {
  head + """
    venues:
      - { key: huis, name: Huis, address: { street: Straat 1, postcode: "9000", city: Gent }, \(fields) }

    """
}

/// One to-do of seven lines, and one more with the field that is given.
func toDo(_ key: String, _ more: String = "") -> String {
  let start = """
      - key: \(key)
        title: Doe iets
        what: Wat het is
        level: advice
        phase: starter
        required: false
        source: { name: VLAIO, checkedOn: 2026-11-01 }

    """
  return more.isEmpty ? start : start + "    \(more)\n"
}
