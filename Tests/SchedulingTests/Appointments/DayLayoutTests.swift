import CivilTime
import Testing

@testable import Scheduling

@Suite struct DayLayoutTests {
  private let brussels = Zone.named("Europe/Brussels")

  private func span(_ from: String, _ until: String) throws -> TimeSpan {
    try #require(TimeSpan(from: .at(from), until: .at(until)))
  }

  /// `first-end lane/lanes`, with < and > where it is cut at midnight; nil off the date.
  private func layout(_ spans: [TimeSpan], on date: String) -> [String?] {
    DayLayout(spans, on: .on(date), in: brussels).placements.map { placement in
      placement.map {
        "\($0.startsBefore ? "<" : "")\($0.firstRow)-\($0.endRow)\($0.goesOn ? ">" : "") "
          + "\($0.lane)/\($0.lanes)"
      }
    }
  }

  @Test func `rows are quarters of an hour, and a started quarter counts`() throws {
    let spans = [
      try span("2026-06-01T09:00:00+02:00", "2026-06-01T09:30:00+02:00"),
      try span("2026-06-01T10:05:00+02:00", "2026-06-01T10:20:00+02:00"),
    ]
    #expect(layout(spans, on: "2026-06-01") == ["36-38 0/1", "40-42 0/1"])
  }

  @Test func `spans that touch stand below each other, those that overlap side by side`() throws {
    let spans = [
      try span("2026-06-01T09:00:00+02:00", "2026-06-01T10:00:00+02:00"),
      try span("2026-06-01T09:30:00+02:00", "2026-06-01T10:30:00+02:00"),
      try span("2026-06-01T10:00:00+02:00", "2026-06-01T11:00:00+02:00"),
      try span("2026-06-01T11:00:00+02:00", "2026-06-01T12:00:00+02:00"),
    ]
    #expect(
      layout(spans, on: "2026-06-01") == ["36-40 0/2", "38-42 1/2", "40-44 0/2", "44-48 0/1"])
  }

  @Test func `the order of the spans does not change where they stand`() throws {
    let spans = [
      try span("2026-06-01T09:30:00+02:00", "2026-06-01T10:30:00+02:00"),
      try span("2026-06-01T09:00:00+02:00", "2026-06-01T10:00:00+02:00"),
      try span("2026-06-01T09:00:00+02:00", "2026-06-01T11:00:00+02:00"),
    ]
    #expect(layout(spans, on: "2026-06-01") == ["38-42 2/3", "36-40 1/3", "36-44 0/3"])
  }

  @Test func `a span over midnight is cut on both dates and absent from others`() throws {
    let night = [try span("2026-06-01T23:00:00+02:00", "2026-06-02T01:00:00+02:00")]
    #expect(layout(night, on: "2026-06-01") == ["92-96> 0/1"])
    #expect(layout(night, on: "2026-06-02") == ["<0-4 0/1"])
    #expect(layout(night, on: "2026-06-03") == [nil])
  }

  @Test func `a span up to midnight does not go on`() throws {
    let evening = [try span("2026-06-01T22:00:00+02:00", "2026-06-02T00:00:00+02:00")]
    #expect(layout(evening, on: "2026-06-01") == ["88-96 0/1"])
    #expect(layout(evening, on: "2026-06-02") == [nil])
  }

  @Test func `the hour shown twice on 25 October stands twice in the same rows`() throws {
    let spans = [
      try span("2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00"),
      try span("2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00"),
      try span("2026-10-25T09:00:00+01:00", "2026-10-25T10:00:00+01:00"),
    ]
    #expect(layout(spans, on: "2026-10-25") == ["8-10 0/2", "8-10 1/2", "36-40 0/1"])
  }

  @Test func `a span over the end of summer time has at least its rows`() throws {
    let spans = [
      try span("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"),
      try span("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
    ]
    #expect(layout([spans[0]], on: "2026-10-25") == ["11-13 0/1"])
    #expect(layout([spans[1]], on: "2026-10-25") == ["10-14 0/1"])
  }

  @Test func `the hour skipped on 29 March stays empty`() throws {
    let spans = [
      try span("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"),
      try span("2026-03-29T09:00:00+02:00", "2026-03-29T10:00:00+02:00"),
    ]
    #expect(layout(spans, on: "2026-03-29") == ["6-14 0/1", "36-40 0/1"])
  }

  @Test func `now has a row on its own date only`() {
    let now = Instant.at("2026-10-25T02:20:00+01:00")
    #expect(DayLayout.row(of: now, on: .on("2026-10-25"), in: brussels) == 9)
    #expect(DayLayout.row(of: now, on: .on("2026-10-24"), in: brussels) == nil)
  }
}
