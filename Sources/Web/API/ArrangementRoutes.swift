import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `/api/v1/arrangements`: what the caller arranged with a partner without this service.
struct ArrangementRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/arrangements") { try await arrange($0, $1) },
      Route(.delete, "/api/v1/arrangements/{id}") { try await takeBack($0, $1) },
    ]
  }

  private struct ArrangementAnswer: Encodable {
    let id: String
    let state: String
    let kind: String
    let appointmentType: String
    let partner: String
    let date: String?
    let toDo: String?

    init(_ arrangement: Arrangement) {
      id = arrangement.id.description
      (state, kind) = (arrangement.state.name, arrangement.kind.rawValue)
      (appointmentType, partner) = (arrangement.type, arrangement.partner)
      (date, toDo) = (arrangement.day?.iso8601, arrangement.toDo?.description)
    }
  }

  private func arrange(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    var fields = try await JSONFields(request)
    let wish = ArrangementDesk.Wish(
      type: try fields.requiredString("appointmentType"), toDo: try fields.id("toDo"),
      kind: try fields.name("kind", of: Arrangement.Kind.self) ?? .appointment,
      day: try fields.date("date"))
    try fields.finish()
    let answers = try await KeptAnswers(
      request, route: "POST /api/v1/arrangements", person: person,
      zone: try await desks.zone(ofType: wish.type))
    return try await answers.response(
      answer: { try CreatedAnswer(ArrangementAnswer($0)) },
      { try await desks.arrangements.arrange(wish, by: person, keeping: $0) })
  }

  private func takeBack(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    do {
      _ = try await desks.arrangements.takeBack(context.requireID(), by: person)
    } catch let refusal as Refusal {
      throw Problem(refusal, language: .accepted(by: request), zone: .utc)
    }
    return JSONAnswer.noContent
  }
}
