import CivilTime
import Scheduling

/// What else is free, for whoever was refused.
extension BookingDesk {
  /// Alternatives are sought a week back and two weeks ahead of the moment wanted.
  private static let daysBefore: Int64 = 7
  private static let daysAfter: Int64 = 14

  /// Runs a creating request; a refusal leaves nothing behind and says what is free nearby.
  func explainingRefusals<Value: Sendable>(
    _ wish: BookingWish, actor: Actor?, keeping: Keeping<Value>?,
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Kept<Value> {
    try await setting.onceOrRefused(
      keeping, explain: { try await explain($0, wish: wish, actor: actor) }, body)
  }

  private func explain(
    _ refusal: Refusal, wish: BookingWish, actor: Actor?
  ) async throws -> Refusal {
    let now = setting.now()
    let start = wish.start
    let found = try await setting.store.read { transaction -> [Slot] in
      let catalogue = try transaction.catalogue()
      guard let entry = catalogue.type(wish.type), entry.isOffered else { return [] }
      let asked = try BookingWish.wish(
        entry: entry, catalogue: catalogue, minutes: wish.minutes, place: wish.place,
        adviser: wish.adviser)
      let starter = try Ledger.starter(
        wish, entry: entry, by: actor ?? .service, transaction: transaction)
      return try Self.alternatives(
        asked, near: start, starter: starter?.id, excluding: .none, transaction: transaction,
        now: now)
    }
    switch refusal {
    case .slot(let rule, _): return .slot(rule, alternatives: found)
    case .booking, .toDo, .contact, .moment, .tooManyHolds, .tooManySignIns, .notBookable,
      .inquiry:
      return refusal
    }
  }

  func alternatives(
    toMoving id: ID<Booking>, to start: Instant, now: Instant
  ) async throws -> [Slot] {
    try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let booking = try transaction.booking(id), let entry = catalogue.type(booking.type)
      else { return [] }
      return try Self.alternatives(
        SlotWish(entry: entry, minutes: booking.minutes, place: booking.place, adviser: nil),
        near: start, starter: booking.participants.first?.person,
        excluding: ClaimExclusion(booking: id), transaction: transaction, now: now)
    }
  }

  private static func alternatives(
    _ wish: SlotWish, near start: Instant, starter: ID<Person>?, excluding: ClaimExclusion,
    transaction: any ReadTransaction, now: Instant
  ) throws -> [Slot] {
    let day: Int64 = 86_400
    let centre = max(start, now)
    guard
      let window = TimeSpan(
        from: max(now, centre.advanced(bySeconds: -daysBefore * day)),
        until: centre.advanced(bySeconds: daysAfter * day))
    else { return [] }
    let facts = try SlotFactsLoading(
      transaction: transaction, catalogue: transaction.catalogue(), now: now
    ).facts(
      for: wish.entry, place: wish.place, starter: starter, window: window, excluding: excluding)
    return SlotSearch(facts).alternatives(
      to: centre, minutes: wish.minutes, place: wish.place, adviser: wish.adviser, limit: 3,
      days: Int(daysBefore))
  }
}
