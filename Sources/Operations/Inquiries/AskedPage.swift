import Scheduling

/// The page somebody asked on, as far as it may be kept.
///
/// Addresses hold secrets (sign-in links) and ids of appointments, and a visitor can send any text.
/// So only a page that we know stays, with a key of the catalogue at most: never a query.
public struct AskedPage: Hashable, Sendable {
  public let path: String

  /// Nil where the path is of no page of ours.
  public init?(_ path: String, catalogue: CatalogueSnapshot) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    guard path.hasPrefix("/"), let first = parts.first, let language = Language(rawValue: first)
    else { return nil }
    let slug = parts.count > 1 ? parts[1] : ""
    guard let place = SitePath.allCases.first(where: { $0.slug(language) == slug }) else {
      return nil
    }
    if parts.count > 2, Self.isKey(parts[2], catalogue) {
      self.path = place.path(language, parts[2])
    } else {
      self.path = place.path(language)
    }
  }

  private static func isKey(_ text: String, _ catalogue: CatalogueSnapshot) -> Bool {
    catalogue.type(text)?.type.key == text || catalogue.partner(text)?.partner.key == text
      || catalogue.toDo(text) != nil
  }
}
