import Hummingbird
import Operations
import Scheduling

/// “Waar sta je?”: what this is, and two ways in: by what somebody needs, and by partner.
struct HomePage: Page {
  struct Need: Sendable {
    let name: Markup
    let href: String
  }

  struct NeedGroup: Sendable {
    let phase: String
    let needs: [Need]
  }

  struct PartnerCard: Sendable {
    let name: Markup
    let about: Markup?
    let href: String
    let offers: String
  }

  let title: String
  let isVisitor: Bool
  let startHref: String
  let startLabel: String
  let typesHref: String
  let groups: [NeedGroup]
  let partners: [PartnerCard]

  static func show(_ visit: Visit) async throws -> Response { visit.answer(HomePage(visit)) }

  init(_ visit: Visit) {
    title = visit.text("site.name")
    isVisitor = visit.person == nil
    let isStarter = visit.person?.has(.starter) == true
    let start = visit.person.map { isStarter ? SitePath.myPath : Frame.landing(of: $0) } ?? .signIn
    startHref = visit.path(start)
    startLabel =
      visit.person == nil ? visit.text("home.sign-in") : visit.text("nav.\(start.rawValue)")
    typesHref = visit.path(.types)
    groups = Phase.allCases.compactMap { phase in Self.group(phase, visit) }
    partners = visit.catalogue.catalogue.partners.filter { !$0.appointmentTypes.isEmpty }
      .map { Self.card($0, visit) }
  }

  private static func group(_ phase: Phase, _ visit: Visit) -> NeedGroup? {
    let today = visit.today
    let needs = visit.catalogue.catalogue.toDos.filter { toDo in
      toDo.phase == phase && toDo.isValid(on: today)
        && visit.catalogue.types.contains { $0.type.toDos?.contains(toDo.key) == true }
    }
    guard !needs.isEmpty else { return nil }
    return NeedGroup(
      phase: visit.texts(.phase(phase)),
      needs: needs.map {
        Need(
          name: visit.content($0.title),
          href: visit.path(.types) + QueryText([("toDo", $0.key)]).text)
      })
  }

  private static func card(_ partner: Partner, _ visit: Visit) -> PartnerCard {
    PartnerCard(
      name: visit.content(partner.name), about: partner.about.map(visit.content),
      href: visit.path(.types) + QueryText([("partner", partner.key)]).text,
      offers: visit.counted("home.offers", partner.appointmentTypes.count))
  }
}

extension Visit {
  /// “1 gesprek”, “3 gesprekken”.
  func counted(_ key: String, _ count: Int) -> String {
    text("\(key).\(count == 1 ? "one" : "other")", ["count": String(count)])
  }
}

extension Frame {
  /// Where somebody begins who asked for nothing in particular.
  static func landing(of person: Person) -> SitePath {
    if person.has(.adviser) { return .week }
    if person.has(.manager) || person.has(.staff) || person.has(.team) { return .advising }
    if person.has(.admin) { return .outbox }
    if person.has(.starter) { return .myPath }
    return .types
  }
}
