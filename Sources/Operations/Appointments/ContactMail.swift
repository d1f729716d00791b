import CivilTime
import Scheduling

/// Which mails a request promises, and to whom. Every mail to somebody who answers bears a link of
/// its own, because only its hash is kept.
struct ContactMail {
  let transaction: any WriteTransaction
  let catalogue: CatalogueSnapshot
  let setting: Setting
  let now: Instant

  /// An address with the account behind it, where there is one.
  private struct Recipient {
    let email: String
    let person: Person?

    var language: Language { person?.language ?? .dutch }
  }

  /// Whether anybody at the partner can be asked.
  func reachesPartner(_ request: ContactRequest) throws -> Bool {
    try !partner(request).isEmpty
  }

  func asked(_ request: ContactRequest) throws {
    try tellPartner(.contactRequested, request)
    try tellStarter(.contactRequested, request)
  }

  func reminded(_ request: ContactRequest) throws { try tellPartner(.contactReminder, request) }

  func passed(_ request: ContactRequest) throws {
    for recipient in try team() {
      try tell(
        recipient, .contactPassed, request, for: .adviser,
        link: try link(request, .team, recipient))
    }
    try tellStarter(.contactPassed, request)
  }

  /// The starter hears of an answer, the partner that it need not answer any more.
  func closed(_ request: ContactRequest, _ kind: OutboxMessage.Kind) throws {
    if kind == .contactWithdrawn {
      try tellPartner(kind, request)
    } else {
      try tellStarter(kind, request)
    }
  }

  private func tellPartner(_ kind: OutboxMessage.Kind, _ request: ContactRequest) throws {
    for recipient in try partner(request) {
      try tell(
        recipient, kind, request, for: .adviser, link: try link(request, .partner, recipient))
    }
  }

  private func tellStarter(_ kind: OutboxMessage.Kind, _ request: ContactRequest) throws {
    guard let person = try transaction.person(request.person), let email = person.email else {
      return
    }
    let path: String
    if case .referred(_, _, let type, _) = request.state {
      path = SitePath.types.path(person.language, type)
    } else {
      path = SitePath.contact.path(person.language, request.id.description)
    }
    try tell(
      Recipient(email: email, person: person), kind, request, for: .starter,
      link: setting.publicURL + path)
  }

  private func tell(
    _ recipient: Recipient, _ kind: OutboxMessage.Kind, _ request: ContactRequest,
    for reader: OutboxMessage.Reader, link: String
  ) throws {
    var facts = [
      "for": reader.rawValue, "request": request.id.description, "type": request.type,
      "partner": request.partner, "zone": request.zone, "link": link,
      "moments": request.moments.map(\.start.utcText).joined(separator: " "),
    ]
    if case .waiting(let until) = request.state { facts["until"] = until.utcText }
    if case .referred(_, _, let type, _) = request.state { facts["other"] = type }
    facts["message"] = request.state.message
    try transaction.enqueue(
      OutboxMessage(
        id: .random(), kind: kind, recipient: recipient.email, language: recipient.language,
        facts: facts, createdAt: now))
  }

  private func link(
    _ request: ContactRequest, _ holder: ContactLink.Holder, _ recipient: Recipient
  ) throws -> String {
    let secret = Secret.random()
    try transaction.insert(
      ContactLink(
        hash: secret.hash, request: request.id, holder: holder, person: recipient.person?.id),
      at: now)
    return setting.publicURL + SitePath.contact.path(recipient.language, secret.text)
  }

  /// The type's address, else the partner's, else every adviser of the type.
  private func partner(_ request: ContactRequest) throws -> [Recipient] {
    guard let entry = catalogue.type(request.type) else { return [] }
    let advisers = catalogue.advisers(of: entry)
    if let email = entry.type.email ?? entry.partner.email {
      let person = try transaction.person(email: email.lowercased())
      let isAdviser = advisers.contains { $0.person == person?.id }
      return [Recipient(email: email, person: isAdviser ? person : nil)]
    }
    let people = try transaction.people(Set(advisers.map(\.person)))
    return advisers.compactMap { adviser in
      guard let person = people[adviser.person], let email = person.email else { return nil }
      return Recipient(email: email, person: person)
    }
  }

  /// The organisation's address and every account of the team, each once.
  private func team() throws -> [Recipient] {
    var recipients = try transaction.people(with: .team).compactMap { person in
      person.email.map { Recipient(email: $0, person: person) }
    }
    if let email = catalogue.organisation.email,
      !recipients.contains(where: { $0.email == email.lowercased() })
    {
      recipients.append(Recipient(email: email, person: nil))
    }
    return recipients
  }
}
