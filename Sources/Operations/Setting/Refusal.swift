import CivilTime
import Scheduling

/// The rules or the ledger say no. Expected, explained, and never a fault.
public enum Refusal: Error, Hashable, Sendable {
  case slot(SlotRefusal, alternatives: [Slot])
  case booking(BookingRefusal)
  case toDo(ToDoRefusal)
  case contact(ContactRefusal)
  /// Why one of the moments a starter offers cannot be offered; counted from 0.
  case moment(Int, SlotRefusal)
  /// So many holds at once are kept for one person.
  case tooManyHolds(limit: Int)
  /// So many links to sign in are open for one address: use one of those.
  case tooManySignIns(limit: Int)
  /// The partner arranges this in another way than by booking a moment.
  case notBookable
  case inquiry(InquiryRefusal)

  public var code: String {
    switch self {
    case .slot(let refusal, _): refusal.code
    case .booking(let refusal): refusal.code
    case .toDo(let refusal): refusal.code
    case .contact(let refusal): refusal.code
    case .moment(_, let refusal): refusal.code
    case .tooManyHolds: "too-many-holds"
    case .tooManySignIns: "too-many-sign-ins"
    case .notBookable: "not-bookable"
    case .inquiry(let refusal): refusal.code
    }
  }

  public var alternatives: [Slot] {
    switch self {
    case .slot(_, let alternatives): alternatives
    case .booking, .toDo, .contact, .moment, .tooManyHolds, .tooManySignIns, .notBookable,
      .inquiry:
      []
    }
  }
}

/// The request cannot be carried out as it was put.
public enum RequestProblem: Error, Hashable, Sendable {
  /// No such thing, or not for this person to see.
  case unknown
  /// Visible, but not theirs to do this with.
  case forbidden
  /// `If-Match` names another revision.
  case stale(current: Int)
  /// Well-formed but invalid; the field is a JSON pointer such as `/start`.
  case invalid(field: String, FieldFault)
}

/// What is wrong with a field.
public enum FieldFault: Hashable, Sendable {
  case missing
  case unknown
  case notOffered
  case tooLong(limit: Int)
  case notANumber
  case notAllowed
  case malformed

  public var code: String {
    switch self {
    case .missing: "missing"
    case .unknown: "unknown"
    case .notOffered: "not-offered"
    case .tooLong: "too-long"
    case .notANumber: "not-a-number"
    case .notAllowed: "not-allowed"
    case .malformed: "malformed"
    }
  }
}
