import Operations
import Testing

/// Keys, references, the order of to-dos and conditions: what is judged over the whole catalogue.
struct CatalogueNameTests {
  @Test(arguments: ["", "Zaal", "zaal_a", "zaal a", "é", String(repeating: "a", count: 65)])
  func `a key is letters, digits and hyphens, at most 64`(key: String) {
    #expect(
      problems(head + "closureSets: [ { key: \"\(key)\", name: A, file: a.ics } ]\n") == [
        "a.yaml:3: closureSets[0].key: '\(key.prefix(60))\(key.count > 60 ? "…" : "")' is not a "
          + "key: use a-z, 0-9 and hyphens, at most 64 characters"
      ])
  }

  @Test func `a key is unique per kind over all files`() {
    let room = "rooms: [ { key: zaal, name: Zaal } ]"
    let first = withVenue("opening: [], \(room), combinations: []")
    let second =
      """
      version: 1
      venues:
        - key: zaal
          name: Zaal
          address: { street: Straat 1, postcode: "9000", city: Gent }
          opening: []
          \(room)

      """
    #expect(
      problems(first, second) == [
        "b.yaml:7: venues[0].rooms[0].key: room 'zaal' already stands at a.yaml:4"
      ])
    let set = "{ key: a, name: A, file: a.ics }"
    #expect(
      problems(head + "closureSets:\n  - \(set)\n  - \(set)\n") == [
        "a.yaml:5: closureSets[1].key: closureSet 'a' already stands at a.yaml:4"
      ])
  }

  @Test(arguments: references)
  func `a name leads somewhere`(text: String, problem: String) {
    #expect(problems(text) == [problem])
  }

  @Test func `an adviser of another partner does not serve`() {
    let text =
      withAdviser("languages: [nl]") + """
          - key: boekhouder
            name: Boekhouder
            kind: accountant
            partnership: { type: supporting, since: 2026-01-01 }
            appointmentTypes:
              - { key: cijfers, name: Cijfers, contact: request, advisers: [an] }

        """
    #expect(
      problems(text) == [
        """
        a.yaml:10: partners[1].appointmentTypes[0].advisers[0]: adviser 'an' belongs to another \
        partner
        """
      ])
  }

  @Test func `to-dos do not go round in a circle`() {
    let text =
      head + "toDos:\n"
      + toDo("vooraf", "after: [a]") + toDo("a", "after: [b]") + toDo("b", "after: [c, los]")
      + toDo("c", "after: [a]") + toDo("los") + toDo("zelf", "after: [zelf]")
    #expect(
      problems(text) == [
        "a.yaml:19: toDos[1].after: goes round in a circle: a after b after c after a",
        "a.yaml:50: toDos[5].after: goes round in a circle: zelf after zelf",
      ])
  }

  @Test func `a long circle is told by its beginning`() {
    let toDos = (0..<20).map { toDo("do-\($0)", "after: [do-\(($0 + 1) % 20)]") }
    let start = (0..<10).map { "do-\($0)" }.joined(separator: " after ")
    #expect(
      problems(head + "toDos:\n" + toDos.joined()) == [
        "a.yaml:11: toDos[0].after: goes round in a circle: \(start) after …"
      ])
  }

  private static let intake = """
    intake:
      version: 1
      questions:
        - { key: phase, text: Waar sta je?, kind: one, options: [starter, grower] }
        - { key: student, text: Student?, kind: yesNoUnknown, when: { phase: starter } }
        - { key: city, text: Waar woon je?, kind: text }

    """

  @Test(arguments: conditions)
  func `a condition asks what can be answered`(condition: String, problem: String) {
    let group = "targetGroups:\n  - { key: a, name: A, when: \(condition) }\n"
    #expect(problems(head + Self.intake + group) == ["a.yaml:10: \(problem)"])
  }

  @Test func `a question of free text may be compared with any answer`() {
    let group = "targetGroups: [ { key: a, name: A, when: { city: [Gent, no, 9000] } } ]\n"
    #expect(problems(head + Self.intake + group) == [])
  }

  @Test func `a question depends on earlier ones only and has a name of its own`() {
    let text =
      head + """
        intake:
          version: 1
          questions:
            - { key: a, text: A?, kind: yesNoUnknown, when: { b: yes } }
            - { key: b, text: B?, kind: yesNoUnknown, when: { b: yes } }
            - { key: any, text: C?, kind: many }

        """
    #expect(
      problems(text) == [
        "a.yaml:6: intake.questions[0].when.b: question 'b' is not asked before this one",
        "a.yaml:7: intake.questions[1].when.b: question 'b' is not asked before this one",
        "a.yaml:8: intake.questions[2].options: is missing: kind is many",
        "a.yaml:8: intake.questions[2].key: 'any' has a meaning of its own in conditions",
      ])
  }

  private static let references: [(String, String)] = [
    (
      withVenue("opening: [], closures: [vakantie]"),
      "a.yaml:4: venues[0].closures[0]: there is no closureSet 'vakantie'"
    ),
    (
      withPartner("closures: [vakantie]"),
      "a.yaml:4: partners[0].closures[0]: there is no closureSet 'vakantie'"
    ),
    (
      withVenue(
        "opening: [], combinations: [ { key: ab, rooms: [a, b] } ], rooms: [ { key: a, name: A } ]"),
      "a.yaml:4: venues[0].combinations[0].rooms[1]: there is no room 'b'"
    ),
    (
      withVenue(
        "opening: [], combinations: [ { key: ab, rooms: [a] } ], rooms: [ { key: a, name: A } ]"),
      "a.yaml:4: venues[0].combinations[0].rooms: must list at least 2"
    ),
    (
      withType("contact: request, toDos: [plan]"),
      "a.yaml:4: partners[0].appointmentTypes[0].toDos[0]: there is no toDo 'plan'"
    ),
    (
      withType("contact: request, advisers: [jan]"),
      "a.yaml:4: partners[0].appointmentTypes[0].advisers[0]: there is no adviser 'jan'"
    ),
    (
      withAdviser(
        "availability: [ { days: [mo], from: \"09:00\", until: \"12:00\", types: [krediet] } ]"),
      """
      a.yaml:4: partners[0].advisers[0].availability[0].types[0]: there is no appointmentType \
      'krediet'
      """
    ),
    (
      withAdviser("exceptions: [ { date: 2027-01-01, closed: yes, types: [krediet] } ]"),
      """
      a.yaml:4: partners[0].advisers[0].exceptions[0].types[0]: there is no appointmentType \
      'krediet'
      """
    ),
    (
      head + "toDos:\n" + toDo("plan", "after: [idee]"),
      "a.yaml:11: toDos[0].after[0]: there is no toDo 'idee'"
    ),
  ]

  private static let conditions: [(String, String)] = [
    ("{}", "targetGroups[0].when: must have one entry: all, any, not or the key of a question"),
    (
      "{ phase: starter, student: yes }",
      "targetGroups[0].when: must have one entry: all, any, not or the key of a question"
    ),
    ("yes", "targetGroups[0].when: must be a map, not a single value"),
    ("{ all: [] }", "targetGroups[0].when.all: must be a list of at least one condition"),
    (
      "{ any: { phase: starter } }",
      "targetGroups[0].when.any: must be a list of at least one condition"
    ),
    ("{ phase: [] }", "targetGroups[0].when.phase: must be an answer or a list of answers"),
    ("{ age: [under26] }", "targetGroups[0].when.age: there is no question 'age'"),
    (
      "{ not: { any: [ { student: yes }, { phase: [starter, groeier] } ] } }",
      """
      targetGroups[0].when.not.any[1].phase: 'groeier' is not an answer to 'phase', which has \
      starter and grower
      """
    ),
    (
      "{ student: maybe }",
      """
      targetGroups[0].when.student: 'maybe' is not an answer to 'student', which has yes, no and \
      unknown
      """
    ),
    (
      String(repeating: "{ not: ", count: 8) + "{ student: yes }"
        + String(repeating: " }", count: 8),
      "targetGroups[0].when" + String(repeating: ".not", count: 8) + ": is nested more than 8 deep"
    ),
  ]
}
