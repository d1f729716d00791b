import CivilTime
import Operations
import Scheduling

/// A value bound to a `$n` of an SQL text: the three forms that both engines store alike.
enum SQLValue {
  case null
  case integer(Int64)
  case text(String)
}

extension SQLValue {
  static func id<Entity>(_ id: ID<Entity>) -> Self { .text(id.description) }
  static func id<Entity>(_ id: ID<Entity>?) -> Self { id.map { .text($0.description) } ?? .null }
  static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
  static func integer(_ number: Int) -> Self { .integer(Int64(number)) }
  static func flag(_ flag: Bool) -> Self { .integer(flag ? 1 : 0) }
  static func hash(_ hash: SecretHash) -> Self { .text(hash.text) }

  static func instant(_ instant: Instant) -> Self { .integer(instant.secondsSince1970) }
  static func instant(_ instant: Instant?) -> Self {
    instant.map { .integer($0.secondsSince1970) } ?? .null
  }
}
