import CivilTime
import Scheduling

/// Holding, booking and everything that happens to an appointment afterwards.
///
/// Each function is one transaction: lock, drop what lapsed, decide by the same search that listed
/// the slot, write the booking with its claims, history and promised effects together.
public struct BookingDesk: Sendable {
  /// A signed-in starter has ten minutes to read and confirm.
  static let holdSeconds: Int64 = 600
  /// Somebody who keeps more moments at once is blocking others.
  static let maximumHolds = 3
  /// A request waits three days where its type does not say otherwise.
  static let approvalSeconds: Int64 = 72 * 3600

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// Keeps a moment until the hold lapses: ten minutes, or `until` for somebody who is signing in.
  public func hold(
    _ wish: BookingWish, for actor: Actor?, until: Instant? = nil, keeping: Keeping<Hold>? = nil
  ) async throws -> Kept<Hold> {
    let now = setting.now()
    return try await explainingRefusals(wish, actor: actor, keeping: keeping) { transaction in
      let ledger = Ledger(transaction, now: now)
      return try ledger.hold(
        wish, for: actor?.person,
        until: until ?? now.advanced(bySeconds: BookingDesk.holdSeconds))
    }
  }

  /// Gives a held moment free. Harmless when it has lapsed; unknown to anybody else.
  public func release(_ id: ID<Hold>, by actor: Actor) async throws {
    let now = setting.now()
    try await setting.store.write { transaction in
      guard let hold = try transaction.hold(id), hold.person == actor.id else {
        throw RequestProblem.unknown
      }
      try transaction.endHold(id, at: now)
    }
  }

  /// A hold that somebody can see: theirs, or one that nobody has signed in for yet.
  public func hold(_ id: ID<Hold>, for actor: Actor?) async throws -> Hold? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let hold = try transaction.hold(id), !hold.isLapsed(at: now),
        hold.person == nil || hold.person == actor?.id
      else { return nil }
      return hold
    }
  }

  /// Books a moment: adviser, starter and room together or not at all.
  public func book(
    _ wish: BookingWish, by actor: Actor, keeping: Keeping<BookingView>? = nil
  ) async throws -> Kept<BookingView> {
    let now = setting.now()
    return try await explainingRefusals(wish, actor: actor, keeping: keeping) { transaction in
      let ledger = Ledger(transaction, now: now)
      let booking = try ledger.book(wish, by: actor)
      return try BookingView.view(
        of: booking, catalogue: transaction.catalogue(), transaction: transaction)
    }
  }

  /// Moves an appointment to another start, with the same duration and place.
  ///
  /// `revision` is what the caller saw; another one is `RequestProblem.stale`.
  public func move(
    _ id: ID<Booking>, to start: Instant, revision: Int?, by actor: Actor
  ) async throws -> BookingView {
    let now = setting.now()
    do {
      return try await change(id, revision: revision, action: .move, by: actor) {
        try Ledger($1, now: now).move(&$0, to: start, by: actor)
      }
    } catch Refusal.slot(let refusal, _) {
      let alternatives = try await alternatives(toMoving: id, to: start, now: now)
      throw Refusal.slot(refusal, alternatives: alternatives)
    }
  }

  public func cancel(
    _ id: ID<Booking>, revision: Int? = nil, by actor: Actor
  ) async throws -> BookingView {
    let now = setting.now()
    return try await change(id, revision: revision, action: .cancel, by: actor) {
      try Ledger($1, now: now).cancel(&$0, by: actor)
    }
  }

  public func confirm(
    _ id: ID<Booking>, revision: Int? = nil, by actor: Actor
  ) async throws -> BookingView {
    let now = setting.now()
    return try await change(id, revision: revision, action: .confirm, by: actor) {
      try Ledger($1, now: now).confirm(&$0, by: actor)
    }
  }

  public func decline(
    _ id: ID<Booking>, revision: Int? = nil, by actor: Actor
  ) async throws -> BookingView {
    let now = setting.now()
    return try await change(id, revision: revision, action: .decline, by: actor) {
      try Ledger($1, now: now).decline(&$0, by: actor)
    }
  }

  public func recordAttendance(
    _ id: ID<Booking>, attended: Bool, revision: Int? = nil, by actor: Actor
  ) async throws -> BookingView {
    let now = setting.now()
    return try await change(id, revision: revision, action: .recordAttendance, by: actor) {
      try Ledger($1, now: now).recordAttendance(&$0, attended: attended, by: actor)
    }
  }

  /// Declines requests that nobody answered in time and forgets lapsed holds.
  public func sweep() async throws {
    let now = setting.now()
    try await setting.store.write { try Ledger($0, now: now).sweep() }
  }

  /// The frame of every change to a stored booking.
  private func change(
    _ id: ID<Booking>, revision: Int?, action: Access.BookingAction, by actor: Actor,
    _ body: @escaping @Sendable (inout Booking, any WriteTransaction) throws -> Void
  ) async throws -> BookingView {
    let now = setting.now()
    return try await setting.store.write { transaction in
      let catalogue = try transaction.catalogue()
      guard let seen = try transaction.booking(id) else { throw RequestProblem.unknown }
      try Access.check(action, on: seen, by: actor, catalogue: catalogue)
      let ledger = Ledger(transaction, now: now)
      try ledger.lock(seen, catalogue: catalogue)
      try ledger.sweep()
      // Read again under the lock: another process may have changed it meanwhile.
      guard var booking = try transaction.booking(id) else { throw RequestProblem.unknown }
      if let revision, revision != booking.revision {
        throw RequestProblem.stale(current: booking.revision)
      }
      try body(&booking, transaction)
      return try BookingView.view(of: booking, catalogue: catalogue, transaction: transaction)
    }
  }
}
