import CivilTime
import Scheduling

/// What every operation needs: the database, the clock, and the address we are known by.
public struct Setting: Sendable {
  public let store: any Store
  /// The only clock: whole seconds, passed in so that a test or `--now` sets it.
  public let now: @Sendable () -> Instant
  /// Scheme, host and port, without a trailing slash; makes every absolute address.
  public let publicURL: String

  public init(store: any Store, publicURL: String, now: @escaping @Sendable () -> Instant) {
    self.store = store
    self.now = now
    self.publicURL = publicURL
  }
}

/// Who does it.
public enum Actor: Hashable, Sendable {
  case person(Person)
  /// An operator at the command line, or the service's own sweeper.
  case service

  public var person: Person? {
    guard case .person(let person) = self else { return nil }
    return person
  }

  public var id: ID<Person>? { person?.id }
}
