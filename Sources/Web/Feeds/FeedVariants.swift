import Hummingbird
import Operations
import Synchronization

/// The bytes of a feed in each encoding, ready to send.
struct FeedVariants: Sendable {
  let identity: ByteBuffer
  /// Nil where compressing failed.
  let gzip: ByteBuffer?

  init(_ bytes: [UInt8]) {
    identity = ByteBuffer(bytes: bytes)
    gzip = Gzip.compressed(bytes).map { ByteBuffer(bytes: $0) }
  }

  var size: Int { identity.readableBytes + (gzip?.readableBytes ?? 0) }
}

/// Compresses each body once: hundreds of calendar programs ask for the same bytes.
final class FeedVariantMemory: Sendable {
  private struct State {
    var variants: [String: FeedVariants] = [:]
    var size = 0
  }

  /// Beyond this it starts again from empty.
  private static let maximumBytes = 64 * 1024 * 1024

  private let state = Mutex(State())

  func variants(of body: FeedPublisher.Body) -> FeedVariants {
    if let known = state.withLock({ $0.variants[body.tag] }) { return known }
    let made = FeedVariants(body.bytes)
    state.withLock { state in
      if state.size + made.size > Self.maximumBytes { state = State() }
      if state.variants.updateValue(made, forKey: body.tag) == nil { state.size += made.size }
    }
    return made
  }
}
