import CivilTime
import Scheduling

/// Accounts, roles, tokens, and who somebody is.
public struct PeopleDesk: Sendable {
  public static let nameLimit = 100

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public func person(_ id: ID<Person>) async throws -> Person? {
    try await setting.store.read { try $0.person(id) }
  }

  /// Adds a role to the account of an address, which is made where it does not exist. A new starter
  /// gets their to-do list with it.
  public func addAccount(
    email: String, role: Role.Kind, partner: String?, name: String? = nil
  ) async throws -> Person {
    let now = setting.now()
    let email = try Self.address(email)
    return try await setting.store.write { transaction in
      let catalogue = try transaction.catalogue()
      if let partner, catalogue.partner(partner) == nil {
        throw RequestProblem.invalid(field: "/partner", .unknown)
      }
      if [.adviser, .manager].contains(role), partner == nil {
        throw RequestProblem.invalid(field: "/partner", .missing)
      }
      var person =
        try transaction.person(email: email)
        ?? Person(
          id: .random(), name: name ?? Self.name(from: email), email: email, language: .dutch,
          roles: [])
      let wanted = Role(role, partner: partner.flatMap { catalogue.partner($0)?.partner.key })
      if !person.roles.contains(wanted) { person.roles.append(wanted) }
      try Self.save(person, transaction: transaction, catalogue: catalogue, at: now)
      return person
    }
  }

  /// A bearer token for the account; shown once, stored hashed.
  public func createToken(email: String) async throws -> Secret {
    let now = setting.now()
    let email = try Self.address(email)
    let secret = Secret.random()
    try await setting.store.write { transaction in
      guard let person = try transaction.person(email: email) else { throw RequestProblem.unknown }
      try transaction.insertToken(secret.hash, for: person.id, at: now)
    }
    return secret
  }

  /// Whose bearer token it is; nil where nobody's.
  public func person(bearing token: Secret) async throws -> Person? {
    try await setting.store.read { try $0.person(bearing: token.hash) }
  }

  /// Changes the name, which feeds of others show.
  public func rename(_ person: Person, to name: String) async throws -> Person {
    let now = setting.now()
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !name.isEmpty else { throw RequestProblem.invalid(field: "/name", .missing) }
    guard name.count <= Self.nameLimit else {
      throw RequestProblem.invalid(field: "/name", .tooLong(limit: Self.nameLimit))
    }
    return try await setting.store.write { transaction in
      guard var person = try transaction.person(person.id) else { throw RequestProblem.unknown }
      person.name = name
      try transaction.save(person, at: now)
      // Feeds of everyone they meet show the first name.
      let bookings = try transaction.bookings(
        BookingQuery(whose: [.starter(person.id), .adviser(person.id)], limit: .max))
      try transaction.lock(
        Set(bookings.flatMap { $0.advisers + $0.participants.map(\.person) }.map { $0.cast() }))
      return person
    }
  }

  /// Notes the language in which the person last did something, that of the mail they get from now
  /// on. Theirs only: what they do never changes anybody else's.
  public func speak(_ language: Language, _ person: Person) async throws -> Person {
    let now = setting.now()
    return try await setting.store.write { transaction in
      guard let person = try transaction.person(person.id) else { throw RequestProblem.unknown }
      return try Self.speak(language, person, transaction: transaction, at: now)
    }
  }

  static func speak(
    _ language: Language, _ person: Person, transaction: any WriteTransaction, at now: Instant
  ) throws -> Person {
    guard person.language != language else { return person }
    var person = person
    person.language = language
    try transaction.save(person, at: now)
    return person
  }

  /// Saves somebody and, where they are a starter, the items of their list they do not have yet.
  static func save(
    _ person: Person, transaction: any WriteTransaction, catalogue: CatalogueSnapshot,
    at now: Instant
  ) throws {
    try transaction.save(person, at: now)
    guard person.has(.starter) else { return }
    let present = Set(try transaction.toDos(of: person.id).map(\.template))
    for template in catalogue.catalogue.toDos where !present.contains(template.key) {
      let toDo = ToDo(id: .random(), person: person.id, template: template.key, changedAt: now)
      try transaction.save(toDo)
      try transaction.record(
        ActivityEntry(
          id: .random(), at: now, actor: nil, objectKind: "to-do",
          objectID: toDo.id.description, verb: "state", to: toDo.state.rawValue, cause: "list",
          ruleVersion: catalogue.version))
    }
  }

  /// Lower-cased, of a plausible form; whether it exists only a mail can tell.
  static func address(_ text: String) throws -> String {
    let text = text.lowercased().filter { !$0.isWhitespace }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), parts[1].count >= 3,
      text.utf8.count <= 254, text.allSatisfy({ $0.isASCII && $0 > " " && !"<>,;\"".contains($0) }),
      !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
    else { throw RequestProblem.invalid(field: "/email", .malformed) }
    return text
  }

  /// What to call an account that an operator made before its owner says so.
  private static func name(from email: String) -> String {
    let local = email.prefix { $0 != "@" && $0 != "+" }
    return local.split { ".-_".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined(separator: " ")
  }
}
