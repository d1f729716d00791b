import CivilTime

/// A stretch in which an adviser can be met for some types, whatever is booked in it.
///
/// Made by the same expansion, closings and absences as slots are, so that a week never shows an
/// hour as open that no appointment could be made in because of them.
public struct OpenTime: Hashable, Sendable {
  public let span: TimeSpan
  /// Keys of the types it is open for, sorted.
  public let types: [String]

  public init(_ span: TimeSpan, types: [String]) { (self.span, self.types) = (span, types) }

  /// What is open in `window` for any of the adviser's types, cut at its ends, sorted by start.
  /// Two that touch differ in their types.
  public static func all(
    of adviser: AdviserFacts, types: [AppointmentType], in window: TimeSpan
  ) -> [OpenTime] {
    let spans = types.filter { $0.contact == .slots }.map { type in
      (type.key, openSpans(of: adviser, type: type, in: window))
    }
    let edges = Set(spans.flatMap { $0.1.flatMap { [$0.start, $0.end] } }).sorted()
    var result: [OpenTime] = []
    for (start, end) in zip(edges, edges.dropFirst()) {
      guard let piece = TimeSpan(from: start, until: end) else { continue }
      let keys = spans.filter { $0.1.contains { $0.contains(piece) } }.map(\.0).sorted()
      guard !keys.isEmpty else { continue }
      if let last = result.last, last.span.end == start, last.types == keys,
        let longer = TimeSpan(from: last.span.start, until: end)
      {
        result[result.count - 1] = OpenTime(longer, types: keys)
      } else {
        result.append(OpenTime(piece, types: keys))
      }
    }
    return result
  }

  private static func openSpans(
    of adviser: AdviserFacts, type: AppointmentType, in window: TimeSpan
  ) -> [TimeSpan] {
    let calendar = AdviserCalendar(
      adviser, of: SlotFacts(type: type, now: window.start, advisers: [adviser]))
    return calendar.openings.openings(from: window.start, until: window.end, member: 0)
      .filter { opening in
        calendar.partnershipUntil.map { adviser.zone.date(opening.span.start) <= $0 } ?? true
      }
      .flatMap { calendar.open($0, member: 0) }
      .compactMap { $0.intersection(window) }
  }
}

/// A stretch in which an adviser sees nobody, whatever their rules open.
public struct ClosedTime: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// A closed day of the partner, by its name.
    case closure(String)
    /// The adviser's own exception, with its reason.
    case absence(String?)
  }

  public let span: TimeSpan
  public let cause: Cause
  /// Whether it covers whole dates.
  public let isWholeDay: Bool

  public init(_ span: TimeSpan, cause: Cause, isWholeDay: Bool) {
    (self.span, self.cause, self.isWholeDay) = (span, cause, isWholeDay)
  }

  /// What is closed and overlaps `window`, whole, sorted by start.
  public static func all(of adviser: AdviserFacts, in window: TimeSpan) -> [ClosedTime] {
    (AdviserCalendar.closures(of: adviser) + AdviserCalendar.absences(of: adviser))
      .filter { $0.span.overlaps(window) }
      .sorted { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
  }
}

extension TimeSpan {
  /// What is left of the span without the others, in order.
  public func subtracting(_ others: [TimeSpan]) -> [TimeSpan] {
    var left: [TimeSpan] = []
    var start = self.start
    for other in others.sorted(by: { $0.start < $1.start }) where other.overlaps(self) {
      if let piece = TimeSpan(from: start, until: min(other.start, end)) { left.append(piece) }
      start = max(start, other.end)
    }
    if let piece = TimeSpan(from: start, until: end) { left.append(piece) }
    return left
  }
}
