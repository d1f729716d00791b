import CivilTime
import Operations
import Scheduling

/// What a form of *Sluitingsdagen* asks for.
struct ClosuresForm {
  enum Outcome {
    /// What was done, and where on the page it shows.
    case done(String, anchor: String)
    case asks(ClosuresPage.Pending)
  }

  private let visit: Visit

  init(_ visit: Visit) { self.visit = visit }

  func carryOut(by actor: Actor) async throws -> Outcome {
    let desk = visit.desks.closures
    let seen = visit.form["seen"] ?? ""
    switch visit.form["action"] {
    case "add":
      let (set, day) = (try self.set(), try day())
      let standing = try await desk.standing(on: day, of: set, for: actor)
      if standing > 0, !isConfirmed { return .asks(pending(standing)) }
      try await desk.add(day, to: set, seen: seen, by: actor)
      return .done("added", anchor: set)
    case "remove":
      let key = try set()
      guard let set = visit.catalogue.closureSet(key) else { throw RequestProblem.unknown }
      let days = visit.catalogue.days(of: set)
      guard let index = visit.form["day"].flatMap({ Int($0) }), days.indices.contains(index) else {
        throw RequestProblem.stale(current: Int(visit.catalogue.version))
      }
      try await desk.remove(days[index], seen: seen, by: actor)
      return .done("removed", anchor: key)
    case "publish":
      let set = try set()
      try await desk.publish(set, through: try year(), seen: seen, by: actor)
      return .done("published", anchor: set)
    case "choose":
      guard let owner = visit.form["owner"].flatMap(ClosureOwner.init(formValue:)) else {
        throw RequestProblem.unknown
      }
      let (closures, layers) = (chosen("closure-"), chosen("layer-"))
      let standing = try await desk.standing(for: owner, closing: closures, for: actor)
      if standing > 0, !isConfirmed { return .asks(pending(standing)) }
      try await desk.choose(owner, closures: closures, layers: layers, seen: seen, by: actor)
      return .done("chosen", anchor: "wie-\(owner.formValue)")
    default: throw RequestProblem.invalid(field: "/action", .unknown)
    }
  }

  /// What a field is called on the page, where it has a label.
  static func label(of field: String, _ visit: Visit) -> String? {
    let keys = [
      "/from": "closures.from", "/until": "closures.until", "/name": "closures.name",
      "/nameEN": "closures.name-en", "/nameFR": "closures.name-fr",
      "/publishedThrough": "closures.through-label",
    ]
    return keys[field].map { visit.text($0) }
  }

  private var isConfirmed: Bool { visit.form["confirmed"] == "yes" }

  private func set() throws -> String {
    guard let key = visit.form["set"] else { throw RequestProblem.unknown }
    return key
  }

  private func day() throws -> ClosureSet.Day {
    guard let from = try date("from") else {
      throw RequestProblem.invalid(field: "/from", .missing)
    }
    guard let name = visit.form["name"] else {
      throw RequestProblem.invalid(field: "/name", .missing)
    }
    return ClosureSet.Day(
      from: from, until: try date("until"),
      name: LocalizedText(name, english: visit.form["nameEN"], french: visit.form["nameFR"]))
  }

  private func date(_ field: String) throws -> LocalDate? {
    guard let text = visit.form[field] else { return nil }
    guard let date = LocalDate(iso8601: text) else {
      throw RequestProblem.invalid(field: "/\(field)", .malformed)
    }
    return date
  }

  private func year() throws -> Int? {
    guard let text = visit.form["through"] else { return nil }
    guard let year = Int(text) else {
      throw RequestProblem.invalid(field: "/publishedThrough", .notANumber)
    }
    return year
  }

  /// The keys of the boxes that are ticked, in catalogue order.
  private func chosen(_ prefix: String) -> [String] {
    let ticked = visit.form.fields(prefix: prefix)
    return visit.catalogue.catalogue.closureSets.map(\.key).filter { ticked[$0] != nil }
  }

  /// The same form once more, with what it would mean said first.
  private func pending(_ standing: Int) -> ClosuresPage.Pending {
    let fields = visit.form.fields(prefix: "").filter { !["csrf", "confirmed"].contains($0.key) }
    return ClosuresPage.Pending(
      sentence: visit.counted("closures.pending", standing),
      fields: fields.sorted { $0.key < $1.key }.map { HiddenField(name: $0.key, value: $0.value) },
      label: visit.text("closures.close-anyway"))
  }
}
