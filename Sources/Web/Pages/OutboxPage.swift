import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The mail that waits to be sent, for an admin.
struct OutboxPage: Page {
  struct Message: Sendable {
    let subject: String
    let recipient: String
    let at: String
    let messageLanguage: String
    let paragraphs: [Markup]
  }

  let title: String
  let messages: [Message]
  let isEmpty: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let found = try await visit.desks.oversight.outbox(for: .person(person))
    return visit.answer(OutboxPage(visit, found))
  }

  private init(_ visit: Visit, _ outbox: [OutboxMessage]) {
    let zone = ZoneDatabase.system.zone(visit.catalogue.organisation.zone) ?? .utc
    title = visit.text("outbox.title")
    messages = outbox.map { message in
      let mail = MailText(
        message, catalogue: visit.catalogue, publicURL: visit.desks.setting.publicURL)
      return Message(
        subject: mail.subject, recipient: message.recipient,
        at: visit.dates.moment(zone.local(message.createdAt)),
        messageLanguage: mail.language.rawValue,
        paragraphs: mail.body.split(separator: "\n").map {
          Self.linked(String($0), publicURL: visit.desks.setting.publicURL)
        })
    }
    isEmpty = messages.isEmpty
  }

  /// A line of text whose addresses can be followed: ours only, not what people wrote.
  private static func linked(_ line: String, publicURL: String) -> Markup {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let text = Markup.escaped(String(word))
      let isLink = word.hasPrefix(publicURL + "/")
      return isLink ? "<a href=\"\(text)\">\(text)</a>" : text
    }
    return Markup(html: words.joined(separator: " "))
  }
}

/// How to call somebody.
struct NamePage: Page {
  let title: String
  let formHref: String
  let csrf: String
  let nameValue: String
  let nameError: String?
  let hasErrors: Bool
  let isSaved: Bool
  let email: String

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(NamePage(visit, try visit.signedIn(), error: nil))
  }

  static func save(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    do {
      _ = try await visit.desks.people.rename(person, to: visit.form["name"] ?? "")
      return visit.redirect(to: visit.path(.name) + QueryText([("done", "saved")]).text)
    } catch RequestProblem.invalid(_, let fault) {
      return visit.answer(
        NamePage(visit, person, error: visit.texts(.fieldFault(fault))),
        status: .unprocessableContent)
    }
  }

  private init(_ visit: Visit, _ person: Person, error: String?) {
    title = visit.text("name.title")
    formHref = visit.path(.name)
    csrf = visit.formToken
    nameValue = error == nil ? person.name : visit.form["name"] ?? ""
    nameError = error
    hasErrors = error != nil
    isSaved = visit.query["done"] == "saved"
    email = person.email ?? ""
  }
}
