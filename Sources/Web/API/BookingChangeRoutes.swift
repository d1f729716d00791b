import CivilTime
import Hummingbird
import Operations
import Scheduling

/// What happens to a booking afterwards: move, cancel, confirm, decline, attendance.
///
/// Repeating a change that was already made answers 200 with the booking as it is.
struct BookingChangeRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.put, "/api/v1/bookings/{id}/time") { try await move($0, $1) },
      Route(.post, "/api/v1/bookings/{id}/cancellation") { request, context in
        try await change(request, context, action: .cancel) {
          try await desks.bookings.cancel($0, revision: $1, by: $2)
        }
      },
      Route(.post, "/api/v1/bookings/{id}/confirmation") { request, context in
        try await change(request, context, action: .confirm) {
          try await desks.bookings.confirm($0, revision: $1, by: $2)
        }
      },
      Route(.post, "/api/v1/bookings/{id}/decline") { request, context in
        try await change(request, context, action: .decline) {
          try await desks.bookings.decline($0, revision: $1, by: $2)
        }
      },
      Route(.post, "/api/v1/bookings/{id}/attendance") { try await recordAttendance($0, $1) },
    ]
  }

  private func move(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await allowed(.move, context, person)
    guard let condition = EntityTags(.ifMatch, in: request) else {
      throw Problem(.preconditionRequired, "precondition-required")
    }
    let revision = try Self.check(condition, view.booking)
    var fields = try await JSONFields(request)
    let start = try fields.requiredInstant("start")
    try fields.finish()
    return try await answer(request, person, view.zone) {
      try await desks.bookings.move(view.booking.id, to: start, revision: revision, by: $0)
    }
  }

  private func recordAttendance(
    _ request: Request, _ context: WebContext
  ) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await allowed(.recordAttendance, context, person)
    let revision = try EntityTags(.ifMatch, in: request).flatMap {
      try Self.check($0, view.booking)
    }
    var fields = try await JSONFields(request)
    let attended = try fields.requiredBool("attended")
    try fields.finish()
    return try await answer(request, person, view.zone) {
      try await desks.bookings.recordAttendance(
        view.booking.id, attended: attended, revision: revision, by: $0)
    }
  }

  /// A change without fields of its own.
  private func change(
    _ request: Request, _ context: WebContext, action: Access.BookingAction,
    _ operation: (ID<Booking>, Int?, Actor) async throws -> BookingView
  ) async throws -> Response {
    let person = try context.requirePerson()
    let view = try await allowed(action, context, person)
    let revision = try EntityTags(.ifMatch, in: request).flatMap {
      try Self.check($0, view.booking)
    }
    try await JSONFields(request, isOptional: true).finish()
    return try await answer(request, person, view.zone) {
      try await operation(view.booking.id, revision, $0)
    }
  }

  /// The booking, where the person may do this with it: 404 comes before 403 before the rest.
  private func allowed(
    _ action: Access.BookingAction, _ context: WebContext, _ person: Person
  ) async throws -> BookingView {
    let view = try await desks.appointments.appointment(
      context.requireID(), for: .person(person))
    let relations = Access.relations(of: person, to: view.booking, catalogue: view.catalogue)
    guard !relations.isDisjoint(with: Access.allowed(action)) else {
      throw RequestProblem.forbidden
    }
    return view
  }

  /// The revision that must still hold when the change is made; nil where any will do.
  private static func check(_ condition: EntityTags, _ booking: Booking) throws -> Int? {
    guard condition.matchesStrongly(String(booking.revision)) else {
      throw RequestProblem.stale(current: booking.revision)
    }
    return condition == .any ? nil : booking.revision
  }

  private func answer(
    _ request: Request, _ person: Person, _ zone: Zone,
    _ operation: (Actor) async throws -> BookingView
  ) async throws -> Response {
    do {
      return try JSONAnswer.response(
        await operation(.person(person)), reader: person, request)
    } catch let refusal as Refusal {
      throw Problem(refusal, language: .accepted(by: request), zone: zone)
    }
  }
}
