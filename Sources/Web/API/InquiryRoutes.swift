import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `/api/v1/inquiries`: asking, and what the team and the partners do with what is asked.
struct InquiryRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/inquiries") { try await ask($0, $1) },
      Route(.get, "/api/v1/inquiries") { try await list($0, $1) },
      Route(.get, "/api/v1/inquiries/{id}") { try await one($0, $1) },
      Route(.post, "/api/v1/inquiries/{id}/answer") { try await answer($0, $1) },
      Route(.post, "/api/v1/inquiries/{id}/routing") { try await route($0, $1) },
      Route(.put, "/api/v1/inquiries/{id}/gap") { try await setGap($0, $1) },
    ]
  }

  /// Needs no account; a key counts for an account only, so a visitor's is not looked at.
  private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
    var fields = try await JSONFields(request)
    let text = try fields.requiredString("text")
    let email = try fields.string("email")
    try fields.finish()
    let language = Language.named(by: request) ?? context.person?.language ?? .dutch
    let wish = InquiryDesk.Wish(text: text, email: email, language: language)
    let zone = try await desks.oversight.catalogue().zone(named: nil)
    let created: @Sendable (Inquiry) throws -> CreatedAnswer = { inquiry in
      try CreatedAnswer(AskedAnswer(inquiry, zone: zone))
    }
    guard let person = context.person else {
      guard let inquiry = try await desks.inquiries.ask(wish, by: nil).value else {
        throw RequestProblem.unknown
      }
      return try created(inquiry).response { $0 }
    }
    let answers = try await KeptAnswers(
      request, route: "POST /api/v1/inquiries", person: person, zone: zone)
    return try await answers.response(answer: created) {
      try await desks.inquiries.ask(wish, by: person, keeping: $0)
    }
  }

  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let query = QueryFields(request)
    let page = try PageQuery(query)
    let state = try query.name("state", of: Inquiry.Stage.self)
    let onlyGaps = try query.flag("gap")
    let found = try await desks.inquiries.inquiries(
      stages: state.map { [$0] } ?? [], onlyGaps: onlyGaps,
      after: try page.cursor.map(Self.cursor), limit: page.limit, for: person)
    let zone = try await desks.oversight.catalogue().zone(named: nil)
    return try JSONAnswer.response(
      ListPage(found.rows.map { InquiryAnswer($0, zone: zone) }, next: found.next?.text))
  }

  private static func cursor(_ text: String) throws(Problem) -> InquiryDesk.Cursor {
    guard let cursor = InquiryDesk.Cursor(text) else { throw Problem(field: "/cursor", .malformed) }
    return cursor
  }

  private func one(_ request: Request, _ context: WebContext) async throws -> Response {
    try await answer(with: context.requireID(), context.requirePerson())
  }

  private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
    let (id, person) = try await allowed(.answer, context)
    var fields = try await JSONFields(request)
    let text = try fields.requiredString("text")
    try fields.finish()
    _ = try await desks.inquiries.answer(id, text, by: person)
    return try await answer(with: id, person)
  }

  private func route(_ request: Request, _ context: WebContext) async throws -> Response {
    let (id, person) = try await allowed(.route, context)
    var fields = try await JSONFields(request)
    let partner = try fields.string("partner")
    let type = try fields.string("appointmentType")
    let toDo = try fields.string("toDo")
    let text = try fields.string("text")
    try fields.finish()
    let named: [(String, Inquiry.Destination?)] = [
      ("partner", partner.map { .partner($0) }), ("appointmentType", type.map { .type($0) }),
      ("toDo", toDo.map { .toDo($0) }),
    ]
    let given = named.compactMap { name, destination in destination.map { (name, $0) } }
    guard let first = given.first else { throw Problem(field: "/partner", .missing) }
    if given.count > 1 { throw Problem(field: "/\(given[1].0)", .notAllowed) }
    _ = try await desks.inquiries.route(id, to: first.1, words: text, by: person)
    return try await answer(with: id, person)
  }

  private func setGap(_ request: Request, _ context: WebContext) async throws -> Response {
    let (id, person) = try await allowed(.setGap, context)
    var fields = try await JSONFields(request)
    let isGap = try fields.requiredBool("gap")
    try fields.finish()
    _ = try await desks.inquiries.setGap(id, isGap, by: person)
    return try await answer(with: id, person)
  }

  /// 404 comes before 403 before what is wrong with the body.
  private func allowed(
    _ action: Access.InquiryAction, _ context: WebContext
  ) async throws -> (ID<Inquiry>, Person) {
    let person = try context.requirePerson()
    let id: ID<Inquiry> = try context.requireID()
    let view = try await desks.inquiries.inquiry(id, for: person)
    guard Access.may(action, with: view.inquiry, person) else { throw RequestProblem.forbidden }
    return (id, person)
  }

  private func answer(with id: ID<Inquiry>, _ person: Person) async throws -> Response {
    let view = try await desks.inquiries.inquiry(id, for: person)
    let zone = try view.catalogue.zone(named: nil)
    return try JSONAnswer.response(InquiryAnswer(view.waiting, zone: zone))
  }
}

/// What who asks gets: they know the rest.
private struct AskedAnswer: Encodable {
  let id: String
  let state: String
  let askedAt: String

  init(_ inquiry: Inquiry, zone: Zone) {
    (id, state) = (inquiry.id.description, inquiry.stage.rawValue)
    askedAt = zone.rfc3339(inquiry.askedAt)
  }
}

/// A question as those see it who deal with it.
private struct InquiryAnswer: Encodable {
  let id: String
  /// Null once forgotten.
  let text: String?
  let email: String?
  let language: String
  let page: String?
  let askedAt: String
  let state: String
  let stateSince: String
  /// Keys of where it was sent, or of the partner that answered.
  let partner: String?
  let appointmentType: String?
  let toDo: String?
  let daysOpen: Int
  let isLate: Bool
  let gap: Bool

  init(_ waiting: InquiryDesk.Waiting, zone: Zone) {
    let inquiry = waiting.inquiry
    let isKept = inquiry.forgottenAt == nil
    id = inquiry.id.description
    text = isKept ? inquiry.text : nil
    email = isKept ? inquiry.email : nil
    (language, page) = (inquiry.language.rawValue, inquiry.page)
    (askedAt, state) = (zone.rfc3339(inquiry.askedAt), inquiry.stage.rawValue)
    partner = inquiry.partner
    switch inquiry.state {
    case .open(let since): (stateSince, appointmentType, toDo) = (zone.rfc3339(since), nil, nil)
    case .routed(let destination, let at, _):
      stateSince = zone.rfc3339(at)
      if case .type(let key) = destination { appointmentType = key } else { appointmentType = nil }
      if case .toDo(let key) = destination { toDo = key } else { toDo = nil }
    case .answered(let at, _), .closed(let at, _):
      (stateSince, appointmentType, toDo) = (zone.rfc3339(at), nil, nil)
    }
    daysOpen = waiting.age.days
    (isLate, gap) = (waiting.isLate, inquiry.isGap)
  }
}
