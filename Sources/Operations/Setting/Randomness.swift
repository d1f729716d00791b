import Crypto
import Scheduling

extension ID {
  /// A new version 4 UUID (RFC 9562 section 5.4) from the system's generator.
  static func random() -> Self {
    let high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
    let low = UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62
    return Self(high: high, low: low)
  }
}

/// A secret handed to somebody once; only its hash stays.
public struct Secret: Hashable, Sendable {
  public let text: String

  /// What somebody presents.
  public init(presented text: String) { self.text = text }

  /// 192 random bits as 32 characters of base64url: more than the 128 a feed's address needs, short
  /// enough for the 116 characters that old clients take (ICALENDAR.md H11).
  static func random() -> Self {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var generator = SystemRandomNumberGenerator()
    return Self(
      presented: String(
        (0..<32).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] }))
  }

  /// Six digits to type, each value as likely.
  static func randomCode() -> Self {
    let digits = String(Int.random(in: 0..<1_000_000))
    return Self(presented: String(repeating: "0", count: 6 - digits.count) + digits)
  }

  public var hash: SecretHash { SecretHash(stored: Self.sha256(text)) }

  /// Lower-case hexadecimal SHA-256.
  public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  public static func sha256(_ bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  /// Lower-case; this stands on the way of every request that bears a secret.
  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      for half in [byte >> 4, byte & 15] { digits.append(half < 10 ? half + 48 : half + 87) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
