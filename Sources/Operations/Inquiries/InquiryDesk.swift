import CivilTime
import Scheduling

/// *Stel je vraag*: what anybody asks, and what the team and the partners do with it.
public struct InquiryDesk: Sendable {
  /// Of one address, waiting at once: whoever asks more is better served by a call.
  static let openLimit = 5
  /// In 24 hours from people who are not signed in: more is a robot, and each is a mail to an
  /// address that nobody has confirmed.
  static let visitorLimit = 30
  static let visitorSeconds: Int64 = 86_400
  /// The same words of the same address within so long are the button pressed twice.
  static let repeatSeconds: Int64 = 10 * 60
  /// A year after its end nobody comes back to a question; the counts need only that it was asked.
  static let retentionSeconds: Int64 = 365 * 86_400

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// What somebody asks, as it came in.
  public struct Wish: Sendable {
    public var text: String
    /// Where the answer goes; the account's own where nil.
    public var email: String?
    public var language: Language
    /// The path of the page, of which only what is known and no secret is kept.
    public var page: String?

    public init(text: String, email: String? = nil, language: Language, page: String? = nil) {
      (self.text, self.email, self.language, self.page) = (text, email, language, page)
    }
  }

  /// Keeps the question and promises its asker a mail that says so. Needs no account.
  public func ask(
    _ wish: Wish, by person: Person?, keeping: Keeping<Inquiry>? = nil
  ) async throws -> Kept<Inquiry> {
    try await setting.onceOrRefused(keeping) { [now = setting.now()] transaction in
      try Self.ask(wish, by: person, transaction: transaction, at: now)
    }
  }

  private static func ask(
    _ wish: Wish, by person: Person?, transaction: any WriteTransaction, at now: Instant
  ) throws -> Inquiry {
    let text = try words(wish.text, field: "/text")
    let email = try address(wish.email, of: person)
    let catalogue = try transaction.catalogue()
    let newest = InquiryQuery(stages: [.open], newestFirst: true, limit: visitorLimit)
    if let same = try transaction.inquiries(newest).first(where: { other in
      (other.email, other.text) == (email, text)
        && now.seconds(since: other.askedAt) < repeatSeconds
    }) {
      return same
    }
    // Two that race may both pass: one question too many hurts nobody.
    guard try transaction.unfinishedInquiries(of: email) < openLimit else {
      throw Refusal.inquiry(.tooManyOpen(limit: openLimit))
    }
    if person == nil {
      let since = now.advanced(bySeconds: -visitorSeconds)
      guard try transaction.visitorInquiries(since: since) < visitorLimit else {
        throw Refusal.inquiry(.dayIsFull(limit: visitorLimit))
      }
    }
    let inquiry = Inquiry(
      id: .random(), text: text, email: email, language: wish.language,
      page: wish.page.flatMap { AskedPage($0, catalogue: catalogue)?.path }, person: person?.id,
      askedAt: now)
    let step = InquiryStep(transaction, catalogue, by: person?.id, at: now)
    try step.save(inquiry, verb: "asked", from: nil)
    try step.mail.received(inquiry)
    return inquiry
  }

  /// Whoever is signed in gets the answer at the address that is theirs for sure.
  private static func address(_ email: String?, of person: Person?) throws -> String {
    guard let own = person?.email else {
      guard let email else { throw RequestProblem.invalid(field: "/email", .missing) }
      return try PeopleDesk.address(email)
    }
    if let email, try PeopleDesk.address(email) != own {
      throw RequestProblem.invalid(field: "/email", .notAllowed)
    }
    return own
  }

  /// What somebody wrote, without the space around it.
  static func words(_ text: String, field: String) throws -> String {
    guard let text = try optionalWords(text, field: field) else {
      throw RequestProblem.invalid(field: field, .missing)
    }
    return text
  }

  static func optionalWords(_ text: String?, field: String) throws -> String? {
    guard let start = text?.firstIndex(where: { !$0.isWhitespace }),
      let end = text?.lastIndex(where: { !$0.isWhitespace }), let text
    else { return nil }
    let trimmed = text[start...end]
    guard trimmed.count <= Inquiry.textLimit else {
      throw RequestProblem.invalid(field: field, .tooLong(limit: Inquiry.textLimit))
    }
    return String(trimmed)
  }

  // MARK: What is done with it

  /// Mails the asker the answer, as written.
  public func answer(
    _ id: ID<Inquiry>, _ text: String, by person: Person
  ) async throws -> Inquiry {
    let text = try Self.words(text, field: "/text")
    return try await change(id, .answer, by: person) { inquiry, step in
      let from = inquiry.stage
      let speaks = inquiry.waitsFor.flatMap { partner in
        Access.speaksFor(.person(person), partner: partner) ? partner : nil
      }
      try inquiry.answer(
        by: speaks.map { .partner($0, person.id) } ?? .team(person.id), at: step.now)
      try step.save(
        inquiry, verb: "answered", from: from, cause: speaks.map { "partner:\($0)" }, words: text)
      try step.mail.answered(inquiry, text)
    }
  }

  /// Mails the asker where to go, or the partner what is asked; with words of the team, if any.
  public func route(
    _ id: ID<Inquiry>, to destination: Inquiry.Destination, words: String? = nil, by person: Person
  ) async throws -> Inquiry {
    let words = try Self.optionalWords(words, field: "/text")
    let publicURL = setting.publicURL
    return try await change(id, .route, by: person) { inquiry, step in
      let choice = try Choice(destination, step.catalogue, today: step.today)
      let from = inquiry.stage
      guard try inquiry.route(to: choice.destination, by: person.id, at: step.now) else { return }
      try step.save(
        inquiry, verb: "routed", from: from, cause: choice.destination.cause, words: words)
      switch choice {
      case .type(let entry): try step.mail.guided(inquiry, to: entry, words: words)
      case .toDo(let toDo): try step.mail.guided(inquiry, to: toDo, words: words)
      case .partner(let partner):
        guard try !step.mail.recipients(of: partner).isEmpty else {
          throw RequestProblem.invalid(field: "/partner", .notOffered)
        }
        let secret = Secret.random()
        try step.transaction.insertLink(
          secret.hash, to: id, partner: partner.key, at: step.now)
        try step.mail.toPartner(inquiry, partner, words: words) { language in
          publicURL + SitePath.ask.path(language, secret.text)
        }
      }
    }
  }

  /// Tags it as something that nobody offers, or takes that back.
  public func setGap(_ id: ID<Inquiry>, _ isGap: Bool, by person: Person) async throws -> Inquiry {
    try await change(id, .setGap, by: person) { inquiry, step in
      let nearest =
        isGap ? InquirySuggestions.nearestToDo(to: inquiry.text, in: step.catalogue) : nil
      guard inquiry.setGap(isGap ? Inquiry.Gap(nearestToDo: nearest) : nil) else { return }
      try step.save(inquiry, verb: isGap ? "tagged" : "untagged", from: inquiry.stage)
    }
  }

  /// Ends it without an answer and tells the asker honestly.
  public func close(
    _ id: ID<Inquiry>, words: String? = nil, by person: Person
  ) async throws -> Inquiry {
    let words = try Self.optionalWords(words, field: "/text")
    return try await change(id, .close, by: person) { inquiry, step in
      let from = inquiry.stage
      guard try inquiry.close(by: person.id, at: step.now) else { return }
      try step.save(inquiry, verb: "closed", from: from, words: words)
      try step.mail.closed(inquiry, words: words)
    }
  }

  /// One of the partner's people says that it is not for them.
  public func giveBack(
    _ id: ID<Inquiry>, words: String? = nil, by person: Person
  ) async throws -> Inquiry {
    let words = try Self.optionalWords(words, field: "/text")
    return try await change(id, .giveBack, by: person) { inquiry, step in
      guard let partner = inquiry.waitsFor else { throw InquiryRefusal.notWithPartner }
      try step.giveBack(&inquiry, from: partner, words: words)
    }
  }

  /// One transaction: lock, read, check who asks, decide, write.
  private func change(
    _ id: ID<Inquiry>, _ action: Access.InquiryAction, by person: Person,
    _ body: @escaping @Sendable (inout Inquiry, InquiryStep) throws -> Void
  ) async throws -> Inquiry {
    let now = setting.now()
    return try await setting.store.write { transaction in
      try transaction.lock(id)
      guard var inquiry = try transaction.inquiry(id) else { throw RequestProblem.unknown }
      try Access.check(action, on: inquiry, by: person)
      let step = InquiryStep(transaction, try transaction.catalogue(), by: person.id, at: now)
      do { try body(&inquiry, step) } catch let refusal as InquiryRefusal {
        throw Refusal.inquiry(refusal)
      }
      return inquiry
    }
  }

  /// Forgets what was asked, said and mailed a year after it was finished.
  public func sweep() async throws {
    let now = setting.now()
    let past = now.advanced(bySeconds: -Self.retentionSeconds)
    let hasAny = try await setting.store.read { transaction in
      try !transaction.inquiriesToForget(finishedBefore: past).isEmpty
    }
    guard hasAny else { return }
    try await setting.store.write { transaction in
      let catalogue = try transaction.catalogue()
      for var inquiry in try transaction.inquiriesToForget(finishedBefore: past) {
        guard inquiry.forget(at: now) else { continue }
        try transaction.deleteWordsAndLinks(of: inquiry.id)
        try InquiryStep(transaction, catalogue, by: nil, at: now)
          .save(inquiry, verb: "forgotten", from: inquiry.stage)
      }
      // Every mail about it is older than its end.
      try transaction.deleteMessages(
        of: OutboxMessage.Kind.allCases.filter(\.isAboutInquiry), before: past)
    }
  }
}

extension InquiryDesk {
  /// A destination, looked up: what is no longer offered is none.
  private enum Choice {
    case partner(Partner)
    case type(CatalogueSnapshot.TypeEntry)
    case toDo(ToDoTemplate)

    init(
      _ wanted: Inquiry.Destination, _ catalogue: CatalogueSnapshot, today: LocalDate
    ) throws {
      func isActive(_ partner: Partner) -> Bool {
        catalogue.catalogue.partners.contains { $0.key == partner.key }
          && partner.partnership.holds(on: today)
      }
      switch wanted {
      case .partner(let key):
        guard let partner = catalogue.partner(key)?.partner, isActive(partner) else {
          throw RequestProblem.invalid(field: "/partner", .unknown)
        }
        self = .partner(partner)
      case .type(let key):
        guard let entry = catalogue.type(key), entry.isOffered, isActive(entry.partner) else {
          throw RequestProblem.invalid(field: "/appointmentType", .unknown)
        }
        self = .type(entry)
      case .toDo(let key):
        guard let toDo = catalogue.toDo(key), toDo.isValid(on: today) else {
          throw RequestProblem.invalid(field: "/toDo", .unknown)
        }
        self = .toDo(toDo)
      }
    }

    /// By key, also where an id was given.
    var destination: Inquiry.Destination {
      switch self {
      case .partner(let partner): .partner(partner.key)
      case .type(let entry): .type(entry.type.key)
      case .toDo(let toDo): .toDo(toDo.key)
      }
    }
  }
}

extension Inquiry.Destination {
  /// As the history names it.
  var cause: String {
    switch self {
    case .partner(let key): "partner:\(key)"
    case .type(let key): "type:\(key)"
    case .toDo(let key): "to-do:\(key)"
    }
  }
}
