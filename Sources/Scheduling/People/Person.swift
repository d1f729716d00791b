/// Somebody the service knows. One person has at most one account and is one resource, whatever
/// their roles.
public struct Person: Hashable, Sendable {
  public var id: ID<Person>
  /// Empty while a new starter has not said it.
  public var name: String
  /// Lower-cased; nil for someone without an account.
  public var email: String?
  public var language: Language
  public var roles: [Role]

  public init(
    id: ID<Person>, name: String, email: String?, language: Language, roles: [Role]
  ) {
    (self.id, self.name, self.email, self.language, self.roles) = (id, name, email, language, roles)
  }

  /// What an adviser's feed may show of a starter.
  public var firstName: String { String(name.prefix { $0 != " " }) }

  public func has(_ kind: Role.Kind) -> Bool { roles.contains { $0.kind == kind } }
}

/// What a person is here, at one partner where the kind asks for it.
public struct Role: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case starter, adviser, manager, staff, organizer, team, admin
  }
  public var kind: Kind
  /// The key of the partner; nil where the role is not a partner's.
  public var partner: String?

  public init(_ kind: Kind, partner: String? = nil) {
    (self.kind, self.partner) = (kind, partner)
  }
}
