import Hummingbird
import Operations
import Scheduling

/// What can be booked: all by partner, folded, or what helps with one step or comes from one partner.
struct TypesPage: Page {
  struct Group: Sendable {
    let partner: Markup
    let partnerKind: String
    let partnerHref: String
    let partnerAbout: Markup?
    let offers: [Offer]
  }

  /// A line of the whole list; its moments stand on its own page.
  struct Line: Sendable {
    let name: Markup
    let href: String
    let facts: String
  }

  struct Partner: Sendable {
    let name: Markup
    let kind: String
    let count: String
    let lines: [Line]
  }

  let title: String
  /// What the list is narrowed to; nil for all.
  let heading: Markup?
  let intro: String
  let allHref: String?
  let needsHref: String
  let groups: [Group]
  let partners: [Partner]
  let isWhole: Bool
  let isEmpty: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let toDo = visit.query["toDo"]
    let partner = visit.query["partner"]
    guard toDo != nil || partner != nil else { return visit.answer(TypesPage(visit)) }
    let found = try await visit.desks.slots.types(
      toDo: toDo, partner: partner, for: visit.actor)
    return visit.answer(try TypesPage(visit, found.types, toDo: toDo, partner: partner))
  }

  /// The whole list. Asks for no earliest moments: nobody reads a hundred.
  private init(_ visit: Visit) {
    heading = nil
    title = visit.text("types.title")
    intro = visit.text("types.intro")
    allHref = nil
    needsHref = visit.path(.needs)
    groups = []
    partners = visit.partners.filter { !$0.appointmentTypes.isEmpty }
      .map { (FoldedText([$0.name.dutch]).text, Partner($0, visit)) }
      .sorted { $0.0 < $1.0 }.map(\.1)
    isWhole = true
    isEmpty = partners.isEmpty
  }

  private init(
    _ visit: Visit, _ types: [SlotDesk.TypeSummary], toDo: String?, partner: String?
  ) throws {
    let template = toDo.flatMap { visit.catalogue.toDo($0) }
    let chosen = partner.flatMap { visit.catalogue.partner($0)?.partner }
    let narrowed = template?.title ?? chosen?.name
    heading = narrowed.map(visit.content)
    title = narrowed?[visit.language] ?? visit.text("types.title")
    intro = visit.text(template == nil ? "types.intro" : "types.intro-need")
    allHref = visit.path(.types)
    needsHref = visit.path(.needs)
    groups = try visit.catalogue.catalogue.partners.compactMap { partner in
      let own = types.filter { $0.entry.partner.key == partner.key }
      guard !own.isEmpty else { return nil }
      return Group(
        partner: visit.content(partner.name),
        partnerKind: visit.texts.partnerKind(partner.kind),
        partnerHref: visit.path(.partners, partner.key),
        partnerAbout: partner.about.map(visit.content),
        offers: try own.map { try Offer($0.entry, earliest: $0.earliest, visit: visit) })
    }
    partners = []
    isWhole = false
    isEmpty = groups.isEmpty
  }
}

extension TypesPage.Partner {
  init(_ partner: Scheduling.Partner, _ visit: Visit) {
    name = visit.content(partner.name)
    kind = visit.texts.partnerKind(partner.kind)
    count = visit.counted("home.offers", partner.appointmentTypes.count)
    lines = partner.appointmentTypes.map { type in
      let facts =
        [type.minutes.isEmpty ? nil : visit.minutes(type.minutes)]
        + type.places.map { visit.texts(.place($0)) }
      return TypesPage.Line(
        name: visit.content(type.name), href: visit.path(.types, type.key),
        facts: facts.compactMap { $0 }.joined(separator: ", "))
    }
  }
}
