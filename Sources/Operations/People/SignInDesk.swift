import CivilTime
import Scheduling

/// Signing in by a mailed link or the code beside it.
///
/// The link opens a page with one button, because mail scanners open links: only the button uses it
/// up. The code is for the same tab and may be mistyped a few times. What the visitor was doing
/// travels with the request, so it works in another browser too.
public struct SignInDesk: Sendable {
  /// Long enough to find the mail, short enough to be useless in an old one.
  static let requestSeconds: Int64 = 15 * 60
  /// Links an operator prints at the terminal, for the demo: one working day.
  static let operatorSeconds: Int64 = 8 * 3600
  static let signInSeconds: Int64 = 30 * 86_400
  /// One in 200,000 to guess a code.
  static let maximumAttempts = 5
  /// Wrong codes for one address in a day, over all its requests; then only links work. One in 50,000
  /// a day, however many requests somebody makes.
  static let maximumAttemptsADay = 20
  /// Open links for one address: more is somebody filling a mailbox.
  static let maximumOpen = 5
  /// Moments of one type held for visitors at once: more would let one visitor hold out all others.
  static let maximumVisitorHolds = 5

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// What a visitor was doing when asked to sign in.
  public struct Errand: Sendable {
    public var booking: BookingWish?
    public var toDo: ID<ToDo>?
    /// A path of ours, beginning with a single slash.
    public var returnPath: String?

    public init(
      booking: BookingWish? = nil, toDo: ID<ToDo>? = nil, returnPath: String? = nil
    ) {
      (self.booking, self.toDo, self.returnPath) = (booking, toDo, returnPath)
    }
  }

  /// Promises a mail with link and code. A moment in the errand is held as long as the link lives.
  ///
  /// One address keeps one moment at a time, and a type only so many for visitors: with more, the
  /// visitor signs in first and the moment stays free for all. Refuses where many links are open.
  public func request(
    email: String, language: Language, errand: Errand = Errand()
  ) async throws -> SignInRequest {
    let now = setting.now()
    let email = try PeopleDesk.address(email)
    let until = now.advanced(bySeconds: Self.requestSeconds)
    try await makeRoom(for: email, now: now)
    var hold: ID<Hold>?
    if let wish = errand.booking, try await mayHold(wish, now: now) {
      hold = try await BookingDesk(setting).hold(wish, for: nil, until: until).value?.id
    }
    let (secret, code) = (Secret.random(), Secret.randomCode())
    let request = request(
      email: email, language: language, errand: errand, hold: hold, secret: secret, code: code,
      now: now, until: until)
    let link = link(secret, language: language)
    try await setting.store.write { transaction in
      try transaction.save(request)
      try transaction.enqueue(
        OutboxMessage(
          id: .random(), kind: .signIn, recipient: email, language: language,
          facts: ["link": link, "code": code.text], createdAt: now))
    }
    return request
  }

  /// Counts the address's open links and gives back the moments they keep.
  private func makeRoom(for email: String, now: Instant) async throws {
    let since = now.advanced(bySeconds: -Self.requestSeconds)
    try await setting.store.write { transaction in
      let open = try transaction.signInRequests(for: email, since: since)
        .filter { $0.isOpen(at: now) }
      guard open.count < Self.maximumOpen else {
        throw Refusal.tooManySignIns(limit: Self.maximumOpen)
      }
      for hold in open.compactMap(\.hold) { try transaction.endHold(hold, at: now) }
    }
  }

  private func mayHold(_ wish: BookingWish, now: Instant) async throws -> Bool {
    try await setting.store.read { transaction in
      guard let type = try transaction.catalogue().type(wish.type)?.type else { return true }
      return try transaction.visitorHolds(of: type.key, at: now) < Self.maximumVisitorHolds
    }
  }

  /// A link for the terminal, without a mail.
  public func operatorLink(email: String, returnPath: String?) async throws -> String {
    let now = setting.now()
    let email = try PeopleDesk.address(email)
    let (secret, code) = (Secret.random(), Secret.randomCode())
    let request = request(
      email: email, language: .dutch, errand: Errand(returnPath: returnPath), hold: nil,
      secret: secret, code: code, now: now,
      until: now.advanced(bySeconds: Self.operatorSeconds))
    try await setting.store.write { try $0.save(request) }
    return link(secret, language: .dutch)
  }

  private func request(
    email: String, language: Language, errand: Errand, hold: ID<Hold>?, secret: Secret,
    code: Secret, now: Instant, until: Instant
  ) -> SignInRequest {
    let id = ID<SignInRequest>.random()
    return SignInRequest(
      id: id, email: email, tokenHash: secret.hash, codeHash: Self.hash(code, of: id),
      language: language, createdAt: now, expiresAt: until, hold: hold, toDo: errand.toDo,
      returnPath: errand.returnPath.flatMap(Self.ownPath))
  }

  private func link(_ secret: Secret, language: Language) -> String {
    "\(setting.publicURL)/\(language.rawValue)/\(Self.path)/\(secret.text)"
  }

  /// The page that a link opens, the same in every language.
  public static let path = "in"

  /// A code is short, so its hash is bound to its request.
  private static func hash(_ code: Secret, of id: ID<SignInRequest>) -> SecretHash {
    Secret(presented: "\(id):\(code.text)").hash
  }

  /// A path on this site, or nil: a link of ours never leads elsewhere.
  static func ownPath(_ path: String) -> String? {
    guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), path.utf8.count <= 500
    else { return nil }
    return path
  }

  /// What the link's page shows: opening it changes nothing.
  public func read(_ secret: Secret) async throws -> SignInRequest? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let request = try transaction.signInRequest(secret.hash), request.isOpen(at: now)
      else { return nil }
      return request
    }
  }

  /// What the page shows where the code is typed.
  public func read(_ id: ID<SignInRequest>) async throws -> SignInRequest? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let request = try transaction.signInRequest(id), request.isOpen(at: now)
      else { return nil }
      return request
    }
  }

  public enum Outcome: Sendable {
    case signedIn(Secret, Person, SignInRequest)
    /// Used, lapsed, or never there.
    case expired
    case wrongCode(attemptsLeft: Int)
  }

  /// The button on the link's page, in the language of that page.
  public func redeem(_ secret: Secret, language: Language? = nil) async throws -> Outcome {
    let now = setting.now()
    return try await setting.store.write { transaction in
      guard let request = try transaction.signInRequest(secret.hash), request.isOpen(at: now)
      else { return .expired }
      return try Self.signIn(
        request, language ?? request.language, transaction: transaction, at: now)
    }
  }

  /// The code, typed in the tab that asked for it.
  public func redeem(
    code: String, of id: ID<SignInRequest>, language: Language? = nil
  ) async throws -> Outcome {
    let now = setting.now()
    let code = Secret(presented: code.filter { $0.isASCII && $0.isNumber })
    return try await setting.store.write { transaction in
      guard var request = try transaction.signInRequest(id), request.isOpen(at: now) else {
        return .expired
      }
      let day = now.advanced(bySeconds: -86_400)
      let attempts = try transaction.signInRequests(for: request.email, since: day)
        .reduce(0) { $0 + $1.attempts }
      guard attempts < Self.maximumAttemptsADay else { return .expired }
      if Self.hash(code, of: id) == request.codeHash {
        return try Self.signIn(
          request, language ?? request.language, transaction: transaction, at: now)
      }
      request.attempts += 1
      try transaction.save(request)
      let left = Self.maximumAttempts - request.attempts
      return left > 0 ? .wrongCode(attemptsLeft: left) : .expired
    }
  }

  private static func signIn(
    _ request: SignInRequest, _ language: Language, transaction: any WriteTransaction,
    at now: Instant
  ) throws -> Outcome {
    var request = request
    request.usedAt = now
    try transaction.save(request)
    let person = try account(request.email, language, transaction: transaction, at: now)
    let secret = Secret.random()
    try transaction.insert(
      SignIn(
        id: .random(), tokenHash: secret.hash, person: person.id, createdAt: now,
        expiresAt: now.advanced(bySeconds: signInSeconds)))
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person.id, objectKind: "account",
        objectID: person.id.description, verb: "signed-in",
        ruleVersion: transaction.catalogue().version))
    return .signedIn(secret, person, request)
  }

  /// Whoever shows that an address is theirs has an account; a new one is a starter's.
  private static func account(
    _ email: String, _ language: Language, transaction: any WriteTransaction, at now: Instant
  ) throws -> Person {
    if let person = try transaction.person(email: email) {
      return try PeopleDesk.speak(language, person, transaction: transaction, at: now)
    }
    let person = Person(
      id: .random(), name: "", email: email, language: language, roles: [Role(.starter)])
    try PeopleDesk.save(
      person, transaction: transaction, catalogue: transaction.catalogue(), at: now)
    return person
  }

  /// Who is signed in with this session; nil where it ended.
  public func person(signedInWith secret: Secret) async throws -> Person? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let signIn = try transaction.signIn(secret.hash), now < signIn.expiresAt else {
        return nil
      }
      return try transaction.person(signIn.person)
    }
  }

  public func signOut(_ secret: Secret) async throws {
    try await setting.store.write { try $0.deleteSignIn(secret.hash) }
  }

  /// Forgets sign-ins, links with their mails, holds and kept answers that ended a day ago.
  public func sweep() async throws {
    let past = setting.now().advanced(bySeconds: -86_400)
    try await setting.store.write { transaction in
      try transaction.deleteSignIns(endedBefore: past)
      try transaction.deleteKeptAnswers(before: past)
      // They hold a link and a code in plain words.
      try transaction.deleteMessages(of: [.signIn], before: past)
      try transaction.deleteHolds(endedBefore: past)
    }
  }
}

extension SignInRequest {
  func isOpen(at now: Instant) -> Bool {
    usedAt == nil && now < expiresAt && attempts < SignInDesk.maximumAttempts
  }
}
