import ICalendar
import Testing

@Suite struct CalendarFileTests {
  private func file(_ lines: String...) throws -> CalendarFile {
    try CalendarFile(reading: Array(lines.joined(separator: "\r\n").utf8))
  }

  private func event(_ lines: String...) throws -> (CalendarComponent, [CalendarProblem]) {
    let text = (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR", ""])
    let file = try CalendarFile(reading: Array(text.joined(separator: "\r\n").utf8))
    return (try #require(file.calendars.first?.components.first), file.problems)
  }

  @Test(arguments: ["\r\n", "\n"]) func `both line ends are read`(_ end: String) throws {
    let text = ["BEGIN:VCALENDAR", "X-A:1", " 2", "\t3", "", "END:VCALENDAR"]
    let file = try CalendarFile(reading: Array(text.joined(separator: end).utf8))
    #expect(file.calendars.first?.properties.map(\.value) == ["123"])
    #expect(file.problems == [])
  }

  @Test func `a byte order mark is passed over`() throws {
    let text = [0xEF, 0xBB, 0xBF] + Array("BEGIN:VCALENDAR\nEND:VCALENDAR".utf8)
    #expect(try CalendarFile(reading: text).calendars.count == 1)
  }

  @Test func `a fold inside a character is undone before decoding`() throws {
    let text =
      Array("BEGIN:VCALENDAR\r\nX-A:caf\u{C3}".unicodeScalars.map { UInt8($0.value) })
      + Array("\r\n \u{A9}\r\nEND:VCALENDAR\r\n".unicodeScalars.map { UInt8($0.value) })
    let file = try CalendarFile(reading: text)
    #expect(file.calendars.first?.properties.first?.value == "café")
    #expect(file.problems == [])
  }

  @Test func `names are read without regard to case`() throws {
    let file = try file("begin:vcalendar", "Summary;Language=nl:x", "End:VCalendar")
    let property = try #require(file.calendars.first?.property("SUMMARY"))
    #expect(property.parameter("LANGUAGE") == "nl")
  }

  @Test func `quoted parameters keep colons, semicolons and commas`() throws {
    let (event, problems) = try event(
      #"ATTENDEE;CN="a:b;c,d";MEMBER="mailto:x@y","mailto:z@y";ROLE=A,B:mailto:q@y"#)
    let property = try #require(event.properties.first)
    #expect(
      property.parameters.map(\.values) == [
        ["a:b;c,d"], ["mailto:x@y", "mailto:z@y"], ["A", "B"],
      ])
    #expect(property.value == "mailto:q@y")
    #expect(problems == [])
  }

  @Test func `RFC 6868 is decoded and other carets stand`() throws {
    let (event, _) = try event(#"X-A;P="^'a^' ^^n ^n ^x ^":v"#)
    #expect(event.properties.first?.parameter("P") == "\"a\" ^n \n ^x ^")
  }

  @Test func `text is unescaped and an unknown escape stands`() throws {
    let (event, _) = try event(#"SUMMARY:a\, b\; c\\n \n\N\x\"#)
    #expect(event.properties.first?.text == "a, b; c\\n \n\n\\x\\")
  }

  @Test func `bad lines are reported by number and the rest is kept`() throws {
    let (event, problems) = try event(
      "SUMMARY:ja", ": geen naam", "GEEN-DUBBELE-PUNT", "X-A;B:c", #"X-B;C="open:d"#, "UID:1")
    #expect(event.properties.map(\.name) == ["SUMMARY", "X-A", "UID"])
    #expect(problems.map(\.line) == [4, 5, 6, 7])
    #expect(
      problems.map(\.code) == [
        .malformedLine, .malformedLine, .malformedParameter, .malformedLine,
      ])
  }

  @Test func `bytes that are not UTF-8 are replaced and reported`() throws {
    let text = Array("BEGIN:VCALENDAR\nX-A:a".utf8) + [0xE9] + Array("b\nEND:VCALENDAR\n".utf8)
    let file = try CalendarFile(reading: text)
    #expect(file.calendars.first?.properties.first?.value == "a\u{FFFD}b")
    #expect(file.problems.map(\.code) == [.invalidUTF8])
    #expect(file.problems.map(\.line) == [2])
  }

  @Test func `what does not begin and end in pairs is reported`() throws {
    let file = try file(
      "X-A:1", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VALARM", "BEGIN:VALARM", "END:VEVENT",
      "BEGIN:VEVENT", "UID:2")
    #expect(file.calendars.first?.components.map(\.name) == ["VEVENT", "VEVENT"])
    #expect(file.calendars.first?.components.first?.components.map(\.name) == ["VALARM"])
    #expect(
      file.problems.map { "\($0.line) \($0.code.rawValue)" } == [
        "1 outside-component", "4 unmatched-end", "5 unfinished-component",
        "7 unfinished-component", "2 unfinished-component",
      ])
  }

  @Test(arguments: ["", "<html>", "BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
  func `a file without VCALENDAR is refused`(_ text: String) {
    #expect(throws: CalendarRefusal.noCalendar) { try CalendarFile(reading: Array(text.utf8)) }
  }

  @Test func `every limit has its own refusal`() {
    func reading(_ text: String) throws { _ = try CalendarFile(reading: Array(text.utf8)) }
    #expect(throws: CalendarRefusal.fileTooLarge(octets: 10_000_001)) {
      try reading(String(repeating: "x", count: 10_000_001))
    }
    #expect(throws: CalendarRefusal.lineTooLong(line: 2)) {
      try reading("BEGIN:VCALENDAR\nX:" + String(repeating: "x", count: 1_000_000))
    }
    #expect(throws: CalendarRefusal.lineTooLong(line: 1)) {
      try reading(String(repeating: "x\n ", count: 1_000_001))
    }
    #expect(throws: CalendarRefusal.nestedTooDeep(line: 9)) {
      try reading(String(repeating: "BEGIN:VCALENDAR\n", count: 100_000))
    }
    #expect(throws: CalendarRefusal.tooManyComponents(line: 100_000)) {
      try reading(
        "BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:VEVENT\nEND:VEVENT\n", count: 50_000))
    }
  }

  @Test(.timeLimit(.minutes(1))) func `ten megabytes of folds are read in linear time`() throws {
    let text =
      "BEGIN:VCALENDAR\nX:" + String(repeating: "\n x", count: 300_000)
      + "\nEND:VCALENDAR\n"
    #expect(
      try CalendarFile(reading: Array(text.utf8)).calendars.first?.value("X")?.utf8.count
        == 300_000)
  }
}
