import Scheduling

/// Who may do what with which object: the one place where that stands.
///
/// A right follows from a person's relation to the object; roles give relations, never rights of
/// their own.
public enum Access {
  public enum Relation: Hashable, Sendable, CaseIterable {
    /// Comes to the appointment.
    case participant
    /// Is the adviser booked.
    case adviser
    /// Manages the partner, or is another adviser of it.
    case manager, colleague
    /// Receives people at the venue, runs the programme, runs the service.
    case staff, team, admin
  }

  /// Whether the person works for the whole organisation, not for one partner.
  public static func servesEverybody(_ person: Person) -> Bool {
    [.staff, .team, .admin].contains { person.has($0) }
  }

  public enum BookingAction: Hashable, Sendable, CaseIterable {
    case see, move, cancel, confirm, decline, recordAttendance
  }

  public static func relations(
    of person: Person, to booking: Booking, catalogue: CatalogueSnapshot
  ) -> Set<Relation> {
    var relations: Set<Relation> = []
    if booking.participants.contains(where: { $0.person == person.id }) {
      relations.insert(.participant)
    }
    if booking.advisers.contains(person.id) { relations.insert(.adviser) }
    return relations.union(self.relations(of: person, toPartner: booking.partner))
  }

  /// What a person's roles make them to a partner's things.
  public static func relations(of person: Person, toPartner partner: String) -> Set<Relation> {
    var relations: Set<Relation> = []
    for role in person.roles {
      switch role.kind {
      case .manager where role.partner == partner: relations.insert(.manager)
      case .adviser where role.partner == partner: relations.insert(.colleague)
      case .staff: relations.insert(.staff)
      case .team: relations.insert(.team)
      case .admin: relations.insert(.admin)
      case .manager, .adviser, .starter, .organizer: break
      }
    }
    return relations
  }

  /// The table: which relation is enough for which action.
  public static func allowed(_ action: BookingAction) -> Set<Relation> {
    switch action {
    case .see: [.participant, .adviser, .manager, .staff, .team, .admin]
    case .move, .cancel: [.participant, .adviser, .manager, .staff, .team, .admin]
    case .confirm, .decline, .recordAttendance: [.adviser, .manager, .staff, .team, .admin]
    }
  }

  public static func may(
    _ action: BookingAction, with booking: Booking, _ person: Person, catalogue: CatalogueSnapshot
  ) -> Bool {
    !relations(of: person, to: booking, catalogue: catalogue)
      .isDisjoint(with: allowed(action))
  }

  /// Throws `.unknown` where the person may not even see it, `.forbidden` where they may not do it.
  static func check(
    _ action: BookingAction, on booking: Booking, by actor: Actor, catalogue: CatalogueSnapshot
  ) throws {
    guard case .person(let person) = actor else { return }
    guard may(.see, with: booking, person, catalogue: catalogue) else {
      throw RequestProblem.unknown
    }
    guard may(action, with: booking, person, catalogue: catalogue) else {
      throw RequestProblem.forbidden
    }
  }

  public enum ContactAction: Hashable, Sendable, CaseIterable {
    case see, accept, decline, answer, refer, withdraw
  }

  public static func relations(
    of person: Person, to request: ContactRequest, catalogue: CatalogueSnapshot
  ) -> Set<Relation> {
    var relations = relations(of: person, toPartner: request.partner)
    if request.person == person.id { relations.insert(.participant) }
    if let entry = catalogue.type(request.type), catalogue.advises(person.id, entry) {
      relations.insert(.adviser)
    }
    return relations
  }

  /// What a mailed link makes its bearer to the request.
  static func relations(of link: ContactLink) -> Set<Relation> {
    switch link.holder {
    case .partner: [.adviser]
    case .team: [.team]
    }
  }

  /// The table for requests: the partner answers, the team besides points elsewhere, the starter
  /// takes back.
  public static func allowed(_ action: ContactAction) -> Set<Relation> {
    switch action {
    case .see: [.participant, .adviser, .manager, .staff, .team, .admin]
    case .accept, .decline, .answer: [.adviser, .manager, .staff, .team, .admin]
    case .refer: [.staff, .team, .admin]
    case .withdraw: [.participant]
    }
  }

  /// Throws `.unknown` where they may not even see it, `.forbidden` where they may not do it.
  static func check(_ action: ContactAction, with relations: Set<Relation>) throws {
    guard !relations.isDisjoint(with: allowed(ContactAction.see)) else {
      throw RequestProblem.unknown
    }
    guard !relations.isDisjoint(with: allowed(action)) else { throw RequestProblem.forbidden }
  }

  /// Whether a deadline for starters binds this person: only if nothing but coming relates them.
  static func isBoundByDeadlines(
    _ actor: Actor, booking: Booking, catalogue: CatalogueSnapshot
  ) -> Bool {
    guard case .person(let person) = actor else { return false }
    return relations(of: person, to: booking, catalogue: catalogue)
      .subtracting([.participant, .colleague]).isEmpty
  }

  /// Whether the person may book for somebody else at this partner.
  static func mayBookForOthers(_ actor: Actor, partner: String) -> Bool {
    guard case .person(let person) = actor else { return true }
    return !relations(of: person, toPartner: partner).isEmpty
  }

  /// Whether the person is of the partner, so that the partner need not be asked.
  static func speaksFor(_ actor: Actor, partner: String) -> Bool {
    guard case .person(let person) = actor else { return false }
    return !relations(of: person, toPartner: partner).isDisjoint(with: [.manager, .colleague])
  }

  public enum InquiryAction: Hashable, Sendable, CaseIterable {
    case see, answer, route, setGap, close, giveBack
  }

  /// The table for questions. The partner's people have a relation to one that was put to them,
  /// while it waits and once they answered.
  public static func allowed(_ action: InquiryAction) -> Set<Relation> {
    switch action {
    case .see, .answer: [.colleague, .manager, .staff, .team, .admin]
    case .route, .setGap, .close: [.staff, .team, .admin]
    case .giveBack: [.colleague, .manager]
    }
  }

  public static func may(
    _ action: InquiryAction, with inquiry: Inquiry, _ person: Person
  ) -> Bool {
    // No partner has an empty key.
    let relations = relations(of: person, toPartner: inquiry.partner ?? "")
    return !relations.isDisjoint(with: allowed(action))
  }

  /// Throws `.unknown` where the person may not even see it, `.forbidden` where they may not do it.
  static func check(_ action: InquiryAction, on inquiry: Inquiry, by person: Person) throws {
    guard may(.see, with: inquiry, person) else { throw RequestProblem.unknown }
    guard may(action, with: inquiry, person) else { throw RequestProblem.forbidden }
  }

  /// Whose questions a person's list holds.
  public enum InquiryScope: Hashable, Sendable {
    case everyone
    /// Those put to these partners, by key.
    case partners([String])
  }

  /// Nil for those who answer no questions.
  public static func inquiryScope(of person: Person) -> InquiryScope? {
    if servesEverybody(person) { return .everyone }
    let partners = person.roles.filter { [.adviser, .manager].contains($0.kind) }
      .compactMap(\.partner)
    return partners.isEmpty ? nil : .partners(Set(partners).sorted())
  }

  public enum AdviserAction: Hashable, Sendable, CaseIterable { case seeWeek, changeHours }

  /// The table: which relation to an adviser is enough for which action.
  public static func allowed(_ action: AdviserAction) -> Set<Relation> {
    switch action {
    case .seeWeek: [.adviser, .manager, .staff, .team, .admin]
    case .changeHours: [.adviser, .manager, .team, .admin]
    }
  }

  /// What a person is to an adviser: themselves, or what they are to the adviser's partner.
  public static func may(
    _ action: AdviserAction, of adviser: CatalogueSnapshot.AdviserEntry, _ person: Person
  ) -> Bool {
    var relations = relations(of: person, toPartner: adviser.partner.key)
    if person.id == adviser.person, person.has(.adviser) { relations.insert(.adviser) }
    return !relations.isDisjoint(with: allowed(action))
  }

  /// Which relation to a partner is enough to change its page.
  public static let partnerEditors: Set<Relation> = [.manager, .team, .admin]

  public static func mayEdit(partner: String, _ person: Person) -> Bool {
    !relations(of: person, toPartner: partner).isDisjoint(with: partnerEditors)
  }

  /// Whether the person may publish a feed of this scope.
  static func maySubscribe(_ person: Person, to scope: Feed.Scope) -> Bool {
    switch scope {
    case .adviser(let id): id == person.id && person.has(.adviser)
    case .starter(let id): id == person.id
    case .partner(let key):
      !relations(of: person, toPartner: key).isDisjoint(with: [.manager, .team, .admin])
    case .room, .venue:
      [.staff, .organizer, .team, .admin].contains { person.has($0) }
    }
  }

  /// Whether the person may change closed days and say who closes on them.
  public static func mayEditClosures(_ actor: Actor) -> Bool {
    guard case .person(let person) = actor else { return true }
    return servesEverybody(person)
  }

  /// Whether the person may read the outbox, which holds links and codes.
  static func mayReadOutbox(_ actor: Actor) -> Bool {
    guard case .person(let person) = actor else { return true }
    return person.has(.admin)
  }

  /// Whether the person may write, publish and delete information pages and news.
  public static func mayWriteArticles(_ actor: Actor) -> Bool {
    guard case .person(let person) = actor else { return true }
    return servesEverybody(person)
  }
}
