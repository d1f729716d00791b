import ArgumentParser
import CivilTime
import Foundation
import ICalendar
import Recurrence

struct CalendarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Calendar arithmetic, without a database.",
    subcommands: [CalendarRecur.self, CalendarOffsets.self, CalendarTimezone.self])
}

struct CalendarRecur: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recur", abstract: "Print the starts of one recurrence rule, one a line.")

  @Option(help: "An RFC 5545 RRULE, such as FREQ=WEEKLY;BYDAY=TU.") var rule: String
  @Option(help: "DTSTART: 20270105, 20270105T090000 or 20270105T090000Z.") var start: String
  @Option(help: "At most so many.") var limit: Int?
  @OptionGroup var clock: ClockOptions

  func run() throws {
    do {
      let output = try RecurCommand.output(rule: rule, start: start, limit: limit)
      if !output.lines.isEmpty { print(output.lines.joined(separator: "\n")) }
      if let note = output.note { FileHandle.standardError.write(Data((note + "\n").utf8)) }
    } catch { throw CommandFailure("\(error)") }
  }
}

struct CalendarOffsets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offsets",
    abstract: "Print a zone's offset at each instant read from standard input.",
    discussion: """
      Each line of input is seconds since 1970, or, without --zone, a zone and seconds. Each line of
      output is the offset in seconds east of UTC and the abbreviation.
      """)

  @Option(help: "IANA name.") var zone: String?

  func run() throws {
    do {
      let command = try OffsetsCommand(zone: zone)
      while let line = readLine() { print(try command.answer(line)) }
    } catch { throw CommandFailure("\(error)") }
  }
}

struct CalendarTimezone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timezone", abstract: "Print the VTIMEZONE that feeds carry for a zone.")

  @Argument(help: "IANA name.") var zone: String
  @Option(help: "First date.") var from: String
  @Option(help: "Date after the last.") var until: String

  func run() throws {
    guard let found = ZoneDatabase.system.zone(zone) else {
      throw CommandFailure("zone: '\(zone)' is not in this system's zoneinfo")
    }
    let (from, until) = (try date(from, "from"), try date(until, "until"))
    guard let window = TimeSpan(from: found.startOfDay(from), until: found.startOfDay(until)) else {
      throw CommandFailure("until: lies not after from")
    }
    do {
      let bytes = try FeedWriter().bytes(of: found, during: window)
      FileHandle.standardOutput.write(Data(bytes))
    } catch { throw CommandFailure("\(error)") }
  }
}
