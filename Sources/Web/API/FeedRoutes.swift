import CivilTime
import Hummingbird
import Operations
import Scheduling

/// `/api/v1/feeds`: making, listing, renewing and revoking calendar addresses.
struct FeedRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.post, "/api/v1/feeds") { try await create($0, $1) },
      Route(.get, "/api/v1/feeds") { try await list($0, $1) },
      Route(.delete, "/api/v1/feeds/{id}") { try await revoke($0, $1) },
      Route(.post, "/api/v1/feeds/{id}/renewal") { try await renew($0, $1) },
    ]
  }

  private struct AddressAnswer: Encodable {
    let id: String
    let url: String
    let webcal: String
    let token: String

    init(_ address: FeedDesk.Address) {
      id = address.feed.id.description
      (url, webcal, token) = (address.url, address.webcal, address.token.text)
    }
  }

  private enum ScopeName: String { case adviser, partner, starter, room, venue }

  private func create(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    var fields = try await JSONFields(request)
    let scope = try JSONFields.require(fields.name("scope", of: ScopeName.self), "scope")
    let subject = try fields.string("id")
    let isBusyOnly = try fields.bool("busyOnly") ?? false
    try fields.finish()
    let wish = try await wish(scope, subject, person)
    let language = Language.named(by: request) ?? person.language
    return try await answer(request, context, route: "POST /api/v1/feeds") {
      try await desks.feeds.create(
        wish, isBusyOnly: isBusyOnly, language: language, by: person, keeping: $0)
    }
  }

  /// Answers with a new address, once per idempotency key. The address is a secret and must not lie
  /// in the database as it is, so what is kept is sealed.
  private func answer(
    _ request: Request, _ context: WebContext, route: String,
    _ make: (Keeping<FeedDesk.Address>?) async throws -> Kept<FeedDesk.Address>
  ) async throws -> Response {
    let answers = try await KeptAnswers(
      request, route: route, person: context.requirePerson(), zone: .utc)
    let seal = SecretBox(context.presentedSecret, key: answers.key)
    return try await answers.response(
      answer: { address in
        let plain = try CreatedAnswer(AddressAnswer(address))
        return CreatedAnswer(body: try seal.sealed(plain.body), tag: nil)
      },
      opening: { try seal.opened($0) }, make)
  }

  private func wish(
    _ scope: ScopeName, _ subject: String?, _ person: Person
  ) async throws -> FeedDesk.Wish {
    switch scope {
    case .adviser, .starter:
      if let subject, subject.lowercased() != person.id.description {
        let adviser = try await desks.oversight.catalogue().adviser(subject)?.person
        guard scope == .adviser, adviser == person.id else {
          throw Problem(field: "/id", .unknown)
        }
      }
      return scope == .adviser ? .adviser : .starter
    case .partner: return .partner(subject)
    case .room: return .room(try JSONFields.require(subject, "id"))
    case .venue: return .venue(try JSONFields.require(subject, "id"))
    }
  }

  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let page = try PageQuery(QueryFields(request))
    let zone = try await desks.oversight.catalogue().zone(named: nil)
    let feeds = try await desks.feeds.list(of: person, language: .accepted(by: request))
    return try JSONAnswer.response(
      ListPage(of: feeds.map { FeedAnswer($0, zone: zone) }, page) { $0.id })
  }

  private func revoke(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    try await desks.feeds.revoke(context.requireID(), by: person)
    return JSONAnswer.noContent
  }

  private func renew(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let id: ID<Feed> = try context.requireID()
    try await JSONFields(request, isOptional: true).finish()
    return try await answer(request, context, route: "POST /api/v1/feeds/\(id)/renewal") {
      try await desks.feeds.renew(id, by: person, keeping: $0)
    }
  }
}

/// A feed in a list, without its address, which is shown once only.
private struct FeedAnswer: Encodable {
  struct Program: Encodable {
    let program: String
    let firstAt: String
    let lastAt: String
    let count: Int
  }

  let id: String
  let scope: String
  /// Person id or key.
  let subject: String
  let name: String
  let language: String
  let createdAt: String
  let busyOnly: Bool
  /// How many it holds now.
  let events: Int
  /// Who fetched it, latest first.
  let subscriptions: [Program]

  init(_ listed: FeedDesk.Listed, zone: Zone) {
    let feed = listed.feed
    (id, name) = (feed.id.description, listed.name)
    (scope, subject) = (feed.scope.name, feed.scope.subject)
    (language, createdAt) = (feed.language.rawValue, zone.rfc3339(feed.createdAt))
    (busyOnly, events) = (feed.isBusyOnly, listed.events)
    subscriptions = listed.subscriptions.map {
      Program(
        program: $0.program, firstAt: zone.rfc3339($0.firstAt), lastAt: zone.rfc3339($0.lastAt),
        count: $0.count)
    }
  }
}
