import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The form with which a starter says that they arranged it with the partner.
struct Arranging: Sendable {
  let arrangeHref: String
  let csrf: String
  /// The step it is for, where the page knows.
  let toDo: String?
  let steps: [TypePage.Choice]
  let hasSteps: Bool
  let isByPhone: Bool
  let fieldID: String
  let arrangeContext: String

  /// Nil where nothing can be arranged without this service, or nobody is signed in.
  init?(
    _ entry: CatalogueSnapshot.TypeEntry, toDo: ID<ToDo>?, steps: [TypePage.Choice],
    context: String, _ visit: Visit
  ) {
    guard visit.person?.has(.starter) == true,
      [.ownPage, .phoneOrMail].contains(entry.type.contact)
    else { return nil }
    arrangeHref = visit.path(.types, entry.type.key, .arranged)
    csrf = visit.formToken
    self.toDo = toDo?.description
    self.steps = steps
    hasSteps = !steps.isEmpty
    isByPhone = entry.type.contact == .phoneOrMail
    fieldID = [entry.type.key, toDo?.description].compactMap(\.self).joined(separator: "-")
    arrangeContext = context
  }
}

/// What a starter arranged, with the buttons that end it.
struct StandingArrangement: Sendable {
  let sentence: String
  let name: String
  let settleHref: String
  let csrf: String

  init(_ arrangement: Arrangement, _ visit: Visit) {
    let entry = visit.catalogue.type(arrangement.type)
    var facts = ["partner": entry?.partner.name[visit.language] ?? arrangement.partner]
    facts["day"] = arrangement.day.map { visit.dates.full($0) }
    sentence = visit.text(
      "arrange.\(arrangement.kind.rawValue)\(arrangement.day == nil ? "" : "-day")", facts)
    name = entry?.type.name[visit.language] ?? arrangement.type
    settleHref = visit.path(
      .myPath, PagePart.arranged.slug(visit.language), arrangement.id.description)
    csrf = visit.formToken
  }
}

extension TypePage {
  /// The button under a page or number of a partner.
  static func arrange(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let type = try visit.parameter("type")
    let toDo = visit.form["toDo"].flatMap { ID<ToDo>($0) }
    let day = visit.form["day"]
    do {
      let date = day.flatMap { LocalDate(iso8601: $0) }
      if day != nil, date == nil { throw RequestProblem.invalid(field: "/date", .malformed) }
      let kind = visit.form["kind"].flatMap(Arrangement.Kind.init(rawValue:)) ?? .appointment
      _ = try await visit.desks.arrangements.arrange(
        ArrangementDesk.Wish(type: type, toDo: toDo, kind: kind, day: date), by: person)
    } catch RequestProblem.invalid(let field, let fault) {
      guard let entry = visit.catalogue.type(type), entry.isOffered, field != "/toDo" else {
        throw RequestProblem.unknown
      }
      return try await answerOffer(
        entry, visit, problem: visit.texts(.fieldFault(fault)), status: .unprocessableContent)
    }
    guard let toDo else {
      return visit.redirect(
        to: visit.path(.types, type) + QueryText([("done", "arranged")]).text)
    }
    return visit.redirect(
      to: visit.path(.myPath) + QueryText([("done", "arranged")]).text + "#\(toDo)")
  }
}

extension MyPathPage {
  /// The buttons of an arrangement: it took place, or it is off.
  static func settle(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    guard let id = ID<Arrangement>(try visit.parameter("arrangement")) else {
      throw RequestProblem.unknown
    }
    let arrangement =
      switch visit.form["action"] {
      case "done": try await visit.desks.arrangements.complete(id, by: person)
      case "take-back": try await visit.desks.arrangements.takeBack(id, by: person)
      default: throw RequestProblem.invalid(field: "/action", .unknown)
      }
    guard let toDo = arrangement.toDo else {
      return visit.redirect(to: visit.path(.types, arrangement.type))
    }
    return visit.redirect(to: "\(visit.path(.myPath))#\(toDo)")
  }
}
