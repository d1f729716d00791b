import CivilTime
import Scheduling

/// What a partner, the team and the starter do with a request.
extension ContactDesk {
  /// A moment fits: it becomes a confirmed booking of adviser, starter and room together.
  ///
  /// `adviser` is a key or id; needed only where several could come and the reader is none of them.
  public func accept(
    _ key: ContactKey, moment start: Instant, adviser: String? = nil
  ) async throws -> ContactView {
    do {
      return try await change(key, .accept) { ledger, request, by in
        try ledger.accept(&request, at: start, adviser: adviser, by: by)
      }
    } catch Refusal.slot(let rule, _) {
      let others = try await otherMoments(key, than: start, adviser: adviser)
      throw Refusal.slot(rule, alternatives: others)
    }
  }

  public func decline(_ key: ContactKey, message: String?) async throws -> ContactView {
    let message = try Self.message(message)
    return try await change(key, .decline) { ledger, request, by in
      try ledger.settle(&request, verb: "declined", by: by, mail: .contactDeclined) {
        request throws(ContactRefusal) in
        try request.decline(by: by, message: message, at: ledger.now)
      }
    }
  }

  /// The partner makes contact without this service.
  public func answer(_ key: ContactKey, message: String?) async throws -> ContactView {
    let message = try Self.message(message)
    return try await change(key, .answer) { ledger, request, by in
      try ledger.settle(&request, verb: "answered", by: by, mail: .contactAnswered) {
        request throws(ContactRefusal) in
        try request.answer(by: by, message: message, at: ledger.now)
      }
    }
  }

  /// The team points to another type, by key or id.
  public func refer(
    _ key: ContactKey, to type: String, message: String?
  ) async throws -> ContactView {
    let message = try Self.message(message)
    return try await change(key, .refer) { ledger, request, by in
      guard let entry = try ledger.transaction.catalogue().type(type), entry.isOffered,
        entry.type.key != request.type
      else { throw RequestProblem.invalid(field: "/appointmentType", .unknown) }
      try ledger.settle(&request, verb: "referred", by: by, mail: .contactReferred) {
        request throws(ContactRefusal) in
        try request.refer(to: entry.type.key, by: by, message: message, at: ledger.now)
      }
    }
  }

  public func withdraw(_ id: ID<ContactRequest>, by person: Person) async throws -> ContactView {
    try await change(.account(id, person), .withdraw) { ledger, request, by in
      try ledger.settle(&request, verb: "withdrawn", by: by, mail: .contactWithdrawn) {
        request throws(ContactRefusal) in
        try request.withdraw(at: ledger.now)
      }
    }
  }

  private static func message(_ text: String?) throws -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard text.count <= BookingWish.noteLimit else {
      throw RequestProblem.invalid(field: "/message", .tooLong(limit: BookingWish.noteLimit))
    }
    return text
  }

  /// The frame of every answer: lock, read again, decide.
  private func change(
    _ key: ContactKey, _ action: Access.ContactAction,
    _ body: @escaping @Sendable (ContactLedger, inout ContactRequest, ID<Person>?) throws -> Void
  ) async throws -> ContactView {
    let now = setting.now()
    return try await setting.store.write { transaction in
      let (seen, relations, by) = try key.resolve(transaction)
      try Access.check(action, with: relations)
      let ledger = ContactLedger(transaction, setting: setting, now: now)
      try ledger.lock(seen)
      // Read again under the lock: somebody else may have answered meanwhile.
      guard var request = try transaction.contactRequest(seen.id) else {
        throw RequestProblem.unknown
      }
      try body(ledger, &request, by)
      return try ContactView(
        request, relations: relations, reader: by, catalogue: transaction.catalogue(),
        transaction: transaction)
    }
  }

  /// The other moments of the request that can still be accepted.
  private func otherMoments(
    _ key: ContactKey, than start: Instant, adviser: String?
  ) async throws -> [Slot] {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let (request, _, by) = try key.resolve(transaction)
      return try request.moments.filter { $0.start != start && now < $0.start }.compactMap {
        moment in
        do {
          let (_, offer) = try ContactLedger.agreement(
            request, moment, adviser: adviser, by: by, transaction: transaction, now: now)
          return Slot(span: offer.span, place: offer.place, advisers: offer.advisers)
        } catch is Refusal { return nil }
      }
    }
  }
}
