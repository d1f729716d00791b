import CivilTime
import Scheduling

/// The link that a partner gets by mail: answering without an account.
///
/// Opening it changes nothing, however often a mail scanner does. It works while the partner has the
/// question in hand; afterwards it tells that it was dealt with, and nothing of the asker.
extension InquiryDesk {
  public struct LinkView: Sendable {
    public let partner: Partner
    /// Nil once the partner does not have it in hand any more.
    public let inquiry: Inquiry?
    /// How it stands, for who comes late.
    public let stage: Inquiry.Stage
  }

  /// Nil where there is no such link, or it was forgotten with its question.
  public func read(link: Secret) async throws -> LinkView? {
    try await setting.store.read { transaction in
      guard let (inquiry, key) = try transaction.inquiry(bearing: link.hash),
        let partner = try transaction.catalogue().partner(key)?.partner
      else { return nil }
      return LinkView(
        partner: partner, inquiry: inquiry.waitsFor == key ? inquiry : nil, stage: inquiry.stage)
    }
  }

  public func answer(link: Secret, _ text: String) async throws -> Inquiry {
    let text = try Self.words(text, field: "/text")
    return try await change(link) { inquiry, partner, step in
      let from = inquiry.stage
      try inquiry.answer(by: .partner(partner, nil), at: step.now)
      try step.save(inquiry, verb: "answered", from: from, cause: "partner:\(partner)", words: text)
      try step.mail.answered(inquiry, text)
    }
  }

  /// “Not for us”, with a word to the team.
  public func giveBack(link: Secret, words: String?) async throws -> Inquiry {
    let words = try Self.optionalWords(words, field: "/text")
    return try await change(link) { inquiry, partner, step in
      try step.giveBack(&inquiry, from: partner, words: words)
    }
  }

  private func change(
    _ link: Secret,
    _ body: @escaping @Sendable (inout Inquiry, String, InquiryStep) throws -> Void
  ) async throws -> Inquiry {
    let now = setting.now()
    return try await setting.store.write { transaction in
      guard let found = try transaction.inquiry(bearing: link.hash) else {
        throw RequestProblem.unknown
      }
      try transaction.lock(found.inquiry.id)
      guard var inquiry = try transaction.inquiry(found.inquiry.id) else {
        throw RequestProblem.unknown
      }
      let step = InquiryStep(transaction, try transaction.catalogue(), by: nil, at: now)
      do { try body(&inquiry, found.partner, step) } catch let refusal as InquiryRefusal {
        throw Refusal.inquiry(refusal)
      }
      return inquiry
    }
  }
}
