import CivilTime
import ICalendar
import Scheduling

/// What a feed shows: which bookings, what of their history moved it, and when it changes next.
struct FeedComposition {
  let feed: Feed
  /// The secret of the address it is served at, which the calendar names as its source.
  let token: Secret
  let catalogue: CatalogueSnapshot
  let publicURL: String
  let now: Instant
  let zone: Zone
  private let event: EventComposition
  private let texts: Texts

  /// Days shown before and after today (ICALENDAR.md section 1.5).
  static let daysBack = 30
  static let daysAhead = 400
  /// A cancelled appointment stays as a tombstone (decision 5).
  static let tombstoneSeconds: Int64 = 30 * 86_400
  /// Google drops what comes after about a thousand.
  static let maximumEvents = 1_000

  init(
    feed: Feed, token: Secret, catalogue: CatalogueSnapshot, publicURL: String, now: Instant
  ) throws {
    var feed = feed
    // A feed outlives the switching off of its language.
    feed.language = catalogue.organisation.spoken(feed.language)
    (self.feed, self.token, self.catalogue) = (feed, token, catalogue)
    (self.publicURL, self.now) = (publicURL, now)
    zone = try catalogue.zone(named: nil)
    event = EventComposition(
      scope: feed.scope, isBusyOnly: feed.isBusyOnly, language: feed.language,
      publicURL: publicURL)
    texts = Texts.of(feed.language)
  }

  /// Whole local days, so that the same state gives the same bytes all day long.
  var window: TimeSpan { Self.window(at: now, in: zone) }

  static func window(at now: Instant, in zone: Zone) -> TimeSpan {
    let today = zone.date(now)
    return span(
      from: zone.startOfDay(today.advanced(byDays: -daysBack)),
      until: zone.startOfDay(today.advanced(byDays: daysAhead + 1)))
  }

  private static func span(from start: Instant, until end: Instant) -> TimeSpan {
    guard let span = TimeSpan(from: start, until: end) else {
      preconditionFailure("today lies between its past and its future")
    }
    return span
  }

  var whose: BookingQuery.Whose { Self.whose(feed.scope, catalogue: catalogue) }

  private static func whose(
    _ scope: Feed.Scope, catalogue: CatalogueSnapshot
  ) -> BookingQuery.Whose {
    switch scope {
    case .adviser(let person): .adviser(person)
    case .starter(let person): .starter(person)
    case .partner(let key): .partner(key)
    case .room(let key): .rooms(roomKeys(sharing: key, catalogue: catalogue))
    case .venue(let key):
      .rooms(catalogue.venue(key).map { catalogue.rooms(of: $0.venue).map(\.key) } ?? [])
    }
  }

  /// What `isShown` says yes to, for counting without composing; all states where none are named.
  static func shownQuery(
    _ scope: Feed.Scope, catalogue: CatalogueSnapshot, now: Instant, states: [String] = []
  ) throws -> BookingQuery {
    let window = window(at: now, in: try catalogue.zone(named: nil))
    return BookingQuery(
      whose: [whose(scope, catalogue: catalogue)], from: window.start, until: window.end,
      states: states, goneSince: now.advanced(bySeconds: -tombstoneSeconds),
      limit: maximumEvents)
  }

  /// More would be no calendar.
  static let maximumBookings = 20_000
  /// No appointment lasts longer, as the schema says.
  private static let longestSeconds: Int64 = 31 * 86_400

  /// Where the starts of the bookings lie that matter: those of the window and those that left it
  /// lately, which still moved the date of the last change.
  var starts: TimeSpan {
    Self.span(
      from: earliestEnd.advanced(bySeconds: -Self.longestSeconds), until: window.end)
  }

  /// What ended before this left the window long ago.
  private var earliestEnd: Instant { window.start.advanced(bySeconds: -31 * 86_400) }

  /// A room's own key and those of the combinations it is part of.
  static func roomKeys(sharing key: String, catalogue: CatalogueSnapshot) -> [String] {
    guard let room = catalogue.room(key) else { return [] }
    return catalogue.rooms(of: room.venue).filter { !Set($0.rooms).isDisjoint(with: room.rooms) }
      .map(\.key)
  }

  /// The resources whose versions tell whether the feed may have changed.
  static func resources(
    of scope: Feed.Scope, catalogue: CatalogueSnapshot
  ) -> [ID<Resource>] {
    switch scope {
    case .adviser(let person), .starter(let person): [person.cast()]
    case .partner(let key):
      catalogue.advisers(ofPartner: key).map { $0.person.cast() }
    case .room(let key): (catalogue.room(key)?.rooms ?? []).map { $0.cast() }
    case .venue(let key):
      (catalogue.venue(key).map { catalogue.rooms(of: $0.venue) } ?? [])
        .compactMap { $0.id?.cast() }
    }
  }

  // MARK: The calendar

  struct Result: Sendable {
    /// Without its events.
    var calendar: PublishedCalendar
    var events: [ComposedEvent]
    /// The last time that what the feed shows changed, also by the mere passing of time.
    var lastModified: Instant
    /// When the passing of time will change it next.
    var validUntil: Instant
  }

  /// The appointment as this feed shows it.
  func event(_ view: BookingView) -> FeedEvent { FeedEvent(view, by: event, zone: zone) }

  /// - Parameter all: The events of `whose` and `starts`, in order.
  func compose(_ all: [FeedEvent]) -> Result {
    let (window, earliestEnd) = (window, earliestEnd)
    var lastChange = feed.createdAt
    var nextChange = zone.startOfDay(zone.date(now).advanced(byDays: 1))
    var shown: [FeedEvent] = []
    shown.reserveCapacity(all.count)
    for event in all where event.span.end > earliestEnd {
      for instant in event.changes {
        if instant <= now {
          lastChange = max(lastChange, instant)
        } else {
          nextChange = min(nextChange, instant)
        }
      }
      let isOver = event.tombstoneUntil.map { $0 <= now } ?? false
      if !isOver, event.span.overlaps(window) { shown.append(event) }
    }
    return Result(
      calendar: PublishedCalendar(
        name: texts(.feedName(scope: feed.scope.name, name: subjectName)),
        about: texts(.feedAbout(scope: feed.scope.name)), zone: zone, color: "teal",
        source: FeedDesk.address(feed, token, publicURL).url,
        page: "\(publicURL)\(SitePath.feeds.path(feed.language))", window: window, events: []),
      events: nearest(shown).map(\.composed),
      lastModified: max(lastChange, catalogue.changedAt), validUntil: nextChange)
  }

  private func nearest(_ events: [FeedEvent]) -> [FeedEvent] {
    guard events.count > Self.maximumEvents else { return events }
    let today = zone.startOfDay(zone.date(now))
    func distance(_ event: FeedEvent) -> Int64 {
      abs(event.span.start.seconds(since: today))
    }
    return Array(
      events.sorted { (distance($0), $0.booking) < (distance($1), $1.booking) }
        .prefix(Self.maximumEvents))
  }

  private var subjectName: String {
    switch feed.scope {
    // A calendar's own name needs no person: it is their own.
    case .adviser, .starter: catalogue.organisation.name[feed.language]
    case .partner(let key): catalogue.partner(key)?.partner.name[feed.language] ?? key
    case .room(let key): catalogue.room(key)?.name[feed.language] ?? key
    case .venue(let key): catalogue.venue(key)?.venue.name[feed.language] ?? key
    }
  }
}
