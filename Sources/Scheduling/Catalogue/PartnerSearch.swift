import CivilTime

/// Finds partners by words and by what they offer. Pure and deterministic.
///
/// All words must stand somewhere in what is known of the partner. Need, phase, place and language
/// must hold for one and the same thing it offers: a partner who explains VAT at the venue and
/// something else online is not found for VAT online.
public struct PartnerSearch: Sendable {
  /// What the list can be narrowed by.
  public enum Facet: String, CaseIterable, Sendable { case need, phase, kind, place, language }

  public struct Wish: Hashable, Sendable {
    public var words: String
    /// Keys of to-dos and kinds, raw values of the others.
    public var values: [Facet: String]

    public init(words: String = "", values: [Facet: String] = [:]) {
      (self.words, self.values) = (words, values)
    }
  }

  public struct Answer: Sendable {
    /// Best first where words were asked, else by name.
    public let partners: [Partner]
    /// How many would be found for each value of a facet, the other wishes standing.
    public let counts: [Facet: [String: Int]]
    /// How many would be found without the value of a facet that has one.
    public let without: [Facet: Int]
    /// How many would be found without the words; nil where there are none.
    public let withoutWords: Int?
  }

  private struct Candidate {
    let partner: Partner
    let sortName: FoldedText
    let fields: [(weight: Int, text: FoldedText)]
    /// For each thing it offers, the values it has.
    let offers: [[Facet: Set<String>]]
  }

  private let candidates: [Candidate]

  /// `kindNames` gives the words for a kind, in every language. A partner whose partnership is over
  /// on `today` is not found; a to-do that no longer holds is neither found nor offered as a choice.
  public init(_ catalogue: Catalogue, on today: LocalDate, kindNames: (String) -> [String]) {
    var toDos: [String: ToDoTemplate] = [:]
    for toDo in catalogue.toDos where toDo.valid?.holds(on: today) ?? true {
      toDos[toDo.key] = toDo
    }
    candidates = catalogue.partners.filter { $0.partnership.holds(on: today) }.map { partner in
      Self.candidate(partner, toDos: toDos, kindNames: kindNames(partner.kind))
    }
  }

  private static func candidate(
    _ partner: Partner, toDos: [String: ToDoTemplate], kindNames: [String]
  ) -> Candidate {
    let types = partner.appointmentTypes
    let needs = Set(types.flatMap { $0.toDos ?? [] }).sorted().compactMap { toDos[$0] }
    let fields: [(Int, FoldedText)] = [
      (8, FoldedText(partner.name.everyText)), (6, FoldedText(kindNames + [partner.kind])),
      (4, FoldedText(types.flatMap(\.name.everyText))),
      (3, FoldedText(needs.flatMap(\.title.everyText))),
      (2, FoldedText(partner.about?.everyText ?? [])),
    ]
    let offers = types.map { type in
      let needs = (type.toDos ?? []).compactMap { toDos[$0] }
      return [
        Facet.need: Set(needs.map(\.key)), .phase: Set(needs.map(\.phase.rawValue)),
        .kind: [partner.kind], .place: Set(type.places.map(\.rawValue)),
        .language: Set((type.languages ?? partner.languages).map(\.rawValue)),
      ]
    }
    let nothing = [
      Facet.kind: [partner.kind], .language: Set(partner.languages.map(\.rawValue)),
    ]
    return Candidate(
      partner: partner, sortName: FoldedText([partner.name.dutch]), fields: fields,
      offers: offers.isEmpty ? [nothing] : offers)
  }

  public func answer(_ wish: Wish) -> Answer {
    let words = FoldedText.words(of: wish.words)
    var found: [(candidate: Candidate, score: Int)] = []
    var counts: [Facet: [String: Int]] = [:]
    var without: [Facet: Int] = [:]
    var withoutWords = 0
    for candidate in candidates {
      let fits = Self.fits(candidate, wish.values)
      if fits { withoutWords += 1 }
      guard let score = words.score(in: candidate.fields) else { continue }
      if fits { found.append((candidate, score)) }
      for facet in Facet.allCases {
        var others = wish.values
        let wanted = others.removeValue(forKey: facet)
        if wanted != nil, Self.fits(candidate, others) { without[facet, default: 0] += 1 }
        for value in Self.values(of: facet, in: candidate, fitting: others) {
          counts[facet, default: [:]][value, default: 0] += 1
        }
      }
    }
    for facet in wish.values.keys where without[facet] == nil { without[facet] = 0 }
    return Answer(
      partners: found.sorted(by: Self.isBefore).map(\.candidate.partner), counts: counts,
      without: without, withoutWords: words.isEmpty ? nil : withoutWords)
  }

  private static func isBefore(
    _ left: (candidate: Candidate, score: Int), _ right: (candidate: Candidate, score: Int)
  ) -> Bool {
    if left.score != right.score { return left.score > right.score }
    let (a, b) = (left.candidate, right.candidate)
    if a.sortName != b.sortName {
      return a.sortName.bytes.lexicographicallyPrecedes(b.sortName.bytes)
    }
    return a.partner.key < b.partner.key
  }

  private static func fits(_ candidate: Candidate, _ values: [Facet: String]) -> Bool {
    candidate.offers.contains { has($0, values) }
  }

  private static func values(
    of facet: Facet, in candidate: Candidate, fitting others: [Facet: String]
  ) -> Set<String> {
    candidate.offers.reduce(into: []) { values, offer in
      if has(offer, others) { values.formUnion(offer[facet] ?? []) }
    }
  }

  private static func has(_ offer: [Facet: Set<String>], _ values: [Facet: String]) -> Bool {
    values.allSatisfy { facet, value in offer[facet]?.contains(value) == true }
  }
}

extension Partnership {
  /// Whether it has not ended; its last day still counts.
  public func holds(on date: LocalDate) -> Bool { until.map { date <= $0 } ?? true }
}

extension ToDoTemplate.Validity {
  /// Whether the day lies in it; its last day does.
  public func holds(on date: LocalDate) -> Bool {
    from <= date && until.map { date <= $0 } ?? true
  }
}
