import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One request for a page: who asks for what, in which language, with which words.
struct Visit: Sendable {
  let site: Site
  let desks: Desks
  /// Of the page; Dutch where the organisation has not switched that of the address on.
  let language: Language
  var person: Person?
  let credential: WebContext.Credential
  /// As asked for, such as `/nl/afspraken`.
  let path: String
  let rawQuery: String?
  let query: FormFields
  /// Empty unless the request is a POST.
  let form: FormFields
  /// The variable parts of the path.
  let parameters: [String: String]
  let catalogue: CatalogueSnapshot
  let now: Instant
  /// The information pages of the day, which stand in every footer.
  let information: [ArticleHead]

  var texts: Texts { Texts.of(language) }
  var dates: DateText { DateText(texts) }
  var actor: Actor? { person.map { .person($0) } }

  /// Who is signed in; a visitor is sent to sign in first and comes back here.
  func signedIn() throws -> Person {
    guard let person else { throw SignInFirst() }
    return person
  }

  func parameter(_ name: String) throws -> String {
    guard let value = parameters[name] else { throw RequestProblem.unknown }
    return value
  }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    texts(.named(key, facts: facts))
  }

  /// Content of the organisation; marked as Dutch where it is not translated.
  func content(_ text: LocalizedText) -> Markup {
    let (text, isFallback) = text.text(in: language)
    let html = Markup.escaped(text)
    return Markup(html: isFallback ? "<span lang=\"nl\">\(html)</span>" : html)
  }

  /// What a person wrote, in whatever language.
  func words(_ text: String) -> Markup {
    Markup(html: "<span lang=\"\">\(Markup.escaped(text))</span>")
  }

  func path(_ place: SitePath, _ parts: String...) -> String {
    ([place.path(language)] + parts).joined(separator: "/")
  }

  /// The address of a part of a page, such as `…/afspraken/<id>/verplaatsen`.
  func path(_ place: SitePath, _ id: String, _ part: PagePart) -> String {
    path(place, id, part.slug(language))
  }

  /// The fields a form needs to be believed.
  var formToken: String {
    guard case .session(let secret) = credential else { return "" }
    return FormToken(session: secret).text
  }

  /// The zone a type's hours are promised in.
  func zone(of entry: CatalogueSnapshot.TypeEntry) throws -> Zone { try catalogue.zone(of: entry) }

  /// “Belgische tijd”, or the zone by its name.
  func zoneName(_ zone: Zone) -> String {
    zone.id == "Europe/Brussels" ? text("zone.brussels") : zone.id
  }
}

/// A visitor asked for something that needs an account.
struct SignInFirst: Error {}

/// The last part of an address whose word depends on the language.
enum PagePart: CaseIterable {
  case confirm, move, cancel, code, calendarFile, newArticle, hours, plan, edit, ask, arranged

  func slug(_ language: Language) -> String {
    switch (self, language) {
    case (.confirm, .dutch): "bevestigen"
    case (.confirm, .english): "confirm"
    case (.confirm, .french): "confirmer"
    case (.move, .dutch): "verplaatsen"
    case (.move, .english): "move"
    case (.move, .french): "deplacer"
    case (.cancel, .dutch): "annuleren"
    case (.cancel, .english): "cancel"
    case (.cancel, .french): "annuler"
    case (.code, _): "code"
    case (.hours, .dutch): "uren"
    case (.hours, .english): "hours"
    case (.hours, .french): "heures"
    case (.plan, .dutch): "inplannen"
    case (.plan, .english): "schedule"
    case (.plan, .french): "planifier"
    case (.edit, .dutch): "bewerken"
    case (.edit, .english): "edit"
    case (.edit, .french): "modifier"
    case (.ask, .dutch): "aanvragen"
    case (.ask, .english): "request"
    case (.ask, .french): "demander"
    case (.arranged, .dutch): "afgesproken"
    case (.arranged, .english): "arranged"
    case (.arranged, .french): "convenu"
    case (.calendarFile, .dutch): "afspraak.ics"
    case (.calendarFile, .english): "appointment.ics"
    case (.calendarFile, .french): "rendez-vous.ics"
    case (.newArticle, .dutch): "nieuw"
    case (.newArticle, .english): "new"
    case (.newArticle, .french): "nouveau"
    }
  }
}

extension Visit {
  /// The same page in another language.
  func path(in other: Language) -> String {
    var parts = path.split(separator: "/").map(String.init)
    guard parts.count > 1 else { return SitePath.home.path(other) }
    // The address may be of a language that is not switched on.
    let language = Language(rawValue: parts[0]) ?? language
    parts[0] = other.rawValue
    if let place = SitePath.allCases.first(where: { $0.slug(language) == parts[1] }) {
      parts[1] = place.slug(other)
    }
    if let last = parts.last, parts.count > 2,
      let part = PagePart.allCases.first(where: { $0.slug(language) == last })
    {
      parts[parts.count - 1] = part.slug(other)
    }
    let query = rawQuery.map { "?" + $0 } ?? ""
    return "/" + parts.joined(separator: "/") + query
  }
}
