import CivilTime

/// The organisation that runs the service.
public struct Organisation: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  /// IANA name; the zone of everything that does not name its own.
  public var zone: String
  /// The languages switched on, Dutch always among them.
  public var languages: [Language]
  /// The team's telephone and mail, shown where nothing else helps.
  public var phone: String?
  public var email: String?

  public init(
    key: String, name: LocalizedText, zone: String, languages: [Language], phone: String? = nil,
    email: String? = nil
  ) {
    (self.key, self.name, self.zone, self.languages) = (key, name, zone, languages)
    (self.phone, self.email) = (phone, email)
  }
}

/// A set of closed days to choose from, read from an iCalendar file of all-day events.
public struct ClosureSet: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  /// Path of the .ics file, relative to the catalogue file or the calendars directory.
  public var file: String
}

/// Whole days on which something is closed, `from ..< until`.
public struct ClosedDays: Hashable, Codable, Sendable {
  public var from: LocalDate
  public var until: LocalDate
  public var name: String

  public init(from: LocalDate, until: LocalDate, name: String) {
    (self.from, self.until, self.name) = (from, until, name)
  }
}

public struct Address: Hashable, Codable, Sendable {
  public var street: String
  public var postcode: String
  public var city: String

  public init(street: String, postcode: String, city: String) {
    (self.street, self.postcode, self.city) = (street, postcode, city)
  }
}

public struct GeoPoint: Hashable, Codable, Sendable {
  /// Degrees north, WGS 84.
  public var latitude: Double
  /// Degrees east, WGS 84.
  public var longitude: Double
}
