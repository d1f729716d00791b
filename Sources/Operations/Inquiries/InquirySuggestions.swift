import Scheduling

/// Where a question might go: what in the catalogue shares most words with it, in any language.
public struct InquirySuggestions: Sendable {
  /// As many as one takes in at a glance.
  static let limit = 3

  public let types: [CatalogueSnapshot.TypeEntry]
  public let toDos: [ToDoTemplate]
  public let partners: [Partner]

  public init(for question: String, in catalogue: CatalogueSnapshot) {
    func best<Choice>(
      _ choices: [Choice], title: (Choice) -> LocalizedText, rest: (Choice) -> [LocalizedText?]
    ) -> [Choice] {
      let texts = choices.map { choice in
        WordOverlap.Text(
          title: Self.all(title(choice)),
          rest: rest(choice).compactMap(\.self).map(Self.all).joined(separator: " "))
      }
      return WordOverlap(texts).best(for: question, limit: Self.limit).map { choices[$0] }
    }
    types = best(catalogue.types, title: { $0.type.name }, rest: { [$0.type.about] })
    toDos = best(catalogue.catalogue.toDos, title: \.title, rest: { [$0.what] })
    partners = best(catalogue.catalogue.partners, title: \.name) { partner in
      [partner.about, LocalizedText(partner.kind)] + partner.appointmentTypes.map(\.name)
    }
  }

  /// The template that comes nearest to what nobody can answer.
  static func nearestToDo(to question: String, in catalogue: CatalogueSnapshot) -> String? {
    InquirySuggestions(for: question, in: catalogue).toDos.first?.key
  }

  private static func all(_ text: LocalizedText) -> String {
    [text.dutch, text.english, text.french].compactMap(\.self).joined(separator: " ")
  }
}
