import Hummingbird
import Operations
import Scheduling

/// The partners, found by words and narrowed by what somebody needs.
struct PartnersPage: Page {
  /// Choices under a heading; without one where `groupLabel` is nil.
  struct ChoiceGroup: Sendable {
    let groupLabel: String?
    let choices: [TypePage.Choice]
  }

  struct Select: Sendable {
    let name: String
    let label: String
    let any: String
    let choiceGroups: [ChoiceGroup]
  }

  /// A wish that stands, and the list without it.
  struct Wish: Sendable {
    let label: String
    let href: String
    let count: String
  }

  struct Card: Sendable {
    let name: Markup
    let kind: String
    let about: Markup?
    let href: String
    let offers: String
    let languages: String
  }

  struct NeedLink: Sendable {
    let name: Markup
    let href: String
  }

  let title: String
  let formHref: String
  let words: String
  let selects: [Select]
  let filterCount: String?
  let wishes: [Wish]
  let hasWishes: Bool
  let clearHref: String
  let count: String
  let cards: [Card]
  let isEmpty: Bool
  let needLinks: [NeedLink]
  let hasNeedLinks: Bool

  static func show(_ visit: Visit) async throws -> Response { visit.answer(PartnersPage(visit)) }

  init(_ visit: Visit) {
    let search = PartnerSearch(visit.catalogue.catalogue, on: visit.today) { kind in
      Language.allCases.map { Texts.of($0).partnerKind(kind) }
    }
    let wish = Self.wish(visit)
    let answer = search.answer(wish)
    title = visit.text("partners.title")
    formHref = visit.path(.partners)
    words = wish.words
    selects = PartnerSearch.Facet.allCases.map { facet in
      Select(facet, wish: wish, counts: answer.counts[facet] ?? [:], visit)
    }
    filterCount =
      wish.values.isEmpty ? nil : visit.counted("partners.filters", wish.values.count)
    wishes = Self.wishes(wish, answer, visit)
    hasWishes = !wishes.isEmpty
    clearHref = visit.path(.partners)
    count = visit.counted("partners.found", answer.partners.count)
    cards = answer.partners.map { Card($0, visit) }
    isEmpty = cards.isEmpty
    needLinks = NeedSearch(visit.needs).toDos(for: wish.words).prefix(6).map { toDo in
      NeedLink(name: visit.content(toDo.title), href: visit.path(.needs, toDo.key))
    }
    hasNeedLinks = !needLinks.isEmpty
  }

  /// What the query asks; a value that means nothing is forgotten.
  private static func wish(_ visit: Visit) -> PartnerSearch.Wish {
    var values: [PartnerSearch.Facet: String] = [:]
    for facet in PartnerSearch.Facet.allCases {
      guard let value = visit.query[facet.rawValue] else { continue }
      let isKnown =
        switch facet {
        case .need: visit.needs.contains { $0.key == value }
        case .phase: Phase(rawValue: value) != nil
        case .kind: visit.partners.contains { $0.kind == value }
        case .place: Place(rawValue: value) != nil
        case .language: Language(rawValue: value) != nil
        }
      if isKnown { values[facet] = value }
    }
    return PartnerSearch.Wish(words: visit.query["q"] ?? "", values: values)
  }

  static func query(_ wish: PartnerSearch.Wish) -> QueryText {
    QueryText(
      [("q", wish.words.isEmpty ? nil : wish.words)]
        + PartnerSearch.Facet.allCases.map { ($0.rawValue, wish.values[$0]) })
  }

  private static func wishes(
    _ wish: PartnerSearch.Wish, _ answer: PartnerSearch.Answer, _ visit: Visit
  ) -> [Wish] {
    func without(_ change: (inout PartnerSearch.Wish) -> Void) -> String {
      var other = wish
      change(&other)
      return visit.path(.partners) + query(other).text
    }
    var wishes: [Wish] = []
    func add(_ label: String, _ count: Int, _ href: String) {
      // What would still find nothing is no way out.
      guard count > 0 else { return }
      wishes.append(
        Wish(label: label, href: href, count: visit.counted("partners.found", count)))
    }
    if let count = answer.withoutWords {
      add("“\(wish.words)”", count, without { $0.words = "" })
    }
    for facet in PartnerSearch.Facet.allCases {
      guard let value = wish.values[facet] else { continue }
      add(
        visit.name(of: value, facet), answer.without[facet] ?? 0,
        without { $0.values[facet] = nil })
    }
    return wishes
  }
}

extension PartnersPage.Select {
  /// The few phases, places and languages always stand there; of needs and kinds those that would
  /// find something.
  init(
    _ facet: PartnerSearch.Facet, wish: PartnerSearch.Wish, counts: [String: Int], _ visit: Visit
  ) {
    func choice(_ value: String) -> TypePage.Choice? {
      let isSelected = wish.values[facet] == value
      let count = counts[value] ?? 0
      guard count > 0 || isSelected || (facet != .need && facet != .kind) else { return nil }
      return TypePage.Choice(
        value: value, label: "\(visit.name(of: value, facet)) (\(count))", isSelected: isSelected)
    }
    name = facet.rawValue
    label = visit.text("partners.by-\(facet.rawValue)")
    any = visit.text("type.any")
    var groups: [PartnersPage.ChoiceGroup]
    switch facet {
    case .need:
      groups = Phase.allCases.map { phase in
        PartnersPage.ChoiceGroup(
          groupLabel: visit.texts(.phase(phase)),
          choices: visit.needs.filter { $0.phase == phase }.compactMap { choice($0.key) })
      }
    case .phase: groups = [.init(nil, Phase.allCases.map(\.rawValue).compactMap(choice))]
    case .place: groups = [.init(nil, Place.allCases.map(\.rawValue).compactMap(choice))]
    case .language: groups = [.init(nil, Language.allCases.map(\.rawValue).compactMap(choice))]
    case .kind:
      let kinds = visit.partnerKinds.map(\.kind)
      groups = [.init(nil, kinds.compactMap(choice))]
    }
    groups.removeAll(where: \.choices.isEmpty)
    choiceGroups = groups
  }
}

extension PartnersPage.ChoiceGroup {
  init(_ label: String?, _ choices: [TypePage.Choice]) {
    self.init(groupLabel: label, choices: choices)
  }
}

extension PartnersPage.Card {
  init(_ partner: Partner, _ visit: Visit) {
    name = visit.content(partner.name)
    kind = visit.texts.partnerKind(partner.kind)
    about = partner.about.map(visit.content)
    href = visit.path(.partners, partner.key)
    offers = visit.counted("home.offers", partner.appointmentTypes.count)
    languages = partner.languages.map(\.rawValue).joined(separator: " · ")
  }
}

extension Visit {
  /// Those whose partnership goes on.
  var partners: [Partner] {
    let today = today
    return catalogue.catalogue.partners.filter { $0.partnership.holds(on: today) }
  }

  /// The kinds of partners there are, by the name of the kind.
  var partnerKinds: [(kind: String, name: String, count: Int)] {
    let counts = Dictionary(grouping: partners, by: \.kind).mapValues(\.count)
    let kinds = counts.map { (kind: $0.key, name: texts.partnerKind($0.key), count: $0.value) }
    return kinds.sorted {
      let (left, right) = (FoldedText([$0.name]).text, FoldedText([$1.name]).text)
      return (left, $0.kind) < (right, $1.kind)
    }
  }

  fileprivate func name(of value: String, _ facet: PartnerSearch.Facet) -> String {
    switch facet {
    case .need: catalogue.toDo(value)?.title[language] ?? value
    case .phase: Phase(rawValue: value).map { texts(.phase($0)) } ?? value
    case .kind: texts.partnerKind(value)
    case .place: Place(rawValue: value).map { texts(.place($0)) } ?? value
    case .language: text("language-name.\(value)")
    }
  }
}
