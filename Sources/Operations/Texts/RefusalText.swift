import CivilTime
import Scheduling

/// Refusals in words: what the rule says, with its facts.
public struct RefusalText: Sendable {
  private let texts: Texts
  private let dates: DateText
  private let zone: Zone

  public init(_ texts: Texts, zone: Zone) {
    (self.texts, self.zone) = (texts, zone)
    dates = DateText(texts)
  }

  public func sentence(_ refusal: Refusal) -> String {
    switch refusal {
    case .slot(let rule, _): sentence(rule)
    case .booking(let rule): texts(.bookingRefused(rule, facts: facts(rule)))
    case .toDo(let rule): texts(.toDoRefused(rule))
    case .contact(let rule): texts(.contactRefused(rule))
    case .moment(_, let rule): sentence(rule)
    case .tooManyHolds(let limit): texts(.tooManyHolds(limit: limit))
    case .tooManySignIns(let limit): texts(.tooManySignIns(limit: limit))
    case .notBookable: texts(.notBookable)
    case .inquiry(let rule): texts(.inquiryRefused(rule))
    }
  }

  public func sentence(_ refusal: SlotRefusal) -> String {
    texts(.slotRefused(refusal, facts: facts(refusal)))
  }

  /// The same facts as JSON has them: instants in RFC 3339, days as dates.
  public func jsonFacts(_ refusal: Refusal) -> [String: String] {
    switch refusal {
    case .slot(let rule, _), .moment(_, let rule): jsonFacts(rule)
    case .booking(.tooLateToMove(let deadline)), .booking(.tooLateToCancel(let deadline)):
      ["deadline": zone.rfc3339(deadline)]
    case .tooManyHolds(let limit), .tooManySignIns(let limit): ["limit": String(limit)]
    case .contact(.tooManyRequests(let limit)): ["limit": String(limit)]
    case .inquiry(let rule): Phrase.inquiryRefused(rule).facts
    case .booking, .toDo, .contact, .notBookable: [:]
    }
  }

  private func jsonFacts(_ refusal: SlotRefusal) -> [String: String] {
    switch refusal {
    case .tooSoon(let earliest): ["earliest": zone.rfc3339(earliest)]
    case .beyondHorizon(let day), .partnershipEnded(let day): ["lastDay": day.iso8601]
    default: facts(refusal)
    }
  }

  private func facts(_ refusal: SlotRefusal) -> [String: String] {
    switch refusal {
    case .partnershipEnded(let day): ["day": dates.full(day)]
    case .tooSoon(let earliest): ["earliest": dates.moment(zone.local(earliest))]
    case .beyondHorizon(let day): ["lastDay": dates.full(day)]
    case .closed(let name): ["name": name]
    case .venueClosed(let name): ["name": name ?? ""]
    case .dayCapReached(let limit), .weekCapReached(let limit): ["limit": String(limit)]
    case .noRoom(let layout, let people):
      ["people": String(people), "layout": layout ?? ""]
    // Why an adviser is away is theirs to tell.
    case .notOffered, .away, .adviserBusy, .bufferTaken, .starterBusy: [:]
    }
  }

  private func facts(_ refusal: BookingRefusal) -> [String: String] {
    switch refusal {
    case .tooLateToMove(let deadline), .tooLateToCancel(let deadline):
      ["deadline": dates.moment(zone.local(deadline))]
    default: [:]
    }
  }
}
