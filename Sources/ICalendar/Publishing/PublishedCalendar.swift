import CivilTime

/// A feed, or a file with one event: what a client shows about the calendar as a whole, and its
/// events.
public struct PublishedCalendar: Sendable {
  /// Empty for a file: Outlook opens a named one as a calendar of its own, not as an event.
  public var name: String
  public var about: String?
  /// X-WR-TIMEZONE: a hint for display.
  public var zone: Zone
  /// A colour name of CSS Color Level 3, section 4.3; any other is left out.
  public var color: String?
  /// How often to ask again; Google and Thunderbird do not listen. Nil for a file.
  public var refresh: ElapsedTime?
  /// The canonical address of this feed; empty for a file.
  public var source: String
  /// The page for people.
  public var page: String
  /// The time for which clients must know the zones' offsets; events outside extend it.
  public var window: TimeSpan
  public var events: [PublishedEvent]

  public init(
    name: String, about: String? = nil, zone: Zone, color: String? = nil,
    refresh: ElapsedTime? = ElapsedTime(hours: 1), source: String, page: String, window: TimeSpan,
    events: [PublishedEvent]
  ) {
    self.name = name
    self.about = about
    self.zone = zone
    self.color = color
    self.refresh = refresh
    self.source = source
    self.page = page
    self.window = window
    self.events = events
  }
}
