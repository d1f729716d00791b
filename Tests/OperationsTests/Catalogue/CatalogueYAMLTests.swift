import Operations
import Testing

/// Files that are not YAML, or too much of it.
struct CatalogueYAMLTests {
  @Test func `a file that is not YAML is told with its line`() {
    #expect(
      problems(head + "venues: [ { key: a \n") == [
        "a.yaml:3: is not valid YAML: did not find expected ',' or '}'"
      ])
    #expect(
      problems("version: 1\nvenues:\n\t- a\n") == [
        "a.yaml:3: is not valid YAML: found character that cannot start any token"
      ])
    #expect(
      problems("version: 1\n---\nversion: 1\n") == [
        "a.yaml:2: is not valid YAML: but found another document"
      ])
    #expect(
      problems("version: *one\n") == ["a.yaml:1: is not valid YAML: found undefined alias"])
    #expect(
      problems("version: 1\nname: \u{7}\n") == [
        "a.yaml:2: is not valid YAML: control characters are not allowed"
      ])
    #expect(problems("# nothing\n") == ["a.yaml:1: is empty"])
    #expect(problems("- version\n") == ["a.yaml:1: must be a map, not a list"])
  }

  @Test func `a file that is not UTF-8 is told with its line`() {
    let bytes = Array("version: 1\nname: caf".utf8) + [0xE9, 0x0A]
    #expect(
      problems([CatalogueFile(name: "latin.yaml", bytes: bytes)]) == [
        "latin.yaml:2: is not valid UTF-8"
      ])
  }

  @Test func `a byte order mark is not part of the text`() {
    #expect(problems("\u{FEFF}" + head) == [])
  }

  @Test func `a file that cannot be read does not make the others' names unknown`() {
    #expect(
      problems(withType("contact: request, toDos: [plan]"), "toDos: [") == [
        "b.yaml:1: is not valid YAML: did not find expected node content"
      ])
  }

  @Test func `a field that is given twice is told`() {
    #expect(
      problems(head + "intake:\n  version: 1\n  version: 2\n  questions: []\n") == [
        "a.yaml:4: 'version' is given twice in one map"
      ])
    #expect(
      problems(head + "intake:\n  version: 1\n  \"version\": 2\n  questions: []\n") == [
        "a.yaml:4: 'version' is given twice in one map"
      ])
    // Yams takes names with different tags for different names.
    #expect(
      problems(head + "intake:\n  version: 1\n  !x version: 2\n  questions: []\n") == [
        "a.yaml:5: intake.version: is given twice in this map"
      ])
  }

  @Test func `files of more than five megabytes are refused`() {
    let comment = "#" + String(repeating: "x", count: 4_999_999)
    #expect(
      problems(head, comment) == [
        "b.yaml:1: 5000080 bytes are more than 5000000, the limit of all files together"
      ])
  }

  @Test func `aliases that multiply are refused`() {
    func list(_ alias: String) -> String {
      "[" + Array(repeating: alias, count: 1000).joined(separator: ", ") + "]"
    }
    let bomb =
      head + """
        x: &rule { days: [mo], from: "09:00", until: "10:00" }
        y: &adviser { name: A, email: a@b.example, availability: \(list("*rule")) }
        z: &partner { name: B, kind: bank, advisers: \(list("*adviser")) }
        partners: \(list("*partner"))

        """
    let found = problems(bomb)
    #expect(found.contains("a.yaml:3: holds more than 400000 values, aliases followed"))
  }

  @Test func `conditions that multiply are refused`() {
    var bomb = head + "x0: &l0 { a: b }\n"
    for level in 1...7 {
      let aliases = Array(repeating: "*l\(level - 1)", count: 20).joined(separator: ", ")
      bomb += "x\(level): &l\(level) { all: [\(aliases)] }\n"
    }
    let found = problems(bomb + "targetGroups: [ { key: a, name: A, when: *l7 } ]\n")
    #expect(found.contains("a.yaml:3: holds more than 400000 values, aliases followed"))
  }

  @Test(arguments: ["? *l1\n: x", "*l1 : x", "y: { [*l1]: x }", "y: [ ? *l1 : x ]"])
  func `names that multiply are refused before they are compared`(name: String) {
    var bomb = "x0: &l0 [a, a]\n"
    for level in 1...40 { bomb += "x\(level): &l\(level) [*l\(level - 1), *l\(level - 1)]\n" }
    bomb += name.replacing("*l1", with: "*l40") + "\n"
    #expect(
      problems(bomb) == [
        "a.yaml:42: a name may not be a map, a list or an alias where the file has anchors (&…)"
      ])
  }

  @Test func `lists nested without end are refused`() {
    let text = head + "x: " + String(repeating: "[", count: 100_000)
    #expect(
      problems(text) == [
        "a.yaml:3: is not valid YAML: Maximum nesting level reached, set with yaml_set_max_nest_level())"
      ])
  }

  @Test func `more than a thousand problems are not listed`() {
    let text = head + "toDos: [" + String(repeating: "x, ", count: 2000) + "]\n"
    let found = problems(text)
    #expect(found.count == 1001)
    #expect(found.last == "a.yaml:3: there are more than 1000 problems")
  }
}
