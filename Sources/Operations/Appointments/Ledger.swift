import CivilTime
import Scheduling

/// The deciding writes of one transaction: every path that claims time goes through here.
struct Ledger {
  let transaction: any WriteTransaction
  let now: Instant

  init(_ transaction: any WriteTransaction, now: Instant) {
    (self.transaction, self.now) = (transaction, now)
  }

  // MARK: Holding and booking

  func hold(_ wish: BookingWish, for person: Person?, until: Instant) throws -> Hold {
    let catalogue = try transaction.catalogue()
    let entry = try type(wish, in: catalogue)
    let asked = try wish.bookable(entry: entry, catalogue: catalogue)
    try lock(entry, place: asked.place, starter: person?.id, catalogue: catalogue)
    try sweep()
    if let person {
      let standing = try transaction.holds(of: person.id, at: now)
      guard standing.count < BookingDesk.maximumHolds else {
        throw Refusal.tooManyHolds(limit: BookingDesk.maximumHolds)
      }
    }
    // An adviser of the type holds a moment for whoever they will name.
    let starter = person.flatMap { catalogue.advises($0.id, entry) ? nil : $0.id }
    let offer = try offer(asked, at: wish.start, starter: starter, catalogue: catalogue)
    let hold = Hold(
      id: .random(), type: entry.type.key, offer: offer, person: person?.id, until: until)
    try transaction.insert(hold, at: now)
    try claim(
      offer, participants: starter.map { [$0] } ?? [], type: entry.type,
      purpose: .hold(hold.id), lapsesAt: until)
    return hold
  }

  func book(_ wish: BookingWish, by actor: Actor) throws -> Booking {
    let catalogue = try transaction.catalogue()
    let entry = try type(wish, in: catalogue)
    let asked = try wish.bookable(entry: entry, catalogue: catalogue)
    try wish.checkWords(entry.type)
    guard
      let starter = try Self.starter(wish, entry: entry, by: actor, transaction: transaction)
    else { throw RequestProblem.invalid(field: "/starter", .missing) }
    // Nobody advises themselves: an adviser of the type says for whom it is.
    guard !catalogue.advises(starter.id, entry) else {
      throw RequestProblem.invalid(field: "/starter", wish.starter == nil ? .missing : .notAllowed)
    }
    let toDo = try toDo(wish.toDo, entry: entry, starter: starter.id)
    try lock(entry, place: asked.place, starter: starter.id, catalogue: catalogue)
    try sweep()
    try consumeHold(wish, by: actor, entry: entry)
    let offer = try offer(asked, at: wish.start, starter: starter.id, catalogue: catalogue)
    let booking = Booking(
      id: .random(), type: entry.type.key, partner: entry.partner.key, offer: offer,
      participants: [starter.id],
      requestUntil: requestDeadline(entry, start: offer.span.start, by: actor),
      toDo: toDo?.id, answers: wish.answers.filter { !$0.value.isEmpty }, note: wish.note,
      at: now)
    try enter(booking, type: entry.type, cause: Self.cause(by: actor), by: actor.id)
    try book(toDo, cause: "booking:\(booking.id)", by: actor.id)
    try BookingMail(self, catalogue: catalogue).booked(booking, by: actor)
    return booking
  }

  /// A new booking: its row, its claims, when its advisers were booked, its history.
  func enter(
    _ booking: Booking, type: AppointmentType, cause: String, by person: ID<Person>?
  ) throws {
    try transaction.save(booking)
    try claim(booking, type: type)
    try transaction.markBooked(booking.advisers, at: now)
    try record(booking, verb: "booked", from: nil, cause: cause, by: person)
  }

  private func type(
    _ wish: BookingWish, in catalogue: CatalogueSnapshot
  ) throws -> CatalogueSnapshot.TypeEntry {
    guard let entry = catalogue.type(wish.type) else {
      throw RequestProblem.invalid(field: "/appointmentType", .unknown)
    }
    return entry
  }

  /// For whom: the actor, or whom staff and advisers name.
  static func starter(
    _ wish: BookingWish, entry: CatalogueSnapshot.TypeEntry, by actor: Actor,
    transaction: any ReadTransaction
  ) throws -> Person? {
    guard let named = wish.starter else { return actor.person }
    guard
      Access.mayBookForOthers(actor, partner: entry.partner.key) || named == actor.id?.description
    else { throw RequestProblem.invalid(field: "/starter", .notAllowed) }
    let found =
      try ID<Person>(named).map { try transaction.person($0) }
      ?? transaction.person(email: named.lowercased())
    guard let found else { throw RequestProblem.invalid(field: "/starter", .unknown) }
    return found
  }

  /// The item of the starter's list that the type helps with; nil where none is named.
  func toDo(
    _ id: ID<ToDo>?, entry: CatalogueSnapshot.TypeEntry, starter: ID<Person>
  ) throws -> ToDo? {
    guard let id else { return nil }
    guard let toDo = try transaction.toDo(id), toDo.person == starter else {
      throw RequestProblem.invalid(field: "/toDo", .unknown)
    }
    guard entry.type.toDos?.contains(toDo.template) == true else {
      throw RequestProblem.invalid(field: "/toDo", .notOffered)
    }
    return toDo
  }

  /// Puts the booking in the hold's place.
  ///
  /// A hold that has lapsed meanwhile is no reason to refuse: the moment may still be free. One of
  /// somebody else is as good as unknown.
  private func consumeHold(
    _ wish: BookingWish, by actor: Actor, entry: CatalogueSnapshot.TypeEntry
  ) throws {
    guard let id = wish.hold else { return }
    guard let hold = try transaction.hold(id), hold.person == nil || hold.person == actor.id else {
      throw RequestProblem.invalid(field: "/hold", .unknown)
    }
    guard !hold.isLapsed(at: now) else { return }
    guard hold.type == entry.type.key, hold.offer.span.start == wish.start else {
      throw RequestProblem.invalid(field: "/hold", .notOffered)
    }
    try transaction.endHold(id, at: now)
  }

  /// The instant until which a partner may answer; nil where none need answer.
  private func requestDeadline(
    _ entry: CatalogueSnapshot.TypeEntry, start: Instant, by actor: Actor
  ) -> Instant? {
    guard entry.type.approval == .partner,
      !Access.speaksFor(actor, partner: entry.partner.key)
    else { return nil }
    let wait = entry.type.approvalWithin?.seconds ?? BookingDesk.approvalSeconds
    return min(now.advanced(bySeconds: wait), start)
  }

  // MARK: Deciding

  /// Asks the search that lists the slots, on facts read under the lock.
  private func offer(
    _ wish: SlotWish, at start: Instant, starter: ID<Person>?, catalogue: CatalogueSnapshot,
    excluding: ClaimExclusion = .none
  ) throws -> SlotOffer {
    guard let window = TimeSpan(from: start, minutes: wish.minutes) else {
      throw RequestProblem.invalid(field: "/minutes", .notOffered)
    }
    let facts = try SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
      .facts(
        for: wish.entry, place: wish.place, starter: starter, window: window,
        isChoosing: wish.adviser == nil && wish.entry.type.assignment != .collective,
        excluding: excluding)
    do throws(SlotRefusal) {
      return try SlotSearch(facts).offer(
        at: start, minutes: wish.minutes, place: wish.place, adviser: wish.adviser)
    } catch {
      throw Refusal.slot(error, alternatives: [])
    }
  }

  /// Takes the people and rooms of a booking, in place of what it had.
  func claim(_ booking: Booking, type: AppointmentType) throws {
    let offer = SlotOffer(
      span: booking.span, place: booking.place, advisers: booking.advisers, room: booking.room,
      zone: .utc)
    // A new booking has none.
    if booking.revision > 1 { try transaction.deleteClaims(of: .booking(booking.id)) }
    try claim(
      offer, participants: booking.participants.map(\.person), type: type,
      purpose: .booking(booking.id), lapsesAt: booking.requestDeadline)
  }

  private func claim(
    _ offer: SlotOffer, participants: [ID<Person>], type: AppointmentType,
    purpose: Claim.Purpose, lapsesAt: Instant?
  ) throws {
    do {
      try transaction.insert(
        Claim.all(
          of: offer, participants: participants, type: type, purpose: purpose,
          lapsesAt: lapsesAt))
    } catch StoreFault.overlap {
      // The search found it free, the ledger did not: the ledger is right.
      throw Refusal.slot(.adviserBusy, alternatives: [])
    }
  }

  func lock(
    _ entry: CatalogueSnapshot.TypeEntry, place: Place?, starter: ID<Person>?,
    catalogue: CatalogueSnapshot
  ) throws {
    let loading = SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
    try transaction.lock(loading.resources(of: entry, place: place, starter: starter))
  }

  func lock(_ booking: Booking, catalogue: CatalogueSnapshot) throws {
    var resources = Set(booking.advisers.map { $0.cast(to: Resource.self) })
    resources.formUnion(booking.participants.map { $0.person.cast() })
    resources.formUnion((booking.room?.rooms ?? []).map { $0.cast() })
    if let entry = catalogue.type(booking.type) {
      let loading = SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
      resources.formUnion(loading.resources(of: entry, place: booking.place, starter: nil))
    }
    try transaction.lock(resources)
  }

  // MARK: Changing

  func move(_ booking: inout Booking, to start: Instant, by actor: Actor) throws {
    let catalogue = try transaction.catalogue()
    guard let entry = catalogue.type(booking.type) else { throw RequestProblem.unknown }
    let binding = Access.isBoundByDeadlines(actor, booking: booking, catalogue: catalogue)
    do throws(BookingRefusal) {
      try booking.checkMovable(
        deadline: binding ? deadline(entry.type.change?.moveUntil, before: booking) : nil, at: now)
    } catch { throw Refusal.booking(error) }
    if start == booking.span.start { return }
    guard entry.isOffered else { throw Refusal.notBookable }
    let offer = try offer(forMoving: booking, entry: entry, to: start, catalogue: catalogue)
    let before = booking
    // A starter's move is asked again; whoever else moves a request leaves it one, answered no later
    // than it starts.
    let deadline =
      binding
      ? requestDeadline(entry, start: start, by: actor)
      : booking.requestDeadline.map { min($0, start) }
    booking.move(to: offer, requestUntil: deadline, at: now)
    try transaction.save(booking)
    try claim(booking, type: entry.type)
    try record(booking, verb: "moved", from: before.state, by: actor)
    try BookingMail(self, catalogue: catalogue).moved(booking, was: before, by: actor)
  }

  /// The same adviser where that is possible, else another where the type lets us choose.
  private func offer(
    forMoving booking: Booking, entry: CatalogueSnapshot.TypeEntry, to start: Instant,
    catalogue: CatalogueSnapshot
  ) throws -> SlotOffer {
    func ask(_ adviser: ID<Person>?) throws -> SlotOffer {
      try offer(
        SlotWish(
          entry: entry, minutes: booking.minutes, place: booking.place, adviser: adviser),
        at: start, starter: booking.participants.first?.person, catalogue: catalogue,
        excluding: ClaimExclusion(booking: booking.id))
    }
    switch entry.type.assignment {
    case .collective: return try ask(nil)
    case .chosen: return try ask(booking.advisers.first)
    case .leastLoaded:
      do {
        return try ask(booking.advisers.first)
      } catch is Refusal {
        return try ask(nil)
      }
    }
  }

  private func deadline(_ before: ElapsedTime?, before booking: Booking) -> Instant? {
    before.map { booking.span.start.advanced(bySeconds: -$0.seconds) }
  }

  func cancel(_ booking: inout Booking, by actor: Actor) throws {
    let catalogue = try transaction.catalogue()
    let binding = Access.isBoundByDeadlines(actor, booking: booking, catalogue: catalogue)
    let limit = catalogue.type(booking.type)?.type.change?.cancelUntil
    let before = booking
    do throws(BookingRefusal) {
      let changed = try booking.cancel(
        by: actor.id, deadline: binding ? deadline(limit, before: booking) : nil, at: now)
      guard changed else { return }
    } catch { throw Refusal.booking(error) }
    try settle(booking, was: before, verb: "cancelled", by: actor)
    try BookingMail(self, catalogue: catalogue).cancelled(booking, by: actor)
  }

  func confirm(_ booking: inout Booking, by actor: Actor) throws {
    let before = booking
    do throws(BookingRefusal) {
      guard try booking.confirm(at: now) else { return }
    } catch { throw Refusal.booking(error) }
    try transaction.setLapsing(of: booking.id, to: nil)
    try settle(booking, was: before, verb: "confirmed", by: actor)
    try BookingMail(self, catalogue: transaction.catalogue()).confirmed(booking)
  }

  func decline(_ booking: inout Booking, by actor: Actor) throws {
    let before = booking
    do throws(BookingRefusal) {
      guard try booking.decline(by: actor.id, at: now) else { return }
    } catch { throw Refusal.booking(error) }
    try settle(booking, was: before, verb: "declined", by: actor)
    try BookingMail(self, catalogue: transaction.catalogue()).declined(booking)
  }

  func recordAttendance(_ booking: inout Booking, attended: Bool, by actor: Actor) throws {
    let before = booking
    do throws(BookingRefusal) {
      guard try booking.recordAttendance(attended, at: now) else { return }
    } catch { throw Refusal.booking(error) }
    if booking.isLive, !before.isLive {
      guard let entry = try transaction.catalogue().type(booking.type) else {
        throw RequestProblem.unknown
      }
      try transaction.save(booking)
      try claim(booking, type: entry.type)
    }
    try settle(booking, was: before, verb: attended ? "attended" : "no-show", by: actor)
  }

  /// What every change of state does: rows, claims, history, the to-do.
  private func settle(
    _ booking: Booking, was before: Booking, verb: String, by actor: Actor
  ) throws {
    try transaction.save(booking)
    if !booking.isLive { try transaction.deleteClaims(of: .booking(booking.id)) }
    try record(booking, verb: verb, from: before.state, by: actor)
    guard let id = booking.toDo, var toDo = try transaction.toDo(id) else { return }
    let was = toDo.state
    let changed: Bool
    switch booking.state {
    case .attended: changed = toDo.complete(at: now)
    case .cancelled, .declined, .noShow:
      let another = try transaction.stands(for: id, besides: booking.id)
      changed = toDo.reopen(another: another, completedByIt: before.isAttended, at: now)
    case .requested, .confirmed:
      changed =
        before.isAttended
        ? toDo.reopen(another: true, completedByIt: true, at: now) : toDo.book(at: now)
    }
    if changed { try save(toDo, was: was, cause: "booking:\(booking.id)", by: actor.id) }
  }

  func sweep() throws {
    try transaction.endLapsedHolds(at: now)
    for var booking in try transaction.lapsedRequests(at: now) {
      let before = booking
      guard booking.lapse(at: now) else { continue }
      // Whoever shows it must see that it changed.
      try lock(booking, catalogue: transaction.catalogue())
      try settle(booking, was: before, verb: "lapsed", by: .service)
      try BookingMail(self, catalogue: transaction.catalogue()).lapsed(booking)
    }
  }

  // MARK: History

  private static func cause(by actor: Actor) -> String {
    actor == .service ? "deadline" : "request"
  }

  private func record(
    _ booking: Booking, verb: String, from state: Booking.State?, by actor: Actor
  ) throws {
    try record(booking, verb: verb, from: state, cause: Self.cause(by: actor), by: actor.id)
  }

  private func record(
    _ booking: Booking, verb: String, from state: Booking.State?, cause: String,
    by person: ID<Person>?
  ) throws {
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person, objectKind: "booking",
        objectID: booking.id.description, verb: verb, from: state?.name, to: booking.state.name,
        cause: cause, ruleVersion: transaction.catalogue().version))
  }

  // MARK: The item of the list

  /// Something stands for it now.
  func book(_ toDo: ToDo?, cause: String, by person: ID<Person>?) throws {
    guard var toDo else { return }
    let was = toDo.state
    if toDo.book(at: now) { try save(toDo, was: was, cause: cause, by: person) }
  }

  /// What stood for it, other than an appointment, no longer does: it opens again where nothing else
  /// stands.
  func reopen(_ id: ID<ToDo>, cause: String, by person: ID<Person>?) throws {
    guard var toDo = try transaction.toDo(id) else { return }
    let was = toDo.state
    let another = try transaction.stands(for: id)
    if toDo.reopen(another: another, completedByIt: false, at: now) {
      try save(toDo, was: was, cause: cause, by: person)
    }
  }

  func save(
    _ toDo: ToDo, was before: ToDo.State, cause: String, by person: ID<Person>?
  ) throws {
    try transaction.save(toDo)
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person, objectKind: "to-do",
        objectID: toDo.id.description, verb: "state", from: before.rawValue,
        to: toDo.state.rawValue, cause: cause,
        ruleVersion: transaction.catalogue().version))
  }
}
