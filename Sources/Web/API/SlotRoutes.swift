import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `GET /api/v1/appointment-types/{id}/slots`: the moments that can be booked.
struct SlotRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [Route(.get, "/api/v1/appointment-types/{id}/slots") { try await slots($0, $1) }]
  }

  /// Which part of each slot is wanted; all where not said.
  private enum Fields: String { case times }

  private func slots(_ request: Request, _ context: WebContext) async throws -> Response {
    let fields = QueryFields(request)
    let isTimesOnly = try fields.name("fields", of: Fields.self) == .times
    let query = SlotDesk.Query(
      type: try context.parameters.require("id"),
      from: try JSONFields.require(fields.date("from"), "from"),
      until: try JSONFields.require(fields.date("until"), "until"), zone: fields.text("zone"),
      adviser: fields.text("adviser"), minutes: try fields.integer("minutes"),
      place: try fields.name("place", of: Place.self), explain: try fields.flag("explain"),
      isNaming: !isTimesOnly)
    let listing = try await desks.slots.slots(query, for: context.actor)
    let answer = SlotsAnswer(
      listing, language: .accepted(by: request), isTimesOnly: isTimesOnly)
    return JSONAnswer.response(bytes: answer.json())
  }
}
