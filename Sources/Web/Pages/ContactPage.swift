import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One request: the partner and the team answer it here, by account or by the mailed link; its
/// starter sees how it stands. Opening it changes nothing.
struct ContactPage: Page {
  struct Moment: Sendable {
    let value: String
    let label: String
    let isOver: Bool
    let isSelected: Bool
  }

  /// The forms of whoever may answer.
  struct Answering: Sendable {
    let choices: [Moment]
    let advisers: [TypePage.Choice]
    let choosesAdviser: Bool
    /// False where all moments have passed or nobody can come.
    let canAccept: Bool
    let hasNobody: Bool
    let typeChoices: [TypePage.Choice]
    let canRefer: Bool
    let messageValue: String
    let declines: Bool
    let answers: Bool
    let refers: Bool
  }

  let title: String
  let heading: Markup
  let state: String
  let stateName: String
  let stateSentence: String
  let done: String?
  let problem: String?
  /// The other moments that can be accepted, after a refusal.
  let freeMoments: [String]
  let hasFreeMoments: Bool
  let backHref: String?
  let backLabel: String
  let facts: [Fact]
  let moments: [Moment]
  let replies: [AppointmentPage.Answer]
  let hasReplies: Bool
  let note: String?
  let message: String?
  let answering: Answering?
  let formHref: String
  let csrf: String
  /// What the starter can still do.
  let withdrawLabel: String?
  let againHref: String?
  let typeHref: String?
  let appointmentHref: String?
  let isClosedLink: Bool

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(ContactPage(try await visit.desks.contacts.request(visit.contactKey()), visit))
  }

  static func answer(_ visit: Visit) async throws -> Response {
    let key = try visit.contactKey()
    let contacts = visit.desks.contacts
    let message = visit.form["message"]
    do {
      switch visit.form["action"] {
      case "accept":
        guard let moment = visit.form["moment"].flatMap({ Instant(rfc3339: $0) }) else {
          throw RequestProblem.invalid(field: "/moment", .missing)
        }
        _ = try await contacts.accept(key, moment: moment, adviser: visit.form["adviser"])
      case "decline": _ = try await contacts.decline(key, message: message)
      case "answer": _ = try await contacts.answer(key, message: message)
      case "refer":
        guard let type = visit.form["type"] else {
          throw RequestProblem.invalid(field: "/appointmentType", .missing)
        }
        _ = try await contacts.refer(key, to: type, message: message)
      case "withdraw":
        guard case .account(let id, let person) = key else { throw RequestProblem.forbidden }
        _ = try await contacts.withdraw(id, by: person)
      default: throw RequestProblem.invalid(field: "/action", .unknown)
      }
    } catch {
      return try await answer(key, failedBy: error, visit)
    }
    let done = visit.form["action"] == "withdraw" ? "gone" : "thanks"
    return visit.redirect(to: visit.path + QueryText([("done", done)]).text)
  }

  /// The request as it stands now, with what went wrong in words.
  private static func answer(
    _ key: ContactKey, failedBy error: any Error, _ visit: Visit
  ) async throws -> Response {
    let view = try await visit.desks.contacts.request(key)
    switch error {
    case RequestProblem.invalid(_, let fault):
      let page = ContactPage(view, visit, problem: visit.texts(.fieldFault(fault)))
      return visit.answer(page, status: .unprocessableContent)
    case let refusal as Refusal:
      let sentence = RefusalText(visit.texts, zone: view.zone).sentence(refusal)
      let page = ContactPage(view, visit, problem: sentence, free: refusal.alternatives)
      return visit.answer(page, status: .conflict)
    default: throw error
    }
  }
}

extension ContactPage {
  init(_ view: ContactView, _ visit: Visit, problem: String? = nil, free: [Slot] = []) {
    let (request, type) = (view.request, view.entry.type)
    title = visit.text("contact.title", ["type": type.name[visit.language]])
    heading = visit.content(type.name)
    state = visit.texts(.contactState(request.state.name))
    stateName = request.state.name
    stateSentence = Self.sentence(view, visit)
    let deeds = ["sent": "contact.sent", "thanks": "contact.thanks", "gone": "contact.gone"]
    done = problem == nil ? visit.query["done"].flatMap { deeds[$0] }.map { visit.text($0) } : nil
    self.problem = problem
    freeMoments = free.map { visit.dates.moment(view.zone.local($0.span.start)) }
    hasFreeMoments = !freeMoments.isEmpty
    facts = Self.facts(view, visit)
    moments = Self.moments(view, visit)
    replies = AppointmentPage.answers(request.answers, to: type, visit)
    hasReplies = !replies.isEmpty
    note = request.note
    message = request.state.message
    answering = request.isOpen && view.may(.accept) ? Answering(view, visit) : nil
    formHref = visit.path
    csrf = visit.formToken
    let isOwn = view.may(.withdraw)
    let isAtHome = visit.person != nil && (isOwn || visit.isContactOfAccount)
    let list: SitePath = isOwn ? .myPath : .advising
    backHref = isAtHome ? visit.path(list) : nil
    backLabel = visit.text("nav.\(list.rawValue)")
    withdrawLabel =
      isOwn && request.stands
      ? visit.text(request.isOpen ? "contact.withdraw" : "contact.withdraw-answered") : nil
    againHref =
      isOwn && Self.asksAgain(request)
      ? visit.path(.types, type.key, .ask)
        + QueryText([("toDo", request.toDo?.description)]).text : nil
    if isOwn, case .referred(_, _, let other, _) = request.state {
      typeHref = visit.path(.types, other)
    } else {
      typeHref = nil
    }
    appointmentHref =
      isAtHome ? view.booking.map { visit.path(.appointments, $0.id.description) } : nil
    isClosedLink = !request.isOpen && !isAtHome
  }

  private static func asksAgain(_ request: ContactRequest) -> Bool {
    switch request.state {
    case .declined, .withdrawn: true
    case .waiting, .passed, .accepted, .answered, .referred: false
    }
  }

  private static func sentence(_ view: ContactView, _ visit: Visit) -> String {
    let partner = ["partner": view.entry.partner.name[visit.language]]
    switch view.request.state {
    case .waiting(let until):
      return visit.text(
        "contact.until",
        partner.merging(["moment": visit.dates.deadline(until, in: view.zone)]) { $1 })
    case .passed: return visit.text("contact.is-passed", partner)
    case .accepted:
      let moment = view.booking.map { visit.dates.span($0.span, in: view.zone) }
      return visit.text("contact.is-accepted", ["moment": moment ?? ""])
    case .declined: return visit.text("contact.is-declined")
    case .answered: return visit.text("contact.is-answered", partner)
    case .referred(_, _, let other, _):
      let name = visit.catalogue.type(other)?.type.name[visit.language]
      return visit.text("contact.is-referred", ["type": name ?? other])
    case .withdrawn: return visit.text("contact.is-withdrawn")
    }
  }

  private static func facts(_ view: ContactView, _ visit: Visit) -> [Fact] {
    func fact(_ key: String, _ value: Markup) -> Fact {
      Fact(label: visit.text(key), value: value)
    }
    var facts: [Fact] = []
    if !view.may(.withdraw) {
      facts.append(fact("fact.starter", .text(view.starter.name)))
      if let email = view.starter.email, view.request.stands {
        let address = Markup.escaped(email)
        facts.append(
          fact("fact.email", Markup(html: "<a href=\"mailto:\(address)\">\(address)</a>")))
      }
    }
    facts += [
      fact("fact.partner", visit.content(view.entry.partner.name)),
      fact("fact.duration", .text(visit.texts(.minutes(view.request.minutes)))),
      fact("fact.place", .text(visit.placeText(view.request.place, entry: view.entry))),
    ]
    return facts
  }

  fileprivate static func moments(_ view: ContactView, _ visit: Visit) -> [Moment] {
    let ahead = view.request.moments.filter { visit.now < $0.start }
    let chosen = visit.form["moment"] ?? ahead.first?.start.utcText
    return view.request.moments.map { moment in
      Moment(
        value: moment.start.utcText, label: visit.dates.moment(view.zone.local(moment.start)),
        isOver: moment.start <= visit.now, isSelected: moment.start.utcText == chosen)
    }
  }
}

extension ContactPage.Answering {
  fileprivate init(_ view: ContactView, _ visit: Visit) {
    choices = ContactPage.moments(view, visit)
    let chosen =
      visit.form["adviser"].flatMap { visit.catalogue.adviser($0)?.person } ?? view.reader
    advisers = view.advisers.map {
      TypePage.Choice(
        value: $0.adviser.key, label: $0.adviser.name, isSelected: $0.person == chosen)
    }
    choosesAdviser = view.entry.type.assignment != .collective && advisers.count > 1
    hasNobody = advisers.isEmpty
    canAccept = !advisers.isEmpty && choices.contains { !$0.isOver }
    canRefer = view.may(.refer)
    typeChoices =
      canRefer
      ? visit.catalogue.types.filter { $0.type.key != view.request.type }.map { entry in
        TypePage.Choice(
          value: entry.type.key,
          label: visit.text(
            "offer.context",
            [
              "type": entry.type.name[visit.language],
              "partner": entry.partner.name[visit.language],
            ]),
          isSelected: entry.type.key == visit.form["type"])
      } : []
    messageValue = visit.form["message"] ?? ""
    let action = visit.form["action"]
    (declines, answers, refers) = (action == "decline", action == "answer", action == "refer")
  }
}

extension Visit {
  /// Whether the address names a request by its id, for whoever is signed in.
  var isContactOfAccount: Bool {
    parameters["key"].flatMap { ID<ContactRequest>($0) } != nil
  }

  /// By what the address leads to a request: an id is no secret, so it asks to sign in.
  func contactKey() throws -> ContactKey {
    let key = try parameter("key")
    guard let id = ID<ContactRequest>(key) else { return .link(Secret(presented: key)) }
    return .account(id, try signedIn())
  }
}
