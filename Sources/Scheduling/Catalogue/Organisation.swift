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

  /// The language where it is switched on, else Dutch, which always is.
  public func spoken(_ language: Language) -> Language {
    languages.contains(language) ? language : .dutch
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
