import CivilTime

/// A stretch of time in which an adviser, or all advisers of a collective type, can be met.
struct Opening: Sendable {
  var span: TimeSpan
  var places: PlaceSet
  /// By the position of the adviser among those asked together: the date whose exception opened
  /// this. The adviser's closing of that whole date does not refuse what lies in here.
  var exceptionDates: [Int: LocalDate] = [:]

  /// What is open for both of two groups of advisers: one for every pair that overlaps and shares
  /// a place. Both lists are sorted by start, and so is the result.
  static func intersections(_ left: [Opening], _ right: [Opening]) -> [Opening] {
    var result: [Opening] = []
    var firstOpen = 0
    for one in left {
      while firstOpen < right.count, right[firstOpen].span.end <= one.span.start { firstOpen += 1 }
      for other in right[firstOpen...] {
        guard other.span.start < one.span.end else { break }
        let places = one.places.intersection(other.places)
        guard !places.isEmpty, let span = one.span.intersection(other.span) else { continue }
        result.append(
          Opening(
            span: span, places: places,
            exceptionDates: one.exceptionDates.merging(other.exceptionDates) { date, _ in date }))
      }
    }
    result.sort { $0.span.start < $1.span.start }
    return result
  }

  /// The first candidate at or after `instant`: the start plus a whole number of steps.
  func firstCandidate(from instant: Instant, step: Int64) -> Instant {
    let late = instant.seconds(since: span.start)
    guard late > 0 else { return span.start }
    return span.start.advanced(bySeconds: (late + step - 1) / step * step)
  }
}

/// Some of the places.
struct PlaceSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let venue = PlaceSet(.venue)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ place: Place) {
    switch place {
    case .venue: rawValue = 1
    case .partner: rawValue = 2
    case .online: rawValue = 4
    }
  }

  init(_ places: [Place]) { self = places.reduce(into: []) { $0.formUnion(PlaceSet($1)) } }

  func contains(_ place: Place) -> Bool { contains(PlaceSet(place)) }
}
