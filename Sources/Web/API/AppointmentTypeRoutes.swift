import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `GET /api/v1/appointment-types`: what can be asked of partners, and when at the earliest.
struct AppointmentTypeRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [Route(.get, "/api/v1/appointment-types") { try await list($0, $1) }]
  }

  @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let query = QueryFields(request)
    let page = try PageQuery(query)
    let language = Language.accepted(by: request)
    let (catalogue, types) = try await desks.slots.types(
      toDo: query.text("toDo"), partner: query.text("partner"), for: context.actor)
    let answers = try types.map {
      try AppointmentTypeAnswer($0, catalogue: catalogue, language: language)
    }
    return try JSONAnswer.response(ListPage(of: answers, page) { $0.id })
  }
}

/// Something with an id, a key and a name in the language of the answer.
struct NamedAnswer: Encodable {
  let id: String?
  let key: String?
  let name: String

  init(id: String? = nil, key: String? = nil, name: String) {
    (self.id, self.key, self.name) = (id, key, name)
  }
}

struct AppointmentTypeAnswer: Encodable {
  struct Earliest: Encodable {
    let start: String
    let end: String
    let place: String
  }

  struct Question: Encodable {
    let key: String
    let text: String
    let kind: String
    let required: Bool
    /// The answers that are accepted, and what each of them says.
    let options: [String]?
    let choices: [Choice]?
  }

  struct Choice: Encodable {
    let key: String
    let text: String
  }

  let id: String
  let key: String
  let name: String
  let about: String?
  let partner: NamedAnswer
  let contact: String
  /// Minutes.
  let durations: [Int]
  let places: [String]
  let languages: [String]
  let assignment: String
  let approval: String
  let advisers: [NamedAnswer]
  let questions: [Question]
  let url: String?
  let phone: String?
  let email: String?
  let earliestSlot: Earliest?

  init(
    _ summary: SlotDesk.TypeSummary, catalogue: CatalogueSnapshot, language: Language
  ) throws {
    let (entry, type) = (summary.entry, summary.entry.type)
    let zone = try catalogue.zone(of: entry)
    id = entry.id.description
    (key, name, about) = (type.key, type.name[language], type.about?[language])
    partner = NamedAnswer(
      id: entry.partnerID.description, key: entry.partner.key, name: entry.partner.name[language])
    contact = type.contact.rawValue
    (durations, places) = (type.minutes, type.places.map(\.rawValue))
    languages = (type.languages ?? entry.partner.languages).map(\.rawValue)
    (assignment, approval) = (type.assignment.rawValue, type.approval.rawValue)
    advisers =
      [.slots, .request].contains(type.contact)
      ? catalogue.advisers(of: entry).map {
        NamedAnswer(id: $0.person.description, key: $0.adviser.key, name: $0.adviser.name)
      } : []
    questions = (type.questions ?? []).map {
      Question(
        key: $0.key, text: $0.text[language], kind: $0.kind.rawValue, required: $0.required,
        options: $0.options?.map(\.key),
        choices: $0.options?.map { Choice(key: $0.key, text: $0.label[language]) })
    }
    // The link of an online meeting is for whoever has booked it.
    url = type.contact == .ownPage ? type.url : nil
    (phone, email) = (type.phone, type.email)
    earliestSlot = summary.earliest.map {
      Earliest(
        start: zone.rfc3339($0.span.start), end: zone.rfc3339($0.span.end),
        place: $0.place.rawValue)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case id, key, name, about, partner, contact, durations, places, languages, assignment
    case approval, advisers, questions, url, phone, email, earliestSlot
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(key, forKey: .key)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(about, forKey: .about)
    try container.encode(partner, forKey: .partner)
    try container.encode(contact, forKey: .contact)
    try container.encode(durations, forKey: .durations)
    try container.encode(places, forKey: .places)
    try container.encode(languages, forKey: .languages)
    try container.encode(assignment, forKey: .assignment)
    try container.encode(approval, forKey: .approval)
    try container.encode(advisers, forKey: .advisers)
    try container.encode(questions, forKey: .questions)
    try container.encodeIfPresent(url, forKey: .url)
    try container.encodeIfPresent(phone, forKey: .phone)
    try container.encodeIfPresent(email, forKey: .email)
    // Null says that nothing is free, which differs from not saying.
    try container.encode(earliestSlot, forKey: .earliestSlot)
  }
}
