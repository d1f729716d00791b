import CivilTime
import Hummingbird
import Operations
import Scheduling

/// Another moment for the same appointment: choose it, then confirm it.
struct MovePage: Page {
  let title: String
  let heading: Markup
  let current: String
  let backHref: String
  /// Until a moment is chosen.
  let picker: DayPicker?
  let chosen: String?
  let refusal: Alternatives?
  let formHref: String
  let otherHref: String
  let start: String
  let revision: String
  let csrf: String

  static func show(_ visit: Visit) async throws -> Response {
    let view = try await visit.appointment()
    if let start = visit.query["start"].flatMap({ Instant(rfc3339: $0) }) {
      return visit.answer(MovePage(view, visit, start: start, picker: nil))
    }
    return visit.answer(
      MovePage(view, visit, start: nil, picker: try await Self.picker(view, visit)))
  }

  static func move(_ visit: Visit) async throws -> Response {
    let view = try await visit.appointment()
    let id = view.booking.id
    guard let start = visit.form["start"].flatMap({ Instant(rfc3339: $0) }) else {
      throw RequestProblem.invalid(field: "/start", .malformed)
    }
    guard let revision = visit.form["revision"].flatMap({ Int($0) }) else {
      throw RequestProblem.invalid(field: "/revision", .missing)
    }
    do {
      _ = try await visit.desks.bookings.move(
        id, to: start, revision: revision, by: .person(try visit.signedIn()))
    } catch let refusal as Refusal where refusal.isAboutTheMoment {
      let page = MovePage(view, visit, start: start, picker: nil, refusal: refusal)
      return visit.answer(page, status: .conflict)
    } catch {
      return try await visit.answer(changing: id, failedBy: error)
    }
    return visit.redirect(
      to: visit.path(.appointments, id.description) + QueryText([("done", "moved")]).text)
  }

  private static func picker(_ view: BookingView, _ visit: Visit) async throws -> DayPicker {
    let path = visit.path(.appointments, view.booking.id.description, .move)
    let isChosen = view.entry.type.assignment == .chosen
    return try await DayPicker.make(
      DayPickerQuestion(
        entry: view.entry, minutes: view.booking.minutes, place: view.booking.place,
        adviser: isChosen ? view.booking.advisers.first?.description : nil,
        choosesAdviser: false, path: path, query: QueryText()
      ) { slot, _ in path + QueryText([("start", slot.span.start.utcText)]).text },
      visit: visit)
  }

  private init(
    _ view: BookingView, _ visit: Visit, start: Instant?, picker: DayPicker?,
    refusal: Refusal? = nil
  ) {
    let id = view.booking.id.description
    let path = visit.path(.appointments, id, .move)
    title = visit.text("move.title")
    heading = visit.content(view.entry.type.name)
    current = visit.dates.span(view.booking.span, in: view.zone)
    backHref = visit.path(.appointments, id)
    self.picker = picker
    chosen = start.flatMap { TimeSpan(from: $0, minutes: view.booking.minutes) }
      .map { visit.dates.span($0, in: view.zone) }
    self.refusal = refusal.map {
      Alternatives($0, zone: view.zone, visit: visit) {
        path + QueryText([("start", $0.span.start.utcText)]).text
      }
    }
    formHref = path
    otherHref = path
    self.start = start?.utcText ?? ""
    revision = String(view.booking.revision)
    csrf = visit.formToken
  }
}

extension Refusal {
  /// Whether another moment might do.
  var isAboutTheMoment: Bool {
    if case .slot = self { true } else { false }
  }
}

/// One button to cancel with.
struct CancelPage: Page {
  let title: String
  let heading: Markup
  let current: String
  let backHref: String
  /// Set where it is too late or already over.
  let refusal: String?
  let formHref: String
  let revision: String
  let csrf: String

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(CancelPage(try await visit.appointment(), visit))
  }

  static func cancel(_ visit: Visit) async throws -> Response {
    let view = try await visit.appointment()
    let id = view.booking.id
    do {
      _ = try await visit.desks.bookings.cancel(
        id, revision: visit.form["revision"].flatMap { Int($0) },
        by: .person(try visit.signedIn()))
    } catch {
      return try await visit.answer(changing: id, failedBy: error)
    }
    return visit.redirect(
      to: visit.path(.appointments, id.description) + QueryText([("done", "cancelled")]).text)
  }

  private init(_ view: BookingView, _ visit: Visit) {
    let id = view.booking.id.description
    title = visit.text("cancel.title")
    heading = visit.content(view.entry.type.name)
    current = visit.dates.span(view.booking.span, in: view.zone)
    backHref = visit.path(.appointments, id)
    let deadline = visit.deadline(view.entry.type.change?.cancelUntil, view)
    if !view.isChangeable(at: visit.now) {
      refusal = visit.text("cancel.over")
    } else if let deadline, deadline < visit.now {
      refusal = visit.until("cancel", deadline, view.zone)
    } else {
      refusal = nil
    }
    formHref = visit.path(.appointments, id, .cancel)
    revision = String(view.booking.revision)
    csrf = visit.formToken
  }
}
