import CivilTime
import ICalendar
import Testing

@Suite struct CalendarPropertiesTests {
  @Test func `the calendar's own properties stand once and in order`() throws {
    let read = try read(bytes([event()]))
    #expect(
      read.properties.map { "\($0.name):\($0.text)" } == [
        "VERSION:2.0", "PRODID:-//Startersfabriek//Agenda 1//NL", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", "NAME:Agenda van Sofie; Gent, Brussel",
        "X-WR-CALNAME:Agenda van Sofie; Gent, Brussel", "X-WR-CALDESC:Afspraken",
        "X-WR-TIMEZONE:Europe/Brussels", "REFRESH-INTERVAL:PT1H", "X-PUBLISHED-TTL:PT1H",
        "SOURCE:https://startersfabriek.example/feeds/abc.ics",
        "URL:https://startersfabriek.example/nl/agenda", "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
      ])
    #expect(read.property("REFRESH-INTERVAL")?.parameter("VALUE") == "DURATION")
    #expect(read.property("SOURCE")?.parameter("VALUE") == "URI")
  }

  @Test func `a colour that CSS does not know is left out`() throws {
    var calendar = try calendar([])
    calendar.color = "#008080"
    let read = try read(try FeedWriter().bytes(of: calendar))
    #expect(read.property("COLOR") == nil)
    #expect(read.property("X-APPLE-CALENDAR-COLOR") == nil)
  }

  @Test func `an empty calendar still has one component, its own zone`() throws {
    let read = try read(bytes([]))
    #expect(read.components.map(\.name) == ["VTIMEZONE"])
    #expect(read.components.first?.value("TZID") == "Europe/Brussels")
  }
}
