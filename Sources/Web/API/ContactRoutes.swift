import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `/api/v1/contact-requests`: offering moments to a partner, and answering.
///
/// Repeating an answer that was already given answers 200 with the request as it is.
struct ContactRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/contact-requests") { try await ask($0, $1) },
      Route(.get, "/api/v1/contact-requests") { try await list($0, $1) },
      Route(.get, "/api/v1/contact-requests/{id}") { try await one($0, $1) },
      Route(.post, "/api/v1/contact-requests/{id}/acceptance") { try await accept($0, $1) },
      Route(.post, "/api/v1/contact-requests/{id}/decline") { request, context in
        try await answer(request, context) { try await desks.contacts.decline($0, message: $1) }
      },
      Route(.post, "/api/v1/contact-requests/{id}/answer") { request, context in
        try await answer(request, context) { try await desks.contacts.answer($0, message: $1) }
      },
      Route(.post, "/api/v1/contact-requests/{id}/withdrawal") { try await withdraw($0, $1) },
    ]
  }

  private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    var fields = try await JSONFields(request)
    let wish = ContactWish(
      type: try fields.requiredString("appointmentType"),
      starts: try fields.requiredInstants("moments"), minutes: try fields.integer("minutes"),
      place: try fields.name("place", of: Place.self), toDo: try fields.id("toDo"),
      answers: try fields.texts("answers"), note: try fields.string("note"))
    try fields.finish()
    let answers = try await KeptAnswers(
      request, route: "POST /api/v1/contact-requests", person: person,
      zone: try await desks.zone(ofType: wish.type))
    let language = answers.language
    return try await answers.response(
      answer: { view in
        try CreatedAnswer(
          ContactAnswer(view, language: language), tag: String(view.request.revision))
      },
      { try await desks.contacts.ask(wish, by: person, keeping: $0) })
  }

  /// The caller's own, and those they answer, newest first.
  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let page = try PageQuery(QueryFields(request))
    let own = try await desks.contacts.own(of: person)
    let others = try await desks.contacts.answerable(by: person, openOnly: false)
    let known = Set(own.map(\.request.id))
    let all = (own + others.filter { !known.contains($0.request.id) }).sorted {
      ($0.request.createdAt, $0.request.id) > ($1.request.createdAt, $1.request.id)
    }
    let language = Language.accepted(by: request)
    return try JSONAnswer.response(
      ListPage(of: all.map { ContactAnswer($0, language: language) }, page) { $0.id })
  }

  private func one(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    return try Self.response(
      await desks.contacts.request(.account(context.requireID(), person)), request)
  }

  private func accept(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await desks.contacts.request(.account(context.requireID(), person))
    var fields = try await JSONFields(request)
    let moment = try fields.requiredInstant("moment")
    let adviser = try fields.string("adviser")
    try fields.finish()
    return try await explaining(view, request) {
      try await desks.contacts.accept(
        .account(view.request.id, person), moment: moment, adviser: adviser)
    }
  }

  private func answer(
    _ request: Request, _ context: WebContext,
    _ operation: (ContactKey, String?) async throws -> ContactView
  ) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await desks.contacts.request(.account(context.requireID(), person))
    var fields = try await JSONFields(request, isOptional: true)
    let message = try fields.string("message")
    try fields.finish()
    return try await explaining(view, request) {
      try await operation(.account(view.request.id, person), message)
    }
  }

  private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await desks.contacts.request(.account(context.requireID(), person))
    try await JSONFields(request, isOptional: true).finish()
    return try await explaining(view, request) {
      try await desks.contacts.withdraw(view.request.id, by: person)
    }
  }

  /// Refusals tell times in the zone of the request.
  private func explaining(
    _ view: ContactView, _ request: Request, _ operation: () async throws -> ContactView
  ) async throws -> Response {
    do {
      return try Self.response(await operation(), request)
    } catch let refusal as Refusal {
      throw Problem(refusal, language: .accepted(by: request), zone: view.zone)
    }
  }

  private static func response(_ view: ContactView, _ request: Request) throws -> Response {
    try JSONAnswer.response(
      ContactAnswer(view, language: .accepted(by: request)),
      tag: String(view.request.revision))
  }
}

/// A request as the contract shows it.
struct ContactAnswer: Encodable {
  struct Moment: Encodable {
    let start: String
    let end: String
  }

  let id: String
  let state: String
  let revision: Int
  /// Keys.
  let appointmentType: String
  let partner: String
  let zone: String
  let minutes: Int
  let place: String
  let moments: [Moment]
  /// Until when the partner answers, while it waits.
  let until: String?
  let starter: NamedAnswer
  let toDo: String?
  let answers: [String: String]
  let note: String?
  /// What was written with the answer.
  let message: String?
  let booking: String?
  /// The key of the type the team points to.
  let referredTo: String?
  let createdAt: String

  init(_ view: ContactView, language: Language) {
    let (request, zone) = (view.request, view.zone)
    id = request.id.description
    (state, revision) = (request.state.name, request.revision)
    (appointmentType, partner) = (request.type, request.partner)
    (self.zone, minutes, place) = (request.zone, request.minutes, request.place.rawValue)
    moments = request.moments.map {
      Moment(
        start: zone.rfc3339($0.start),
        end: zone.rfc3339($0.start.advanced(byMinutes: request.minutes)))
    }
    starter = NamedAnswer(id: view.starter.id.description, name: view.starter.name)
    toDo = request.toDo?.description
    (answers, note, message) = (request.answers, request.note, request.state.message)
    createdAt = zone.rfc3339(request.createdAt)
    switch request.state {
    case .waiting(let until):
      (self.until, booking, referredTo) = (zone.rfc3339(until), nil, nil)
    case .accepted(_, let id): (until, booking, referredTo) = (nil, id.description, nil)
    case .referred(_, _, let type, _): (until, booking, referredTo) = (nil, nil, type)
    case .passed, .declined, .answered, .withdrawn: (until, booking, referredTo) = (nil, nil, nil)
    }
  }
}
