import CivilTime
import Scheduling

/// A promised mail in words: what the outbox shows and what is sent later.
public struct MailText: Sendable {
  public let subject: String
  public let body: String

  public init(_ message: OutboxMessage, catalogue: CatalogueSnapshot, publicURL: String) {
    let texts = Texts.of(message.language)
    let facts =
      switch message.kind {
      case .signIn: message.facts
      case .bookingRequested, .bookingConfirmed, .bookingMoved, .bookingCancelled,
        .bookingDeclined, .requestLapsed:
        Self.bookingFacts(message, texts, catalogue, publicURL)
      case .contactRequested, .contactReminder, .contactPassed, .contactDeclined,
        .contactAnswered, .contactReferred, .contactWithdrawn:
        Self.contactFacts(message, texts, catalogue)
      }
    subject = texts(.mailSubject(message.kind, facts: facts))
    // Who is not said to be the adviser reads what holds for anybody.
    let reader = message.facts["for"].flatMap(OutboxMessage.Reader.init(rawValue:)) ?? .starter
    body = texts(.mailBody(message.kind, for: reader, facts: facts))
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
