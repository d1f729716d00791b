import Crypto
import Foundation
import Operations

/// What a form or script of ours sends to show that it is ours: bound to the session, so that it
/// needs neither a secret of the server nor a row.
public struct FormToken: Sendable {
  public let text: String

  public init(session: Secret) {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("startersfabriek form token".utf8),
      using: SymmetricKey(data: Data(session.text.utf8)))
    text = Data(code).base64URL
  }

  /// Compares in a time that does not tell how much was right.
  public func matches(_ presented: String?) -> Bool {
    guard let presented, presented.utf8.count == text.utf8.count else { return false }
    var difference: UInt8 = 0
    for (left, right) in zip(text.utf8, presented.utf8) { difference |= left ^ right }
    return difference == 0
  }
}

extension Data {
  /// RFC 4648 section 5, without padding.
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Nil where the text is no base64url.
  init?(base64URL text: String) {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    self.init(
      base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
  }
}
