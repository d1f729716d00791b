/// What stands in a feed before its components.
struct FeedHeader {
  let productID: PublishableText
  let calendar: PublishedCalendar

  /// VERSION and PRODID first: some readers decide by the first bytes what they have before them.
  /// The names stand twice, for RFC 7986 and for the clients that only know the older X- form.
  func write(to writer: inout ContentLineWriter) {
    Self.writeIdentity(productID: productID, to: &writer)
    writer.line("METHOD", fixed: "PUBLISH")
    let name = PublishableText(line: calendar.name)
    writer.line("NAME", text: name)
    writer.line("X-WR-CALNAME", text: name)
    writer.line("X-WR-CALDESC", text: PublishableText(calendar.about ?? ""))
    writer.line("X-WR-TIMEZONE") { $0.verbatim(calendar.zone.id) }
    if let refresh = calendar.refresh?.iso8601 {
      writer.parameterLine("REFRESH-INTERVAL") {
        $0.verbatim(";VALUE=DURATION:")
        $0.verbatim(refresh)
      }
      writer.line("X-PUBLISHED-TTL") { $0.verbatim(refresh) }
    }
    if !calendar.source.isEmpty {
      writer.parameterLine("SOURCE") {
        $0.verbatim(";VALUE=URI:")
        $0.uri(calendar.source)
      }
    }
    writer.line("URL", uri: calendar.page)
    if let color = calendar.color, let hexadecimal = CSSColor.hexadecimal(of: color) {
      writer.line("COLOR") { $0.verbatim(color) }
      writer.line("X-APPLE-CALENDAR-COLOR") { $0.verbatim(hexadecimal) }
    }
  }

  static func writeIdentity(productID: PublishableText, to writer: inout ContentLineWriter) {
    writer.line("VERSION", fixed: "2.0")
    writer.line("PRODID", text: productID)
    writer.line("CALSCALE", fixed: "GREGORIAN")
  }
}
