import Crypto
import Foundation
import Hummingbird
import Operations

/// Seals an answer that holds a secret, so that the database never has it in clear.
///
/// The key is made of what the caller presents each time and nobody stores: their credential and
/// their idempotency key.
struct SecretBox: Sendable {
  private let key: SymmetricKey?

  /// Without an idempotency key nothing is kept, so nothing is sealed.
  init(_ credential: Secret?, key: IdempotencyKey?) {
    guard let credential, let key else {
      self.key = nil
      return
    }
    let material = Data("\(credential.text)\n\(key.text)".utf8)
    self.key = SymmetricKey(data: SHA256.hash(data: material))
  }

  func sealed(_ text: String) throws -> String {
    guard let key else { return text }
    guard let combined = try AES.GCM.seal(Data(text.utf8), using: key).combined else {
      preconditionFailure("the standard nonce gives a combined form")
    }
    return combined.base64URL
  }

  /// The same person with another credential cannot open it: their key stands for another request.
  func opened(_ text: String) throws -> String {
    guard let key else { return text }
    guard let data = Data(base64URL: text), let box = try? AES.GCM.SealedBox(combined: data),
      let plain = try? AES.GCM.open(box, using: key)
    else { throw IdempotencyKeyReused() }
    return String(decoding: plain, as: UTF8.self)
  }
}
