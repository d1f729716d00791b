import Operations
import Testing

/// Each rule over fields, texts and numbers, with the line and message of a file that breaks it.
struct CatalogueFieldTests {
  @Test(arguments: fields)
  func `a field that is unknown, missing or of another type is told`(text: String, problem: String)
  {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: texts)
  func `a text that is too long, empty or unclean is told`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: addresses)
  func `an address or number that cannot be is told`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test(arguments: languages)
  func `a language that is unknown, missing or double is told`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  private static let fields: [(text: String, problem: String)] = [
    (
      withVenue("opening: [], adress: x"),
      "a.yaml:4: venues[0].adress: unknown field 'adress'; did you mean 'address'?"
    ),
    (
      withVenue("opening: [], sprinkler: x"),
      """
      a.yaml:4: venues[0].sprinkler: unknown field 'sprinkler'; known here: key, name, address, \
      zone, geo, opening, closures, layers, rooms, combinations
      """
    ),
    (head + "venues: huis\n", "a.yaml:3: venues: must be a list, not a single value"),
    (head + "venues:\n", "a.yaml:3: venues: must be a list, not a field without a value"),
    (head + "venues: [huis]\n", "a.yaml:3: venues[0]: must be a map, not a single value"),
    (
      withVenue("opening: [], zone: [a]"),
      "a.yaml:4: venues[0].zone: must be a single value, not a list"
    ),
    (withVenue("opening: [], { a: b }: c"), "a.yaml:4: venues[0]: a field's name must be a word"),
    (
      head + "venues:\n  - key: huis\n    name: Huis\n    opening: []\n",
      "a.yaml:4: venues[0].address: is missing"
    ),
  ]

  private static let texts: [(text: String, problem: String)] = [
    (
      head + "closureSets: [ { key: a, name: [], file: a.ics } ]\n",
      "a.yaml:3: closureSets[0].name: must be a text or a map of nl, en and fr, not a list"
    ),
    (
      withPartner("about: { en: About us }"), "a.yaml:4: partners[0].about.nl: is missing"
    ),
    (
      withPartner("about: { nl: Over ons, de: Wir }"),
      "a.yaml:4: partners[0].about.de: unknown field 'de'; known here: nl, en, fr"
    ),
    (withPartner("about: \" \""), "a.yaml:4: partners[0].about: must not be empty"),
    (
      withPartner("about: \"a\\0b\""),
      "a.yaml:4: partners[0].about: must not hold control characters"
    ),
    (
      withType("contact: request, price: \(String(repeating: "x", count: 4001))"),
      """
      a.yaml:4: partners[0].appointmentTypes[0].price: must have at most 4000 characters, \
      not 4001
      """
    ),
    (
      withPartner(
        "advisers: [ { key: an, email: a@b.be, name: \(String(repeating: "x", count: 201)) } ]"),
      "a.yaml:4: partners[0].advisers[0].name: must have at most 200 characters, not 201"
    ),
    (
      withPartner("advisers: [ { key: an, email: a@b.be, name: \"A\\nB\" } ]"),
      "a.yaml:4: partners[0].advisers[0].name: must be one line"
    ),
  ]

  private static let addresses: [(text: String, problem: String)] = [
    (
      withPartner("email: bank.example"),
      "a.yaml:4: partners[0].email: must be an e-mail address with one @, not 'bank.example'"
    ),
    (
      withPartner("website: \"ftp://bank.example\""),
      """
      a.yaml:4: partners[0].website: must be an address that begins with https://, \
      not 'ftp://bank.example'
      """
    ),
    (
      withPartner("website: \"javascript:alert(1)//http://x\""),
      """
      a.yaml:4: partners[0].website: must be an address that begins with https://, \
      not 'javascript:alert(1)//http://x'
      """
    ),
    (
      withPartner("phone: bel ons"),
      """
      a.yaml:4: partners[0].phone: must be a telephone number such as +32 9 210 10 10, \
      not 'bel ons'
      """
    ),
    (
      head + "closureSets: [ { key: a, name: A, file: a/../../b.ics } ]\n",
      """
      a.yaml:3: closureSets[0].file: must be a relative path of an .ics file without '..', \
      not 'a/../../b.ics'
      """
    ),
    (
      withVenue("opening: [], geo: { latitude: 91, longitude: 3.7 }"),
      "a.yaml:4: venues[0].geo.latitude: must be a number from -90 to 90, not '91'"
    ),
    (
      withVenue("opening: [], rooms: [ { key: a, name: A, layouts: { theatre: 0 } } ]"),
      """
      a.yaml:4: venues[0].rooms[0].layouts.theatre: must be a whole number from 1 to 100000, \
      not '0'
      """
    ),
  ]

  private static let languages: [(text: String, problem: String)] = [
    (
      withPartner("languages: [nl, de]"),
      "a.yaml:4: partners[0].languages[1]: must be nl, en or fr, not 'de'"
    ),
    (withPartner("languages: []"), "a.yaml:4: partners[0].languages: must list at least 1"),
    (withPartner("languages: [nl, nl]"), "a.yaml:4: partners[0].languages[1]: is listed twice"),
    (
      "version: 1\norganisation: { key: a, name: A, zone: UTC, languages: [en, fr] }\n",
      "a.yaml:2: organisation.languages: must have nl: texts are written in Dutch first"
    ),
  ]
}
