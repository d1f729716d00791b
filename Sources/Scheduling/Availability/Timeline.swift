import CivilTime

/// Spans that may overlap each other, arranged so that one comparison tells whether any of them
/// overlaps a candidate.
///
/// They are sorted by start, and each entry reaches from its own start to the latest end so far.
/// Of everything that starts before the candidate ends, the last entry therefore says whether
/// anything is still going on when the candidate starts.
struct Timeline: Sendable {
  private let reaches: [TimeSpan]

  init(_ spans: [TimeSpan]) {
    var reaches: [TimeSpan] = []
    reaches.reserveCapacity(spans.count)
    var latestEnd = Instant(secondsSince1970: .min)
    for span in spans.sorted(by: { $0.start < $1.start }) {
      latestEnd = max(latestEnd, span.end)
      if let reach = TimeSpan(from: span.start, until: latestEnd) { reaches.append(reach) }
    }
    self.reaches = reaches
  }

  var isEmpty: Bool { reaches.isEmpty }

  /// A reader that begins near `instant`.
  func cursor(at instant: Instant) -> Cursor {
    var (low, high) = (0, reaches.count)
    while low < high {
      let middle = (low + high) / 2
      if reaches[middle].start < instant { low = middle + 1 } else { high = middle }
    }
    return Cursor(reaches: reaches, next: low)
  }

  /// Remembers where it last looked, so that candidates asked in order cost next to nothing.
  struct Cursor {
    fileprivate let reaches: [TimeSpan]
    /// The first entry that starts at or after the end of the candidate asked last.
    fileprivate var next: Int

    /// Whether any of the spans overlaps `candidate`; right in any order of asking.
    mutating func overlaps(_ candidate: TimeSpan) -> Bool {
      while next < reaches.count, reaches[next].start < candidate.end { next += 1 }
      while next > 0, reaches[next - 1].start >= candidate.end { next -= 1 }
      return next > 0 && reaches[next - 1].overlaps(candidate)
    }
  }
}
