import CivilTime
import Scheduling

/// How to keep the answer to a creating request under the caller's idempotency key.
public struct Keeping<Value: Sendable>: Sendable {
  public let scope: IdempotencyScope
  public let bodyHash: String
  /// The answer in case of success.
  public let answer: @Sendable (Value) throws -> KeptAnswer
  /// The answer in case of a refusal.
  public let refusal: @Sendable (Refusal) throws -> KeptAnswer

  public init(
    scope: IdempotencyScope, bodyHash: String,
    answer: @escaping @Sendable (Value) throws -> KeptAnswer,
    refusal: @escaping @Sendable (Refusal) throws -> KeptAnswer
  ) {
    (self.scope, self.bodyHash) = (scope, bodyHash)
    (self.answer, self.refusal) = (answer, refusal)
  }
}

/// A new answer, or the one kept from before.
public enum Kept<Value: Sendable>: Sendable {
  case new(Value)
  case replayed(KeptAnswer)

  /// The value of a request without a key, which is never a replay.
  public var value: Value? {
    guard case .new(let value) = self else { return nil }
    return value
  }
}

/// The same key came with another body.
public struct IdempotencyKeyReused: Error, Sendable {
  public init() {}
}

extension Setting {
  /// Runs a creating request once per key: the answer is kept in the transaction that creates, so
  /// that after a crash repeating the key tells whether it happened.
  func once<Value: Sendable>(
    _ keeping: Keeping<Value>?,
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Kept<Value> {
    let now = now()
    return try await store.write { transaction in
      if let keeping, let kept = try transaction.keptAnswer(keeping.scope) {
        guard kept.bodyHash == keeping.bodyHash else { throw IdempotencyKeyReused() }
        return .replayed(kept)
      }
      let value = try body(transaction)
      if let keeping {
        try transaction.keep(try keeping.answer(value), for: keeping.scope, at: now)
      }
      return .new(value)
    }
  }

  /// The same for a request that may be refused: the refusal is kept too, as `explain` words it.
  func onceOrRefused<Value: Sendable>(
    _ keeping: Keeping<Value>?, explain: (Refusal) async throws -> Refusal = { $0 },
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Kept<Value> {
    do {
      return try await once(keeping, body)
    } catch let refusal as Refusal {
      let explained = try await explain(refusal)
      if let keeping, let kept = try await keep(explained, keeping) { return .replayed(kept) }
      throw explained
    }
  }

  /// Keeps a refusal too, so that the same key gives the same answer; the answer that a twin of the
  /// request has kept meanwhile, if there is one.
  private func keep<Value>(_ refusal: Refusal, _ keeping: Keeping<Value>) async throws
    -> KeptAnswer?
  {
    let now = now()
    return try await store.write { transaction in
      if let kept = try transaction.keptAnswer(keeping.scope) { return kept }
      try transaction.keep(try keeping.refusal(refusal), for: keeping.scope, at: now)
      return nil
    }
  }
}
