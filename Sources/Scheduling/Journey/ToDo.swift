import CivilTime

/// One starter's item of *Mijn traject*.
public struct ToDo: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable { case open, booked, done, skipped }

  public let id: ID<ToDo>
  public let person: ID<Person>
  /// Key of the template.
  public let template: String
  public internal(set) var state: State
  public internal(set) var changedAt: Instant

  public init(
    id: ID<ToDo>, person: ID<Person>, template: String, state: State = .open, changedAt: Instant
  ) {
    (self.id, self.person, self.template) = (id, person, template)
    (self.state, self.changedAt) = (state, changedAt)
  }
}

/// Why an item cannot become what somebody wants.
public enum ToDoRefusal: Error, Hashable, Sendable {
  /// An appointment for it stands: cancel that first.
  case appointmentStands
  /// Only an appointment makes an item booked.
  case bookedByAppointmentOnly

  public var code: String {
    switch self {
    case .appointmentStands: "appointment-stands"
    case .bookedByAppointmentOnly: "booked-by-appointment-only"
    }
  }
}

/// Transitions. Each says whether anything changed.
extension ToDo {
  /// The starter ticks off, skips or opens the item again; with something that stands for it, it
  /// opens as booked.
  public mutating func set(
    _ wanted: State, standing: Bool = false, at now: Instant
  ) throws(ToDoRefusal) -> Bool {
    if wanted == state { return false }
    switch (state, wanted) {
    case (_, .booked): throw .bookedByAppointmentOnly
    case (.booked, .open), (.booked, .skipped): throw .appointmentStands
    case (_, .open) where standing: change(to: .booked, at: now)
    default: change(to: wanted, at: now)
    }
    return true
  }

  /// An appointment for it was booked; what is done stays done.
  public mutating func book(at now: Instant) -> Bool {
    guard state == .open || state == .skipped else { return false }
    change(to: .booked, at: now)
    return true
  }

  /// An appointment for it took place.
  public mutating func complete(at now: Instant) -> Bool {
    guard state != .done else { return false }
    change(to: .done, at: now)
    return true
  }

  /// An appointment for it fell away; another one that stands keeps the item booked.
  public mutating func reopen(another: Bool, completedByIt: Bool, at now: Instant) -> Bool {
    switch state {
    case .booked where !another: change(to: .open, at: now)
    case .done where completedByIt: change(to: another ? .booked : .open, at: now)
    default: return false
    }
    return true
  }

  private mutating func change(to state: State, at now: Instant) {
    (self.state, changedAt) = (state, now)
  }
}
