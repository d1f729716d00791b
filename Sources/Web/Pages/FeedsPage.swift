import CivilTime
import Hummingbird
import Operations
import Scheduling

/// Calendar subscriptions: make one, see who fetches it, renew or revoke its address.
struct FeedsPage: Page {
  struct Choice: Sendable {
    let scope: String
    let id: String?
    let label: String
  }

  struct Fetch: Sendable { let sentence: String }

  struct Listed: Sendable {
    let name: String
    let made: String
    let isBusyOnly: Bool
    /// Who fetched it last and when; nil before anybody did.
    let state: String?
    let holds: String
    /// Set where the last fetch is so long ago that no calendar can be using it.
    let isForgotten: Bool
    /// Every program that fetched it, where there are several.
    let fetches: [Fetch]
    let hasSeveral: Bool
    let isUnread: Bool
    let href: String
    let csrf: String
  }

  /// An address, shown this once.
  struct Address: Sendable {
    let url: String
    let webcal: String
    let name: String
  }

  let title: String
  let address: Address?
  let choices: [Choice]
  let formHref: String
  let csrf: String
  let feeds: [Listed]
  let hasNoFeeds: Bool

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(try await make(visit, address: nil))
  }

  static func create(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let kept = try await visit.desks.feeds.create(
      try wish(visit), isBusyOnly: visit.form["busyOnly"] != nil, language: visit.language,
      by: person)
    guard let address = kept.value else { throw RequestProblem.unknown }
    return visit.answer(try await make(visit, address: address), status: .created)
  }

  static func change(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    guard let id = ID<Feed>(try visit.parameter("feed")) else { throw RequestProblem.unknown }
    switch visit.form["action"] {
    case "renew":
      let kept = try await visit.desks.feeds.renew(id, by: person)
      guard let address = kept.value else { throw RequestProblem.unknown }
      return visit.answer(try await make(visit, address: address))
    case "revoke":
      try await visit.desks.feeds.revoke(id, by: person)
      return visit.redirect(to: visit.path(.feeds))
    default: throw RequestProblem.invalid(field: "/action", .unknown)
    }
  }

  private static func wish(_ visit: Visit) throws -> FeedDesk.Wish {
    // One button per scope: its value is the scope and, after a colon, the key.
    let parts = (visit.form["scope"] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count > 1 ? parts[1] : nil) {
    case ("adviser", _): return .adviser
    case ("starter", _): return .starter
    case ("partner", let key): return .partner(key)
    case ("room", let key?): return .room(key)
    case ("venue", let key?): return .venue(key)
    default: throw RequestProblem.invalid(field: "/scope", .unknown)
    }
  }

  private static func make(_ visit: Visit, address: FeedDesk.Address?) async throws -> FeedsPage {
    let person = try visit.signedIn()
    let listed = try await visit.desks.feeds.list(of: person, language: visit.language)
    return FeedsPage(visit, person, listed, address: address)
  }

  private init(
    _ visit: Visit, _ person: Person, _ listed: [FeedDesk.Listed], address: FeedDesk.Address?
  ) {
    title = visit.text("feeds.title")
    self.address = address.map { made in
      Address(
        url: made.url, webcal: made.webcal,
        name: listed.first { $0.feed.id == made.feed.id }?.name ?? "")
    }
    choices = Self.choices(person, visit)
    formHref = visit.path(.feeds)
    csrf = visit.formToken
    feeds = listed.map { Self.listed($0, visit) }
    hasNoFeeds = feeds.isEmpty
  }

  private static func choices(_ person: Person, _ visit: Visit) -> [Choice] {
    var choices: [Choice] = []
    func add(_ scope: String, _ id: String?, _ name: String) {
      choices.append(
        Choice(scope: scope, id: id, label: visit.text("feeds.make-\(scope)", ["name": name])))
    }
    if person.has(.starter) { add("starter", nil, "") }
    if person.has(.adviser) { add("adviser", nil, "") }
    for role in person.roles where role.kind == .manager {
      guard let partner = role.partner.flatMap({ visit.catalogue.partner($0)?.partner }) else {
        continue
      }
      add("partner", partner.key, partner.name[visit.language])
    }
    if [Role.Kind.staff, .organizer, .team, .admin].contains(where: { person.has($0) }) {
      for venue in visit.catalogue.catalogue.venues {
        add("venue", venue.key, venue.name[visit.language])
        for room in visit.catalogue.rooms(of: venue) {
          add("room", room.key, room.name[visit.language])
        }
      }
    }
    return choices
  }

  /// The slowest calendar looks once a day; a week without a look means that it no longer does.
  private static let forgottenSeconds: Int64 = 7 * 86_400

  private static func listed(_ listed: FeedDesk.Listed, _ visit: Visit) -> Listed {
    let zone = ZoneDatabase.system.zone(visit.catalogue.organisation.zone) ?? .utc
    let programs = listed.programs
    let last = programs.first
    return Listed(
      name: listed.name,
      made: visit.text(
        "feeds.made", ["date": visit.dates.full(zone.date(listed.feed.createdAt))]),
      isBusyOnly: listed.feed.isBusyOnly,
      state: last.map { last in
        visit.text(
          "feeds.state",
          ["program": visit.programName(last.program), "ago": visit.ago(last.lastAt)])
      },
      holds: visit.counted("feeds.holds", listed.appointments),
      isForgotten: last.map { visit.now.seconds(since: $0.lastAt) > forgottenSeconds } ?? false,
      fetches: programs.map { use in
        Fetch(
          sentence: visit.text(
            "feeds.fetched",
            [
              "program": visit.programName(use.program), "ago": visit.ago(use.lastAt),
              "times": visit.counted("feeds.times", use.count),
            ]))
      },
      hasSeveral: programs.count > 1 || (last?.count ?? 0) > 1,
      isUnread: listed.subscriptions.isEmpty,
      href: visit.path(.feeds, listed.feed.id.description), csrf: visit.formToken)
  }
}

extension Visit {
  /// “2 uur geleden”.
  func ago(_ instant: Instant) -> String {
    let seconds = max(0, now.seconds(since: instant))
    switch seconds {
    case ..<60: return text("ago.now")
    case ..<3600: return counted("ago.minutes", Int(seconds / 60))
    case ..<86_400: return counted("ago.hours", Int(seconds / 3600))
    default: return texts(.daysAgo(Int(seconds / 86_400)))
    }
  }

  /// What people call it.
  func programName(_ program: CalendarProgram) -> String {
    switch program {
    case .google: text("program.google")
    case .apple: text("program.apple")
    case .browser: text("program.browser")
    default: program.properName ?? text("program.other")
    }
  }
}
