import CivilTime
import Scheduling

/// One step of a question inside a transaction: its row, its entry in the history, what was said.
struct InquiryStep {
  static let objectKind = "inquiry"

  let transaction: any WriteTransaction
  let catalogue: CatalogueSnapshot
  let now: Instant
  private let actor: ID<Person>?

  init(
    _ transaction: any WriteTransaction, _ catalogue: CatalogueSnapshot, by actor: ID<Person>?,
    at now: Instant
  ) {
    (self.transaction, self.catalogue, self.actor, self.now) = (transaction, catalogue, actor, now)
  }

  var mail: InquiryMail { InquiryMail(transaction: transaction, catalogue: catalogue, now: now) }

  var today: LocalDate {
    get throws { try catalogue.zone(named: nil).date(now) }
  }

  /// The history holds ids and keys only; words stand apart, so that they can be forgotten.
  func save(
    _ inquiry: Inquiry, verb: String, from: Inquiry.Stage?, cause: String? = nil,
    words: String? = nil
  ) throws {
    try transaction.save(inquiry)
    let entry = ActivityEntry(
      id: .random(), at: now, actor: actor, objectKind: Self.objectKind,
      objectID: inquiry.id.description, verb: verb, from: from?.rawValue,
      to: inquiry.stage.rawValue, cause: cause, ruleVersion: catalogue.version)
    try transaction.record(entry)
    if let words { try transaction.insertWords(words, at: entry.id, of: inquiry.id) }
  }

  func giveBack(_ inquiry: inout Inquiry, from partner: String, words: String?) throws {
    let from = inquiry.stage
    try inquiry.giveBack(from: partner, at: now)
    try save(inquiry, verb: "returned", from: from, cause: "partner:\(partner)", words: words)
    try mail.returned(inquiry, from: partner, words: words)
  }
}
