import CivilTime
import Scheduling

/// A promised mail in words: what the outbox shows and what is sent later.
public struct MailText: Sendable {
  /// What a line of a mail holds at most by custom (RFC 5322 section 2.1.1), and what a list of mail
  /// shows of it at most.
  public static let maximumSubject = 78

  /// Dutch where the language promised is not switched on any more.
  public let language: Language
  /// Of at most `maximumSubject` characters.
  public let subject: String
  public let body: String

  public init(_ message: OutboxMessage, catalogue: CatalogueSnapshot, publicURL: String) {
    var message = message
    message.language = catalogue.organisation.spoken(message.language)
    language = message.language
    let texts = Texts.of(language)
    let facts =
      switch message.kind {
      case .signIn: message.facts
      case .bookingRequested, .bookingConfirmed, .bookingMoved, .bookingCancelled,
        .bookingDeclined, .requestLapsed:
        Self.bookingFacts(message, texts, catalogue, publicURL)
      case .contactRequested, .contactReminder, .contactPassed, .contactDeclined,
        .contactAnswered, .contactReferred, .contactWithdrawn:
        Self.contactFacts(message, texts, catalogue)
      case .inquiryReceived, .inquiryAnswered, .inquiryToType, .inquiryToStep, .inquiryToPartner,
        .inquiryReturned, .inquiryClosed:
        InquiryMailFacts(message, catalogue, publicURL: publicURL).facts
      }
    subject = Self.subject(message.kind, facts, texts)
    // Who is not said to be the adviser reads what holds for anybody.
    let reader = message.facts["for"].flatMap(OutboxMessage.Reader.init(rawValue:)) ?? .starter
    body = texts(.mailBody(message.kind, for: reader, facts: facts))
  }

  /// The subject; its longest fact gives way where it would be too long. The body has it whole.
  private static func subject(
    _ kind: OutboxMessage.Kind, _ facts: [String: String], _ texts: Texts
  ) -> String {
    var facts = facts
    let whole = texts(.mailSubject(kind, facts: facts))
    let excess = whole.count - maximumSubject
    guard excess > 0 else { return whole }
    let pattern = texts.phrases["mail.\(kind.rawValue).subject"] ?? ""
    let longest = facts.filter { pattern.contains("{\($0.key)}") }
      .max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
    if let longest, longest.value.count > excess {
      let kept = longest.value.prefix(longest.value.count - excess - 1)
      facts[longest.key] = kept + "…"
    }
    return String(texts(.mailSubject(kind, facts: facts)).prefix(maximumSubject))
  }

  /// Keys and instants of the message as the names and moments they stand for.
  private static func bookingFacts(
    _ message: OutboxMessage, _ texts: Texts, _ catalogue: CatalogueSnapshot, _ publicURL: String
  ) -> [String: String] {
    let stored = message.facts
    let language = message.language
    let zone = stored["zone"].flatMap { ZoneDatabase.system.zone($0) } ?? .utc
    let dates = DateText(texts)
    func instant(_ name: String) -> Instant? { stored[name].flatMap { Instant(rfc3339: $0) } }
    var facts: [String: String] = [:]
    let entry = stored["type"].flatMap { catalogue.type($0) }
    facts["type"] = entry?.type.name[language] ?? stored["type"]
    let partner = stored["partner"].flatMap { catalogue.partner($0)?.partner }
    facts["partner"] = partner?.name[language] ?? stored["partner"]
    if let start = instant("start"), let end = instant("end"),
      let span = TimeSpan(from: start, until: end)
    {
      facts["moment"] = dates.span(span, in: zone)
      facts["when"] = dates.brief(zone.local(span.start))
    }
    if let previous = instant("previousStart") {
      facts["previous"] = dates.moment(zone.local(previous))
    }
    facts["place"] = stored["place"].flatMap(Place.init(rawValue:)).map { place in
      let address = place == .partner ? partner?.address?.line : nil
      return [texts(.place(place)), address].compactMap { $0 }.joined(separator: ", ")
    }
    facts["link"] = stored["booking"].map {
      publicURL + SitePath.appointments.path(language, $0)
    }
    return facts
  }

  /// The same of a request: its moments one a line, and what was written with the answer.
  private static func contactFacts(
    _ message: OutboxMessage, _ texts: Texts, _ catalogue: CatalogueSnapshot
  ) -> [String: String] {
    let stored = message.facts
    let language = message.language
    let zone = stored["zone"].flatMap { ZoneDatabase.system.zone($0) } ?? .utc
    let dates = DateText(texts)
    func name(_ fact: String) -> String? {
      stored[fact].map { catalogue.type($0)?.type.name[language] ?? $0 }
    }
    var facts: [String: String] = ["link": stored["link"] ?? ""]
    facts["type"] = name("type")
    facts["other"] = name("other")
    facts["partner"] = stored["partner"].map {
      catalogue.partner($0)?.partner.name[language] ?? $0
    }
    let starts = (stored["moments"] ?? "").split(separator: " ").compactMap {
      Instant(rfc3339: String($0))
    }
    facts["moments"] = starts.map { dates.moment(zone.local($0)) }.joined(separator: "\n")
    facts["until"] = stored["until"].flatMap { Instant(rfc3339: $0) }.map {
      dates.deadline($0, in: zone)
    }
    facts["message"] = stored["message"] ?? texts.text("mail.no-message")
    return facts
  }
}
