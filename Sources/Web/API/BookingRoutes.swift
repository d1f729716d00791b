import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `/api/v1/bookings`: booking, and reading what one may see.
struct BookingRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/bookings") { try await book($0, $1) },
      Route(.get, "/api/v1/bookings") { try await list($0, $1) },
      Route(.get, "/api/v1/bookings/{id}") { try await one($0, $1) },
    ]
  }

  private func book(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    var fields = try await JSONFields(request)
    var wish = try BookingWish(moment: &fields)
    wish.hold = try fields.id("hold")
    wish.toDo = try fields.id("toDo")
    wish.starter = try fields.string("starter")
    wish.answers = try fields.texts("answers")
    wish.note = try fields.string("note")
    try fields.finish()
    let answers = try await KeptAnswers(
      request, route: "POST /api/v1/bookings", person: person,
      zone: try await desks.zone(ofType: wish.type))
    let language = answers.language
    return try await answers.response(
      answer: { view in
        try CreatedAnswer(
          BookingAnswer(view, reader: person, language: language),
          tag: String(view.booking.revision))
      },
      { [wish] in try await desks.bookings.book(wish, by: .person(person), keeping: $0) })
  }

  private func one(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await desks.appointments.appointment(
      context.requireID(), for: .person(person))
    return try JSONAnswer.response(view, reader: person, request)
  }

  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let query = QueryFields(request)
    let zone = try await desks.oversight.catalogue().zone(named: nil)
    let page = try PageQuery(query)
    let from = try query.instant("from", in: zone)
    let until = try query.instant("until", in: zone)
    if let from, let until, until <= from { throw Problem(field: "/until", .notAllowed) }
    let found = try await desks.appointments.list(
      .visible, for: person, from: from, until: until, states: try Self.states(query),
      after: try page.cursor.map(Self.cursor), limit: page.limit)
    let language = Language.accepted(by: request)
    return try JSONAnswer.response(
      ListPage(
        found.views.map { BookingAnswer($0, reader: person, language: language) },
        next: found.next?.text))
  }

  private static let stateNames: Set<String> = [
    "requested", "confirmed", "cancelled", "declined", "attended", "noShow",
  ]

  /// One state, or several with commas.
  private static func states(_ query: QueryFields) throws(Problem) -> [String] {
    let names = (query.text("state") ?? "").split(separator: ",").map { String($0) }
    guard names.allSatisfy(stateNames.contains) else { throw Problem(field: "/state", .notOffered) }
    return names
  }

  private static func cursor(_ text: String) throws(Problem) -> AppointmentsDesk.Cursor {
    guard let cursor = AppointmentsDesk.Cursor(text) else {
      throw Problem(field: "/cursor", .malformed)
    }
    return cursor
  }
}

extension JSONAnswer {
  /// A booking, with its revision as the tag.
  static func response(
    _ view: BookingView, reader: Person, _ request: Request
  ) throws -> Response {
    try response(
      BookingAnswer(view, reader: reader, language: .accepted(by: request)),
      tag: String(view.booking.revision))
  }
}
