import ArgumentParser
import CivilTime
import Foundation
import Operations
import Scheduling

/// S1: the slots of one host, from the facts to the list.
struct SlotMeasure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slots", abstract: "Time one host's slots on a workload of workload.py.")

  @Argument(help: "workload-4w.json or workload-52w.json.") var workload: String
  @Option(help: "Rounds; the median counts.") var rounds = 3
  @Option(help: "Seconds a round, at most.") var seconds = 1.0

  private struct Report: Encodable {
    let slots: Int
    let milliseconds: Double
  }

  func run() async throws {
    guard let bytes = FileManager.default.contents(atPath: workload) else {
      throw BenchFault("\(workload) cannot be read")
    }
    let question = try JSONDecoder().decode(HostWorkload.self, from: bytes)
    let (facts, window) = try question.facts()
    try question.check(Self.slots(facts, window, minutes: question.slotMinutes))
    let times = (0..<rounds).map { _ in
      Self.time(facts, window, minutes: question.slotMinutes, bound: seconds)
    }
    try Measure.report(
      Report(slots: question.expectedCount, milliseconds: Measure.median(times) * 1e3))
  }

  private static func slots(_ facts: SlotFacts, _ window: TimeSpan, minutes: Int) -> [Slot] {
    SlotSearch(facts).slots(minutes: minutes, from: window.start, until: window.end).slots
  }

  /// The median of as many searches as the bound allows, none of which knows of another.
  private static func time(
    _ facts: SlotFacts, _ window: TimeSpan, minutes: Int, bound: Double
  ) -> Double {
    var times: [Double] = []
    var total = 0.0
    while total < bound, times.count < 100_000 {
      let time = Measure.secondsNow { _ = slots(facts, window, minutes: minutes) }
      times.append(time)
      total += time
    }
    return Measure.median(times)
  }
}

/// A workload of `workload.py`: a host's week, exceptions and busy spans, and what must come out.
private struct HostWorkload: Decodable {
  struct Week: Decodable {
    let days: [Int]
    let start: String
    let end: String
  }

  struct Exception: Decodable {
    let date: String
    let off: Bool?
    let from: String?
    let to: String?
  }

  let hostZone: String
  let fromDate: String
  let toDate: String
  let weekly: Week
  let exceptions: [Exception]
  let busy: [[String]]
  let slotMinutes: Int
  let expectedCount: Int
  let expectedHash: String

  private enum CodingKeys: String, CodingKey {
    case hostZone = "host_zone"
    case fromDate = "from_date"
    case toDate = "to_date"
    case weekly, exceptions, busy
    case slotMinutes = "slot_minutes"
    case expectedCount = "expected_count"
    case expectedHash = "expected_sha256"
  }

  func facts() throws -> (SlotFacts, TimeSpan) {
    guard let zone = ZoneDatabase.system.zone(hostZone), let from = LocalDate(iso8601: fromDate),
      let to = LocalDate(iso8601: toDate),
      let window = TimeSpan(from: zone.startOfDay(from), until: zone.startOfDay(to))
    else { throw BenchFault("the workload's zone or dates are none") }
    let adviser = AdviserFacts(
      person: ID(high: 1, low: 1), key: "host", name: "Host", zone: zone,
      availability: try StoredJSON.decode([AvailabilityRule].self, from: ruleText),
      exceptions: try exceptions.flatMap {
        try StoredJSON.decode([AvailabilityException].self, from: Self.text($0))
      },
      commitments: try busy.map(Self.commitment).sorted { $0.span.start < $1.span.start })
    return (
      SlotFacts(type: try type(), now: window.start, advisers: [adviser]), window
    )
  }

  private func type() throws -> AppointmentType {
    try StoredJSON.decode(
      AppointmentType.self,
      from: """
        {"key":"bench","name":{"nl":"Bench"},"contact":"slots","minutes":[\(slotMinutes)],
         "places":["online"],"assignment":"chosen","approval":"none"}
        """)
  }

  private var ruleText: String {
    let names = ["mo", "tu", "we", "th", "fr", "sa", "su"]
    let days = weekly.days.map { "\"\(names[$0 - 1])\"" }.joined(separator: ",")
    return "[{\"days\":[\(days)],\"from\":\"\(weekly.start)\",\"until\":\"\(weekly.end)\"}]"
  }

  /// A short day is a closed date with an opening of its own.
  private static func text(_ exception: Exception) -> String {
    let closed = "{\"date\":\"\(exception.date)\",\"closed\":true}"
    guard let from = exception.from, let to = exception.to else { return "[\(closed)]" }
    return
      "[\(closed),{\"date\":\"\(exception.date)\",\"from\":\"\(from)\",\"until\":\"\(to)\"}]"
  }

  private static func commitment(_ pair: [String]) throws -> Commitment {
    guard pair.count == 2, let from = Instant(rfc3339: pair[0]),
      let until = Instant(rfc3339: pair[1]), let span = TimeSpan(from: from, until: until)
    else { throw BenchFault("a busy span is none") }
    return Commitment(span)
  }

  /// A quick wrong answer is no answer.
  func check(_ slots: [Slot]) throws {
    let text = slots.map(\.span.start.utcText).joined(separator: "\n")
    guard slots.count == expectedCount, Secret.sha256(text) == expectedHash else {
      throw BenchFault("\(slots.count) slots, not the \(expectedCount) expected, or others")
    }
  }
}
