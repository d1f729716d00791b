/// The slots of a window and, where explanations were asked for, what was refused.
public struct SlotAnswer: Hashable, Sendable {
  public var slots: [Slot]
  /// Sorted by start, place and adviser: one entry for each of those whose every candidate was
  /// refused, with the nearest miss.
  public var refused: [RefusedCandidate]

  public init(slots: [Slot] = [], refused: [RefusedCandidate] = []) {
    (self.slots, self.refused) = (slots, refused)
  }
}
