import Hummingbird
import Operations
import Scheduling

/// One partner: who they are, how to reach them, and what can be asked of them.
struct PartnerPage: Page {
  struct Need: Sendable {
    let name: Markup
    let href: String
  }

  struct Contact: Sendable {
    let phone: String?
    let phoneHref: String?
    let email: String?
    let website: String?
    let websiteName: String?
  }

  let title: String
  let heading: Markup
  let kind: String
  let partnersHref: String
  /// For those who may change the page.
  let editHref: String?
  let lead: Markup?
  let facts: [Fact]
  let contact: Contact
  let ended: String?
  let needs: [Need]
  let hasNeeds: Bool
  let offers: [Offer]
  let hasOffers: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let key = try visit.parameter("partner")
    guard let partner = visit.catalogue.catalogue.partners.first(where: { $0.key == key }) else {
      throw RequestProblem.unknown
    }
    let found = try await visit.desks.slots.types(toDo: nil, partner: key, for: visit.actor)
    return visit.answer(try PartnerPage(partner, found.types, visit))
  }

  private init(_ partner: Partner, _ types: [SlotDesk.TypeSummary], _ visit: Visit) throws {
    title = partner.name[visit.language]
    heading = visit.content(partner.name)
    kind = visit.texts.partnerKind(partner.kind)
    partnersHref = visit.path(.partners)
    let mayEdit = visit.person.map { Access.mayEdit(partner: partner.key, $0) } ?? false
    editHref = mayEdit ? PartnerEditorPage.path(partner.key, visit) : nil
    lead = partner.about.map(visit.content)
    facts = Self.facts(partner, visit)
    contact = Contact(
      phone: partner.phone, phoneHref: partner.phone.map(Frame.phoneHref), email: partner.email,
      website: partner.website, websiteName: partner.website.map(Self.siteName))
    ended = partner.partnership.until.flatMap { until in
      until < visit.today ? visit.text("partner.ended", ["date": visit.dates.day(until)]) : nil
    }
    let today = visit.today
    let keys = Set(partner.appointmentTypes.flatMap { $0.toDos ?? [] })
    needs = visit.catalogue.catalogue.toDos.filter {
      keys.contains($0.key) && !$0.isOver(on: today)
    }
    .map { Need(name: visit.content($0.title), href: visit.path(.needs, $0.key)) }
    hasNeeds = !needs.isEmpty
    offers = try types.map { try Offer($0.entry, earliest: $0.earliest, visit: visit) }
    hasOffers = !offers.isEmpty
  }

  private static func facts(_ partner: Partner, _ visit: Visit) -> [Fact] {
    var facts: [Fact] = []
    let partnership = partner.partnership
    var words = visit.text(
      "partner.\(partnership.type.rawValue)-since", ["date": visit.dates.day(partnership.since)])
    if let until = partnership.until {
      words += " " + visit.text("partner.until", ["date": visit.dates.day(until)])
    }
    facts.append(Fact(label: visit.text("fact.partner"), value: .text(words)))
    let languages = partner.languages.map { visit.text("language-name.\($0.rawValue)") }
    facts.append(
      Fact(label: visit.text("fact.languages"), value: .text(languages.joined(separator: ", "))))
    let places = Place.allCases.filter { place in
      partner.appointmentTypes.contains { $0.places.contains(place) }
    }
    var lines = places.filter { $0 != .partner }.map { visit.texts(.place($0)) }
    if let address = partner.address {
      lines.insert(address.line, at: 0)
    } else if places.contains(.partner) {
      lines.insert(visit.texts(.place(.partner)), at: 0)
    }
    if !lines.isEmpty {
      facts.append(
        Fact(label: visit.text("fact.place"), value: .text(lines.joined(separator: "; "))))
    }
    return facts
  }

  /// `www.bank.example` of `https://www.bank.example/starters`.
  private static func siteName(_ website: String) -> String {
    let rest = website.firstRange(of: "://").map { website[$0.upperBound...] } ?? website[...]
    return String(rest.prefix { $0 != "/" && $0 != "?" })
  }
}
