import CivilTime
import Operations
import Scheduling

/// A month of days and the moments of one of them, for booking and for moving.
struct DayPicker: Sendable {
  struct Day: Sendable {
    let number: String
    /// The full date and how many moments are free, for those who hear it.
    let dayName: String
    let dayHref: String?
    let isFree: Bool
    let isChosen: Bool
    let isBlank: Bool

    static let blank = Day(
      number: "", dayName: "", dayHref: nil, isFree: false, isChosen: false, isBlank: true)
  }

  struct Week: Sendable { let days: [Day] }

  struct Weekday: Sendable {
    let short: String
    let long: String
  }

  struct Moment: Sendable {
    let time: String
    /// The full date and time.
    let momentName: String
    let momentHref: String
  }

  struct Group: Sendable {
    let groupName: String?
    let count: String
    let moments: [Moment]
    /// One group stands open; of several only the first, so that a phone shows them all.
    let isOnly: Bool
    let isOpen: Bool
  }

  let month: String
  let previousHref: String?
  let previousName: String
  let nextHref: String?
  let nextName: String
  let weekdays: [Weekday]
  let weeks: [Week]
  /// Days to know of in this month, such as a school holiday; they close nothing.
  let monthNotes: [String]
  let hasNotes: Bool
  let chosenDay: String?
  /// The same of the chosen day, and whose closing days of that year are not known yet.
  let dayNotes: [String]
  let zone: String
  let groups: [Group]
  /// Why nothing is free on the chosen day, or in the month.
  let reason: String?
  let nextFree: String?
  let nextFreeHref: String?
}

/// What a picker asks the desk for, and where its links lead.
struct DayPickerQuestion: Sendable {
  let entry: CatalogueSnapshot.TypeEntry
  var minutes: Int?
  var place: Place?
  /// Key or id.
  var adviser: String?
  /// Whether the starter says which adviser; else any who is free.
  var choosesAdviser: Bool
  /// The page with the picker, and what else its address carries.
  let path: String
  let query: QueryText
  /// Where one moment leads.
  let momentHref: @Sendable (Slot, _ adviser: String?) -> String
}

extension DayPicker {
  static func make(_ question: DayPickerQuestion, visit: Visit) async throws -> DayPicker {
    try await DayPickerMaking(question: question, visit: visit).make()
  }
}

/// Asks for the slots of a month and lays them out.
private struct DayPickerMaking {
  /// A year ahead is far enough to look where a type has no horizon.
  private static let furthestDays = 370

  let question: DayPickerQuestion
  let visit: Visit

  func make() async throws -> DayPicker {
    let zone = try visit.zone(of: question.entry)
    let today = zone.date(visit.now)
    let asked = visit.query["day"].flatMap { LocalDate(iso8601: $0) }
    let month = try await month(asked: asked, today: today, zone: zone)
    let following =
      LocalDate(year: month.year, month: month.month, day: 1)?
      .advanced(byDays: LocalDate.daysInMonth(month.month, of: month.year)) ?? month
    let listing = try await slots(from: max(month, today), until: following, explain: false)
    let byDay = Dictionary(grouping: listing.slots) { zone.date($0.span.start) }
    let chosen =
      asked.flatMap { $0 >= max(month, today) && $0 < following ? $0 : nil } ?? byDay.keys.min()
    let slots = chosen.flatMap { byDay[$0] } ?? []
    var (reason, next): (String?, Slot?) = (nil, nil)
    if slots.isEmpty {
      reason = try await self.reason(chosen, month: month, zone: zone)
      next = try await first(from: chosen.map { $0.advanced(byDays: 1) } ?? following)
    }
    let last = today.advanced(byDays: (question.entry.type.horizon?.days ?? Self.furthestDays) - 1)
    let previous = month.advanced(byDays: -1)
    let notes = DayNotes(question, visit)
    let monthNotes = notes.month(from: month, until: following)
    return DayPicker(
      month: name(of: month),
      previousHref: month > today ? href(month: previous) : nil,
      previousName: visit.text("month.\(previous.month)"),
      nextHref: following <= last ? href(month: following) : nil,
      nextName: visit.text("month.\(following.month)"),
      weekdays: (1...7).map {
        .init(short: visit.text("weekday.short.\($0)"), long: visit.text("weekday.\($0)"))
      },
      weeks: weeks(of: month, until: following, today: today, last: last, chosen, byDay: byDay),
      monthNotes: monthNotes, hasNotes: !monthNotes.isEmpty,
      chosenDay: chosen.map(visit.dates.full), dayNotes: chosen.map(notes.day) ?? [],
      zone: visit.zoneName(zone),
      groups: groups(slots, zone: zone), reason: reason,
      nextFree: next.map { visit.dates.moment(zone.local($0.span.start)) },
      nextFreeHref: next.map { href(day: zone.date($0.span.start)) })
  }

  // MARK: Asking

  private func slots(
    from: LocalDate, until: LocalDate, explain: Bool
  ) async throws -> SlotDesk.Listing {
    try await visit.desks.slots.slots(
      SlotDesk.Query(
        type: question.entry.type.key, from: from, until: until, adviser: question.adviser,
        minutes: question.minutes, place: question.place, explain: explain),
      for: visit.actor)
  }

  private func first(from date: LocalDate) async throws -> Slot? {
    try await visit.desks.slots.first(
      type: question.entry.type.key, from: date, minutes: question.minutes,
      place: question.place, adviser: question.adviser, for: visit.actor)
  }

  /// The first day of the month to show: the one asked for, else where something is free.
  private func month(asked: LocalDate?, today: LocalDate, zone: Zone) async throws -> LocalDate {
    let thisMonth = today.advanced(byDays: 1 - today.day)
    if let asked, asked >= today { return asked.advanced(byDays: 1 - asked.day) }
    if let text = visit.query["month"], let date = LocalDate(iso8601: text + "-01") {
      return max(date, thisMonth)
    }
    guard let slot = try await first(from: today) else { return thisMonth }
    let day = zone.date(slot.span.start)
    return day.advanced(byDays: 1 - day.day)
  }

  /// The rule that stands most in the way: of the nearest misses, the most frequent.
  private func reason(_ day: LocalDate?, month: LocalDate, zone: Zone) async throws -> String {
    guard let day else { return visit.text("picker.empty-month", ["month": name(of: month)]) }
    let refused = try await slots(from: day, until: day.advanced(byDays: 1), explain: true).refused
    var counts: [SlotRefusal: Int] = [:]
    for candidate in refused { counts[candidate.refusal, default: 0] += 1 }
    let nearest = counts.max { ($0.key.rank, $0.value) < ($1.key.rank, $1.value) }
    guard let nearest else {
      return visit.text("picker.no-hours", ["date": visit.dates.full(day)])
    }
    return RefusalText(visit.texts, zone: zone).sentence(nearest.key)
  }

  // MARK: Laying out

  private func name(of month: LocalDate) -> String {
    visit.dates.month(year: month.year, month: month.month)
  }

  private func href(month: LocalDate) -> String {
    question.path + question.query.adding("month", String(month.iso8601.prefix(7))).text + "#dag"
  }

  private func href(day: LocalDate) -> String {
    question.path + question.query.adding("day", day.iso8601).text + "#dag"
  }

  private func weeks(
    of month: LocalDate, until following: LocalDate, today: LocalDate, last: LocalDate,
    _ chosen: LocalDate?, byDay: [LocalDate: [Slot]]
  ) -> [DayPicker.Week] {
    var days = Array(repeating: DayPicker.Day.blank, count: month.weekday.isoNumber - 1)
    for offset in 0..<following.days(since: month) {
      let date = month.advanced(byDays: offset)
      let free = Set((byDay[date] ?? []).map(\.span.start)).count
      let isOpen = date >= today && date <= last
      days.append(
        DayPicker.Day(
          number: String(date.day),
          dayName: "\(visit.dates.full(date)), \(visit.moments(free))",
          dayHref: isOpen ? href(day: date) : nil, isFree: free > 0, isChosen: date == chosen,
          isBlank: false))
    }
    while days.count % 7 != 0 { days.append(.blank) }
    return stride(from: 0, to: days.count, by: 7).map {
      DayPicker.Week(days: Array(days[$0..<$0 + 7]))
    }
  }

  /// Moments by place and, where the starter chooses, by adviser.
  private func groups(_ slots: [Slot], zone: Zone) -> [DayPicker.Group] {
    struct Key: Hashable {
      let place: Place
      let adviser: ID<Person>?
    }
    var order: [Key] = []
    var slotsByKey: [Key: [Slot]] = [:]
    for slot in slots {
      let advisers: [ID<Person>?] = question.choosesAdviser ? slot.advisers : [nil]
      for adviser in advisers {
        let key = Key(place: slot.place, adviser: adviser)
        if slotsByKey[key] == nil { order.append(key) }
        slotsByKey[key, default: []].append(slot)
      }
    }
    return order.map { key in
      let adviser = key.adviser.flatMap { visit.catalogue.adviser($0) }
      let place = visit.texts(.place(key.place))
      let name = [adviser?.adviser.name, question.entry.type.places.count > 1 ? place : nil]
        .compactMap { $0 }.joined(separator: ", ")
      let slots = slotsByKey[key] ?? []
      return DayPicker.Group(
        groupName: order.count > 1 || !name.isEmpty ? name : nil,
        count: visit.moments(slots.count),
        moments: moments(slots, adviser: adviser, place: place, zone: zone),
        isOnly: order.count == 1, isOpen: key == order.first)
    }
  }

  private func moments(
    _ slots: [Slot], adviser: CatalogueSnapshot.AdviserEntry?, place: String, zone: Zone
  ) -> [DayPicker.Moment] {
    let times = slots.map { zone.local($0.span.start) }
    return zip(slots, times).map { slot, local in
      // When the clocks go back, an hour comes twice: then its name tells them apart.
      let isRepeated = times.count { $0 == local } > 1
      let mark = isRepeated ? " (\(zone.abbreviation(at: slot.span.start)))" : ""
      let name = [visit.dates.moment(local) + mark, place, adviser?.adviser.name]
        .compactMap { $0 }.joined(separator: ", ")
      return DayPicker.Moment(
        time: visit.dates.time(local.time) + mark, momentName: name,
        momentHref: question.momentHref(slot, adviser?.adviser.key))
    }
  }
}

extension Visit {
  /// “3 vrije momenten”, “geen vrije momenten”.
  func moments(_ count: Int) -> String {
    count == 0 ? text("picker.none-free") : counted("picker.free", count)
  }
}
