import Hummingbird
import Operations
import Scheduling

/// The box in which anybody asks anything: in the foot of every page, and on a page of its own where
/// something in it needs mending.
struct AskForm: Sendable {
  let askHref: String
  let askCsrf: String
  /// The page it stands on, as far as it may be kept.
  let askedOn: String?
  /// Where the answer goes, for who is signed in; everybody else gives an address.
  let answerTo: String?
  let askTextValue: String
  let askTextError: String?
  let askEmailValue: String
  let askEmailError: String?
  let textLimit: Int

  init(_ visit: Visit, text: String? = nil, email: String? = nil) {
    askHref = visit.path(.ask)
    askCsrf = visit.formToken
    let page = visit.path == visit.path(.ask) ? visit.form["page"] : visit.path
    askedOn = page.flatMap { AskedPage($0, catalogue: visit.catalogue)?.path }
    answerTo = visit.person?.email.map { visit.text("ask.answer-to", ["email": $0]) }
    askTextValue = visit.path == askHref ? visit.form["text"] ?? "" : ""
    askEmailValue = visit.path == askHref ? visit.form["email"] ?? "" : ""
    (askTextError, askEmailError) = (text, email)
    textLimit = Inquiry.textLimit
  }

  /// Nil on the page of its own, which shows it in full, and on what a partner opens.
  static func inFoot(of visit: Visit) -> AskForm? {
    let own = visit.path(.ask)
    return visit.path == own || visit.path.hasPrefix(own + "/") ? nil : AskForm(visit)
  }
}

/// The box on a page of its own: with what was typed, and what is wrong with it.
struct AskPage: Page {
  let title: String
  let ask: AskForm
  let problem: String?

  static func show(_ visit: Visit) async throws -> Response {
    if visit.query["done"] == "asked" { return visit.answer(AskedThanksPage(visit)) }
    return visit.answer(AskPage(visit, AskForm(visit)))
  }

  /// What a robot fills in and nobody sees.
  private static let trap = "website"

  static func send(_ visit: Visit) async throws -> Response {
    let thanks = visit.path(.ask) + QueryText([("done", "asked")]).text
    // A robot learns nothing from the answer.
    guard visit.form[trap] == nil else { return visit.redirect(to: thanks) }
    do {
      _ = try await visit.desks.inquiries.ask(
        InquiryDesk.Wish(
          text: visit.form["text"] ?? "", email: visit.person == nil ? visit.form["email"] : nil,
          language: visit.language, page: visit.form["page"]), by: visit.person)
    } catch RequestProblem.invalid(let field, let fault) {
      let sentence = visit.texts(.fieldFault(fault))
      let form = AskForm(
        visit, text: field == "/text" ? sentence : nil, email: field == "/email" ? sentence : nil)
      return visit.answer(
        AskPage(visit, form, problem: visit.text("form.has-errors")),
        status: .unprocessableContent)
    } catch let refusal as Refusal {
      let sentence = RefusalText(visit.texts, zone: .utc).sentence(refusal)
      return visit.answer(AskPage(visit, AskForm(visit), problem: sentence), status: .conflict)
    }
    return visit.redirect(to: thanks)
  }

  private init(_ visit: Visit, _ form: AskForm, problem: String? = nil) {
    title = visit.text("ask.title")
    ask = form
    self.problem = problem
  }
}

/// What happens next, and when.
struct AskedThanksPage: Page {
  let title: String
  let homeHref: String
  let againHref: String
  let teamPhone: String?
  let teamPhoneHref: String?
  let teamEmail: String?

  init(_ visit: Visit) {
    let organisation = visit.catalogue.organisation
    title = visit.text("ask.thanks")
    homeHref = visit.path(.home)
    againHref = visit.path(.ask)
    teamPhone = organisation.phone
    teamPhoneHref = organisation.phone.map(Frame.phoneHref)
    teamEmail = organisation.email
  }
}
