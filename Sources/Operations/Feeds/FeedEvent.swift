import CivilTime
import ICalendar
import Scheduling
import Synchronization

/// One revision of an appointment as one kind of feed shows it: made once, then only put in its
/// place.
final class FeedEvent: Sendable {
  let booking: ID<Booking>
  let span: TimeSpan
  /// When it changes what a feed shows: revised, in or out of the window, gone as a tombstone.
  let changes: [Instant]
  /// When a cancelled one is no longer shown; nil for one that stands.
  let tombstoneUntil: Instant?
  let composed: ComposedEvent

  init(_ view: BookingView, by event: EventComposition, zone: Zone) {
    let booking = view.booking
    (self.booking, span) = (booking.id, booking.span)
    tombstoneUntil =
      switch booking.state {
      case .cancelled(let at, _), .declined(let at, _):
        at.advanced(bySeconds: FeedComposition.tombstoneSeconds)
      case .requested, .confirmed, .attended, .noShow: nil
      }
    let enters = zone.startOfDay(
      zone.date(booking.span.start).advanced(byDays: -FeedComposition.daysAhead))
    let lastDay = zone.date(booking.span.end.advanced(bySeconds: -1))
    let leaves = zone.startOfDay(lastDay.advanced(byDays: FeedComposition.daysBack + 1))
    changes =
      [booking.revisedAt, max(enters, booking.createdAt), leaves]
      + (tombstoneUntil.map { [$0] } ?? [])
    composed = ComposedEvent(event.event(view))
  }
}

/// All that the text of an event depends on besides the booking.
struct FeedEventKind: Hashable, Sendable {
  /// The kind of the feed's scope, not whose it is: two advisers of one appointment read the same.
  let scope: String
  let isBusyOnly: Bool
  let language: Language
  let catalogueVersion: Int64
  let namesVersion: Int64

  init(_ feed: Feed, catalogueVersion: Int64, namesVersion: Int64) {
    (scope, isBusyOnly, language) = (feed.scope.name, feed.isBusyOnly, feed.language)
    (self.catalogueVersion, self.namesVersion) = (catalogueVersion, namesVersion)
  }
}

/// The events that feeds have shown lately.
///
/// Two generations bound the memory: what has not been asked for while one filled up is forgotten.
final class FeedEventMemory: Sendable {
  private struct Generation {
    var events: [FeedEventKind: [BookingRevision: FeedEvent]] = [:]
    var count = 0
  }

  private struct State {
    var young = Generation()
    var old = Generation()
  }

  /// Some two kilobytes each.
  private static let largestGeneration = 10_000

  private let state = Mutex(State())

  /// In the order of `revisions`, nil where one is not known.
  func events(_ revisions: [BookingRevision], of kind: FeedEventKind) -> [FeedEvent?] {
    state.withLock { state in
      let (young, old) = (state.young.events[kind], state.old.events[kind])
      var again: [BookingRevision: FeedEvent] = [:]
      let found = revisions.map { revision -> FeedEvent? in
        if let event = young?[revision] { return event }
        guard let event = old?[revision] else { return nil }
        again[revision] = event
        return event
      }
      Self.keep(again, of: kind, in: &state)
      return found
    }
  }

  func keep(_ events: [BookingRevision: FeedEvent], of kind: FeedEventKind) {
    state.withLock { Self.keep(events, of: kind, in: &$0) }
  }

  private static func keep(
    _ events: [BookingRevision: FeedEvent], of kind: FeedEventKind, in state: inout State
  ) {
    guard !events.isEmpty else { return }
    if state.young.count >= largestGeneration {
      state.old = state.young
      state.young = Generation()
    }
    state.young.events[kind, default: [:]].merge(events) { _, new in new }
    state.young.count += events.count
  }
}
