import Scheduling

/// A sentence with its facts; its words live in one file per language.
///
/// Words of a page that have no facts stand in the templates as `{{t.key}}` and are not listed here.
public enum Phrase: Hashable, Sendable {
  case slotRefused(SlotRefusal, facts: [String: String])
  case bookingRefused(BookingRefusal, facts: [String: String])
  case toDoRefused(ToDoRefusal)
  case contactRefused(ContactRefusal)
  case tooManyHolds(limit: Int)
  case tooManySignIns(limit: Int)
  case notBookable
  case inquiryRefused(InquiryRefusal)
  case fieldFault(FieldFault)
  case problem(String)
  case place(Place)
  case bookingState(String)
  case contactState(String)
  case toDoState(ToDo.State)
  case phase(Phase)
  case partnerKind(PartnerKind)
  case level(ToDoTemplate.Level)
  case assignment(AppointmentType.Assignment)
  case minutes(Int)
  case daysAgo(Int)
  case mailSubject(OutboxMessage.Kind, facts: [String: String])
  case mailBody(OutboxMessage.Kind, for: OutboxMessage.Reader, facts: [String: String])
  case feedName(scope: String, name: String)
  case feedAbout(scope: String)
  case feedCancelled(title: String)
  case feedRequested(title: String)
  case feedAdviserTitle(type: String, name: String)
  case feedStarterTitle(type: String, partner: String)
  case feedRoomTitle(type: String, partner: String)
  case feedDetails(link: String)
  case joinLink
  case feedBusy
  /// Any other phrase of the catalogue, by key.
  case named(String, facts: [String: String])

  public var key: String {
    switch self {
    case .slotRefused(let refusal, _): "refusal.slot.\(refusal.code)"
    case .bookingRefused(let refusal, _): "refusal.booking.\(refusal.code)"
    case .toDoRefused(let refusal): "refusal.to-do.\(refusal.code)"
    case .contactRefused(let refusal): "refusal.contact.\(refusal.code)"
    case .tooManyHolds: "refusal.too-many-holds"
    case .tooManySignIns: "refusal.too-many-sign-ins"
    case .notBookable: "refusal.not-bookable"
    case .inquiryRefused(let refusal): "refusal.inquiry.\(refusal.code)"
    case .fieldFault(let fault): "field.\(fault.code)"
    case .problem(let code): "problem.\(code)"
    case .place(let place): "place.\(place.rawValue)"
    case .bookingState(let state): "booking.state.\(state)"
    case .contactState(let state): "contact.state.\(state)"
    case .toDoState(let state): "to-do.state.\(state.rawValue)"
    case .phase(let phase): "phase.\(phase.rawValue)"
    case .partnerKind(let kind): "partner-kind.\(kind.rawValue)"
    case .level(let level): "level.\(level.rawValue)"
    case .assignment(let assignment): "assignment.\(assignment.rawValue)"
    case .minutes: "minutes"
    case .daysAgo(let days): days == 1 ? "days-ago.one" : "days-ago.other"
    case .mailSubject(let kind, _): "mail.\(kind.rawValue).subject"
    case .mailBody(let kind, .starter, _): "mail.\(kind.rawValue).body"
    case .mailBody(let kind, .adviser, _): Self.adviserBody(kind)
    case .feedName(let scope, _): "feed.name.\(scope)"
    case .feedAbout(let scope): "feed.about.\(scope)"
    case .feedCancelled: "feed.cancelled"
    case .feedRequested: "feed.requested"
    case .feedAdviserTitle: "feed.title.adviser"
    case .feedStarterTitle: "feed.title.starter"
    case .feedRoomTitle: "feed.title.room"
    case .feedDetails: "feed.details"
    case .joinLink: "feed.join-link"
    case .feedBusy: "feed.busy"
    case .named(let key, _): key
    }
  }

  /// An adviser reads of their own work, in words of its own; the other mails only go to starters.
  private static func adviserBody(_ kind: OutboxMessage.Kind) -> String {
    switch kind {
    case .signIn, .bookingDeclined, .contactReminder, .contactDeclined, .contactAnswered,
      .contactReferred, .contactWithdrawn, .inquiryReceived, .inquiryAnswered, .inquiryToType,
      .inquiryToStep, .inquiryToPartner, .inquiryReturned, .inquiryClosed:
      "mail.\(kind.rawValue).body"
    case .bookingRequested, .bookingConfirmed, .bookingMoved, .bookingCancelled, .requestLapsed,
      .contactRequested, .contactPassed:
      "mail.\(kind.rawValue).body.adviser"
    }
  }

  public var facts: [String: String] {
    switch self {
    case .slotRefused(_, let facts), .bookingRefused(_, let facts), .mailSubject(_, let facts),
      .mailBody(_, _, let facts), .named(_, let facts):
      facts
    case .tooManyHolds(let limit), .tooManySignIns(let limit),
      .contactRefused(.tooManyRequests(let limit)):
      ["limit": String(limit)]
    case .minutes(let minutes): ["minutes": String(minutes)]
    case .daysAgo(let days): ["days": String(days)]
    case .fieldFault(.tooLong(let limit)): ["limit": String(limit)]
    case .inquiryRefused(.tooManyOpen(let limit)), .inquiryRefused(.dayIsFull(let limit)):
      ["limit": String(limit)]
    case .feedName(_, let name): ["name": name]
    case .feedCancelled(let title), .feedRequested(let title): ["title": title]
    case .feedAdviserTitle(let type, let name): ["type": type, "name": name]
    case .feedStarterTitle(let type, let partner): ["type": type, "partner": partner]
    case .feedRoomTitle(let type, let partner): ["type": type, "partner": partner]
    case .feedDetails(let link): ["link": link]
    case .toDoRefused, .contactRefused, .notBookable, .inquiryRefused, .fieldFault, .problem,
      .place, .bookingState, .contactState, .toDoState, .phase, .partnerKind, .level, .assignment,
      .feedAbout, .joinLink, .feedBusy:
      [:]
    }
  }
}
