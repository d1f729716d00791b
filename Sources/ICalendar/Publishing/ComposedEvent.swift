import Crypto
import Synchronization

/// An event whose text is kept once it was written and read back, for as long as somebody keeps the
/// event: a feed of a thousand such costs no more than putting their texts together.
public final class ComposedEvent: Sendable {
  public let event: PublishedEvent

  /// In the zone's time, and in UTC.
  private struct Written {
    var zoned: WrittenComponent?
    var utc: WrittenComponent?
  }

  private let written = Mutex(Written())

  public init(_ event: PublishedEvent) { self.event = event }

  func component(inUTC: Bool) -> WrittenComponent? {
    written.withLock { inUTC ? $0.utc : $0.zoned }
  }

  func keep(_ component: WrittenComponent, inUTC: Bool) {
    written.withLock { written in
      if inUTC { written.utc = component } else { written.zoned = component }
    }
  }
}

/// The text of one event that libical has read back.
final class WrittenComponent: Sendable {
  let bytes: [UInt8]
  /// The zone that the text refers to; nil for days and UTC.
  let zone: String?
  /// SHA-256 of the bytes.
  let digest: [UInt8]

  init(bytes: [UInt8], zone: String?) {
    (self.bytes, self.zone) = (bytes, zone)
    digest = Array(SHA256.hash(data: bytes))
  }
}

/// A calendar's bytes, with what tells them from others without reading them all again.
public struct WrittenFeed: Sendable {
  /// A stretch of the bytes that stays the same while its events do: where it ends, one of its
  /// events says, not its place in the calendar.
  public struct Piece: Hashable, Sendable {
    public let count: Int
    /// SHA-256 over the digests of its components: equal for equal bytes only.
    public let digest: [UInt8]
  }

  public private(set) var bytes: [UInt8]
  /// In order; together they are all the bytes.
  public private(set) var pieces: [Piece] = []

  /// SHA-256 over the digests of the pieces: equal for equal bytes only.
  public var digest: [UInt8] { Array(SHA256.hash(data: pieces.flatMap(\.digest))) }

  /// One event in so many ends a piece: some 20 kB, which compress nearly as well as all together.
  private static let eventsEach: UInt8 = 32

  init(head: [UInt8], _ components: [WrittenComponent], tail: [UInt8]) {
    bytes = []
    bytes.reserveCapacity(
      components.reduce(head.count + tail.count) { $0 + $1.bytes.count })
    append(head)
    var (count, digests): (Int, [UInt8]) = (0, [])
    for (index, component) in components.enumerated() {
      bytes += component.bytes
      digests += component.digest
      count += component.bytes.count
      let isLast = index == components.count - 1
      guard isLast || component.digest[0] % Self.eventsEach == 0 else { continue }
      pieces.append(Piece(count: count, digest: Array(SHA256.hash(data: digests))))
      (count, digests) = (0, [])
    }
    append(tail)
  }

  private mutating func append(_ part: [UInt8]) {
    bytes += part
    pieces.append(Piece(count: part.count, digest: Array(SHA256.hash(data: part))))
  }
}
