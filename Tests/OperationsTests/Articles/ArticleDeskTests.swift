import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `Articles` {
  private func draft(
    _ title: String = "Een avond voor starters", from: String = "", until: String = ""
  ) -> ArticleDraft {
    ArticleDraft(
      kind: .news, words: [.dutch: .init(title: title, body: "Kom **langs**.")], from: from,
      until: until)
  }

  private func writer(in house: House) async throws -> Actor {
    .person(
      try await house.people.addAccount(
        email: "tine@huis.example", role: .team, partner: nil, name: "Tine"))
  }

  @Test func `get an address from their title`() async throws {
    let house = try await House()
    let article = try await house.articles.save(draft("Élan, tóch? 2 avonden!"), by: .service)
    #expect(article.head.key == "elan-toch-2-avonden")
    #expect(article.head.revision == 1)
    await #expect(throws: ArticleFaults(fields: ["key": .takenKey])) {
      try await house.articles.save(draft("Elan toch 2 avonden"), by: .service)
    }
    // Kinds have addresses of their own.
    var page = draft("Élan, tóch? 2 avonden!")
    page.kind = .page
    #expect(try await house.articles.save(page, by: .service).head.key == "elan-toch-2-avonden")
  }

  @Test func `are for everybody on their days only, and for those who write always`()
    async throws
  {
    let house = try await House(at: "2026-11-20T09:00:00+01:00")
    let sam = Actor.person(try await house.starter())
    let tine = try await writer(in: house)
    _ = try await house.articles.save(
      draft("Avond", from: "2026-11-21", until: "2026-11-22"), by: tine)
    func read(_ actor: Actor?) async throws -> Article.State {
      try await house.articles.article(.news, key: "avond", for: actor).state
    }
    // Each instant is a day's edge in Brussels.
    for (now, state) in [
      ("2026-11-20T23:59:59+01:00", Article.State.scheduled),
      ("2026-11-21T00:00:00+01:00", .published), ("2026-11-22T23:59:59+01:00", .published),
      ("2026-11-23T00:00:00+01:00", .expired),
    ] {
      house.set(now)
      #expect(try await read(tine) == state)
      #expect(try await house.articles.published(.news).count == (state == .published ? 1 : 0))
      for reader in [nil, sam] {
        if state == .published {
          #expect(try await read(reader) == .published)
        } else {
          await #expect(throws: RequestProblem.unknown) { try await read(reader) }
        }
      }
    }
  }

  @Test func `stand newest first, drafts before all`() async throws {
    let house = try await House()
    for (title, from) in [
      ("Oud", "2026-01-02"), ("Nieuw", "2026-11-01"), ("Straks", "2027-01-01"), ("Concept", ""),
    ] {
      _ = try await house.articles.save(draft(title, from: from), by: .service)
    }
    #expect(try await house.articles.published(.news).map(\.key) == ["nieuw", "oud"])
    let all = try await house.articles.all(.news, for: .service)
    #expect(all.map(\.head.key) == ["concept", "straks", "nieuw", "oud"])
    #expect(all.map(\.state) == [.draft, .scheduled, .published, .published])
  }

  @Test func `changed by two at once keep the first and tell the second`() async throws {
    let house = try await House()
    let tine = try await writer(in: house)
    let first = try await house.articles.save(draft("Een"), by: tine)
    let changed = try await house.articles.save(
      draft("Twee"), id: first.head.id, expecting: 1, by: tine)
    #expect(changed.head.revision == 2)
    await #expect(throws: RequestProblem.stale(current: 2)) {
      try await house.articles.save(draft("Drie"), id: first.head.id, expecting: 1, by: tine)
    }
    await #expect(throws: RequestProblem.stale(current: 2)) {
      try await house.articles.delete(first.head.id, expecting: 1, by: tine)
    }
    await #expect(throws: RequestProblem.stale(current: 2)) {
      try await house.articles.save(draft("Vier"), id: first.head.id, expecting: nil, by: tine)
    }
    let found = try await house.articles.article(first.head.id, for: tine)
    #expect(found.article.head.title.dutch == "Twee")
    #expect(found.history.map(\.verb) == ["changed", "created"])
    #expect(found.history.map(\.name) == ["Tine", "Tine"])
  }

  @Test func `deleted are gone, their history is not`() async throws {
    let house = try await House()
    let tine = try await writer(in: house)
    let article = try await house.articles.save(draft("Weg", from: "2026-01-01"), by: tine)
    try await house.articles.delete(article.head.id, expecting: 1, by: tine)
    await #expect(throws: RequestProblem.unknown) {
      try await house.articles.article(.news, key: "weg", for: tine)
    }
    let id = article.head.id.description
    let history = try await house.store.read { try $0.activity(of: "article", id: id) }
    #expect(history.map(\.verb) == ["created", "deleted"])
    #expect(history.last?.to == "news/weg")
  }

  @Test func `with faults are refused, each by its field`() async throws {
    let house = try await House()
    var wrong = ArticleDraft(kind: .page, key: "Met Spaties", from: "2026-02-30", until: "morgen")
    wrong.words[.english] = .init(title: "Only a title")
    wrong.words[.french] = .init(lead: String(repeating: "x", count: 401))
    await #expect(
      throws: ArticleFaults(fields: [
        "title-nl": .missing, "body-nl": .missing, "body-en": .half, "title-fr": .half,
        "body-fr": .half, "lead-fr": .tooLong(limit: 400), "from": .noDate, "until": .noDate,
      ])
    ) { try await house.articles.save(wrong, by: .service) }
    await #expect(throws: ArticleFaults(fields: ["until": .endsBeforeItBegins])) {
      try await house.articles.save(
        draft(from: "2026-11-24", until: "2026-11-23"), by: .service)
    }
    await #expect(throws: ArticleFaults(fields: ["from": .missing])) {
      try await house.articles.save(draft(until: "2026-11-23"), by: .service)
    }
    await #expect(throws: ArticleFaults(fields: ["key": .noKey])) {
      try await house.articles.save(draft("???"), by: .service)
    }
    #expect(try await house.articles.all(.news, for: .service).isEmpty)
  }

  @Test func `as a form shows them come back as they were`() async throws {
    let house = try await House()
    var draft = draft("Een", from: "2026-11-01", until: "2026-12-31")
    draft.key = "een"
    draft.words[.dutch]?.lead = "Inleiding"
    draft.words[.french] = .init(title: "Un", lead: "", body: "Venez.")
    draft.words[.english] = .init()
    let article = try await house.articles.save(draft, by: .service)
    #expect(ArticleDraft(article) == draft)
  }

  /// Who may write: the table of `Access`.
  @Test(
    arguments: [
      (Role.Kind.starter, false), (.adviser, false), (.manager, false), (.organizer, false),
      (.staff, true), (.team, true), (.admin, true),
    ])
  func `are written by staff, team and admin`(role: Role.Kind, may: Bool) async throws {
    let house = try await House()
    let partner = role == .manager || role == .adviser ? "bank" : nil
    let email = role == .adviser ? "dirk@bank.example" : "\(role.rawValue)@huis.example"
    let person =
      role == .adviser
      ? try await house.person(email)
      : try await house.people.addAccount(email: email, role: role, partner: partner)
    let actor = Actor.person(person)
    let article = try await house.articles.save(draft("Vast"), by: .service)
    let attempts: [() async throws -> Void] = [
      { _ = try await house.articles.all(.news, for: actor) },
      { _ = try await house.articles.article(article.head.id, for: actor) },
      { _ = try await house.articles.save(draft("Nieuw"), by: actor) },
      { try await house.articles.delete(article.head.id, expecting: 1, by: actor) },
    ]
    for attempt in attempts {
      var problem: RequestProblem?
      do { try await attempt() } catch let found as RequestProblem { problem = found }
      #expect(problem == (may ? nil : .forbidden))
    }
  }
}
