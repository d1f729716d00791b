import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Questions in the store` {
  private static func asked(
    _ number: Int, at instant: Instant = noon, by person: ID<Person>? = nil,
    state: Inquiry.State? = nil, gap: Inquiry.Gap? = nil
  ) -> Inquiry {
    Inquiry(
      id: numbered(number, 0x1A), text: "Mag dit?\nEn <dat>?", email: "vera@example.org",
      language: .french, page: "/fr/prendre-rendez-vous", person: person, askedAt: instant,
      state: state, gap: gap)
  }

  private static let later = noon.advanced(byMinutes: 5)
  private static let states: [Inquiry.State] = [
    .open(since: later), .routed(to: .partner("bank"), at: later, by: ada),
    .routed(to: .type("krediet"), at: later, by: ada),
    .routed(to: .toDo("plan"), at: later, by: ada), .answered(at: later, by: .team(ada)),
    .answered(at: later, by: .partner("bank", ada)),
    .answered(at: later, by: .partner("bank", nil)), .closed(at: later, by: ada),
  ]

  @Test(arguments: StoreKind.allCases)
  func `come back in every state, and are replaced`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    for (number, state) in Self.states.enumerated() {
      let first = Self.asked(number, by: bob)
      try await store.write { try $0.save(first) }
      let changed = Self.asked(
        number, by: bob, state: state, gap: .init(nearestToDo: number == 0 ? nil : "plan"))
      try await store.write { transaction in
        try transaction.lock(changed.id)
        try transaction.save(changed)
      }
      #expect(try await store.read { try $0.inquiry(changed.id) } == changed)
    }
    #expect(try await store.count("inquiry") == Int64(Self.states.count))
  }

  @Test(arguments: StoreKind.allCases)
  func `are listed in order, by stage, partner and gap, from where a page ended`(
    kind: StoreKind
  ) async throws {
    let store = try await kind.open()
    try await store.fill()
    let all = Self.states.enumerated().map { number, state in
      Self.asked(
        number, at: noon.advanced(byMinutes: number % 3), state: state,
        gap: number == 2 ? .init(nearestToDo: nil) : nil)
    }
    try await store.write { transaction in for one in all { try transaction.save(one) } }
    let sorted = all.sorted { ($0.askedAt, $0.id) < ($1.askedAt, $1.id) }
    func list(_ query: InquiryQuery) async throws -> [Inquiry] {
      try await store.read { try $0.inquiries(query) }
    }
    #expect(try await list(InquiryQuery(limit: 50)) == sorted)
    #expect(
      try await list(InquiryQuery(newestFirst: true, limit: 3))
        == Array(sorted.reversed().prefix(3)))
    let third = sorted[2]
    let after = (askedAt: third.askedAt, id: third.id)
    #expect(try await list(InquiryQuery(after: after, limit: 50)) == Array(sorted[3...]))
    for stage in Inquiry.Stage.allCases {
      #expect(
        try await list(InquiryQuery(stages: [stage], limit: 50))
          == sorted.filter { $0.stage == stage })
    }
    #expect(
      try await list(InquiryQuery(partners: ["bank"], limit: 50))
        == sorted.filter { $0.partner == "bank" })
    #expect(try await list(InquiryQuery(partners: [], limit: 50)) == [])
    #expect(try await list(InquiryQuery(onlyGaps: true, limit: 50)) == [all[2]])
    #expect(
      try await store.read { try $0.inquiryCounts(partners: nil, onlyGaps: false) }
        == [.open: 1, .withPartner: 1, .guided: 2, .answered: 3, .closed: 1])
    #expect(
      try await store.read { try $0.inquiryCounts(partners: ["bank"], onlyGaps: false) }
        == [.withPartner: 1, .answered: 2])
    #expect(try await store.read { try $0.unfinishedInquiries(of: "Vera@example.org") } == 2)
    #expect(
      try await store.read { try $0.visitorInquiries(since: noon.advanced(byMinutes: 2)) }
        == sorted.count { $0.askedAt >= noon.advanced(byMinutes: 2) })
  }

  @Test(arguments: StoreKind.allCases)
  func `are found by their link, and lose links and words when forgotten`(
    kind: StoreKind
  ) async throws {
    let store = try await kind.open()
    try await store.fill()
    let link = SecretHash(stored: "h")
    var inquiry = Self.asked(1, state: .answered(at: Self.later, by: .partner("bank", nil)))
    let entry = ActivityEntry(
      id: numbered(7), at: noon, actor: nil, objectKind: "inquiry",
      objectID: inquiry.id.description, verb: "answered", ruleVersion: 0)
    try await store.write { [inquiry] transaction in
      try transaction.save(inquiry)
      try transaction.insertLink(link, to: inquiry.id, partner: "bank", at: noon)
      try transaction.record(entry)
      try transaction.insertWords("Ja, \"dat\" mag.", at: entry.id, of: inquiry.id)
    }
    let found = try await store.read { try $0.inquiry(bearing: link) }
    #expect(found?.inquiry == inquiry)
    #expect(found?.partner == "bank")
    let id = inquiry.id
    #expect(try await store.read { try $0.words(of: id) } == [entry.id: "Ja, \"dat\" mag."])
    let until = Self.later.advanced(byMinutes: 1)
    #expect(try await store.read { try $0.inquiriesToForget(finishedBefore: Self.later) } == [])
    #expect(
      try await store.read { try $0.inquiriesToForget(finishedBefore: until) } == [inquiry])
    _ = inquiry.forget(at: until)
    try await store.write { [inquiry] transaction in
      try transaction.deleteWordsAndLinks(of: id)
      try transaction.save(inquiry)
    }
    #expect(try await store.read { try $0.inquiry(id) } == inquiry)
    #expect(try await store.read { try $0.inquiry(bearing: link) } == nil)
    #expect(try await store.read { try $0.words(of: id) } == [:])
    #expect(try await store.read { try $0.inquiriesToForget(finishedBefore: until) } == [])
  }

  @Test(
    arguments: [
      "UPDATE inquiry SET state = 'vergeten'", "UPDATE inquiry SET state = 'routed'",
      "UPDATE inquiry SET state = 'closed'", "UPDATE inquiry SET text = ''",
      "UPDATE inquiry SET destination_kind = 'partner'", "UPDATE inquiry SET finished_at = 5",
      "UPDATE inquiry SET forgotten_at = 5, text = '', email = ''",
      "UPDATE inquiry SET gap_to_do = 'plan'", "UPDATE inquiry SET email = 'Vera@example.org'",
    ])
  func `cannot mean what the type cannot say`(change: String) async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    try await store.write { try $0.save(Self.asked(1)) }
    await #expect(throws: (any Error).self) { try await store.run(change) }
  }

  @Test func `their mails are deleted by kind and age`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.write { transaction in
      for (number, kind) in [(1, OutboxMessage.Kind.signIn), (2, .inquiryReceived)] {
        try transaction.enqueue(
          OutboxMessage(
            id: numbered(number), kind: kind, recipient: "a@b.example", language: .dutch,
            facts: [:], createdAt: noon))
      }
      try transaction.deleteMessages(of: [.inquiryReceived], before: noon)
    }
    #expect(try await store.count("outbox") == 2)
    try await store.write { transaction in
      try transaction.deleteMessages(of: [.inquiryReceived], before: Self.later)
    }
    #expect(try await store.read { try $0.outbox(limit: 9).map(\.kind) } == [.signIn])
  }
}
