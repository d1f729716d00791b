import CivilTime
import Operations
import Scheduling

/// One thing a partner helps with, and the way to it: a moment, a page, a number, an address.
/// There is always one.
struct Offer: Sendable {
  let name: Markup
  let partner: Markup
  let partnerHref: String
  let about: Markup?
  let price: Markup?
  let duration: String?
  let places: String?
  /// What to do, in one sentence.
  let contact: String
  let bookHref: String?
  /// What the link's name adds for those who hear it apart from its place.
  let bookContext: String
  /// To the form that offers moments.
  let askHref: String?
  let pageHref: String?
  let phone: String?
  let phoneHref: String?
  let email: String?
  /// Whether the partner has no free moment or no way of its own, so that the team and the question
  /// box help.
  let isTeams: Bool
  let arranging: Arranging?
  let arrangeSignInHref: String?

  /// - Parameters:
  ///   - toDo: The step it is shown under.
  ///   - steps: The steps to choose from, where it is shown by itself; nil in a list without steps.
  init(
    _ entry: CatalogueSnapshot.TypeEntry, earliest: Slot?, toDo: ID<ToDo>? = nil,
    steps: [TypePage.Choice]? = nil, visit: Visit
  ) throws {
    let type = entry.type
    let organisation = visit.catalogue.organisation
    name = visit.content(type.name)
    partner = visit.content(entry.partner.name)
    partnerHref = visit.path(.partners, entry.partner.key)
    about = type.about.map(visit.content)
    price = type.price.map(visit.content)
    duration = type.minutes.isEmpty ? nil : visit.minutes(type.minutes)
    places =
      type.places.isEmpty
      ? nil : type.places.map { visit.texts(.place($0)) }.joined(separator: ", ")
    contact = try Self.contact(entry, earliest, visit)
    bookContext = visit.text(
      "offer.context",
      ["type": type.name[visit.language], "partner": entry.partner.name[visit.language]])
    let isBookable = type.contact == .slots
    bookHref =
      isBookable
      ? visit.path(.types, type.key)
        + QueryText([("toDo", toDo?.description)]).text : nil
    askHref =
      type.contact == .request
      ? visit.path(.types, type.key, .ask) + QueryText([("toDo", toDo?.description)]).text : nil
    pageHref = type.contact == .ownPage ? type.url ?? entry.partner.website : nil
    // Where neither a moment nor a page helps, a person does; at last the team.
    let asksPerson = !isBookable && askHref == nil && pageHref == nil
    let own = [
      type.phone, type.email, entry.partner.phone, entry.partner.email,
    ].compactMap(\.self)
    isTeams = asksPerson && own.isEmpty || isBookable && earliest == nil
    phone =
      isTeams ? organisation.phone : asksPerson ? type.phone ?? entry.partner.phone : nil
    phoneHref = phone.map(Frame.phoneHref)
    email = isTeams ? organisation.email : asksPerson ? type.email ?? entry.partner.email : nil
    let isArrangedHere = toDo != nil || steps != nil
    arranging =
      isArrangedHere
      ? Arranging(entry, toDo: toDo, steps: steps ?? [], context: bookContext, visit) : nil
    arrangeSignInHref =
      isArrangedHere && visit.person == nil && askHref == nil && !isBookable
      ? SignInPage.path(for: visit) : nil
  }

  private static func contact(
    _ entry: CatalogueSnapshot.TypeEntry, _ earliest: Slot?, _ visit: Visit
  ) throws -> String {
    switch entry.type.contact {
    case .slots:
      guard let earliest else { return visit.text("offer.no-moment") }
      let zone = try visit.zone(of: entry)
      return visit.text(
        "offer.earliest", ["moment": visit.dates.moment(zone.local(earliest.span.start))])
    case .ownPage: return visit.text("offer.own-page")
    case .phoneOrMail: return visit.text("offer.phone-or-mail")
    case .request: return visit.text("offer.request")
    }
  }
}

extension Visit {
  /// “30 minuten”, or “30 of 45 minuten”.
  func minutes(_ choices: [Int]) -> String {
    guard let last = choices.last, choices.count > 1 else {
      return texts(.minutes(choices.first ?? 0))
    }
    let before = choices.dropLast().map(String.init).joined(separator: ", ")
    return text("minutes.choice", ["before": before, "last": String(last)])
  }

  /// Today where the organisation is.
  var today: LocalDate {
    let zone = ZoneDatabase.system.zone(catalogue.organisation.zone) ?? .utc
    return zone.date(now)
  }
}
