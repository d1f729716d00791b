import CivilTime
import Operations
import Scheduling

/// A question as its row holds it.
enum InquiryRow {
  static let columns = """
    inquiry.id, inquiry.text, inquiry.email, inquiry.language, inquiry.page, inquiry.person_id,
      inquiry.asked_at, inquiry.state, inquiry.state_at, inquiry.state_by,
      inquiry.destination_kind, inquiry.destination_key, inquiry.is_gap, inquiry.gap_to_do,
      inquiry.forgotten_at
    """
  /// How many columns that are.
  static let count = 15

  static func inquiry(_ row: SQLRow) throws -> Inquiry {
    let state = State(
      name: try row.text(7), at: try row.instant(8), by: try row.optionalID(9),
      kind: row.optionalText(10), key: row.optionalText(11))
    guard let known = state.state else { throw row.corrupt(7, "is no state") }
    return Inquiry(
      id: try row.id(0), text: try row.text(1), email: try row.text(2), language: try row.named(3),
      page: row.optionalText(4), person: try row.optionalID(5), askedAt: try row.instant(6),
      state: known,
      gap: try row.flag(12) ? Inquiry.Gap(nearestToDo: row.optionalText(13)) : nil,
      forgottenAt: row.optionalInstant(14))
  }

  static func stage(_ state: String, _ destinationKind: String?) throws -> Inquiry.Stage {
    switch (state, destinationKind) {
    case ("open", _): .open
    case ("routed", "partner"): .withPartner
    case ("routed", _): .guided
    case ("answered", _): .answered
    case ("closed", _): .closed
    default: throw StoreFault.corruptRow("state is no stage")
    }
  }

  /// The columns of a state.
  struct State {
    let name: String
    let at: Instant
    let by: ID<Person>?
    let kind: String?
    let key: String?

    init(name: String, at: Instant, by: ID<Person>?, kind: String?, key: String?) {
      (self.name, self.at, self.by, self.kind, self.key) = (name, at, by, kind, key)
    }

    init(_ state: Inquiry.State) {
      switch state {
      case .open(let since): self.init(name: "open", at: since, by: nil, kind: nil, key: nil)
      case .routed(.partner(let key), let at, let by):
        self.init(name: "routed", at: at, by: by, kind: "partner", key: key)
      case .routed(.type(let key), let at, let by):
        self.init(name: "routed", at: at, by: by, kind: "type", key: key)
      case .routed(.toDo(let key), let at, let by):
        self.init(name: "routed", at: at, by: by, kind: "toDo", key: key)
      case .answered(let at, .team(let by)):
        self.init(name: "answered", at: at, by: by, kind: nil, key: nil)
      case .answered(let at, .partner(let key, let by)):
        self.init(name: "answered", at: at, by: by, kind: "partner", key: key)
      case .closed(let at, let by):
        self.init(name: "closed", at: at, by: by, kind: nil, key: nil)
      }
    }

    /// Nil where the columns mean nothing together.
    var state: Inquiry.State? {
      switch (name, kind, key, by) {
      case ("open", nil, nil, nil): .open(since: at)
      case ("routed", "partner", let key?, let by?): .routed(to: .partner(key), at: at, by: by)
      case ("routed", "type", let key?, let by?): .routed(to: .type(key), at: at, by: by)
      case ("routed", "toDo", let key?, let by?): .routed(to: .toDo(key), at: at, by: by)
      case ("answered", nil, nil, let by?): .answered(at: at, by: .team(by))
      case ("answered", "partner", let key?, let by): .answered(at: at, by: .partner(key, by))
      case ("closed", nil, nil, let by?): .closed(at: at, by: by)
      default: nil
      }
    }
  }
}
