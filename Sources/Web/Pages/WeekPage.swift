import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The week of one adviser, or one day of several beside each other: what is open behind, the
/// appointments in front.
struct WeekPage: Page {
  struct Choices: Sendable {
    let groupLabel: String
    let options: [TypePage.Choice]
  }

  let title: String
  let acting: String?
  let heading: String
  let chooser: [Choices]
  /// Whether the reader sees more than one week.
  let isChoosing: Bool
  let chooserHref: String
  /// The date that the chooser keeps.
  let day: String
  let previousHref: String
  let nextHref: String
  let todayHref: String
  let previousLabel: String
  let nextLabel: String
  let todayLabel: String
  let listHref: String
  let zone: String
  let columns: [WeekColumn]
  /// Columns by the hour where they fit beside each other; else, and on a phone, lists.
  let isGrid: Bool
  let firstHour: Int
  let hours: [WeekColumn.Hour]
  /// Set where there is nobody whose time could be shown.
  let emptySentence: String?

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    let advisers = WeekDesk.advisers(for: person, catalogue: visit.catalogue)
    let whose = try WeekChoice(visit, person, advisers)
    let zone = try whose.zone(visit.catalogue)
    let today = zone.date(visit.now)
    let asked = visit.query["day"].flatMap { LocalDate(iso8601: $0) } ?? today
    let dates = whose.dates(around: asked)
    let found = try await visit.desks.weeks.columns(
      of: whose.advisers, from: dates.lowerBound, until: dates.upperBound, for: person)
    return visit.answer(
      WeekPage(visit, whose, found, dates: dates, today: today, zone: zone, all: advisers))
  }

  /// So many columns stand beside each other and can still be read.
  private static let columnLimit = 8

  private init(
    _ visit: Visit, _ whose: WeekChoice, _ found: [WeekDesk.Column],
    dates: Range<LocalDate>, today: LocalDate, zone: Zone,
    all: [CatalogueSnapshot.AdviserEntry]
  ) {
    let first = dates.lowerBound
    title = whose.title(first, visit)
    acting = visit.acting
    heading =
      whose.isWeek
      ? visit.text(
        "week.span",
        [
          "from": visit.dates.full(first),
          "until": visit.dates.full(first.advanced(byDays: 6)),
        ]) : whose.name(visit)
    chooser = WeekChoice.choices(all, chosen: whose.value, visit)
    isChoosing = all.count > 1
    chooserHref = visit.path(.week)
    day = first.iso8601
    let step = whose.isWeek ? 7 : 1
    func href(_ date: LocalDate?) -> String {
      let value = whose.isDefault ? nil : whose.value
      return visit.path(.week) + QueryText([("whose", value), ("day", date?.iso8601)]).text
    }
    previousHref = href(first.advanced(byDays: -step))
    nextHref = href(first.advanced(byDays: step))
    todayHref = href(nil)
    previousLabel = visit.text(whose.isWeek ? "week.previous" : "week.previous-day")
    nextLabel = visit.text(whose.isWeek ? "week.next" : "week.next-day")
    todayLabel = visit.text(whose.isWeek ? "week.today" : "week.today-day")
    listHref = visit.path(.advising)
    self.zone = visit.zoneName(zone)
    // Of a whole organisation only those who have something that day.
    let shown = whose.isEverybody ? found.filter { !$0.appointments.isEmpty } : found
    var columns = shown.flatMap { column in
      (0..<step).map { offset in
        WeekColumn(
          column, on: first.advanced(byDays: offset), today: today, isWeek: whose.isWeek, visit)
      }
    }
    isGrid = (1...Self.columnLimit).contains(columns.count)
    let span = WeekColumn.hours(of: columns)
    firstHour = span.lowerBound
    hours = span.map { WeekColumn.Hour($0, visit) }
    for index in columns.indices { columns[index].hideNow(outside: span) }
    self.columns = columns
    emptySentence = columns.isEmpty ? visit.text("week.nobody") : nil
  }
}

/// Whose time the week page shows.
struct WeekChoice: Sendable {
  let advisers: [CatalogueSnapshot.AdviserEntry]
  /// As the address says it: `adviser:<key>`, `partner:<key>` or `all`.
  let value: String
  /// Whether an address that says nothing means this too.
  let isDefault: Bool
  /// The week of one adviser; else one day of several.
  var isWeek: Bool { value.hasPrefix("adviser:") }
  var isEverybody: Bool { value == "all" }

  /// What the address asks for, among those that the person may see; their own week first.
  init(
    _ visit: Visit, _ person: Person, _ advisers: [CatalogueSnapshot.AdviserEntry]
  ) throws {
    let partners = Set(advisers.map(\.partner.key))
    let standard: String =
      if let own = advisers.first(where: { $0.person == person.id }) {
        "adviser:\(own.adviser.key)"
      } else if partners.count == 1, let partner = partners.first {
        advisers.count == 1 ? "adviser:\(advisers[0].adviser.key)" : "partner:\(partner)"
      } else { "all" }
    value = visit.query["whose"] ?? standard
    isDefault = value == standard
    let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count > 1 ? parts[1] : nil) {
    case ("adviser", let key?): self.advisers = advisers.filter { $0.adviser.key == key }
    case ("partner", let key?): self.advisers = advisers.filter { $0.partner.key == key }
    case ("all", nil): self.advisers = advisers
    default: throw RequestProblem.unknown
    }
    if self.advisers.isEmpty, value != "all" { throw RequestProblem.unknown }
  }

  func zone(_ catalogue: CatalogueSnapshot) throws -> Zone {
    try advisers.count == 1 ? catalogue.zone(of: advisers[0]) : catalogue.zone(named: nil)
  }

  /// From Monday to Monday, or the one day.
  func dates(around date: LocalDate) -> Range<LocalDate> {
    guard isWeek else { return date..<date.advanced(byDays: 1) }
    let monday = date.monday
    return monday..<monday.advanced(byDays: 7)
  }

  func name(_ visit: Visit) -> String {
    if isEverybody { return visit.text("week.everybody") }
    guard let first = advisers.first else { return "" }
    return isWeek ? first.adviser.name : first.partner.name[visit.language]
  }

  func title(_ first: LocalDate, _ visit: Visit) -> String {
    guard isWeek else { return visit.dates.full(first) }
    let week = visit.text("week.title", ["week": String(first.isoWeek.week)])
    return advisers.first?.person == visit.person?.id ? week : "\(week): \(name(visit))"
  }

  /// The advisers of each partner, in the order in which partners first come.
  private static func byPartner(
    _ advisers: [CatalogueSnapshot.AdviserEntry]
  ) -> [(partner: Partner, advisers: [CatalogueSnapshot.AdviserEntry])] {
    var keys: [String] = []
    for key in advisers.map(\.partner.key) where !keys.contains(key) { keys.append(key) }
    return keys.compactMap { key in
      let own = advisers.filter { $0.partner.key == key }
      return own.first.map { ($0.partner, own) }
    }
  }

  /// Advisers by partner, each by its key.
  static func advisers(
    _ advisers: [CatalogueSnapshot.AdviserEntry], chosen: String?, _ visit: Visit
  ) -> [WeekPage.Choices] {
    byPartner(advisers).map { partner, own in
      WeekPage.Choices(
        groupLabel: partner.name[visit.language],
        options: own.map {
          TypePage.Choice(
            value: $0.adviser.key, label: $0.adviser.name, isSelected: $0.adviser.key == chosen)
        })
    }
  }

  /// Everybody, everybody of a partner, each of them.
  static func choices(
    _ advisers: [CatalogueSnapshot.AdviserEntry], chosen: String, _ visit: Visit
  ) -> [WeekPage.Choices] {
    func choice(_ value: String, _ label: String) -> TypePage.Choice {
      TypePage.Choice(value: value, label: label, isSelected: value == chosen)
    }
    let groups = byPartner(advisers).map { partner, own in
      let name = partner.name[visit.language]
      let everybody =
        own.count > 1
        ? [choice("partner:\(partner.key)", visit.text("week.everybody-of", ["name": name]))] : []
      return WeekPage.Choices(
        groupLabel: name,
        options: everybody + own.map { choice("adviser:\($0.adviser.key)", $0.adviser.name) })
    }
    guard groups.count > 1 else { return groups }
    let all = visit.text("week.everybody")
    return [WeekPage.Choices(groupLabel: all, options: [choice("all", all)])] + groups
  }
}
