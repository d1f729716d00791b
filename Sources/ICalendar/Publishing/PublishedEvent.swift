import CivilTime

/// One event as subscribers see it, in the words of RFC 5545; what may be said in it is the
/// caller's decision.
public struct PublishedEvent: Hashable, Sendable {
  /// STATUS; whether the time counts as busy follows from it.
  public enum Status: Hashable, Sendable {
    case tentative
    case confirmed
    /// A tombstone: it stays in the feed for a while and takes no time.
    case cancelled
  }

  public enum When: Hashable, Sendable {
    /// Written as wall time of the zone, so that the appointment keeps its hour.
    case timed(TimeSpan, Zone)
    /// Whole days, `until` exclusive; they are the viewer's days (ICALENDAR.md section 1.3).
    case days(from: LocalDate, until: LocalDate)
  }

  public struct Location: Hashable, Sendable {
    /// "Room, Venue, street": LOCATION.
    public var text: String
    /// The first part of `text`; the name on Apple's map.
    public var title: String
    public var address: String
    /// Degrees. The map data is left out unless both are there and in range.
    public var latitude: Double?
    public var longitude: Double?

    public init(
      text: String, title: String, address: String, latitude: Double? = nil,
      longitude: Double? = nil
    ) {
      self.text = text
      self.title = title
      self.address = address
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  /// Where to join online.
  public struct Conference: Hashable, Sendable {
    public var url: String
    public var label: String

    public init(url: String, label: String) {
      self.url = url
      self.label = label
    }
  }

  /// Minted once and kept: printable ASCII without spaces, at most 255 octets.
  public var uid: String
  public var created: Instant
  /// DTSTAMP and LAST-MODIFIED: in a published object they are the same (RFC 5545 section 3.8.7.2).
  public var revised: Instant
  /// Rises when time, place or status change; never falls.
  public var sequence: Int
  public var status: Status
  /// Confirmed, but takes nobody's time.
  public var isInformation: Bool
  public var when: When
  public var summary: String
  /// Plain text. The link of `conference` is added where the text does not hold it.
  public var description: String?
  public var location: Location?
  public var url: String?
  public var categories: [String]
  public var conference: Conference?

  public init(
    uid: String, created: Instant, revised: Instant, sequence: Int = 0,
    status: Status = .confirmed, isInformation: Bool = false, when: When, summary: String,
    description: String? = nil, location: Location? = nil, url: String? = nil,
    categories: [String] = [], conference: Conference? = nil
  ) {
    self.uid = uid
    self.created = created
    self.revised = revised
    self.sequence = sequence
    self.status = status
    self.isInformation = isInformation
    self.when = when
    self.summary = summary
    self.description = description
    self.location = location
    self.url = url
    self.categories = categories
    self.conference = conference
  }

  /// Enough to tell events apart; equality compares everything. Feeds look up a thousand of them
  /// at every request.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(uid)
    hasher.combine(revised)
  }
}
