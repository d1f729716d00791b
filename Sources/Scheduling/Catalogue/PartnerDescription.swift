import CivilTime

/// An organisation that helps starters.
public struct Partner: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  /// A `PartnerKind`, or the organisation's own word.
  public var kind: String
  public var partnership: Partnership
  public var about: LocalizedText?
  public var languages: [Language]
  public var website: String?
  public var phone: String?
  public var email: String?
  /// Where an appointment at the partner's office takes place.
  public var address: Address?
  public var zone: String?
  /// Keys of the closure sets on which this partner sees nobody, anywhere.
  public var closures: [String]?
  /// Keys of the information sets that are shown with this partner; none closes anything.
  public var layers: [String]?
  public var advisers: [Adviser]
  public var appointmentTypes: [AppointmentType]
}

/// What a partner is, as far as we have a label for it.
public enum PartnerKind: String, CaseIterable, Codable, Sendable {
  case accountant, bank
  case businessCounter = "business-counter"
  case city, coworking, digital, education, export, hr, insurance
  case intellectualProperty = "intellectual-property"
  case investors, lawyer, mentoring, microfinance, mutuality, notary, practice
  case publicAgency = "public-agency"
  case sector
  case socialInsuranceFund = "social-insurance-fund"
  case sustainability
}

public struct Partnership: Hashable, Codable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable { case founding, supporting }
  public var type: Kind
  public var since: LocalDate
  /// The last day, inclusive; nil while it goes on.
  public var until: LocalDate?
}

/// A person of a partner whose time is booked.
public struct Adviser: Hashable, Codable, Sendable {
  public var key: String
  public var name: String
  public var email: String
  public var languages: [Language]
  public var zone: String?
  public var availability: [AvailabilityRule]
  public var exceptions: [AvailabilityException]?
}

/// Opening time in wall-clock time: weekly on `days`, or by a recurrence `rule`.
public struct AvailabilityRule: Hashable, Codable, Sendable {
  public var days: [CatalogueDay]?
  /// An RFC 5545 RRULE whose DTSTART is `validFrom`, or 2024-01-01, at `from`.
  public var rule: String?
  public var from: LocalTime
  /// 24:00 at most: an opening never crosses midnight.
  public var until: LocalTime
  public var validFrom: LocalDate?
  /// The last day, inclusive.
  public var validUntil: LocalDate?
  /// The places it counts for; all of the type's where nil.
  public var places: [Place]?
  /// Keys of the types it counts for; all of the adviser's where nil.
  public var types: [String]?
}

/// A date that closes against the rules, or opens beside them.
///
/// `closed` without times closes the whole date; with times, those hours. Without `closed`, the
/// times are an opening of their own, which a closing of the whole date does not touch: a short
/// day is a closed date with an opening.
public struct AvailabilityException: Hashable, Codable, Sendable {
  public var date: LocalDate
  public var closed: Bool?
  public var from: LocalTime?
  public var until: LocalTime?
  public var reason: String?
  public var places: [Place]?
  public var types: [String]?

  public init(
    date: LocalDate, closed: Bool? = nil, from: LocalTime? = nil, until: LocalTime? = nil,
    reason: String? = nil, places: [Place]? = nil, types: [String]? = nil
  ) {
    (self.date, self.closed, self.from, self.until) = (date, closed, from, until)
    (self.reason, self.places, self.types) = (reason, places, types)
  }
}

/// Where an appointment takes place.
public enum Place: String, CaseIterable, Codable, Hashable, Sendable {
  case venue, partner, online
}
