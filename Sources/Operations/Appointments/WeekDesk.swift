import CivilTime
import Scheduling

/// The days of advisers: what is open behind, what is closed, and the appointments in front.
public struct WeekDesk: Sendable {
  /// The appointments of one adviser that are read for a week; nobody has more.
  private static let appointmentLimit = 1_000

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// One adviser's time between two dates.
  public struct Column: Sendable {
    public let adviser: CatalogueSnapshot.AdviserEntry
    public let zone: Zone
    public let open: [OpenTime]
    public let closed: [ClosedTime]
    /// Requested, confirmed, attended and missed ones that the reader may see, by start.
    public let appointments: [BookingView]
    /// Of appointments that claim the adviser and are not the reader's to see: when, and no more.
    public let busy: [TimeSpan]

    /// What is open and not taken by an appointment. Moments that somebody holds count as free: a
    /// hold lapses by itself, and booking asks anyway.
    public var free: [OpenTime] {
      let taken = busy + appointments.filter(\.booking.isLive).map(\.booking.span)
      return open.flatMap { open in
        open.span.subtracting(taken).map { OpenTime($0, types: open.types) }
      }
    }
  }

  /// The advisers whose weeks the person may see, partners and advisers in catalogue order.
  public static func advisers(
    for person: Person, catalogue: CatalogueSnapshot
  ) -> [CatalogueSnapshot.AdviserEntry] {
    catalogue.catalogue.partners.flatMap(\.advisers).compactMap { catalogue.adviser($0.key) }
      .filter { Access.may(.seeWeek, of: $0, person) }
  }

  /// The time of these advisers from the start of one date to that of another, by each adviser's
  /// own clocks. Throws `.unknown` for an adviser whose week the person may not see.
  public func columns(
    of advisers: [CatalogueSnapshot.AdviserEntry], from: LocalDate, until: LocalDate,
    for person: Person
  ) async throws -> [Column] {
    try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      return try advisers.map { entry in
        guard Access.may(.seeWeek, of: entry, person) else { throw RequestProblem.unknown }
        return try Self.column(
          entry, from: from, until: until, for: person, catalogue: catalogue,
          transaction: transaction)
      }
    }
  }

  private static func column(
    _ entry: CatalogueSnapshot.AdviserEntry, from: LocalDate, until: LocalDate,
    for person: Person, catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws -> Column {
    let facts = try catalogue.openingFacts(of: entry)
    guard
      let window = TimeSpan(
        from: facts.zone.startOfDay(from), until: facts.zone.startOfDay(until))
    else { throw RequestProblem.invalid(field: "/until", .notAllowed) }
    let bookings = try transaction.bookings(
      BookingQuery(
        whose: [.adviser(entry.person), .starter(entry.person)], from: window.start,
        until: window.end, states: ["requested", "confirmed", "attended", "noShow"],
        limit: appointmentLimit))
    let isSeen = { (booking: Booking) in
      Access.may(.see, with: booking, person, catalogue: catalogue)
    }
    return Column(
      adviser: entry, zone: facts.zone,
      open: OpenTime.all(of: facts, types: catalogue.types(of: entry).map(\.type), in: window),
      closed: ClosedTime.all(of: facts, in: window),
      appointments: try BookingView.views(
        of: bookings.filter(isSeen), catalogue: catalogue, transaction: transaction),
      busy: bookings.filter { $0.isLive && !isSeen($0) }.map(\.span))
  }
}

extension CatalogueSnapshot {
  /// The types on offer that the adviser gives, in catalogue order.
  public func types(of adviser: AdviserEntry) -> [TypeEntry] {
    adviser.partner.appointmentTypes.compactMap { type($0.key) }.filter { entry in
      entry.isOffered && advisers(of: entry).contains { $0.person == adviser.person }
    }
  }

  /// The adviser's rules and closed days, without anything that is booked.
  func openingFacts(of entry: AdviserEntry) throws -> AdviserFacts {
    AdviserFacts(
      person: entry.person, key: entry.adviser.key, name: entry.adviser.name,
      zone: try zone(of: entry), availability: entry.adviser.availability,
      exceptions: entry.adviser.exceptions ?? [],
      closures: closedDays(entry.partner.closures),
      partnershipUntil: entry.partner.partnership.until)
  }
}
