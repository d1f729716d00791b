import CivilTime
import Hummingbird
import Operations
import Scheduling

/// *Sluitingsdagen*: the sets of days, year by year, and who closes by which.
struct ClosuresPage: Page {
  struct Day: Sendable {
    let index: String
    let when: String
    let dayTitle: Markup
    let standing: String?
    /// What a button to remove it is called, for those who hear it.
    let removeName: String?
  }

  struct Year: Sendable {
    let year: String
    let days: [Day]
    let unpublished: String?
    let isBare: Bool
    let isOpen: Bool
  }

  struct DaySet: Sendable {
    let key: String
    let name: Markup
    let plainName: String
    let kind: String
    let source: Source?
    let published: String
    let usedBy: String
    let years: [Year]
    let isEditable: Bool
    let seen: String
    let throughValue: String
    let typed: Typed
  }

  struct Source: Sendable {
    let sourceName: String
    let sourceHref: String?
    let checkedOn: String
  }

  /// What somebody filled in, with what is wrong with it.
  struct Typed: Sendable {
    var from = ""
    var until = ""
    var nameNL = ""
    var nameEN = ""
    var nameFR = ""
    var error: String?
  }

  struct Choice: Sendable {
    let value: String
    let label: Markup
    let isSelected: Bool
  }

  struct Owner: Sendable {
    let id: String
    let anchor: String
    let name: Markup
    let chosen: String
    let closures: [Choice]
    let layers: [Choice]
    let hasLayers: Bool
    let seen: String
    let isOpen: Bool
  }

  /// A change that closes days on which appointments stand: asked once more.
  struct Pending: Sendable {
    let sentence: String
    let fields: [HiddenField]
    let label: String
  }

  let title: String
  let done: String?
  let problem: String?
  let pending: Pending?
  let sets: [DaySet]
  let owners: [Owner]
  let formHref: String
  let csrf: String

  /// What the address can say was just done.
  static let changes = ["added", "removed", "published", "chosen"]

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(try await make(visit))
  }

  static func change(_ visit: Visit) async throws -> Response {
    let actor = Actor.person(try visit.signedIn())
    do {
      let outcome = try await ClosuresForm(visit).carryOut(by: actor)
      guard case .done(let deed, let anchor) = outcome else {
        guard case .asks(let pending) = outcome else { throw RequestProblem.unknown }
        return visit.answer(try await make(visit, pending: pending))
      }
      return visit.redirect(
        to: visit.path(.closures) + QueryText([("done", deed)]).text + "#\(anchor)")
    } catch RequestProblem.stale {
      let page = try await make(visit, problem: visit.text("closures.stale"))
      return visit.answer(page, status: .preconditionFailed)
    } catch RequestProblem.invalid(let field, let fault) {
      let label = ClosuresForm.label(of: field, visit).map { "\($0): " } ?? ""
      let page = try await make(visit, error: label + visit.texts(.fieldFault(fault)))
      return visit.answer(page, status: .unprocessableContent)
    }
  }

  private static func make(
    _ visit: Visit, pending: Pending? = nil, problem: String? = nil, error: String? = nil
  ) async throws -> ClosuresPage {
    let overview = try await visit.desks.closures.overview(for: .person(try visit.signedIn()))
    let all = overview.sets.map(\.set)
    return ClosuresPage(
      title: visit.text("closures.title"),
      done: visit.query["done"].flatMap { deed in
        changes.contains(deed) && problem == nil && error == nil
          ? visit.text("closures.done-\(deed)") : nil
      },
      problem: problem, pending: pending,
      sets: overview.sets.map { DaySet($0, error: error, visit) },
      owners: overview.owners.map { Owner($0, sets: all, visit) },
      formHref: visit.path(.closures), csrf: visit.formToken)
  }
}

extension ClosuresPage.DaySet {
  init(_ view: ClosuresDesk.SetView, error: String?, _ visit: Visit) {
    let set = view.set
    key = set.key
    name = visit.content(set.name)
    plainName = set.name[visit.language]
    kind = visit.text(set.isInformation ? "closures.informs" : "closures.closes")
    source = set.source.map {
      ClosuresPage.Source(
        sourceName: $0.name, sourceHref: $0.url, checkedOn: visit.dates.full($0.checkedOn))
    }
    published =
      set.publishedThrough.map { visit.text("closures.through", ["year": String($0)]) }
      ?? visit.text(set.isPublished(visit.today.year) ? "closures.always" : "closures.never")
    usedBy = visit.usedBy(view.usedBy)
    isEditable = set.isEditable
    seen = view.seen
    let isAsked = visit.form["set"] == set.key
    throughValue =
      (isAsked ? visit.form["through"] : nil) ?? set.publishedThrough.map { String($0) } ?? ""
    typed =
      isAsked && visit.form["action"] == "add"
      ? ClosuresPage.Typed(visit.form, error: error)
      : ClosuresPage.Typed(error: isAsked ? error : nil)
    years = Self.years(view, visit)
  }

  /// This year and the next at least, so that a year without days is seen to be known or not.
  private static func years(
    _ view: ClosuresDesk.SetView, _ visit: Visit
  ) -> [ClosuresPage.Year] {
    let today = visit.today
    let byYear = Dictionary(grouping: view.days.enumerated()) { $0.element.days.from.year }
    let shown = Set(byYear.keys).union([today.year, today.year + 1]).sorted()
    return shown.map { year in
      let days = (byYear[year] ?? []).map { index, day in
        ClosuresPage.Day(index: index, day, isEditable: view.set.isEditable, visit)
      }
      let isKnown = view.set.isPublished(year)
      return ClosuresPage.Year(
        year: String(year), days: days,
        unpublished: isKnown ? nil : visit.text("closures.unpublished", ["year": String(year)]),
        isBare: isKnown && days.isEmpty, isOpen: year == today.year || year == today.year + 1)
    }
  }
}

extension ClosuresPage.Day {
  fileprivate init(index: Int, _ day: ClosuresDesk.Day, isEditable: Bool, _ visit: Visit) {
    self.index = String(index)
    when = visit.dates.days(day.days.from, day.days.last)
    dayTitle = visit.content(day.days.name)
    standing = day.standing == 0 ? nil : visit.counted("closures.standing", day.standing)
    removeName = isEditable ? "\(when), \(day.days.name[visit.language])" : nil
  }
}

extension ClosuresPage.Typed {
  fileprivate init(_ form: FormFields, error: String?) {
    self.init(
      from: form["from"] ?? "", until: form["until"] ?? "", nameNL: form["name"] ?? "",
      nameEN: form["nameEN"] ?? "", nameFR: form["nameFR"] ?? "", error: error)
  }
}

extension ClosuresPage.Owner {
  fileprivate init(_ view: ClosuresDesk.OwnerView, sets: [ClosureSet], _ visit: Visit) {
    id = view.owner.formValue
    anchor = "wie-\(view.owner.formValue)"
    name = visit.content(view.name)
    let keys = view.closures + view.layers
    let names = sets.filter { keys.contains($0.key) }.map { $0.name[visit.language] }
    chosen = names.isEmpty ? visit.text("closures.nothing-chosen") : names.joined(separator: ", ")
    func choices(_ isInformation: Bool, _ chosen: [String]) -> [ClosuresPage.Choice] {
      sets.filter { $0.isInformation == isInformation }.map {
        ClosuresPage.Choice(
          value: $0.key, label: visit.content($0.name), isSelected: chosen.contains($0.key))
      }
    }
    closures = choices(false, view.closures)
    layers = choices(true, view.layers)
    hasLayers = !layers.isEmpty
    seen = view.seen
    isOpen = visit.form["owner"] == id
  }
}

extension ClosureOwner {
  /// `venue:key`, as forms carry it.
  var formValue: String {
    switch self {
    case .venue(let key): "venue:\(key)"
    case .partner(let key): "partner:\(key)"
    }
  }

  init?(formValue: String) {
    let parts = formValue.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.last) {
    case ("venue", let key?) where parts.count == 2: self = .venue(key)
    case ("partner", let key?) where parts.count == 2: self = .partner(key)
    default: return nil
    }
  }
}

extension Visit {
  /// Names them all where that can be read at a glance.
  fileprivate func usedBy(_ owners: [ClosureOwner]) -> String {
    guard !owners.isEmpty else { return text("closures.used-by-none") }
    guard owners.count <= 5 else {
      return text("closures.used-by-many", ["count": String(owners.count)])
    }
    let names = owners.map { name(of: $0) }.joined(separator: ", ")
    return text("closures.used-by", ["names": names])
  }

  private func name(of owner: ClosureOwner) -> String {
    switch owner {
    case .venue(let key): catalogue.venue(key)?.venue.name[language] ?? key
    case .partner(let key): catalogue.partner(key)?.partner.name[language] ?? key
    }
  }
}
