import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `People in the store` {
  @Test(arguments: StoreKind.allCases)
  func `come back with account and roles`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    #expect(try await store.read { try $0.person(ada) } == .adviser())
    #expect(try await store.read { try $0.person(cleo) } == .starter(cleo, email: nil))
    #expect(try await store.read { try $0.person(numbered(9)) } == nil)
    let people = try await store.read { try $0.people([ada, bob, numbered(9)]) }
    #expect(people == [ada: .adviser(), bob: .starter()])
  }

  @Test func `are found by address in any case, and by role`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    #expect(try await store.read { try $0.person(email: "ADA@Example.org") } == .adviser())
    #expect(try await store.read { try $0.person(email: "nobody@example.org") } == nil)
    #expect(
      try await store.read { try $0.people(with: .starter) }
        == [.starter(), .starter(cleo, email: nil)])
    #expect(try await store.read { try $0.people(with: .team) } == [])
  }

  @Test func `are resources from the start`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    #expect(try await store.read { try $0.versions(of: [cleo.cast()]) } == [cleo.cast(): 0])
  }

  @Test func `are replaced in name, address, language and roles`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    var person = Person.adviser()
    (person.name, person.language, person.email) = ("Ada P.", .french, "ada.p@example.org")
    person.roles = [Role(.team)]
    try await store.write { [person] transaction in
      try transaction.lock([ada.cast()])
      try transaction.save(person, at: noon)
    }
    #expect(try await store.read { try $0.person(ada) } == person)
    #expect(try await store.read { try $0.versions(of: [ada.cast()]) } == [ada.cast(): 1])
    person.email = nil
    try await store.write { [person] in try $0.save(person, at: noon) }
    #expect(try await store.read { try $0.person(ada) } == person)
  }

  @Test func `do not share an address`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    await #expect(throws: (any Error).self) {
      try await store.write { try $0.save(.starter(cleo, email: "Ada@example.org"), at: noon) }
    }
    await #expect(throws: (any Error).self) {
      try await store.run("UPDATE account SET email = 'Ada@example.org'")
    }
  }

  @Test func `are known by their tokens`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.insertToken(SecretHash(stored: "aa"), for: ada, at: noon) }
    #expect(try await store.read { try $0.person(bearing: SecretHash(stored: "aa")) } == .adviser())
    #expect(try await store.read { try $0.person(bearing: SecretHash(stored: "bb")) } == nil)
  }
}

@Suite struct `Ways in` {
  private static func request(_ number: Int, expiresAt: Instant) -> SignInRequest {
    SignInRequest(
      id: numbered(number, 0x51), email: "new@example.org",
      tokenHash: SecretHash(stored: "token \(number)"), codeHash: SecretHash(stored: "code"),
      language: .french, createdAt: noon, expiresAt: expiresAt, hold: numbered(7),
      toDo: numbered(8),
      returnPath: "/fr/parcours")
  }

  @Test(arguments: StoreKind.allCases)
  func `by mail come back as they were made, and count attempts`(kind: StoreKind) async throws {
    let store = try await kind.open()
    var request = Self.request(1, expiresAt: noon.advanced(byMinutes: 15))
    try await store.write { [request] in try $0.save(request) }
    #expect(try await store.read { try $0.signInRequest(numbered(1, 0x51)) } == request)
    (request.attempts, request.usedAt) = (3, noon)
    try await store.write { [request] in try $0.save(request) }
    let token = request.tokenHash
    let byToken = try await store.read { try $0.signInRequest(token) }
    #expect(byToken == request)
    #expect(try await store.read { try $0.signInRequest(SecretHash(stored: "other")) } == nil)
  }

  @Test func `end, and are forgotten`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    let later = noon.advanced(byMinutes: 15)
    let signIns = [1, 2].map { number in
      SignIn(
        id: numbered(number, 0x52), tokenHash: SecretHash(stored: "\(number)"), person: ada,
        createdAt: noon, expiresAt: number == 1 ? noon : later)
    }
    try await store.write { transaction in
      for signIn in signIns { try transaction.insert(signIn) }
      for (number, end) in [(1, noon), (2, later)] {
        try transaction.save(Self.request(number, expiresAt: end))
      }
    }
    #expect(try await store.read { try $0.signIn(SecretHash(stored: "2")) } == signIns[1])
    try await store.write { try $0.deleteSignIns(endedBefore: later) }
    #expect(try await store.read { try $0.signIn(SecretHash(stored: "1")) } == nil)
    #expect(try await store.read { try $0.signIn(SecretHash(stored: "2")) } == signIns[1])
    #expect(try await store.count("sign_in_request") == 1)
    try await store.write { try $0.deleteSignIn(SecretHash(stored: "2")) }
    #expect(try await store.count("sign_in") == 0)
  }
}
