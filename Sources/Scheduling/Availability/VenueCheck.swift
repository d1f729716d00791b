import CivilTime

/// Asks the venues about candidates of one window: who is open, and which room is free.
struct VenueCheck {
  private struct Site {
    let venue: VenueFacts
    /// When the venue is not open: outside its hours and on its closed days.
    var shut: Timeline.Cursor
    var rooms: [(room: RoomFacts, claims: Timeline.Cursor)]
  }

  private var sites: [Site]

  /// - Parameter until: No candidate ends later.
  init(_ choice: RoomChoice, from: Instant, until: Instant) {
    sites = choice.sites.map { site in
      Site(
        venue: site.venue,
        shut: Self.shut(site.venue, from: from, until: until).cursor(at: from),
        rooms: site.rooms.map { ($0.room, $0.claims.cursor(at: from)) })
    }
  }

  mutating func isOpen(for candidate: TimeSpan) -> Bool {
    for index in sites.indices where !sites[index].shut.overlaps(candidate) { return true }
    return false
  }

  mutating func hasRoom(for candidate: TimeSpan) -> Bool { freeRoom(for: candidate) != nil }

  mutating func room(for candidate: TimeSpan) -> SlotOffer.ChosenRoom? {
    guard let (site, index) = freeRoom(for: candidate) else { return nil }
    let room = sites[site].rooms[index].room
    return SlotOffer.ChosenRoom(venue: sites[site].venue.key, key: room.key, rooms: room.rooms)
  }

  /// The closed days of the first venue that has any over the candidate; nil where only hours
  /// are in the way.
  func refusal(of candidate: TimeSpan) -> SlotRefusal {
    for site in sites {
      let days = site.venue.closures.first { days in
        site.venue.zone.span(from: days.from, until: days.until)?.overlaps(candidate) ?? false
      }
      if let days { return .venueClosed(name: days.name) }
    }
    return .venueClosed(name: nil)
  }

  private mutating func freeRoom(for candidate: TimeSpan) -> (site: Int, room: Int)? {
    for site in sites.indices where !sites[site].shut.overlaps(candidate) {
      for room in sites[site].rooms.indices
      where !sites[site].rooms[room].claims.overlaps(candidate) {
        return (site, room)
      }
    }
    return nil
  }

  private static func shut(_ venue: VenueFacts, from: Instant, until: Instant) -> Timeline {
    let zone = venue.zone
    let dates = zone.dates(from: from, until: until)
    var shut = venue.closures.compactMap { zone.span(from: $0.from, until: $0.until) }
    var openUntil = zone.startOfDay(dates.lowerBound)
    for hours in openHours(of: venue, on: dates) {
      if let gap = TimeSpan(from: openUntil, until: hours.start) { shut.append(gap) }
      openUntil = max(openUntil, hours.end)
    }
    let end = zone.startOfDay(dates.upperBound.advanced(byDays: 1))
    if let gap = TimeSpan(from: openUntil, until: end) { shut.append(gap) }
    return Timeline(shut)
  }

  private static func openHours(of venue: VenueFacts, on dates: ClosedRange<LocalDate>)
    -> [TimeSpan]
  {
    var spans: [TimeSpan] = []
    for dayNumber in dates.lowerBound.dayNumber...dates.upperBound.dayNumber {
      let date = LocalDate(dayNumber: dayNumber)
      let day = CatalogueDay(date.weekday)
      for hours in venue.opening where hours.days.contains(day) {
        guard let span = venue.zone.span(on: date, from: hours.from, until: hours.until) else {
          continue
        }
        spans.append(span)
      }
    }
    return spans.sorted { $0.start < $1.start }
  }
}
