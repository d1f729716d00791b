import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One appointment: what it is, how it stands, and what can be done with it.
struct AppointmentPage: Page {
  struct Action: Sendable {
    let action: String
    let label: String
    let isMain: Bool
  }

  struct Answer: Sendable {
    let question: Markup
    let answer: Markup
  }

  let title: String
  let heading: Markup
  let state: String
  let stateName: String
  let stateSentence: String?
  /// What was just done.
  let done: String?
  let problem: String?
  let facts: [Fact]
  let joinHref: String?
  let answers: [Answer]
  let hasAnswers: Bool
  let note: String?
  let moveHref: String?
  let moveUntil: String?
  let cancelHref: String?
  let cancelUntil: String?
  let actions: [Action]
  let formHref: String
  let revision: String
  let csrf: String
  /// While it lies ahead: who keeps something else needs no file.
  let fileHref: String?
  let feedsHref: String
  let backHref: String
  let backLabel: String

  /// What a page can say was just done; anything else in the address is ignored.
  static let deeds = [
    "booked", "moved", "cancelled", "confirmed", "declined", "attended", "noShow",
  ]

  static func show(_ visit: Visit) async throws -> Response {
    let view = try await visit.appointment()
    return visit.answer(AppointmentPage(view, visit))
  }

  static func change(_ visit: Visit) async throws -> Response {
    let before = try await visit.appointment()
    let (id, actor) = (before.booking.id, Actor.person(try visit.signedIn()))
    let revision = visit.form["revision"].flatMap { Int($0) }
    let bookings = visit.desks.bookings
    do {
      let after =
        switch visit.form["action"] {
        case "confirm": try await bookings.confirm(id, revision: revision, by: actor)
        case "decline": try await bookings.decline(id, revision: revision, by: actor)
        case "attended":
          try await bookings.recordAttendance(id, attended: true, revision: revision, by: actor)
        case "no-show":
          try await bookings.recordAttendance(id, attended: false, revision: revision, by: actor)
        default: throw RequestProblem.invalid(field: "/action", .unknown)
        }
      return visit.redirect(
        to: visit.path(.appointments, id.description)
          + QueryText([("done", after.booking.state.name)]).text)
    } catch {
      return try await visit.answer(changing: id, failedBy: error)
    }
  }
}

extension AppointmentPage {
  init(_ view: BookingView, _ visit: Visit, problem: String? = nil) {
    let booking = view.booking
    let id = booking.id.description
    title =
      "\(view.entry.type.name[visit.language]), \(visit.dates.span(booking.span, in: view.zone))"
    heading = visit.content(view.entry.type.name)
    state = visit.texts(.bookingState(booking.state.name))
    stateName = booking.state.name
    stateSentence = Self.sentence(view, visit)
    done = visit.query["done"].flatMap { deed in
      Self.deeds.contains(deed) && problem == nil ? visit.text(Self.key(deed, view)) : nil
    }
    self.problem = problem
    facts = visit.facts(view)
    joinHref = booking.place == .online && booking.isLive ? view.entry.type.url : nil
    answers = Self.answers(booking.answers, to: view.entry.type, visit)
    hasAnswers = !answers.isEmpty
    note = booking.note
    let isAhead = view.isChangeable(at: visit.now)
    let change = view.entry.type.change
    let (move, cancel) = (
      visit.deadline(change?.moveUntil, view), visit.deadline(change?.cancelUntil, view)
    )
    func canStill(_ deadline: Instant?) -> Bool {
      isAhead && deadline.map { visit.now <= $0 } ?? true
    }
    moveHref = canStill(move) ? visit.path(.appointments, id, .move) : nil
    cancelHref = canStill(cancel) ? visit.path(.appointments, id, .cancel) : nil
    moveUntil = isAhead ? move.map { visit.until("move", $0, view.zone) } : nil
    cancelUntil = isAhead ? cancel.map { visit.until("cancel", $0, view.zone) } : nil
    actions = Self.actions(view, visit)
    formHref = visit.path(.appointments, id)
    revision = String(booking.revision)
    csrf = visit.formToken
    fileHref = isAhead ? visit.path(.appointments, id, .calendarFile) : nil
    feedsHref = visit.path(.feeds)
    let list: SitePath =
      booking.participants.contains { $0.person == visit.person?.id }
      ? .appointments : .advising
    backHref = visit.path(list)
    backLabel = visit.text("nav.\(list.rawValue)")
  }

  private static func key(_ deed: String, _ view: BookingView) -> String {
    if deed == "booked", case .requested = view.booking.state { return "done.requested" }
    return "done.\(deed)"
  }

  private static func sentence(_ view: BookingView, _ visit: Visit) -> String? {
    guard case .requested(let until) = view.booking.state else { return nil }
    return visit.text(
      "appointment.waits",
      [
        "partner": view.entry.partner.name[visit.language],
        "moment": visit.dates.moment(view.zone.local(until)),
      ])
  }

  /// What the starter answered beforehand, in the order asked.
  static func answers(
    _ answers: [String: String], to type: AppointmentType, _ visit: Visit
  ) -> [Answer] {
    (type.questions ?? []).compactMap { question in
      guard let answer = answers[question.key] else { return nil }
      return Answer(
        question: visit.content(question.text),
        answer: answerText(answer, to: question, visit))
    }
  }

  private static func answerText(
    _ answer: String, to question: AppointmentType.Question, _ visit: Visit
  ) -> Markup {
    switch question.kind {
    case .yesNo: .text(visit.text("answer.\(answer)"))
    case .one: visit.content((question.options ?? []).label(of: answer))
    case .text, .longText: visit.words(answer)
    case .number: .text(answer)
    }
  }

  static func actions(_ view: BookingView, _ visit: Visit) -> [Action] {
    guard let person = visit.person else { return [] }
    let relations = Access.relations(of: person, to: view.booking, catalogue: view.catalogue)
    func may(_ action: Access.BookingAction) -> Bool {
      !relations.isDisjoint(with: Access.allowed(action))
    }
    let hasStarted = view.booking.span.start <= visit.now
    var actions: [Action] = []
    switch view.booking.state {
    case .requested(let until) where visit.now < until:
      if may(.confirm) {
        actions.append(
          Action(action: "confirm", label: visit.text("action.confirm"), isMain: true))
      }
      if may(.decline) {
        actions.append(
          Action(action: "decline", label: visit.text("action.decline"), isMain: false))
      }
    case .confirmed where hasStarted, .attended, .noShow:
      guard may(.recordAttendance) else { break }
      if case .attended = view.booking.state {
      } else {
        actions.append(
          Action(action: "attended", label: visit.text("action.attended"), isMain: true))
      }
      if case .noShow = view.booking.state {
      } else {
        actions.append(
          Action(action: "no-show", label: visit.text("action.no-show"), isMain: false))
      }
    case .requested, .confirmed, .cancelled, .declined: break
    }
    return actions
  }
}

extension BookingView {
  /// Whether it lies ahead and stands, so that it can be moved or cancelled at all.
  func isChangeable(at now: Instant) -> Bool {
    guard now < booking.span.start else { return false }
    switch booking.state {
    case .requested(let until): return now < until
    case .confirmed: return true
    case .cancelled, .declined, .attended, .noShow: return false
    }
  }
}

extension Visit {
  /// The appointment of the address, for whoever is signed in.
  func appointment() async throws -> BookingView {
    let person = try signedIn()
    return try await desks.appointments.appointment(appointmentID(), for: .person(person))
  }

  func appointmentID() throws -> ID<Booking> {
    guard let id = ID<Booking>(try parameter("appointment")) else { throw RequestProblem.unknown }
    return id
  }

  /// “Verplaatsen kan tot …”, or that it is too late.
  func until(_ deed: String, _ deadline: Instant, _ zone: Zone) -> String {
    text(
      "appointment.\(deed)-\(now <= deadline ? "until" : "late")",
      ["moment": dates.moment(zone.local(deadline))])
  }

  /// The appointment as it stands now, with what went wrong in words.
  func answer(changing id: ID<Booking>, failedBy error: any Error) async throws -> Response {
    let view = try await desks.appointments.appointment(id, for: .person(try signedIn()))
    switch error {
    case RequestProblem.stale:
      return answer(
        AppointmentPage(view, self, problem: text("appointment.stale")),
        status: .preconditionFailed)
    case let refusal as Refusal:
      let sentence = RefusalText(texts, zone: view.zone).sentence(refusal)
      return answer(AppointmentPage(view, self, problem: sentence), status: .conflict)
    default: throw error
    }
  }
}
