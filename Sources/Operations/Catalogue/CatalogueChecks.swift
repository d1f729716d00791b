import CivilTime

/// What the fields of one object must be together.
enum CatalogueChecks {
  static let organisation: MapShape.Check = { map, reader in
    guard let languages = map.values["languages"]?.list, !languages.contains(.text("nl")) else {
      return
    }
    reader.report("must have nl: texts are written in Dutch first", at: map.site(of: "languages"))
  }

  /// `from` before `until`, both times of one day.
  static let times: MapShape.Check = { map, reader in
    guard let from = map.time("from"), let until = map.time("until"), from >= until else { return }
    reader.report(
      "must be before until (\(until.iso8601)): an opening ends on the day it begins",
      at: map.site(of: "from"))
  }

  /// The second date, which is inclusive, not before the first.
  static func dates(_ first: String, _ last: String) -> MapShape.Check {
    { map, reader in
      guard let start = map.date(first), let end = map.date(last), end < start else { return }
      reader.report("must not be before \(first) (\(start.iso8601))", at: map.site(of: last))
    }
  }

  static let availability: MapShape.Check = { map, reader in
    times(&map, &reader)
    dates("validFrom", "validUntil")(&map, &reader)
    switch (map.has("days"), map.has("rule")) {
    case (true, true): reader.report("must not stand beside days", at: map.site(of: "rule"))
    case (false, false): reader.report("needs days or rule", at: map.site)
    default: break
    }
    if let rule = map.text("rule"), !map.has("validFrom"), ScalarRule.countsFromItsStart(rule) {
      reader.report(
        "needs validFrom: INTERVAL and COUNT count from a first day", at: map.site(of: "rule"))
    }
  }

  static let exception: MapShape.Check = { map, reader in
    times(&map, &reader)
    if map.has("from") != map.has("until") {
      let (present, absent) = map.has("from") ? ("from", "until") : ("until", "from")
      reader.report("is missing beside \(present)", at: map.site.field(absent))
    }
    let mayBeClosed = map.values["closed"] == .flag(true) || map.isUnclear("closed")
    if !mayBeClosed, !map.has("from"), !map.has("until") {
      reader.report("needs closed: true, or from and until", at: map.site)
    }
  }

  /// Days from a file or in the catalogue itself, and no doubt which; an information set is known
  /// as one, so that nobody closes by it.
  static let closureSet: MapShape.Check = { map, reader in
    switch (map.has("file"), map.has("days")) {
    case (true, true): reader.report("must not stand beside file", at: map.site(of: "days"))
    case (false, false): reader.report("needs file or days", at: map.site)
    default: break
    }
    guard let key = map.text("key"), !map.isUnclear("kind") else { return }
    reader.names.describe(key, isInformation: map.text("kind") == "information")
  }

  /// What closes and what only informs are chosen apart.
  static let chosenSets: MapShape.Check = { map, reader in
    for (field, isInformation) in [("closures", false), ("layers", true)] {
      for key in map.values[field]?.list?.compactMap(\.text) ?? [] {
        reader.names.choose(key, asInformation: isInformation, at: map.site(of: field))
      }
    }
  }

  /// Fills in the advisers' languages: the partner's, where they name none.
  static let partner: MapShape.Check = { map, reader in
    chosenSets(&map, &reader)
    guard let languages = map.values["languages"], let advisers = map.values["advisers"]?.list
    else { return }
    map.values["advisers"] = .list(
      advisers.map { adviser in
        guard var fields = adviser.map, fields["languages"] == nil else { return adviser }
        fields["languages"] = languages
        return .map(fields)
      })
  }

  static let appointmentType: MapShape.Check = { map, reader in
    siblingKeys(of: "questions", &map, &reader)
    switch map.text("contact") {
    case "slots":
      for field in ["minutes", "places"] where map.values[field]?.isEmptyCollection == true {
        reader.report("must list at least 1: contact is slots", at: map.site(of: field))
      }
    case "ownPage" where !map.has("url"):
      reader.report("is missing: contact is ownPage", at: map.site.field("url"))
    case "phoneOrMail":
      let reachable: Set = ["phone", "email"]
      let owner = reader.owner?.fields ?? []
      if reachable.isDisjoint(with: map.sites.keys), reachable.isDisjoint(with: owner) {
        reader.report(
          "needs phone or email, its own or the partner's: contact is phoneOrMail", at: map.site)
      }
    default: break
    }
    if map.text("approvalWithin") == ElapsedTime.zero.iso8601 {
      reader.report("must be longer than nothing", at: map.site(of: "approvalWithin"))
    }
  }

  static let typeQuestion: MapShape.Check = { map, reader in
    options(for: ["one"], map, &reader)
  }

  static let toDo: MapShape.Check = { map, reader in
    guard let key = map.text("key"), let after = map.values["after"]?.list else { return }
    reader.names.order(key, after: after.compactMap(\.text), at: map.site(of: "after"))
  }

  static let question: MapShape.Check = { map, reader in
    options(for: ["one", "many"], map, &reader)
    guard let key = map.text("key") else { return }
    if ["all", "any", "not"].contains(key) {
      reader.report("'\(key)' has a meaning of its own in conditions", at: map.site(of: "key"))
    }
    reader.names.offer(map.answers, to: key)
  }

  private static func options(for kinds: [String], _ map: ReadMap, _ reader: inout ShapeReader) {
    guard let kind = map.text("kind") else { return }
    if kinds.contains(kind), !map.has("options") {
      reader.report("is missing: kind is \(kind)", at: map.site.field("options"))
    }
    if !kinds.contains(kind), map.has("options") {
      reader.report("must not be given: kind is \(kind)", at: map.site(of: "options"))
    }
    var seen: Set<String> = []
    for key in map.optionKeys where !seen.insert(key).inserted {
      reader.report("the answer '\(shortened(key))' is given twice", at: map.site(of: "options"))
    }
  }

  /// Keys that name something within one object only.
  private static func siblingKeys(
    of field: String, _ map: inout ReadMap, _ reader: inout ShapeReader
  ) {
    var seen: Set<String> = []
    for item in map.values[field]?.list ?? [] {
      guard let key = item.map?["key"]?.text, !seen.insert(key).inserted else { continue }
      reader.report("the key '\(key)' is given twice", at: map.site(of: field))
    }
  }
}

extension ReadMap {
  /// Whether the file has the field and it could not be read, which is told already.
  fileprivate func isUnclear(_ name: String) -> Bool { has(name) && values[name] == nil }

  fileprivate func time(_ name: String) -> LocalTime? {
    text(name).flatMap { LocalTime(iso8601: $0) }
  }

  fileprivate func date(_ name: String) -> LocalDate? {
    text(name).flatMap { LocalDate(iso8601: $0) }
  }

  /// What a question of the intake can be answered with; nil where that is free or unclear.
  fileprivate var answers: [String]? {
    switch text("kind") {
    case "yesNoUnknown": ["yes", "no", "unknown"]
    case "one", "many": values["options"] == nil ? nil : optionKeys
    default: nil
    }
  }

  /// The keys of the answers to choose from: the texts of plain ones.
  fileprivate var optionKeys: [String] {
    (values["options"]?.list ?? []).compactMap { $0.text ?? $0.map?["key"]?.text }
  }
}
