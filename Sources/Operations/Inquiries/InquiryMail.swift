import CivilTime
import Scheduling

/// Which mails a step of a question promises, and to whom. People's own words stand in the mail and
/// nowhere else outside the pages of who deals with it.
struct InquiryMail {
  let transaction: any WriteTransaction
  let catalogue: CatalogueSnapshot
  let now: Instant

  /// Says what was asked, so that a wrong address is noticed.
  func received(_ inquiry: Inquiry) throws { try tellAsker(.inquiryReceived, inquiry) }

  func answered(_ inquiry: Inquiry, _ answer: String) throws {
    try tellAsker(
      .inquiryAnswered, inquiry,
      ["answer": answer, "partner": inquiry.partner].compactMapValues(\.self))
  }

  func guided(_ inquiry: Inquiry, to type: CatalogueSnapshot.TypeEntry, words: String?) throws {
    try tellAsker(.inquiryToType, inquiry, ["type": type.type.key, "words": words ?? ""])
  }

  func guided(_ inquiry: Inquiry, to toDo: ToDoTemplate, words: String?) throws {
    try tellAsker(.inquiryToStep, inquiry, ["toDo": toDo.key, "words": words ?? ""])
  }

  func closed(_ inquiry: Inquiry, words: String?) throws {
    try tellAsker(.inquiryClosed, inquiry, ["words": words ?? ""])
  }

  /// One link for all of the partner's that get it: whoever answers first has answered.
  func toPartner(
    _ inquiry: Inquiry, _ partner: Partner, words: String?, link: (Language) -> String
  ) throws {
    for recipient in try recipients(of: partner) {
      try send(
        .inquiryToPartner, to: recipient,
        [
          "question": inquiry.text, "asker": inquiry.email, "partner": partner.key,
          "words": words ?? "", "link": link(recipient.language),
        ])
    }
  }

  func returned(_ inquiry: Inquiry, from partner: String, words: String?) throws {
    for recipient in try team() {
      try send(
        .inquiryReturned, to: recipient,
        [
          "inquiry": inquiry.id.description, "question": inquiry.text, "partner": partner,
          "words": words ?? "",
        ])
    }
  }

  // MARK: Who gets it

  struct Recipient {
    let email: String
    let language: Language
  }

  /// The partner's own address, in Dutch; without one, every adviser's.
  func recipients(of partner: Partner) throws -> [Recipient] {
    if let email = partner.email { return [Recipient(email: email, language: .dutch)] }
    let ids = partner.advisers.compactMap { catalogue.adviser($0.key)?.person }
    return Self.recipients(ids, in: try transaction.people(Set(ids)))
  }

  /// The organisation's address; without one, the team's accounts.
  private func team() throws -> [Recipient] {
    if let email = catalogue.organisation.email {
      return [Recipient(email: email, language: .dutch)]
    }
    let people = try transaction.people(with: .team)
    return Self.recipients(
      people.map(\.id), in: Dictionary(people.map { ($0.id, $0) }, uniquingKeysWith: { $1 }))
  }

  private static func recipients(
    _ ids: [ID<Person>], in people: [ID<Person>: Person]
  ) -> [Recipient] {
    ids.compactMap { people[$0] }.compactMap { person in
      person.email.map { Recipient(email: $0, language: person.language) }
    }
  }

  private func tellAsker(
    _ kind: OutboxMessage.Kind, _ inquiry: Inquiry, _ facts: [String: String] = [:]
  ) throws {
    try send(
      kind, to: Recipient(email: inquiry.email, language: inquiry.language),
      facts.merging(["question": inquiry.text]) { $1 })
  }

  private func send(
    _ kind: OutboxMessage.Kind, to recipient: Recipient, _ facts: [String: String]
  ) throws {
    try transaction.enqueue(
      OutboxMessage(
        id: .random(), kind: kind, recipient: recipient.email, language: recipient.language,
        facts: facts, createdAt: now))
  }
}

/// The facts of a mail about a question, with names and addresses in place of keys.
struct InquiryMailFacts {
  let facts: [String: String]

  init(_ message: OutboxMessage, _ catalogue: CatalogueSnapshot, publicURL: String) {
    let (stored, language) = (message.facts, message.language)
    let organisation = catalogue.organisation
    var facts: [String: String] = [:]
    for name in ["question", "answer", "asker"] { facts[name] = stored[name] }
    // Words are left out where nobody wrote any, with their line.
    facts["words"] = stored["words"].map { $0.isEmpty ? "" : "\n\($0)" }
    let entry = stored["type"].flatMap { catalogue.type($0) }
    let partner = stored["partner"].flatMap { catalogue.partner($0)?.partner } ?? entry?.partner
    facts["partner"] = partner?.name[language] ?? organisation.name[language]
    facts["type"] = entry?.type.name[language] ?? stored["type"]
    facts["step"] = stored["toDo"].map { catalogue.toDo($0)?.title[language] ?? $0 }
    let contact = [organisation.phone, organisation.email].compactMap(\.self)
    facts["contact"] = contact.isEmpty ? publicURL : contact.joined(separator: ", ")
    facts["link"] =
      stored["link"]
      ?? stored["type"].map { publicURL + SitePath.types.path(language, $0) }
      ?? stored["toDo"].map { publicURL + SitePath.types.path(language) + "?toDo=\($0)" }
      ?? stored["inquiry"].map { publicURL + SitePath.inquiries.path(language, $0) }
    self.facts = facts
  }
}
