import Scheduling

/// What an operator or admin looks at: the outbox, and whether every invariant holds.
public struct OversightDesk: Sendable {
  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// The newest messages, for an admin: they hold links and codes.
  public func outbox(for actor: Actor, limit: Int = 200) async throws -> [OutboxMessage] {
    guard Access.mayReadOutbox(actor) else { throw RequestProblem.forbidden }
    return try await setting.store.read { try $0.outbox(limit: limit) }
  }

  public func audit() async throws -> [AuditFinding] {
    try await setting.store.read { try $0.audit() }
  }

  /// The catalogue in use.
  public func catalogue() async throws -> CatalogueSnapshot {
    try await setting.store.read { try $0.catalogue() }
  }
}
