import Hummingbird
import Operations
import Scheduling

/// `GET /api/v1/me`: who the caller is.
struct MeRoutes: Sendable {
  var routes: [Route] {
    [
      Route(.get, "/api/v1/me") { _, context in
        try JSONAnswer.response(MeAnswer(context.requirePerson(), credential: context.credential))
      }
    ]
  }
}

private struct MeAnswer: Encodable {
  struct Identity: Encodable {
    let id: String
    let name: String
    let email: String?
  }

  struct RoleAnswer: Encodable {
    let role: String
    /// Key of the partner, where the role is one of a partner's.
    let partner: String?
  }

  let person: Identity
  let roles: [RoleAnswer]
  let language: String
  /// For scripts of our own pages, which use the session cookie.
  let csrfToken: String?

  init(_ person: Person, credential: WebContext.Credential) {
    self.person = Identity(id: person.id.description, name: person.name, email: person.email)
    roles = person.roles.map { RoleAnswer(role: $0.kind.rawValue, partner: $0.partner) }
    language = person.language.rawValue
    if case .session(let secret) = credential {
      csrfToken = FormToken(session: secret).text
    } else {
      csrfToken = nil
    }
  }
}
