/// What a catalogue holds. The raw value is the word in problems, previews and stored rows.
///
/// The order is the one in which things are set up: an object refers mostly to kinds above it.
public enum CatalogueKind: String, CaseIterable, Codable, Comparable, Sendable {
  case organisation, closureSet, venue, room, combination, partner, adviser, appointmentType
  case toDo, intake, question, targetGroup

  public static func < (left: Self, right: Self) -> Bool { left.position < right.position }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Where the children of an object stand: the parent's kind and its field.
  ///
  /// Rows and references of these kinds are only meaningful together with the parent.
  var parent: (kind: CatalogueKind, field: String)? {
    switch self {
    case .room: (.venue, "rooms")
    case .combination: (.venue, "combinations")
    case .adviser: (.partner, "advisers")
    case .appointmentType: (.partner, "appointmentTypes")
    default: nil
    }
  }
}
