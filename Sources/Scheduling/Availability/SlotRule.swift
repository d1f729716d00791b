/// The rules that can refuse a candidate, in the order in which they are asked.
enum SlotRule: Int, CaseIterable, Sendable {
  case partnershipEnded, tooSoon, beyondHorizon, closed, away, venueClosed, adviserBusy
  case bufferTaken, dayCapReached, weekCapReached, noRoom, starterBusy

  /// Rules that are asked only of candidates at the venue.
  var isOfVenue: Bool { self == .venueClosed || self == .noRoom }
}
