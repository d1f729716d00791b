import Hummingbird
import Operations
import Scheduling

/// What the link in a partner's mail opens: one field for an answer, without an account. Opening it
/// changes nothing.
struct InquiryLinkPage: Page {
  let title: String
  let lead: String
  /// How it ended, where the partner does not have it in hand any more; then nothing else is shown.
  let ended: String?
  let problem: String?
  let question: String?
  let questionLanguage: String
  let asker: String
  let askerHref: String
  let formHref: String
  let csrf: String
  let textLimit: Int
  let answerLanguage: String
  let answerValue: String
  let answerError: String?
  let wordsValue: String
  let isReturning: Bool

  static func show(_ visit: Visit) async throws -> Response { try await answer(visit) }

  static func act(_ visit: Visit) async throws -> Response {
    let link = Secret(presented: try visit.parameter("link"))
    do {
      switch visit.form["action"] {
      case "answer":
        _ = try await visit.desks.inquiries.answer(link: link, visit.form["text"] ?? "")
      case "return":
        _ = try await visit.desks.inquiries.giveBack(link: link, words: visit.form["words"])
      default: throw RequestProblem.invalid(field: "/action", .missing)
      }
    } catch RequestProblem.invalid(_, let fault) {
      return try await answer(
        visit, problem: visit.texts(.fieldFault(fault)), status: .unprocessableContent)
    } catch let refusal as Refusal {
      let sentence = RefusalText(visit.texts, zone: .utc).sentence(refusal)
      return try await answer(visit, problem: sentence, status: .conflict)
    }
    return visit.redirect(to: visit.path)
  }

  private static func answer(
    _ visit: Visit, problem: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let link = Secret(presented: try visit.parameter("link"))
    guard let view = try await visit.desks.inquiries.read(link: link) else {
      throw RequestProblem.unknown
    }
    return visit.answer(InquiryLinkPage(visit, view, problem: problem), status: status)
  }

  private init(_ visit: Visit, _ view: InquiryDesk.LinkView, problem: String?) {
    let inquiry = view.inquiry
    title = visit.text("inquiry-link.title")
    lead = visit.text(
      "inquiry-link.lead", ["partner": view.partner.name[visit.language]])
    ended = inquiry == nil ? visit.text(Self.key(view.stage)) : nil
    question = inquiry?.text
    questionLanguage = inquiry?.language.rawValue ?? ""
    asker = inquiry?.email ?? ""
    askerHref = "mailto:\(asker)"
    formHref = visit.path
    csrf = visit.formToken
    textLimit = Inquiry.textLimit
    answerLanguage =
      inquiry.map { inquiry in
        visit.text(
          "inquiry.answer-language",
          ["language": visit.text("language-name.\(inquiry.language.rawValue)")])
      } ?? ""
    answerValue = visit.form["text"] ?? ""
    wordsValue = visit.form["words"] ?? ""
    isReturning = visit.form["action"] == "return"
    answerError = isReturning ? nil : problem
    self.problem = problem
  }

  private static func key(_ stage: Inquiry.Stage) -> String {
    switch stage {
    case .open: "inquiry-link.ended.open"
    case .withPartner, .guided: "inquiry-link.ended.elsewhere"
    case .answered: "inquiry-link.ended.answered"
    case .closed: "inquiry-link.ended.closed"
    }
  }
}
