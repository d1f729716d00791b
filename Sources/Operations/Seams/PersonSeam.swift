import CivilTime
import Scheduling

/// SHA-256 of a secret, in lower-case hexadecimal: all that is ever stored of it.
public struct SecretHash: Hashable, Sendable {
  public let text: String
  public init(stored text: String) { self.text = text }
}

/// A way in by mail: a link with a secret and a code, for one address.
public struct SignInRequest: Hashable, Sendable {
  public var id: ID<SignInRequest>
  /// Lower-cased.
  public var email: String
  public var tokenHash: SecretHash
  public var codeHash: SecretHash
  public var language: Language
  public var createdAt: Instant
  public var expiresAt: Instant
  /// Wrong codes typed so far.
  public var attempts: Int
  public var usedAt: Instant?
  /// What the visitor was doing: it travels with the request, not with a cookie.
  public var hold: ID<Hold>?
  public var toDo: ID<ToDo>?
  /// A path of ours to go on to; never another site.
  public var returnPath: String?

  public init(
    id: ID<SignInRequest>, email: String, tokenHash: SecretHash, codeHash: SecretHash,
    language: Language, createdAt: Instant, expiresAt: Instant, attempts: Int = 0,
    usedAt: Instant? = nil, hold: ID<Hold>?, toDo: ID<ToDo>?, returnPath: String?
  ) {
    self.id = id
    self.email = email
    self.tokenHash = tokenHash
    self.codeHash = codeHash
    self.language = language
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.attempts = attempts
    self.usedAt = usedAt
    self.hold = hold
    self.toDo = toDo
    self.returnPath = returnPath
  }
}

/// A browser that is signed in.
public struct SignIn: Hashable, Sendable {
  public var id: ID<SignIn>
  public var tokenHash: SecretHash
  public var person: ID<Person>
  public var createdAt: Instant
  public var expiresAt: Instant

  public init(
    id: ID<SignIn>, tokenHash: SecretHash, person: ID<Person>, createdAt: Instant,
    expiresAt: Instant
  ) {
    (self.id, self.tokenHash, self.person) = (id, tokenHash, person)
    (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
  }
}

public protocol PersonReading {
  func person(_ id: ID<Person>) throws -> Person?
  func person(email: String) throws -> Person?
  /// Names and addresses of several at once; unknown ids are left out.
  func people(_ ids: Set<ID<Person>>) throws -> [ID<Person>: Person]
  /// Counted up whenever the name of somebody known changes: what shows names depends on it.
  func namesVersion() throws -> Int64
  /// Everyone with the role.
  func people(with role: Role.Kind) throws -> [Person]
  func person(bearing token: SecretHash) throws -> Person?
  func signIn(_ token: SecretHash) throws -> SignIn?
  func signInRequest(_ token: SecretHash) throws -> SignInRequest?
  func signInRequest(_ id: ID<SignInRequest>) throws -> SignInRequest?
  /// Those for the address made at or after `instant`.
  func signInRequests(for email: String, since instant: Instant) throws -> [SignInRequest]
}

public protocol PersonWriting {
  /// Inserts the person with their account, roles and resource, or replaces name, e-mail, language
  /// and roles.
  func save(_ person: Person, at now: Instant) throws
  func insertToken(_ hash: SecretHash, for person: ID<Person>, at now: Instant) throws
  func save(_ request: SignInRequest) throws
  func insert(_ signIn: SignIn) throws
  func deleteSignIn(_ token: SecretHash) throws
  /// Forgets sign-ins and requests that ended before `instant`.
  func deleteSignIns(endedBefore instant: Instant) throws
}
