import Hummingbird
import Operations
import Synchronization

/// The bytes of feeds in each encoding, ready to send: hundreds of calendar programs ask for the
/// same bytes.
///
/// A feed is compressed piece by piece, and the pieces are kept: after a change to one appointment
/// only its own piece is compressed again.
final class FeedVariantMemory: Sendable {
  private struct State {
    var identity: [String: ByteBuffer] = [:]
    var gzip: [String: ByteBuffer] = [:]
    var pieces: [FeedPublisher.Body.Piece: Gzip.Piece] = [:]
    var size = 0
  }

  /// Beyond this it starts again from empty.
  private static let maximumBytes = 64 * 1024 * 1024

  private let state = Mutex(State())

  func identity(of body: FeedPublisher.Body) -> ByteBuffer {
    if let known = state.withLock({ $0.identity[body.tag] }) { return known }
    let made = ByteBuffer(bytes: body.bytes)
    keep(made.readableBytes) { $0.identity[body.tag] = made }
    return made
  }

  /// Nil where compressing failed.
  func gzip(of body: FeedPublisher.Body) -> ByteBuffer? {
    let (known, ready) = state.withLock { state in
      (state.gzip[body.tag], body.pieces.map { state.pieces[$0] })
    }
    if let known { return known }
    var pieces: [Gzip.Piece] = []
    var start = 0
    for (piece, ready) in zip(body.pieces, ready) {
      let range = start..<start + piece.count
      start = range.upperBound
      guard let compressed = ready ?? Gzip.piece(body.bytes[range]) else { return nil }
      if ready == nil { keep(compressed.deflated.count) { $0.pieces[piece] = compressed } }
      pieces.append(compressed)
    }
    let made = ByteBuffer(bytes: Gzip.joined(pieces))
    keep(made.readableBytes) { $0.gzip[body.tag] = made }
    return made
  }

  private func keep(_ size: Int, _ change: (inout State) -> Void) {
    state.withLock { state in
      if state.size + size > Self.maximumBytes { state = State() }
      state.size += size
      change(&state)
    }
  }
}
