import CivilTime
import Testing

@testable import Scheduling

@Suite struct TimelineTests {
  @Test func `a cursor says what a look at every span says, in any order of asking`() {
    let spans: [TimeSpan] = [
      .june1("11:00", "11:30"), .june1("08:00", "10:00"), .june1("08:30", "09:00"),
      .june1("13:00", "14:00"), .june1("08:30", "09:30"),
    ]
    var cursor = Timeline(spans).cursor(at: .at("2026-06-01T12:00:00+02:00"))
    let first = Instant.at("2026-06-01T07:00:00+02:00")
    // 37 and 101 share no divisor: every five minutes of eight hours, back and forth.
    for number in 0..<101 {
      for minutes in [5, 45, 240] {
        let start = first.advanced(byMinutes: number * 37 % 101 * 5)
        guard let candidate = TimeSpan(from: start, minutes: minutes) else { continue }
        let isTaken = cursor.overlaps(candidate)
        #expect(isTaken == spans.contains { $0.overlaps(candidate) })
      }
    }
  }

  @Test func `an empty timeline takes nothing`() {
    var cursor = Timeline([]).cursor(at: .at("2026-06-01T12:00:00Z"))
    let isTaken = cursor.overlaps(.june1("00:00", "23:00"))
    #expect(!isTaken)
  }
}
