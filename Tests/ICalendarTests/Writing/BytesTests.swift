import CivilTime
import ICalendar
import Testing

@Suite struct BytesTests {
  /// Titles that have broken calendars: escapes, emoji, letters of several bytes, line breaks.
  private static let awkward =
    "a,b;c\\d \"e\" 😀 één ^ é\u{301}\u{7}\r\nf\t" + String(repeating: "ë€😀", count: 60)

  private func awkwardFeed() throws -> [UInt8] {
    var event = try event(summary: Self.awkward)
    event.description = Self.awkward
    event.location = .init(
      text: Self.awkward, title: Self.awkward, address: Self.awkward, latitude: 50.8466,
      longitude: 4.3528)
    event.conference = .init(url: "https://meet.example/a b?c=é", label: Self.awkward)
    event.categories = [Self.awkward, "A, B"]
    return try bytes([event])
  }

  @Test func `every line ends with CRLF, the last one too`() throws {
    let bytes = try awkwardFeed()
    #expect(bytes.suffix(2).elementsEqual("\r\n".utf8))
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") { #expect(bytes[index - 1] == UInt8(ascii: "\r")) }
      if byte == UInt8(ascii: "\r") { #expect(bytes[index + 1] == UInt8(ascii: "\n")) }
    }
  }

  @Test func `no line is longer than 75 octets and a full one is used`() throws {
    let lengths = lines(try awkwardFeed()).map(\.count)
    #expect(lengths.max() == 75)
  }

  @Test func `no fold stands inside a UTF-8 sequence`() throws {
    for line in lines(try awkwardFeed()) {
      #expect(String(validating: line, as: UTF8.self) != nil)
    }
  }

  @Test(arguments: 60...90) func `a line of any length is folded only past 75 octets`(
    _ length: Int
  ) throws {
    let title = String(repeating: "x", count: length - "SUMMARY:".count)
    let written = lines(try bytes([event(summary: title)]))
    let start = try #require(written.firstIndex { $0.starts(with: "SUMMARY:".utf8) })
    #expect(written[start].count == min(length, 75))
    #expect((written[start + 1].first == UInt8(ascii: " ")) == (length > 75))
  }

  @Test func `bytes are valid UTF-8 without byte order mark and controls`() throws {
    let bytes = try awkwardFeed()
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    #expect(bytes.starts(with: "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:".utf8))
    let allowed: Set<UInt8> = [9, 10, 13]
    #expect(bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || allowed.contains($0) })
  }

  @Test func `text survives its escapes`() throws {
    var event = try event(summary: "a,b;c\\d\\n \"e\" 😀 : ^n")
    event.description = "eerste\ntweede, derde\r\nvierde\u{2028}vijfde"
    let read = try published(event)
    #expect(read.property("SUMMARY")?.text == event.summary)
    #expect(read.property("DESCRIPTION")?.text == "eerste\ntweede, derde\nvierde\nvijfde")
    #expect(read.value("SUMMARY") == "a\\,b\\;c\\\\d\\\\n \"e\" 😀 : ^n")
  }

  @Test func `a title with a line break stays one line for people`() throws {
    #expect(try published(event(summary: "a\r\nb")).value("SUMMARY") == "a b")
  }

  @Test func `text goes out in normal form C`() throws {
    let read = try published(event(summary: "e\u{301}e\u{301}n \u{212B}"))
    let scalars = Array(try #require(read.value("SUMMARY")).unicodeScalars)
    #expect(scalars == Array("\u{E9}\u{E9}n \u{C5}".unicodeScalars))
  }

  @Test func `a comma inside a category does not part it`() throws {
    var event = try event()
    event.categories = ["A, B", "", "C"]
    #expect(try published(event).value("CATEGORIES") == "A\\, B,C")
  }

  @Test func `parameters are encoded by RFC 6868`() throws {
    var event = try event()
    event.conference = .init(url: "https://meet.example/1", label: "a \"b\" ^ : ; , c")
    event.location = .init(
      text: "Zaal", title: "Zaal", address: "Straat 1\n1000 Brussel", latitude: 1, longitude: 2)
    let read = try published(event)
    #expect(read.property("CONFERENCE")?.parameter("LABEL") == "a \"b\" ^ : ; , c")
    let apple = try #require(read.property("X-APPLE-STRUCTURED-LOCATION"))
    #expect(apple.parameter("X-ADDRESS") == "Straat 1\n1000 Brussel")
    let text = String(decoding: try bytes([event]), as: UTF8.self).replacing("\r\n ", with: "")
    #expect(text.contains(";LABEL=\"a ^'b^' ^^ : ; , c\":https://meet.example/1\r\n"))
    #expect(text.contains(";X-ADDRESS=\"Straat 1^n1000 Brussel\";"))
  }

  @Test func `the same state gives the same bytes, whatever order it comes in`() throws {
    let events = try ["c", "a", "b"].map { try event(uid: "\($0)@x") }
    let first = try bytes(events)
    #expect(try bytes(events.reversed()) == first)
    let writer = FeedWriter()
    for _ in 0..<3 { #expect(try writer.bytes(of: calendar(events)) == first) }
  }

  @Test func `pieces are all the bytes, and only those of a changed event change`() throws {
    let writer = FeedWriter()
    var events = try (0..<200).map { try event(uid: "\($0)@x", summary: "Gesprek \($0)") }
    let before = try writer.write(calendar([]), events: events.map { ComposedEvent($0) })
    #expect(before.bytes == (try bytes(events)))
    #expect(before.pieces.reduce(0) { $0 + $1.count } == before.bytes.count)
    #expect(before.pieces.count > 3)
    events[100].summary = "Verzet"
    let after = try writer.write(calendar([]), events: events.map { ComposedEvent($0) })
    #expect(after.digest != before.digest)
    // The piece of the event, and one more where the event began or ended one.
    #expect(Set(after.pieces).subtracting(before.pieces).count <= 2)
    events[100].summary = "Gesprek 100"
    let again = try writer.write(calendar([]), events: events.map { ComposedEvent($0) })
    #expect((again.bytes, again.digest) == (before.bytes, before.digest))
  }

  @Test func `there is one VCALENDAR and nothing of libical in it`() throws {
    let text = String(decoding: try awkwardFeed(), as: UTF8.self)
    #expect(text.split(separator: "BEGIN:VCALENDAR").count == 1)
    #expect(!text.contains("X-LIC"))
  }

  @Test func `no property is empty`() throws {
    var event = try event(summary: "")
    event.description = ""
    event.url = ""
    event.categories = [""]
    event.location = .init(text: "", title: "", address: "")
    event.conference = .init(url: "", label: "x")
    let read = try published(event)
    let names = read.properties.map(\.name)
    for absent in ["SUMMARY", "DESCRIPTION", "URL", "CATEGORIES", "LOCATION", "CONFERENCE"] {
      #expect(!names.contains(absent))
    }
    #expect(read.properties.allSatisfy { !$0.value.isEmpty })
  }
}
