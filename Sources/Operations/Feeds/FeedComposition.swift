import CivilTime
import ICalendar
import Scheduling

/// What a feed shows: from bookings to events, in the feed's language, with no more about people
/// than its reader may know.
struct FeedComposition {
  let feed: Feed
  /// The secret of the address it is served at, which the calendar names as its source.
  let token: Secret
  let catalogue: CatalogueSnapshot
  let publicURL: String
  let now: Instant
  let zone: Zone
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
    (self.feed, self.token, self.catalogue) = (feed, token, catalogue)
    (self.publicURL, self.now) = (publicURL, now)
    zone = try catalogue.zone(named: nil)
    texts = Texts.of(feed.language)
  }

  /// Whole local days, so that the same state gives the same bytes all day long.
  var window: TimeSpan {
    let today = zone.date(now)
    return Self.span(
      from: zone.startOfDay(today.advanced(byDays: -Self.daysBack)),
      until: zone.startOfDay(today.advanced(byDays: Self.daysAhead + 1)))
  }

  private static func span(from start: Instant, until end: Instant) -> TimeSpan {
    guard let span = TimeSpan(from: start, until: end) else {
      preconditionFailure("today lies between its past and its future")
    }
    return span
  }

  /// Which bookings to read: those of the window and those that left it lately, which still moved
  /// the date of the last change.
  var query: BookingQuery {
    let whose: BookingQuery.Whose =
      switch feed.scope {
      case .adviser(let person): .adviser(person)
      case .starter(let person): .starter(person)
      case .partner(let key): .partner(key)
      case .room(let key): .rooms(Self.roomKeys(sharing: key, catalogue: catalogue))
      case .venue(let key): .rooms(catalogue.venue(key).map { venueRooms($0.venue) } ?? [])
      }
    return BookingQuery(
      whose: [whose], from: window.start.advanced(bySeconds: -31 * 86_400), until: window.end,
      limit: 20_000)
  }

  private func venueRooms(_ venue: Venue) -> [String] { catalogue.rooms(of: venue).map(\.key) }

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
      (catalogue.partner(key)?.partner.advisers ?? [])
        .compactMap { catalogue.adviser($0.key)?.person.cast() }
    case .room(let key): (catalogue.room(key)?.rooms ?? []).map { $0.cast() }
    case .venue(let key):
      (catalogue.venue(key).map { catalogue.rooms(of: $0.venue) } ?? [])
        .compactMap { $0.id?.cast() }
    }
  }

  // MARK: The calendar

  struct Result {
    var calendar: PublishedCalendar
    /// The last time that what the feed shows changed, also by the mere passing of time.
    var lastModified: Instant
    /// When the passing of time will change it next.
    var validUntil: Instant
  }

  func compose(_ views: [BookingView]) -> Result {
    var changes: [Instant] = [feed.createdAt]
    var nextChange = zone.startOfDay(zone.date(now).advanced(byDays: 1))
    var shown: [BookingView] = []
    for view in views {
      for instant in changeInstants(of: view.booking) {
        if instant <= now { changes.append(instant) } else { nextChange = min(nextChange, instant) }
      }
      if isShown(view.booking) { shown.append(view) }
    }
    return Result(
      calendar: PublishedCalendar(
        name: texts(.feedName(scope: feed.scope.name, name: subjectName)),
        about: texts(.feedAbout(scope: feed.scope.name)), zone: zone, color: "teal",
        source: FeedDesk.address(feed, token, publicURL).url,
        page: "\(publicURL)\(SitePath.feeds.path(feed.language))", window: window,
        events: nearest(shown).map(event)),
      lastModified: max(changes.max() ?? feed.createdAt, catalogue.changedAt),
      validUntil: nextChange)
  }

  private func isShown(_ booking: Booking) -> Bool {
    guard booking.span.overlaps(window) else { return false }
    switch booking.state {
    case .cancelled(let at, _), .declined(let at, _):
      return now < at.advanced(bySeconds: Self.tombstoneSeconds)
    case .requested, .confirmed, .attended, .noShow: return true
    }
  }

  /// When this booking changes what the feed shows: revised, gone as a tombstone, in or out of the
  /// window.
  private func changeInstants(of booking: Booking) -> [Instant] {
    let enters = zone.startOfDay(
      zone.date(booking.span.start).advanced(byDays: -Self.daysAhead))
    let lastDay = zone.date(booking.span.end.advanced(bySeconds: -1))
    let leaves = zone.startOfDay(lastDay.advanced(byDays: Self.daysBack + 1))
    var instants = [booking.revisedAt, max(enters, booking.createdAt), leaves]
    switch booking.state {
    case .cancelled(let at, _), .declined(let at, _):
      instants.append(at.advanced(bySeconds: Self.tombstoneSeconds))
    case .requested, .confirmed, .attended, .noShow: break
    }
    return instants
  }

  private func nearest(_ views: [BookingView]) -> [BookingView] {
    guard views.count > Self.maximumEvents else { return views }
    let today = zone.startOfDay(zone.date(now))
    func distance(_ view: BookingView) -> Int64 {
      abs(view.booking.span.start.seconds(since: today))
    }
    return Array(
      views.sorted { (distance($0), $0.booking.id) < (distance($1), $1.booking.id) }
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

  // MARK: One event

  private func event(_ view: BookingView) -> PublishedEvent {
    let booking = view.booking
    if feed.isBusyOnly {
      return PublishedEvent(
        uid: booking.uid, created: booking.createdAt, revised: booking.revisedAt,
        sequence: booking.sequence, status: status(booking),
        when: .timed(booking.span, view.zone), summary: texts(.feedBusy))
    }
    let language = feed.language
    return PublishedEvent(
      uid: booking.uid, created: booking.createdAt, revised: booking.revisedAt,
      sequence: booking.sequence, status: status(booking),
      when: .timed(booking.span, view.zone), summary: summary(view),
      description: description(view), location: location(view),
      url: isAboutPeople
        ? "\(publicURL)\(SitePath.appointments.path(language, booking.id.description))" : nil,
      categories: [view.entry.partner.name[language]],
      conference: isAboutPeople && booking.place == .online
        ? view.entry.type.url.map { .init(url: $0, label: texts(.joinLink)) } : nil)
  }

  private func status(_ booking: Booking) -> PublishedEvent.Status {
    switch booking.state {
    case .requested: .tentative
    case .confirmed, .attended, .noShow: .confirmed
    case .cancelled, .declined: .cancelled
    }
  }

  /// Whether the reader is one of the people or their manager; rooms and venues show no one.
  private var isAboutPeople: Bool {
    switch feed.scope {
    case .adviser, .starter, .partner: true
    case .room, .venue: false
    }
  }

  private func summary(_ view: BookingView) -> String {
    let language = feed.language
    let type = view.entry.type.name[language]
    let partner = view.entry.partner.name[language]
    let title =
      switch feed.scope {
      case .adviser:
        texts(
          .feedAdviserTitle(
            type: type, name: view.participants.map(\.firstName).joined(separator: ", ")))
      case .partner:
        texts(
          .feedAdviserTitle(
            type: type, name: view.advisers.map(\.name).joined(separator: ", ")))
      case .starter: texts(.feedStarterTitle(type: type, partner: partner))
      case .room, .venue: texts(.feedRoomTitle(type: type, partner: partner))
      }
    return switch view.booking.state {
    case .cancelled, .declined: texts(.feedCancelled(title: title))
    case .requested: texts(.feedRequested(title: title))
    case .confirmed, .attended, .noShow: title
    }
  }

  private func description(_ view: BookingView) -> String? {
    guard isAboutPeople else { return nil }
    let language = feed.language
    var lines: [String] = []
    if case .starter = feed.scope {
      lines.append(view.advisers.map(\.name).joined(separator: ", "))
      if let bring = view.entry.type.bring { lines.append(bring[language]) }
    }
    lines.append(
      texts(
        .feedDetails(
          link: "\(publicURL)\(SitePath.appointments.path(language, view.booking.id.description))"))
    )
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func location(_ view: BookingView) -> PublishedEvent.Location? {
    let language = feed.language
    switch view.booking.place {
    case .venue:
      guard let room = view.room else { return nil }
      let venue = room.venue
      let title = "\(room.name[language]), \(venue.name[language])"
      return .init(
        text: "\(title), \(venue.address.line)", title: title, address: venue.address.line,
        latitude: venue.geo?.latitude, longitude: venue.geo?.longitude)
    case .partner:
      let partner = view.entry.partner
      let name = partner.name[language]
      guard let address = partner.address else { return nil }
      return .init(text: "\(name), \(address.line)", title: name, address: address.line)
    case .online: return nil
    }
  }
}

extension Address {
  /// “Voorbeeldstraat 1, 9000 Gent”.
  public var line: String { "\(street), \(postcode) \(city)" }
}
