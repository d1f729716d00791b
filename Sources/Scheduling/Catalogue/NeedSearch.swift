/// Finds the steps that words point at. Pure and deterministic; the words are those of
/// `PartnerSearch`.
public struct NeedSearch: Sendable {
  private let toDos: [(toDo: ToDoTemplate, fields: [(weight: Int, text: FoldedText)])]

  public init(_ toDos: [ToDoTemplate]) {
    self.toDos = toDos.map { toDo in
      let fields = [
        (weight: 4, text: FoldedText(toDo.title.everyText)),
        (weight: 1, text: FoldedText(toDo.what.everyText)),
      ]
      return (toDo, fields)
    }
  }

  /// Those in which every word stands, best first, then as the catalogue has them.
  public func toDos(for query: String) -> [ToDoTemplate] {
    let words = FoldedText.words(of: query)
    guard !words.isEmpty else { return [] }
    let found = toDos.enumerated().compactMap { position, entry in
      words.score(in: entry.fields).map { (entry.toDo, $0, position) }
    }
    return found.sorted { ($1.1, $0.2) < ($0.1, $1.2) }.map(\.0)
  }
}
