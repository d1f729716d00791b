import CivilTime
import Scheduling

/// The deciding writes of one transaction about requests. Whatever claims time goes through `Ledger`.
struct ContactLedger {
  let transaction: any WriteTransaction
  let setting: Setting
  let now: Instant

  init(_ transaction: any WriteTransaction, setting: Setting, now: Instant) {
    (self.transaction, self.setting, self.now) = (transaction, setting, now)
  }

  private var ledger: Ledger { Ledger(transaction, now: now) }

  // MARK: Asking

  func ask(_ wish: ContactWish, by person: Person) throws -> ContactView {
    let catalogue = try transaction.catalogue()
    guard let entry = catalogue.type(wish.type) else {
      throw RequestProblem.invalid(field: "/appointmentType", .unknown)
    }
    guard entry.isOffered, entry.type.contact == .request else { throw Refusal.notBookable }
    // Nobody advises themselves.
    guard !catalogue.advises(person.id, entry) else {
      throw RequestProblem.invalid(field: "/appointmentType", .notAllowed)
    }
    let (minutes, place) = try wish.checked(entry: entry, catalogue: catalogue)
    let toDo = try ledger.toDo(wish.toDo, entry: entry, starter: person.id)
    try transaction.lock([person.id.cast()])
    try checkLimits(person, entry)
    let refusals = try Self.refusals(
      of: wish.starts, minutes: minutes, entry: entry, starter: person.id, catalogue: catalogue,
      transaction: transaction, now: now)
    for (index, refusal) in refusals.enumerated() {
      if let refusal { throw Refusal.moment(index, refusal) }
    }
    var request = ContactRequest(
      id: .random(), type: entry.type.key, partner: entry.partner.key, person: person.id,
      toDo: toDo?.id, zone: try catalogue.zone(of: entry), minutes: minutes, place: place,
      starts: wish.starts, answers: wish.answers.filter { !$0.value.isEmpty }, note: wish.note,
      due: try Self.deadline(entry, catalogue: catalogue, now: now), at: now)
    try transaction.save(request)
    try record(request, verb: "asked", from: nil, by: person.id, cause: "request")
    try ledger.book(toDo, cause: "contact-request:\(request.id)", by: person.id)
    let mail = mail(catalogue)
    if try mail.reachesPartner(request) {
      try mail.asked(request)
    } else {
      let before = request.state
      request.passAtOnce(at: now)
      try transaction.save(request)
      try record(request, verb: "passed", from: before, by: nil, cause: "no-address")
      try mail.passed(request)
    }
    return try ContactView(
      request, relations: Access.relations(of: person, to: request, catalogue: catalogue),
      reader: person.id, catalogue: catalogue, transaction: transaction)
  }

  private func checkLimits(_ person: Person, _ entry: CatalogueSnapshot.TypeEntry) throws {
    let open = try transaction.contactRequests(
      ContactQuery(
        .starter(person.id), states: ContactDesk.openStates, limit: ContactDesk.listLimit))
    if open.contains(where: { $0.type == entry.type.key }) {
      throw Refusal.contact(.alreadyAsked)
    }
    guard open.count < ContactDesk.maximumOpen else {
      throw Refusal.contact(.tooManyRequests(limit: ContactDesk.maximumOpen))
    }
  }

  /// Why each moment cannot be offered; nil for those that can.
  static func refusals(
    of starts: [Instant], minutes: Int, entry: CatalogueSnapshot.TypeEntry, starter: ID<Person>?,
    catalogue: CatalogueSnapshot, transaction: any ReadTransaction, now: Instant
  ) throws -> [SlotRefusal?] {
    let spans = starts.map { TimeSpan(from: $0, minutes: minutes) }
    var claims: [TimeSpan] = []
    if let starter {
      let resource: ID<Resource> = starter.cast()
      for span in spans.compactMap(\.self) {
        claims +=
          try transaction.occupations(
            of: [resource], overlapping: span, at: now, for: entry.type.key, excluding: .none)[
            resource]?.map(\.commitment.span) ?? []
      }
    }
    let check = try check(entry, claims: claims, catalogue: catalogue, now: now)
    return spans.map { $0.flatMap(check.refusal) }
  }

  static func check(
    _ entry: CatalogueSnapshot.TypeEntry, claims: [TimeSpan], catalogue: CatalogueSnapshot,
    now: Instant
  ) throws -> MomentCheck {
    MomentCheck(
      type: entry.type, zone: try catalogue.zone(of: entry),
      closures: catalogue.closedDays(entry.partner.closures),
      partnershipUntil: entry.partner.partnership.until, claims: claims, now: now)
  }

  static func deadline(
    _ entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot, now: Instant
  ) throws -> AnswerDeadline {
    AnswerDeadline(
      after: now, days: entry.type.answerWithin ?? AnswerDeadline.workingDays,
      closures: catalogue.closedDays(entry.partner.closures),
      zone: try catalogue.zone(of: entry))
  }

  // MARK: Answering

  /// Locks whatever an answer may claim, and with it the request, which is its starter's.
  func lock(_ request: ContactRequest) throws {
    let catalogue = try transaction.catalogue()
    guard let entry = catalogue.type(request.type) else {
      throw StoreFault.corruptRow("contact request \(request.id): type is gone")
    }
    try ledger.lock(entry, place: request.place, starter: request.person, catalogue: catalogue)
  }

  func accept(
    _ request: inout ContactRequest, at start: Instant, adviser: String?, by person: ID<Person>?
  ) throws {
    if case .accepted(_, let id) = request.state,
      try transaction.booking(id)?.span.start == start
    {
      return
    }
    guard let moment = request.moments.first(where: { $0.start == start }) else {
      throw RequestProblem.invalid(field: "/moment", .notOffered)
    }
    try ledger.sweep()
    let before = request.state
    do throws(ContactRefusal) {
      try request.checkAcceptable(moment, at: now)
    } catch { throw Refusal.contact(error) }
    let (entry, offer) = try Self.agreement(
      request, moment, adviser: adviser, by: person, transaction: transaction, now: now)
    let booking = try ledger.book(offer, for: request, type: entry.type, by: person)
    do throws(ContactRefusal) {
      try request.accept(as: booking.id, at: now)
    } catch { throw Refusal.contact(error) }
    try transaction.save(request)
    try record(request, verb: "accepted", from: before, by: person, cause: "request")
  }

  /// What accepting a moment takes; a refusal where that is not free.
  static func agreement(
    _ request: ContactRequest, _ moment: ContactRequest.Moment, adviser: String?,
    by person: ID<Person>?, transaction: any ReadTransaction, now: Instant
  ) throws -> (CatalogueSnapshot.TypeEntry, SlotOffer) {
    let catalogue = try transaction.catalogue()
    guard let entry = catalogue.type(request.type), let span = request.span(of: moment) else {
      throw RequestProblem.unknown
    }
    let people = try advisers(entry, chosen: adviser, by: person, catalogue: catalogue)
    let facts = try SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
      .facts(for: entry, place: request.place, starter: request.person, window: span)
    let zone = try catalogue.zone(named: request.zone)
    do throws(SlotRefusal) {
      return (
        entry, try facts.agreed(on: span, place: request.place, advisers: people, zone: zone)
      )
    } catch { throw Refusal.slot(error, alternatives: []) }
  }

  /// Who comes: the one chosen, else whoever answers, else the only one; all of a collective type.
  private static func advisers(
    _ entry: CatalogueSnapshot.TypeEntry, chosen: String?, by person: ID<Person>?,
    catalogue: CatalogueSnapshot
  ) throws -> [ID<Person>] {
    let all = catalogue.advisers(of: entry).map(\.person)
    if entry.type.assignment == .collective { return all }
    if let chosen {
      guard let found = catalogue.adviser(chosen)?.person else {
        throw RequestProblem.invalid(field: "/adviser", .unknown)
      }
      guard all.contains(found) else {
        throw RequestProblem.invalid(field: "/adviser", .notOffered)
      }
      return [found]
    }
    if let person, all.contains(person) { return [person] }
    guard let only = all.first, all.count == 1 else {
      throw RequestProblem.invalid(field: "/adviser", .missing)
    }
    return [only]
  }

  /// Any other end of a request: row, history, the item of the list, the mail.
  func settle(
    _ request: inout ContactRequest, verb: String, by person: ID<Person>?,
    mail kind: OutboxMessage.Kind,
    _ transition: (inout ContactRequest) throws(ContactRefusal) -> Bool
  ) throws {
    let before = request.state
    do throws(ContactRefusal) {
      guard try transition(&request) else { return }
    } catch { throw Refusal.contact(error) }
    try transaction.save(request)
    try record(request, verb: verb, from: before, by: person, cause: "request")
    if !request.stands, let toDo = request.toDo {
      try ledger.reopen(toDo, cause: "contact-request:\(request.id)", by: person)
    }
    try mail(transaction.catalogue()).closed(request, kind)
  }

  // MARK: Waiting

  /// Reminds of a waiting request, or hands it to the team.
  func chase(_ seen: ContactRequest) throws {
    try transaction.lock([seen.person.cast()])
    guard var request = try transaction.contactRequest(seen.id) else { return }
    let before = request.state
    let mail = mail(try transaction.catalogue())
    if request.pass(at: now) {
      try transaction.save(request)
      try record(request, verb: "passed", from: before, by: nil, cause: "deadline")
      try mail.passed(request)
    } else if request.remind(at: now) {
      try transaction.save(request)
      try record(request, verb: "reminded", from: before, by: nil, cause: "deadline")
      try mail.reminded(request)
    }
  }

  private func mail(_ catalogue: CatalogueSnapshot) -> ContactMail {
    ContactMail(transaction: transaction, catalogue: catalogue, setting: setting, now: now)
  }

  private func record(
    _ request: ContactRequest, verb: String, from before: ContactRequest.State?,
    by person: ID<Person>?, cause: String
  ) throws {
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person, objectKind: "contact-request",
        objectID: request.id.description, verb: verb, from: before?.name,
        to: request.state.name, cause: cause, ruleVersion: transaction.catalogue().version))
  }
}

extension Ledger {
  /// Books what an adviser agreed to: confirmed at once, claimed and told like every booking.
  func book(
    _ offer: SlotOffer, for request: ContactRequest, type: AppointmentType, by person: ID<Person>?
  ) throws -> Booking {
    let booking = Booking(
      id: .random(), type: request.type, partner: request.partner, offer: offer,
      participants: [request.person], requestUntil: nil, toDo: request.toDo,
      answers: request.answers, note: request.note, at: now)
    try enter(booking, type: type, cause: "contact-request:\(request.id)", by: person)
    try BookingMail(self, catalogue: transaction.catalogue()).booked(booking, by: .service)
    return booking
  }
}
