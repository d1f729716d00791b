import CivilTime
import Scheduling

/// What the team and the partners look at.
extension InquiryDesk {
  /// The lists of the page: each question stands in one of them.
  public enum Part: String, CaseIterable, Sendable {
    /// To act on: open, or with a partner for too long. For a partner's people: theirs to answer.
    case toDo
    case withPartner, helped, closed

    var stages: [Inquiry.Stage] {
      switch self {
      case .toDo: [.open]
      case .withPartner: [.withPartner]
      case .helped: [.guided, .answered]
      case .closed: [.closed]
      }
    }
  }

  /// A question and how long its asker has been waiting.
  public struct Waiting: Sendable {
    public let inquiry: Inquiry
    /// Since it was asked.
    public let age: InquiryAge
    /// Since the partner has it, in the partner's days; nil where none has.
    public let partnerAge: InquiryAge?

    public var isPartnerLate: Bool {
      partnerAge.map { $0.workingDays > InquiryAge.partnerLimit } ?? false
    }

    /// Whether it stands out: too long open, or too long with a partner.
    public var isLate: Bool {
      switch inquiry.stage {
      case .open: age.workingDays > InquiryAge.openLimit
      case .withPartner: isPartnerLate
      case .guided, .answered, .closed: false
      }
    }

    init(_ inquiry: Inquiry, catalogue: CatalogueSnapshot, at now: Instant) throws {
      let zone = try catalogue.zone(named: nil)
      let today = zone.date(now)
      self.inquiry = inquiry
      age = InquiryAge(
        from: zone.date(inquiry.askedAt), to: today, closed: catalogue.teamClosedDays)
      if case .routed(.partner(let key), let at, _) = inquiry.state {
        let partner = catalogue.partner(key)?.partner
        let zone = try catalogue.zone(named: partner?.zone)
        partnerAge = InquiryAge(
          from: zone.date(at), to: zone.date(now), closed: catalogue.closedDays(partner?.closures))
      } else {
        partnerAge = nil
      }
    }
  }

  public struct Listing: Sendable {
    public let rows: [Waiting]
    public let counts: [Part: Int]
    /// After which question it goes on; nil at the end.
    public let next: Cursor?
    public let scope: Access.InquiryScope
  }

  /// Where a list goes on.
  public struct Cursor: Sendable {
    public let askedAt: Instant
    public let id: ID<Inquiry>

    public init(askedAt: Instant, id: ID<Inquiry>) { (self.askedAt, self.id) = (askedAt, id) }
  }

  /// More that still waits than a team can look over: the oldest come first.
  static let waitingLimit = 500
  public static let pageLimit = 50

  /// One list of the page. What still waits comes whole: partners that let it wait too long first,
  /// then the oldest; the rest comes newest first, in pages.
  public func list(
    _ part: Part, onlyGaps: Bool = false, after: Cursor? = nil, for person: Person
  ) async throws -> Listing {
    guard let scope = Access.inquiryScope(of: person) else { throw RequestProblem.forbidden }
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      func rows(_ query: InquiryQuery) throws -> [Waiting] {
        try transaction.inquiries(query).map { try Waiting($0, catalogue: catalogue, at: now) }
      }
      let partners = scope.partners
      let withPartner = try rows(
        InquiryQuery(
          stages: [.withPartner], partners: partners, onlyGaps: onlyGaps,
          limit: Self.waitingLimit)
      ).sorted(by: Self.waitsLonger)
      let late = withPartner.filter { partners != nil || $0.isPartnerLate }
      let counts = try Self.counts(scope, late: late.count, onlyGaps: onlyGaps, transaction)
      switch part {
      case .toDo:
        let open =
          partners == nil
          ? try rows(
            InquiryQuery(stages: [.open], onlyGaps: onlyGaps, limit: Self.waitingLimit)) : []
        return Listing(rows: late + open, counts: counts, next: nil, scope: scope)
      case .withPartner:
        let rest = withPartner.filter { partners == nil && !$0.isPartnerLate }
        return Listing(rows: rest, counts: counts, next: nil, scope: scope)
      case .helped, .closed:
        var found = try rows(
          InquiryQuery(
            stages: part.stages, partners: partners, onlyGaps: onlyGaps, newestFirst: true,
            after: after.map { ($0.askedAt, $0.id) }, limit: Self.pageLimit + 1))
        let hasMore = found.count > Self.pageLimit
        if hasMore { found.removeLast() }
        return Listing(
          rows: found, counts: counts, next: hasMore ? found.last.map { Cursor($0.inquiry) } : nil,
          scope: scope)
      }
    }
  }

  private static func waitsLonger(_ left: Waiting, _ right: Waiting) -> Bool {
    let (days, others) = (left.partnerAge?.days ?? 0, right.partnerAge?.days ?? 0)
    return (-days, left.inquiry.askedAt, left.inquiry.id)
      < (-others, right.inquiry.askedAt, right.inquiry.id)
  }

  private static func counts(
    _ scope: Access.InquiryScope, late: Int, onlyGaps: Bool, _ transaction: any ReadTransaction
  ) throws -> [Part: Int] {
    let stages = try transaction.inquiryCounts(partners: scope.partners, onlyGaps: onlyGaps)
    var counts: [Part: Int] = [:]
    for part in Part.allCases {
      counts[part] = part.stages.reduce(0) { $0 + (stages[$1] ?? 0) }
    }
    counts[.toDo, default: 0] += late
    counts[.withPartner, default: 0] -= late
    return counts
  }

  /// A page of questions in order of asking, for programs.
  public func inquiries(
    stages: [Inquiry.Stage], onlyGaps: Bool, after: Cursor?, limit: Int, for person: Person
  ) async throws -> (rows: [Waiting], next: Cursor?) {
    guard let scope = Access.inquiryScope(of: person) else { throw RequestProblem.forbidden }
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let found = try transaction.inquiries(
        InquiryQuery(
          stages: stages, partners: scope.partners, onlyGaps: onlyGaps,
          after: after.map { ($0.askedAt, $0.id) }, limit: limit + 1))
      let rows = try found.prefix(limit).map { try Waiting($0, catalogue: catalogue, at: now) }
      return (rows, found.count > limit ? rows.last.map { Cursor($0.inquiry) } : nil)
    }
  }

  /// One question with all that happened to it.
  public struct View: Sendable {
    public let waiting: Waiting
    public let steps: [Step]
    public let catalogue: CatalogueSnapshot

    public var inquiry: Inquiry { waiting.inquiry }
  }

  /// A step of the history, with who took it and what they said.
  public struct Step: Sendable {
    public let entry: ActivityEntry
    public let actor: Person?
    public let words: String?
  }

  public func inquiry(_ id: ID<Inquiry>, for person: Person) async throws -> View {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let inquiry = try transaction.inquiry(id) else { throw RequestProblem.unknown }
      try Access.check(.see, on: inquiry, by: person)
      let catalogue = try transaction.catalogue()
      let entries = try transaction.activity(of: InquiryStep.objectKind, id: id.description)
      let people = try transaction.people(Set(entries.compactMap(\.actor)))
      let words = try transaction.words(of: id)
      return View(
        waiting: try Waiting(inquiry, catalogue: catalogue, at: now),
        steps: entries.map { entry in
          Step(
            entry: entry, actor: entry.actor.flatMap { people[$0] }, words: words[entry.id])
        }, catalogue: catalogue)
    }
  }

  /// Questions that nobody can answer, by the step they come nearest to.
  public struct GapGroup: Sendable {
    /// Nil where no step comes near.
    public let toDo: ToDoTemplate?
    /// Oldest first.
    public let inquiries: [Inquiry]
  }

  /// Where there is no offer, in the order of the steps; what fits none comes last.
  public func gaps(for person: Person) async throws -> [GapGroup] {
    guard Access.inquiryScope(of: person) == .everyone else { throw RequestProblem.forbidden }
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let found = try transaction.inquiries(
        InquiryQuery(onlyGaps: true, limit: Self.waitingLimit))
      let groups = Dictionary(grouping: found) { inquiry in
        inquiry.gap?.nearestToDo.flatMap { catalogue.toDo($0)?.key }
      }
      let toDos = Phase.allCases.flatMap { phase in
        catalogue.catalogue.toDos.filter { $0.phase == phase }
      }
      let keys = Set(toDos.map(\.key))
      let rest = found.filter { inquiry in
        inquiry.gap?.nearestToDo.map { !keys.contains($0) } ?? true
      }
      let near = toDos.compactMap { toDo in
        groups[toDo.key].map { GapGroup(toDo: toDo, inquiries: $0) }
      }
      return near + (rest.isEmpty ? [] : [GapGroup(toDo: nil, inquiries: rest)])
    }
  }
}

extension InquiryDesk.Cursor {
  init(_ inquiry: Inquiry) { self.init(askedAt: inquiry.askedAt, id: inquiry.id) }

  /// As addresses of pages and, encoded, the API write it.
  public var text: String { "\(askedAt.secondsSince1970) \(id)" }

  public init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let seconds = Int64(parts[0]), let id = ID<Inquiry>(String(parts[1]))
    else { return nil }
    self.init(askedAt: Instant(secondsSince1970: seconds), id: id)
  }
}

extension Access.InquiryScope {
  var partners: [String]? {
    guard case .partners(let keys) = self else { return nil }
    return keys
  }
}

extension CatalogueSnapshot {
  /// The days on which the team does not work: those that every venue is closed on by choice.
  var teamClosedDays: [ClosedDays] {
    let chosen = catalogue.venues.map { Set($0.closures ?? []) }
    guard let first = chosen.first else { return [] }
    return closedDays(chosen.dropFirst().reduce(first) { $0.intersection($1) }.sorted())
  }
}
