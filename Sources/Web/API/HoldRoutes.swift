import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `POST /api/v1/holds` and `DELETE /api/v1/holds/{id}`: a moment kept while somebody decides.
struct HoldRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/holds") { try await create($0, $1) },
      Route(.delete, "/api/v1/holds/{id}") { try await release($0, $1) },
    ]
  }

  private struct HoldAnswer: Encodable {
    let id: String
    let until: String

    init(_ hold: Hold, zone: Zone) {
      (id, until) = (hold.id.description, zone.rfc3339(hold.until))
    }
  }

  private func create(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    var fields = try await JSONFields(request)
    let wish = try BookingWish(moment: &fields)
    try fields.finish()
    let zone = try await desks.zone(ofType: wish.type)
    let answers = try await KeptAnswers(
      request, route: "POST /api/v1/holds", person: person, zone: zone)
    return try await answers.response(
      answer: { try CreatedAnswer(HoldAnswer($0, zone: zone)) },
      { try await desks.bookings.hold(wish, for: .person(person), keeping: $0) })
  }

  private func release(_ request: Request, _ context: WebContext) async throws -> Response {
    let actor = try context.requireActor()
    try await desks.bookings.release(context.requireID(), by: actor)
    return JSONAnswer.noContent
  }
}

extension BookingWish {
  /// The fields that say which moment, the same for holding and booking.
  init(moment fields: inout JSONFields) throws(Problem) {
    self.init(
      type: try fields.requiredString("appointmentType"),
      start: try fields.requiredInstant("start"), minutes: try fields.integer("minutes"),
      place: try fields.name("place", of: Place.self), adviser: try fields.string("adviser"))
  }
}

extension Desks {
  /// The zone in which a type's times are told; the organisation's for an unknown one.
  func zone(ofType keyOrID: String) async throws -> Zone {
    let catalogue = try await oversight.catalogue()
    return try catalogue.type(keyOrID).map { try catalogue.zone(of: $0) }
      ?? catalogue.zone(named: nil)
  }
}

extension WebContext {
  /// The id in the path; what is no id is unknown.
  func requireID<Entity>(_ name: String = "id") throws -> ID<Entity> {
    guard let id = ID<Entity>(try parameters.require(name)) else { throw RequestProblem.unknown }
    return id
  }
}
