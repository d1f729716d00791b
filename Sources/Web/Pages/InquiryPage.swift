import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One question: what was asked, what happened to it, and what can be done with it.
struct InquiryPage: Page {
  struct Step: Sendable {
    let at: String
    let sentence: String
    let words: String?
  }

  let title: String
  let backHref: String
  let done: String?
  let problem: String?
  let age: String
  let isLate: Bool
  let isTagged: Bool
  let stage: String
  let stageName: String
  /// Nil once it was forgotten.
  let question: String?
  let questionLanguage: String
  let facts: [Fact]
  let formHref: String
  let csrf: String
  let answerLanguage: String
  let textLimit: Int
  let canAnswer: Bool
  let answerValue: String
  let answerError: String?
  let routes: [InquiryRouting]
  let canReturn: Bool
  let canClose: Bool
  /// What the button does next: `set` or `unset`; nil where this person tags nothing.
  let gapChange: String?
  let gapLabel: String
  let canAct: Bool
  let steps: [Step]

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let view = try await visit.desks.inquiries.inquiry(try id(visit), for: person)
    return visit.answer(try InquiryPage(visit, view, person))
  }

  private enum Action: String {
    case answer, type, toDo, partner, gap, close, giveBack = "return"
  }

  /// One of the forms of the page.
  static func act(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let id = try id(visit)
    guard let action = visit.form["action"].flatMap(Action.init(rawValue:)) else {
      throw RequestProblem.invalid(field: "/action", .missing)
    }
    do {
      let done = try await act(visit, action, id, person)
      // What was given back is no longer this person's to see.
      guard action != .giveBack else {
        return visit.redirect(
          to: visit.path(.inquiries) + QueryText([("done", done)]).text)
      }
      return visit.redirect(
        to: visit.path(.inquiries, id.description) + QueryText([("done", done)]).text)
    } catch RequestProblem.invalid(_, let fault) {
      return try await again(
        visit, id, person, problem: visit.texts(.fieldFault(fault)), .unprocessableContent)
    } catch let refusal as Refusal {
      let sentence = RefusalText(visit.texts, zone: .utc).sentence(refusal)
      return try await again(visit, id, person, problem: sentence, .conflict)
    }
  }

  private static func act(
    _ visit: Visit, _ action: Action, _ id: ID<Inquiry>, _ person: Person
  ) async throws -> String {
    let desk = visit.desks.inquiries
    switch action {
    case .answer:
      _ = try await desk.answer(id, visit.form["text"] ?? "", by: person)
      return "answered"
    case .type, .toDo, .partner:
      // A list from which something was chosen counts before what was suggested.
      guard let key = visit.form["other"] ?? visit.form["choice"] else {
        throw RequestProblem.invalid(field: "/choice", .missing)
      }
      let destination: Inquiry.Destination =
        switch action {
        case .type: .type(key)
        case .toDo: .toDo(key)
        default: .partner(key)
        }
      _ = try await desk.route(id, to: destination, words: visit.form["words"], by: person)
      return "routed"
    case .gap:
      _ = try await desk.setGap(id, visit.form["gap"] == "set", by: person)
      return "gap"
    case .close:
      _ = try await desk.close(id, words: visit.form["words"], by: person)
      return "closed"
    case .giveBack:
      _ = try await desk.giveBack(id, words: visit.form["words"], by: person)
      return "returned"
    }
  }

  private static func again(
    _ visit: Visit, _ id: ID<Inquiry>, _ person: Person, problem: String,
    _ status: HTTPResponse.Status
  ) async throws -> Response {
    let view = try await visit.desks.inquiries.inquiry(id, for: person)
    return visit.answer(try InquiryPage(visit, view, person, problem: problem), status: status)
  }

  private static func id(_ visit: Visit) throws -> ID<Inquiry> {
    guard let id = ID<Inquiry>(try visit.parameter("inquiry")) else { throw RequestProblem.unknown }
    return id
  }

  private init(
    _ visit: Visit, _ view: InquiryDesk.View, _ person: Person, problem: String? = nil
  ) throws {
    let inquiry = view.inquiry
    let zone = try visit.catalogue.zone(named: nil)
    title = visit.text(
      "inquiry.heading", ["date": visit.dates.full(zone.date(inquiry.askedAt))])
    backHref = visit.path(.inquiries)
    done = visit.query["done"].flatMap { Self.doneKeys[$0] }.map { visit.text($0) }
    self.problem = problem
    age = try InquirySummary.age(view.waiting, visit)
    isLate = view.waiting.isLate
    isTagged = inquiry.isGap
    stage = visit.text(InquirySummary.key(inquiry.stage))
    stageName = inquiry.stage.rawValue
    question = inquiry.forgottenAt == nil ? inquiry.text : nil
    questionLanguage = inquiry.language.rawValue
    facts = Self.facts(view, visit, zone)
    formHref = visit.path(.inquiries, inquiry.id.description)
    csrf = visit.formToken
    answerLanguage = visit.text(
      "inquiry.answer-language",
      ["language": visit.text("language-name.\(inquiry.language.rawValue)")])
    textLimit = Inquiry.textLimit
    let isUnanswered = inquiry.stage != .answered && inquiry.stage != .closed
    func may(_ action: Access.InquiryAction) -> Bool {
      Access.may(action, with: inquiry, person) && inquiry.forgottenAt == nil
    }
    canAnswer = isUnanswered && may(.answer)
    answerValue = visit.form["action"] == "answer" ? visit.form["text"] ?? "" : ""
    answerError = visit.form["action"] == "answer" ? problem : nil
    routes = isUnanswered && may(.route) ? InquiryRouting.all(inquiry, visit) : []
    canReturn = inquiry.waitsFor != nil && may(.giveBack)
    canClose = isUnanswered && may(.close)
    gapChange = may(.setGap) ? (inquiry.isGap ? "unset" : "set") : nil
    gapLabel = visit.text(inquiry.isGap ? "inquiry.gap-unset" : "inquiry.gap-set")
    canAct = canAnswer || gapChange != nil
    steps = view.steps.map { Step($0, visit, zone) }
  }

  private static let doneKeys = [
    "answered": "inquiry.done.answered", "routed": "inquiry.done.routed",
    "gap": "inquiry.done.gap", "closed": "inquiry.done.closed",
  ]

  private static func facts(
    _ view: InquiryDesk.View, _ visit: Visit, _ zone: Zone
  ) -> [Fact] {
    let inquiry = view.inquiry
    var facts: [Fact] = []
    if inquiry.forgottenAt == nil {
      let address = Markup.escaped(inquiry.email)
      let asker = view.steps.first { $0.entry.verb == "asked" }?.actor
      let account = asker.map { person in
        ", " + Markup.escaped(visit.text("inquiry.asker-account", ["name": person.name]))
      }
      facts.append(
        Fact(
          label: visit.text("inquiry.asker"),
          value: Markup(html: "<a href=\"mailto:\(address)\">\(address)</a>\(account ?? "")")))
    }
    if let page = inquiry.page {
      let path = Markup.escaped(page)
      facts.append(
        Fact(
          label: visit.text("inquiry.page"),
          value: Markup(html: "<a href=\"\(path)\">\(path)</a>")))
    }
    return facts
  }
}

extension InquiryPage.Step {
  fileprivate init(_ step: InquiryDesk.Step, _ visit: Visit, _ zone: Zone) {
    at = visit.dates.moment(zone.local(step.entry.at))
    words = step.words
    let cause = step.entry.cause?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
    let place = cause.count == 2 ? Self.name(of: cause[0], key: cause[1], visit) : nil
    // By the mailed link nobody is signed in: then it was the partner.
    let who = step.actor.map { $0.name.isEmpty ? $0.email ?? "" : $0.name } ?? place ?? ""
    let isFromPartner = step.entry.verb != "routed" && step.actor != nil
    let name = isFromPartner ? place.map { "\(who) (\($0))" } ?? who : who
    sentence =
      Self.keys[step.entry.verb].map {
        visit.text($0, ["who": name, "where": place ?? ""])
      } ?? step.entry.verb
  }

  private static let keys = [
    "asked": "inquiry.step.asked", "answered": "inquiry.step.answered",
    "routed": "inquiry.step.routed", "returned": "inquiry.step.returned",
    "closed": "inquiry.step.closed", "tagged": "inquiry.step.tagged",
    "untagged": "inquiry.step.untagged", "forgotten": "inquiry.step.forgotten",
  ]

  private static func name(of kind: String, key: String, _ visit: Visit) -> String {
    let (catalogue, language) = (visit.catalogue, visit.language)
    return switch kind {
    case "partner": catalogue.partner(key)?.partner.name[language] ?? key
    case "type": catalogue.type(key)?.type.name[language] ?? key
    default: catalogue.toDo(key)?.title[language] ?? key
    }
  }
}

/// A form that sends a question on: what fits best to pick from, and the whole list.
struct InquiryRouting: Sendable {
  struct Choice: Sendable {
    let value: String
    let label: String
    let isSelected: Bool
  }

  /// Names the form and its fields.
  let routeAction: String
  let routeLabel: String
  let routeHint: String
  let routeField: String
  let routeSend: String
  let suggestions: [Choice]
  let hasSuggestions: Bool
  let others: [Choice]
  let isOpen: Bool
  let wordsValue: String

  static func all(_ inquiry: Inquiry, _ visit: Visit) -> [InquiryRouting] {
    let catalogue = visit.catalogue
    let best = InquirySuggestions(for: inquiry.text, in: catalogue)
    let today = visit.today
    func type(_ entry: CatalogueSnapshot.TypeEntry) -> (String, String) {
      (
        entry.type.key,
        visit.text(
          "offer.context",
          [
            "type": entry.type.name[visit.language],
            "partner": entry.partner.name[visit.language],
          ])
      )
    }
    func toDo(_ template: ToDoTemplate) -> (String, String) {
      (template.key, template.title[visit.language])
    }
    func partner(_ partner: Partner) -> (String, String) {
      (partner.key, partner.name[visit.language])
    }
    let toDos = catalogue.catalogue.toDos.filter { $0.isValid(on: today) }
    return [
      InquiryRouting(
        "type",
        [
          "inquiry.to-type", "inquiry.to-type-hint", "inquiry.to-type-field",
          "inquiry.to-type-send",
        ],
        best.types.map(type), catalogue.types.map(type), visit),
      InquiryRouting(
        "toDo",
        [
          "inquiry.to-step", "inquiry.to-step-hint", "inquiry.to-step-field",
          "inquiry.to-step-send",
        ],
        best.toDos.filter { $0.isValid(on: today) }.map(toDo), toDos.map(toDo), visit),
      InquiryRouting(
        "partner",
        [
          "inquiry.to-partner", "inquiry.to-partner-hint", "inquiry.to-partner-field",
          "inquiry.to-partner-send",
        ],
        best.partners.map(partner), catalogue.catalogue.partners.map(partner), visit),
    ]
  }

  private init(
    _ action: String, _ keys: [String], _ best: [(String, String)], _ all: [(String, String)],
    _ visit: Visit
  ) {
    let isSent = visit.form["action"] == action
    let chosen = isSent ? visit.form["choice"] : best.first?.0
    routeAction = action
    (routeLabel, routeHint) = (visit.text(keys[0]), visit.text(keys[1]))
    (routeField, routeSend) = (visit.text(keys[2]), visit.text(keys[3]))
    suggestions = best.map { Choice(value: $0.0, label: $0.1, isSelected: $0.0 == chosen) }
    hasSuggestions = !best.isEmpty
    others = all.map {
      Choice(value: $0.0, label: $0.1, isSelected: isSent && $0.0 == visit.form["other"])
    }
    isOpen = isSent
    wordsValue = isSent ? visit.form["words"] ?? "" : ""
  }
}
