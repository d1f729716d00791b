import CivilTime

/// A published event as VEVENT text, with the values that a second reader must find in it.
struct EventText {
  let event: PublishedEvent
  let span: Span
  let summary: PublishableText
  let description: PublishableText
  let location: PublishableText
  let categories: [PublishableText]
  private(set) var bytes: [UInt8] = []

  /// Start and end as they are written: both dates, both UTC, or both of one zone, because some
  /// clients refuse a mixture (RFC 5545 section 3.8.2.2 asks for the same type).
  enum Span {
    case days(from: LocalDate, until: LocalDate)
    case utc(from: LocalDateTime, until: LocalDateTime)
    case zoned(from: LocalDateTime, until: LocalDateTime, id: String)
  }

  /// The zone that the text refers to.
  var zone: String? {
    guard case .zoned(_, _, let id) = span else { return nil }
    return id
  }

  /// Enough for any appointment; keeps a strange one from slowing libical, whose time grows with
  /// the square of a line's length.
  static let largestSize = 65_536

  /// - Parameter inUTC: Whether clients could shift wall times of the event's zone.
  init(_ event: PublishedEvent, inUTC: Bool) throws(FeedProblem) {
    guard (1...255).contains(event.uid.utf8.count),
      event.uid.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw FeedProblem(.unusableUID) }
    guard (0...Int(Int32.max)).contains(event.sequence) else {
      throw FeedProblem(.outOfRange(property: "SEQUENCE"), uid: event.uid)
    }
    self.event = event
    span = try Self.span(of: event, inUTC: inUTC)
    summary = PublishableText(line: event.summary)
    description = PublishableText(Self.descriptionWithLink(of: event))
    location = PublishableText(line: event.location?.text ?? "")
    categories = event.categories.map { PublishableText(line: $0) }.filter { !$0.isEmpty }
    let rough = summary.value.utf8.count + description.value.utf8.count
    // Escapes and folds at most double a text; no need to write what is far too large.
    guard rough <= 2 * Self.largestSize else {
      throw FeedProblem(.tooLarge(octets: rough, limit: Self.largestSize), uid: event.uid)
    }
    var writer = ContentLineWriter(reservingCapacity: 512 + rough)
    write(to: &writer)
    guard writer.bytes.count <= Self.largestSize else {
      throw FeedProblem(
        .tooLarge(octets: writer.bytes.count, limit: Self.largestSize), uid: event.uid)
    }
    bytes = writer.bytes
  }

  /// A wall time that occurs twice can only mean its first occurrence (section 3.3.5), so an event
  /// in the second one goes out in UTC.
  private static func span(
    of event: PublishedEvent, inUTC: Bool
  ) throws(FeedProblem) -> Span {
    let span: Span
    switch event.when {
    case .days(let from, let until):
      guard from < until else {
        throw FeedProblem(.outOfRange(property: "DTEND"), uid: event.uid)
      }
      span = .days(from: from, until: until)
    case .timed(let time, let zone):
      let (start, end) = (zone.local(time.start), zone.local(time.end))
      if inUTC || zone == .utc || zone.instant(start) != time.start
        || zone.instant(end) != time.end
      {
        span = .utc(
          from: LocalDateTime(time.start, offset: 0), until: LocalDateTime(time.end, offset: 0))
      } else {
        span = .zoned(from: start, until: end, id: zone.id)
      }
    }
    let (first, last) = span.dates
    guard LocalDate.earliest <= first, last <= .latest else {
      throw FeedProblem(.outOfRange(property: "DTSTART"), uid: event.uid)
    }
    return span
  }

  /// Most clients do not show CONFERENCE, so the link stands in the text as well.
  private static func descriptionWithLink(of event: PublishedEvent) -> String {
    let text = event.description ?? ""
    guard let conference = event.conference, !conference.url.isEmpty,
      !text.contains(conference.url)
    else { return text }
    let link =
      conference.label.isEmpty ? conference.url : "\(conference.label): \(conference.url)"
    return text.isEmpty ? link : "\(text)\n\n\(link)"
  }
}

extension EventText.Span {
  fileprivate var dates: (first: LocalDate, last: LocalDate) {
    switch self {
    case .days(let from, let until): (from, until)
    case .utc(let from, let until), .zoned(let from, let until, _): (from.date, until.date)
    }
  }
}

// MARK: Lines

extension EventText {
  private func write(to writer: inout ContentLineWriter) {
    writer.component("VEVENT") { writer in
      writer.line("UID", text: PublishableText(event.uid))
      writer.line("DTSTAMP", utc: event.revised)
      writer.line("CREATED", utc: event.created)
      writer.line("LAST-MODIFIED", utc: event.revised)
      writer.line("SEQUENCE", integer: event.sequence)
      writeSpan(to: &writer)
      writeStatus(to: &writer)
      writer.line("SUMMARY", text: summary)
      writer.line("DESCRIPTION", text: description)
      writer.line("LOCATION", text: location)
      writeCoordinates(to: &writer)
      writeCategories(to: &writer)
      writeConference(to: &writer)
      writer.line("URL", uri: event.url ?? "")
    }
  }

  private func writeSpan(to writer: inout ContentLineWriter) {
    switch span {
    case .days(let from, let until):
      writer.parameterLine("DTSTART") {
        $0.verbatim(";VALUE=DATE:")
        $0.date(from)
      }
      writer.parameterLine("DTEND") {
        $0.verbatim(";VALUE=DATE:")
        $0.date(until)
      }
    case .utc(let from, let until):
      writer.line("DTSTART") {
        $0.local(from)
        $0.byte(UInt8(ascii: "Z"))
      }
      writer.line("DTEND") {
        $0.local(until)
        $0.byte(UInt8(ascii: "Z"))
      }
    case .zoned(let from, let until, let id):
      writer.parameterLine("DTSTART") { $0.zoned(from, id: id) }
      writer.parameterLine("DTEND") { $0.zoned(until, id: id) }
    }
  }

  /// STATUS is the standard's, TRANSP what free/busy reckons with, BUSYSTATUS what Outlook shows.
  private func writeStatus(to writer: inout ContentLineWriter) {
    let (status, transparency, outlook): (StaticString, StaticString, StaticString) =
      switch event.status {
      case .tentative: ("TENTATIVE", "OPAQUE", "TENTATIVE")
      case .confirmed where event.isInformation: ("CONFIRMED", "TRANSPARENT", "FREE")
      case .confirmed: ("CONFIRMED", "OPAQUE", "BUSY")
      case .cancelled: ("CANCELLED", "TRANSPARENT", "FREE")
      }
    writer.line("STATUS", fixed: status)
    writer.line("TRANSP", fixed: transparency)
    writer.line("X-MICROSOFT-CDO-BUSYSTATUS", fixed: outlook)
  }

  /// GEO (section 3.8.1.6) and Apple's own, from which it makes a map and travel time.
  private func writeCoordinates(to writer: inout ContentLineWriter) {
    guard let location = event.location, let latitude = location.latitude,
      let longitude = location.longitude, (-90...90).contains(latitude),
      (-180...180).contains(longitude)
    else { return }
    writer.line("GEO") {
      $0.degrees(latitude)
      $0.byte(UInt8(ascii: ";"))
      $0.degrees(longitude)
    }
    writer.parameterLine("X-APPLE-STRUCTURED-LOCATION") {
      $0.verbatim(";VALUE=URI")
      let address = PublishableText(location.address)
      if !address.isEmpty {
        $0.verbatim(";X-ADDRESS=")
        $0.quoted(address)
      }
      $0.verbatim(";X-APPLE-RADIUS=70;X-TITLE=")
      $0.quoted(PublishableText(line: location.title))
      $0.verbatim(":geo:")
      $0.degrees(latitude)
      $0.byte(UInt8(ascii: ","))
      $0.degrees(longitude)
    }
  }

  private func writeCategories(to writer: inout ContentLineWriter) {
    guard !categories.isEmpty else { return }
    writer.line("CATEGORIES") { writer in
      for (index, category) in categories.enumerated() {
        if index > 0 { writer.byte(UInt8(ascii: ",")) }
        writer.escaped(category)
      }
    }
  }

  /// RFC 7986 section 5.11; FEATURE is a list and so must not be quoted.
  private func writeConference(to writer: inout ContentLineWriter) {
    guard let conference = event.conference, !conference.url.isEmpty else { return }
    writer.parameterLine("CONFERENCE") {
      $0.verbatim(";VALUE=URI;FEATURE=AUDIO,VIDEO")
      let label = PublishableText(line: conference.label)
      if !label.isEmpty {
        $0.verbatim(";LABEL=")
        $0.quoted(label)
      }
      $0.byte(UInt8(ascii: ":"))
      $0.uri(conference.url)
    }
  }
}

extension ContentLineWriter {
  fileprivate mutating func zoned(_ local: LocalDateTime, id: String) {
    verbatim(";TZID=")
    verbatim(id)
    byte(UInt8(ascii: ":"))
    self.local(local)
  }

  /// Six decimals, about a tenth of a metre.
  fileprivate mutating func degrees(_ value: Double) {
    let millionths = Int((value * 1_000_000).rounded())
    if millionths < 0 { byte(UInt8(ascii: "-")) }
    integer(abs(millionths) / 1_000_000)
    byte(UInt8(ascii: "."))
    digits(abs(millionths) % 1_000_000, width: 6)
  }
}
