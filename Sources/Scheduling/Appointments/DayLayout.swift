import CivilTime

/// Where spans stand in the column of one date: rows of a quarter of an hour by the date's clocks,
/// and side by side where they would cover each other.
///
/// Rows follow the wall clock, so that all dates of a week share one scale. What the clocks skip
/// stays empty; what they show twice stands in the same rows, side by side. A span of another date
/// is cut at midnight.
public struct DayLayout: Hashable, Sendable {
  public struct Placement: Hashable, Sendable {
    /// Quarters since midnight: 0 at 0.00, 95 at 23.45.
    public let firstRow: Int
    /// The row after the last, at most 96; always beyond `firstRow`.
    public let endRow: Int
    /// From 0, among `lanes` beside each other.
    public let lane: Int
    public let lanes: Int
    /// Whether it began on an earlier date, or goes on on a later one.
    public let startsBefore: Bool
    public let goesOn: Bool

    public init(
      firstRow: Int, endRow: Int, lane: Int, lanes: Int, startsBefore: Bool = false,
      goesOn: Bool = false
    ) {
      (self.firstRow, self.endRow) = (firstRow, endRow)
      (self.lane, self.lanes) = (lane, lanes)
      (self.startsBefore, self.goesOn) = (startsBefore, goesOn)
    }
  }

  /// Rows of a date.
  public static let rows = 96
  private static let rowSeconds: Int64 = 900

  /// One for each span, in their order; nil for those that do not touch the date.
  public let placements: [Placement?]

  public init(_ spans: [TimeSpan], on date: LocalDate, in zone: Zone) {
    let day = TimeSpan(
      from: zone.startOfDay(date), until: zone.startOfDay(date.advanced(byDays: 1)))
    let rows = spans.map { span in day.flatMap { Self.rows(of: span, in: $0, zone: zone) } }
    var placements: [Placement?] = Array(repeating: nil, count: spans.count)
    for group in Self.groups(rows) {
      let lanes = Self.lanes(group.map { $0.rows })
      let count = (lanes.max() ?? 0) + 1
      for (member, lane) in zip(group, lanes) {
        let span = spans[member.index]
        placements[member.index] = Placement(
          firstRow: member.rows.lowerBound, endRow: member.rows.upperBound, lane: lane,
          lanes: count, startsBefore: day.map { span.start < $0.start } ?? false,
          goesOn: day.map { span.end > $0.end } ?? false)
      }
    }
    self.placements = placements
  }

  /// The row in which the clocks of the date stand at the instant; nil on another date.
  public static func row(of instant: Instant, on date: LocalDate, in zone: Zone) -> Int? {
    let local = zone.local(instant)
    return local.date == date ? local.time.secondOfDay / Int(rowSeconds) : nil
  }

  private static func rows(of span: TimeSpan, in day: TimeSpan, zone: Zone) -> Range<Int>? {
    guard let part = span.intersection(day) else { return nil }
    let seconds = zone.local(part.start).time.secondOfDay
    let first = seconds / Int(rowSeconds)
    let length = Int((part.seconds + rowSeconds - 1) / rowSeconds)
    guard part.end < day.end else { return first..<rows }
    let end = zone.local(part.end).time.secondOfDay
    // The clocks went back meanwhile: its length says more than where it ends.
    guard end > seconds else { return first..<min(rows, first + length) }
    return first..<(end + Int(rowSeconds) - 1) / Int(rowSeconds)
  }

  private struct Member {
    let index: Int
    let rows: Range<Int>
  }

  /// Those that hang together: each overlaps another of its group, none one of another group.
  private static func groups(_ rows: [Range<Int>?]) -> [[Member]] {
    let members = rows.enumerated().compactMap { index, rows in
      rows.map { Member(index: index, rows: $0) }
    }.sorted {
      ($0.rows.lowerBound, -$0.rows.upperBound, $0.index)
        < ($1.rows.lowerBound, -$1.rows.upperBound, $1.index)
    }
    var groups: [[Member]] = []
    var end = 0
    for member in members {
      if member.rows.lowerBound < end, !groups.isEmpty {
        groups[groups.count - 1].append(member)
      } else {
        groups.append([member])
      }
      end = max(end, member.rows.upperBound)
    }
    return groups
  }

  /// The first lane that is free again, for each in order.
  private static func lanes(_ group: [Range<Int>]) -> [Int] {
    var ends: [Int] = []
    return group.map { rows in
      if let lane = ends.firstIndex(where: { $0 <= rows.lowerBound }) {
        ends[lane] = rows.upperBound
        return lane
      }
      ends.append(rows.upperBound)
      return ends.count - 1
    }
  }
}
