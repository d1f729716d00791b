import CivilTime

/// A site with rooms, its own zone and opening hours.
public struct Venue: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  public var address: Address
  public var zone: String?
  public var geo: GeoPoint?
  public var opening: [OpeningHours]
  /// Keys of the closure sets that hold here.
  public var closures: [String]?
  /// Keys of the information sets that are shown here; none closes anything.
  public var layers: [String]?
  public var rooms: [Room]
  public var combinations: [RoomCombination]?
}

/// Wall-clock hours on some days of the week.
public struct OpeningHours: Hashable, Codable, Sendable {
  public var days: [CatalogueDay]
  public var from: LocalTime
  public var until: LocalTime
}

public struct Room: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  /// How many people fit, per layout: theatre, classroom, boardroom and so on.
  public var layouts: [String: Int]
  public var features: [String]
}

/// Rooms whose movable walls open. Not a resource: it claims its rooms.
public struct RoomCombination: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText?
  public var rooms: [String]
  public var layouts: [String: Int]
}

/// A day of the week as a catalogue writes it: `mo`.
public struct CatalogueDay: Hashable, Codable, Sendable {
  public let weekday: Weekday

  public init(_ weekday: Weekday) { self.weekday = weekday }

  public init?(_ text: String) {
    guard let weekday = Weekday(rawValue: text.uppercased()) else { return nil }
    self.weekday = weekday
  }

  public var text: String { weekday.rawValue.lowercased() }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let day = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a weekday")
    }
    self = day
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
