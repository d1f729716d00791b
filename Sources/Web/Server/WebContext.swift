import Hummingbird
import Operations
import Scheduling

/// What a request carries from the middleware to its route.
public struct WebContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// Who is signed in; nil for a visitor.
  public var person: Person?
  public var credential: Credential

  /// How the person showed who they are.
  public enum Credential: Sendable {
    case none
    /// A bearer token, which a browser never sends by itself: no CSRF protection needed.
    case bearer(Secret)
    /// The session cookie's secret, to which form tokens are bound.
    case session(Secret)
  }

  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    person = nil
    credential = .none
  }

  public var actor: Actor? { person.map { .person($0) } }
}

extension WebContext {
  /// The person, or a 401 for a visitor.
  func requirePerson() throws(Problem) -> Person {
    guard let person else { throw Problem(.unauthorized, "unauthorized") }
    return person
  }

  /// The same as an actor.
  func requireActor() throws(Problem) -> Actor { .person(try requirePerson()) }

  /// What the caller presented; nil for a visitor.
  var presentedSecret: Secret? {
    switch credential {
    case .none: nil
    case .bearer(let secret), .session(let secret): secret
    }
  }
}
