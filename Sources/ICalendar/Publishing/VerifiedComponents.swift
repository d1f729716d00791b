/// What has been written and read back, by content, so that unchanged events cost nothing.
///
/// Two generations bound the memory: what has not been asked for while one filled up is forgotten.
struct VerifiedComponents: Sendable {
  /// Bytes of text in one generation: some 10,000 appointments.
  private static let largestGeneration = 8 << 20
  private static let mostHeads = 256

  private var young = Generation()
  private var old = Generation()
  private var heads: Set<[UInt8]> = []

  mutating func component(for event: PublishedEvent, inUTC: Bool) -> WrittenComponent? {
    if let known = young.components[inUTC ? 1 : 0][event] { return known }
    guard let known = old.components[inUTC ? 1 : 0][event] else { return nil }
    insert(known, for: event, inUTC: inUTC)
    return known
  }

  mutating func insert(_ component: WrittenComponent, for event: PublishedEvent, inUTC: Bool) {
    if young.size > Self.largestGeneration {
      old = young
      young = Generation()
    }
    young.components[inUTC ? 1 : 0][event] = component
    young.size += component.bytes.count
  }

  func contains(head: [UInt8]) -> Bool { heads.contains(head) }

  mutating func insert(head: [UInt8]) {
    if heads.count >= Self.mostHeads { heads.removeAll() }
    heads.insert(head)
  }

  private struct Generation: Sendable {
    /// Those in their zone's time, then those in UTC.
    var components: [[PublishedEvent: WrittenComponent]] = [[:], [:]]
    var size = 0
  }
}
