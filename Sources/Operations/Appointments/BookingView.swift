import CivilTime
import Scheduling

/// A booking with the names that go with it, read in the same transaction.
public struct BookingView: Sendable {
  public let booking: Booking
  public let entry: CatalogueSnapshot.TypeEntry
  public let zone: Zone
  /// In the order of the booking; archived advisers keep their name.
  public let advisers: [Person]
  public let participants: [Person]
  public let room: CatalogueSnapshot.RoomEntry?
  public let venue: Venue?
  public let catalogue: CatalogueSnapshot

  static func views(
    of bookings: [Booking], catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws -> [BookingView] {
    let ids = Set(bookings.flatMap { $0.advisers + $0.participants.map(\.person) })
    let people = try transaction.people(ids)
    return try bookings.map { booking in
      guard let entry = catalogue.type(booking.type) else {
        throw StoreFault.corruptRow("booking \(booking.id): type \(booking.type) is gone")
      }
      let room = booking.room.flatMap { catalogue.room($0.key) }
      return BookingView(
        booking: booking, entry: entry, zone: try catalogue.zone(named: booking.zone),
        advisers: booking.advisers.compactMap { people[$0] },
        participants: booking.participants.compactMap { people[$0.person] }, room: room,
        venue: room?.venue, catalogue: catalogue)
    }
  }

  static func view(
    of booking: Booking, catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws -> BookingView {
    guard
      let view = try views(of: [booking], catalogue: catalogue, transaction: transaction).first
    else { preconditionFailure("one booking has one view") }
    return view
  }
}
