import Operations
import Scheduling

/// A listing of slots as the contract shows it, over HTTP and at the command line.
public struct SlotsAnswer: Sendable {
  private let listing: SlotDesk.Listing
  private let language: Language
  private let isTimesOnly: Bool

  /// With `isTimesOnly`, slots do not say who can take them.
  public init(_ listing: SlotDesk.Listing, language: Language, isTimesOnly: Bool = false) {
    (self.listing, self.language, self.isTimesOnly) = (listing, language, isTimesOnly)
  }

  public func json() -> [UInt8] {
    var writer = SlotListingWriter(zone: listing.zone)
    writer.write(listing, isTimesOnly: isTimesOnly, texts: .of(language))
    return writer.bytes
  }
}
