/// What a zone's clocks have shown and will show, as one sorted list of transitions.
///
/// The Gregorian calendar repeats itself every 400 years, weekdays included, and so does a footer.
/// The table therefore carries the footer's transitions for a little more than 400 years, and a
/// moment beyond them is looked up a whole number of cycles away. One binary search answers
/// every question and nothing is allocated.
final class ZoneTable: Sendable {
  /// A time that the clocks keep for a while.
  struct Kind: Hashable, Sendable {
    let offset: Int
    let isDaylight: Bool
    let abbreviation: String
  }

  /// 400 Gregorian years in seconds.
  private static let cycle: Int64 = 146_097 * 86_400
  /// No offset is larger (RFC 9636 section 3.2: -25 h < offset < 26 h).
  private static let largestOffset: Int64 = 26 * 3600

  let kinds: [Kind]
  let footer: ZoneFooter?
  private let initialKind: Int
  /// Seconds since 1970, ascending.
  private let times: [Int64]
  /// The kind that begins at the transition of the same index.
  private let kindsAfter: [Int]
  /// Moments outside are looked up some cycles away.
  private let cycleStart: Int64
  private let cycleEnd: Int64

  /// - Parameters:
  ///   - initialKind: What holds before the first transition.
  ///   - transitions: Ascending; each names a kind.
  ///   - footer: What holds after the last transition, or always where there is none.
  init(
    kinds: [Kind], initialKind: Int, transitions: [(at: Int64, kind: Int)], footer: ZoneFooter?
  ) {
    var builder = Builder(kinds: kinds, initialKind: initialKind, transitions: transitions)
    if let footer { builder.extend(by: footer, cycle: Self.cycle) }
    self.kinds = builder.kinds
    self.footer = footer
    self.initialKind = builder.initialKind
    cycleStart = builder.cycleStart
    cycleEnd = builder.cycleEnd
    let changes = builder.changes()
    times = changes.map(\.at)
    kindsAfter = changes.map(\.kind)
  }

  func kind(at seconds: Int64) -> Kind {
    kinds[kindIndex(beforeTransition: countOfTransitions(upTo: seconds - shift(seconds)))]
  }

  func offset(at seconds: Int64) -> Int { kind(at: seconds).offset }

  /// How a wall clock's reading, in seconds since 1970 as if it were UTC, lies on the time line.
  enum LocalOutcome {
    case unique(Int64)
    case skipped(Int64, transition: Int64)
    case repeated(Int64, Int64)
  }

  /// Looks at every stretch between transitions in which the reading could lie.
  func resolve(local reading: Int64) -> LocalOutcome {
    let shift = shift(reading)
    let local = reading - shift
    var index = countOfTransitions(upTo: local - Self.largestOffset)
    var first: Int64?
    var stretchStart = Int64.min
    while true {
      let offset = Int64(kinds[kindIndex(beforeTransition: index)].offset)
      let stretchEnd = index < times.count ? times[index] : Int64.max
      let candidate = local - offset
      if stretchStart <= candidate, candidate < stretchEnd {
        guard let first else {
          first = candidate
          if stretchEnd > local + Self.largestOffset { return .unique(candidate + shift) }
          (stretchStart, index) = (stretchEnd, index + 1)
          continue
        }
        return .repeated(first + shift, candidate + shift)
      }
      if first == nil, candidate >= stretchEnd, index < times.count {
        let after = Int64(kinds[kindsAfter[index]].offset)
        if local - after < stretchEnd {
          return .skipped(candidate + shift, transition: stretchEnd + shift)
        }
      }
      if stretchEnd > local + Self.largestOffset { break }
      (stretchStart, index) = (stretchEnd, index + 1)
    }
    guard let first else { preconditionFailure("a reading is skipped or it occurs") }
    return .unique(first + shift)
  }

  /// The first transition at or after `seconds`, with the kinds before and after it.
  func transition(atOrAfter seconds: Int64) -> (at: Int64, before: Kind, after: Kind)? {
    var shift = shift(seconds)
    var index = countOfTransitions(upTo: seconds - shift - 1)
    if index == times.count || times[index] >= cycleEnd {
      // What lies behind the cycle is there for look-ups only: go on in the next one.
      guard cycleEnd != .max else { return nil }
      shift += Self.cycle
      index = countOfTransitions(upTo: cycleEnd - Self.cycle - 1)
      guard index < times.count, times[index] < cycleEnd else { return nil }
    }
    return (
      times[index] + shift, kinds[kindIndex(beforeTransition: index)], kinds[kindsAfter[index]]
    )
  }

  private func kindIndex(beforeTransition index: Int) -> Int {
    index == 0 ? initialKind : kindsAfter[index - 1]
  }

  private func countOfTransitions(upTo seconds: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The whole cycles to take off so that the moment falls inside the table.
  private func shift(_ seconds: Int64) -> Int64 {
    if seconds >= cycleEnd { return ((seconds - cycleEnd) / Self.cycle + 1) * Self.cycle }
    if seconds < cycleStart {
      return -((cycleStart - seconds + Self.cycle - 1) / Self.cycle) * Self.cycle
    }
    return 0
  }
}

/// Lays a footer's transitions behind those of the file.
private struct Builder {
  private(set) var kinds: [ZoneTable.Kind]
  private(set) var initialKind: Int
  private(set) var transitions: [(at: Int64, kind: Int)]
  private(set) var cycleStart = Int64.min
  private(set) var cycleEnd = Int64.max

  init(kinds: [ZoneTable.Kind], initialKind: Int, transitions: [(at: Int64, kind: Int)]) {
    (self.kinds, self.initialKind, self.transitions) = (kinds, initialKind, transitions)
  }

  /// The transitions that change something.
  func changes() -> [(at: Int64, kind: Int)] {
    var current = initialKind
    return transitions.filter { transition in
      defer { current = transition.kind }
      return kinds[transition.kind] != kinds[current]
    }
  }

  mutating func extend(by footer: ZoneFooter, cycle: Int64) {
    let standard = index(of: footer.standard, isDaylight: false)
    guard let daylight = footer.daylight else {
      if transitions.isEmpty { initialKind = standard } else { replaceLast(by: standard) }
      return
    }
    let summer = index(of: daylight.observance, isDaylight: true)
    let last = transitions.last?.at
    let lastYear =
      last.map { LocalDateTime(secondsSince1970: $0).date.year } ?? 1970
    let spans = Self.daylightSpans(
      from: lastYear - 2, through: lastYear + 404, standard: footer.standard, daylight: daylight)
    cycleEnd = Int64(LocalDate.dayNumber(year: lastYear + 402, month: 1, day: 1)) * 86_400
    if let last {
      replaceLast(by: spans.contains { $0.contains(last) } ? summer : standard)
    } else {
      cycleStart = cycleEnd - cycle
      initialKind = standard
    }
    for span in spans {
      if span.lowerBound > last ?? .min { transitions.append((span.lowerBound, summer)) }
      if span.upperBound > last ?? .min { transitions.append((span.upperBound, standard)) }
    }
  }

  /// RFC 9636 section 3.3: the last transition's time already follows the footer.
  private mutating func replaceLast(by kind: Int) {
    transitions[transitions.count - 1].kind = kind
  }

  private mutating func index(of observance: ZoneFooter.Observance, isDaylight: Bool) -> Int {
    let kind = ZoneTable.Kind(
      offset: observance.offset, isDaylight: isDaylight, abbreviation: observance.abbreviation)
    if let known = kinds.firstIndex(of: kind) { return known }
    kinds.append(kind)
    return kinds.count - 1
  }

  /// When daylight time holds, in UTC; spans that touch or overlap (daylight time all the year
  /// round, RFC 9636 section 3.3.1) are one.
  private static func daylightSpans(
    from firstYear: Int, through lastYear: Int, standard: ZoneFooter.Observance,
    daylight: ZoneFooter.Daylight
  ) -> [Range<Int64>] {
    var spans: [Range<Int64>] = []
    for year in firstYear...lastYear {
      let start = daylight.starts.localSeconds(in: year) - Int64(standard.offset)
      let offset = Int64(daylight.observance.offset)
      var end = daylight.ends.localSeconds(in: year) - offset
      if end <= start { end = daylight.ends.localSeconds(in: year + 1) - offset }
      if let previous = spans.last, start <= previous.upperBound {
        spans[spans.count - 1] = previous.lowerBound..<max(end, previous.upperBound)
      } else {
        spans.append(start..<max(start, end))
      }
    }
    return spans
  }
}
