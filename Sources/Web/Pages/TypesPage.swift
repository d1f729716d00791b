import Hummingbird
import Operations
import Scheduling

/// What can be booked: all, or what helps with one step or comes from one partner.
struct TypesPage: Page {
  struct Group: Sendable {
    let partner: Markup
    let partnerKind: String
    let partnerAbout: Markup?
    let offers: [Offer]
  }

  let title: String
  /// What the list is narrowed to; nil for all.
  let heading: Markup?
  let intro: String
  let allHref: String?
  let groups: [Group]
  let isEmpty: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let toDo = visit.query["toDo"]
    let partner = visit.query["partner"]
    let found = try await visit.desks.slots.types(
      toDo: toDo, partner: partner, for: visit.actor)
    return visit.answer(try TypesPage(visit, found.types, toDo: toDo, partner: partner))
  }

  init(
    _ visit: Visit, _ types: [SlotDesk.TypeSummary], toDo: String?, partner: String?
  ) throws {
    let template = toDo.flatMap { visit.catalogue.toDo($0) }
    let chosen = partner.flatMap { visit.catalogue.partner($0)?.partner }
    let narrowed = template?.title ?? chosen?.name
    heading = narrowed.map(visit.content)
    title = narrowed?[visit.language] ?? visit.text("types.title")
    intro = visit.text(template == nil ? "types.intro" : "types.intro-need")
    allHref = toDo == nil && partner == nil ? nil : visit.path(.types)
    groups = try visit.catalogue.catalogue.partners.compactMap { partner in
      let own = types.filter { $0.entry.partner.key == partner.key }
      guard !own.isEmpty else { return nil }
      return Group(
        partner: visit.content(partner.name),
        partnerKind: visit.texts.partnerKind(partner.kind),
        partnerAbout: partner.about.map(visit.content),
        offers: try own.map { try Offer($0.entry, earliest: $0.earliest, visit: visit) })
    }
    isEmpty = groups.isEmpty
  }
}
