import CivilTime
import Hummingbird
import Operations
import Scheduling

/// One date of an adviser that differs from their rules: close it, close some hours, open extra ones,
/// or take such a change back. Says which appointments stand that day, since they stay.
struct HoursPage: Page {
  struct Exception: Sendable {
    let sentence: String
    let mark: String
  }

  struct Later: Sendable {
    let sentence: String
    let href: String
  }

  struct Kind: Sendable {
    let kind: String
    let label: String
    let isSelected: Bool
  }

  let title: String
  let adviserName: String
  let backHref: String
  let formHref: String
  let csrf: String
  let done: String?
  let hasErrors: Bool
  /// What holds that day, in order of time.
  let open: [String]
  let isShut: Bool
  let closed: [String]
  /// A closed day of the partner, which no extra hours open.
  let closureNote: String?
  let appointments: [AppointmentRow]
  let stayNote: String?
  let exceptions: [Exception]
  let hasExceptions: Bool
  let later: [Later]
  let hasLater: Bool
  let kinds: [Kind]
  let dateValue: String
  let dateError: String?
  let fromValue: String
  let fromError: String?
  let untilValue: String
  let untilError: String?
  let reasonValue: String
  let reasonError: String?
  let reasonLimit: Int

  static func path(_ adviser: String, _ date: LocalDate, _ visit: Visit) -> String {
    visit.path(.week, PagePart.hours.slug(visit.language))
      + QueryText([("adviser", adviser), ("day", date.iso8601)]).text
  }

  static func show(_ visit: Visit) async throws -> Response {
    visit.answer(try await make(HoursForm(visit), visit))
  }

  static func change(_ visit: Visit) async throws -> Response {
    let form = try HoursForm(visit)
    let person = try visit.signedIn()
    let desk = visit.desks.availability
    if let mark = visit.form["remove"] {
      try await desk.remove(mark, from: form.entry.adviser.key, by: person)
      return visit.redirect(to: path(form.entry.adviser.key, form.day, visit) + "&done=removed")
    }
    do {
      let (change, date) = try form.change()
      try await desk.add(
        change, on: date, reason: visit.form["reason"], to: form.entry.adviser.key, by: person)
      return visit.redirect(to: path(form.entry.adviser.key, date, visit) + "&done=saved")
    } catch RequestProblem.invalid(let field, let fault) {
      let sentence =
        fault == .notAllowed ? visit.text(key(of: field)) : visit.texts(.fieldFault(fault))
      let page = try await make(form, visit, error: (field, sentence))
      return visit.answer(page, status: .unprocessableContent)
    }
  }

  private static func key(of field: String) -> String {
    field == "/date" ? "hours.date-past" : "hours.until-before"
  }

  private static func make(
    _ form: HoursForm, _ visit: Visit, error: (field: String, text: String)? = nil
  ) async throws -> HoursPage {
    let person = try visit.signedIn()
    let columns = try await visit.desks.weeks.columns(
      of: [form.entry], from: form.day, until: form.day.advanced(byDays: 1), for: person)
    guard let column = columns.first else { throw RequestProblem.unknown }
    return HoursPage(form, column, visit, error: error)
  }

  private init(
    _ form: HoursForm, _ column: WeekDesk.Column, _ visit: Visit,
    error: (field: String, text: String)?
  ) {
    let adviser = column.adviser.adviser
    func problem(_ field: String) -> String? { error?.field == field ? error?.text : nil }
    title = visit.text("hours.title", ["date": visit.dates.full(form.day)])
    adviserName = adviser.name
    backHref =
      visit.path(.week)
      + QueryText([("whose", "adviser:\(adviser.key)"), ("day", form.day.iso8601)]).text
    formHref = Self.path(adviser.key, form.day, visit)
    csrf = visit.formToken
    done = visit.query["done"].flatMap { deed in
      ["saved": "hours.saved", "removed": "hours.removed"][deed].map { visit.text($0) }
    }
    hasErrors = error != nil
    open = column.open.map { visit.timeSpan($0.span, column.zone) }
    closed = column.closed.map { closed in
      let name =
        switch closed.cause {
        case .closure(let name): name
        case .absence(let reason): reason ?? visit.text("week.away")
        }
      return closed.isWholeDay ? name : "\(visit.timeSpan(closed.span, column.zone)): \(name)"
    }
    isShut = !closed.isEmpty
    closureNote = column.closed.lazy.compactMap { closed in
      if case .closure(let name) = closed.cause { name } else { nil }
    }.first.map { visit.text("hours.closure", ["name": $0]) }
    appointments = column.appointments.map { AppointmentRow($0, visit) }
    stayNote =
      appointments.isEmpty ? nil : visit.counted("hours.stay", appointments.count)
    let all = (adviser.exceptions ?? []).sorted { $0.date < $1.date }
    exceptions = all.filter { $0.date == form.day }.map {
      Exception(sentence: visit.sentence($0), mark: $0.mark)
    }
    hasExceptions = !exceptions.isEmpty
    later = all.filter { $0.date > form.day }.prefix(20).map {
      Later(
        sentence: "\(visit.dates.full($0.date)): \(visit.sentence($0))",
        href: Self.path(adviser.key, $0.date, visit))
    }
    hasLater = !later.isEmpty
    let chosen = visit.form["kind"] ?? (column.open.isEmpty ? "open-hours" : "close-day")
    kinds = HoursForm.kinds.map {
      Kind(kind: $0.0, label: visit.text($0.1), isSelected: $0.0 == chosen)
    }
    dateValue = visit.form["date"] ?? form.day.iso8601
    dateError = problem("/date")
    fromValue = visit.form["from"] ?? ""
    fromError = problem("/from")
    untilValue = visit.form["until"] ?? ""
    untilError = problem("/until")
    reasonValue = visit.form["reason"] ?? ""
    reasonError = problem("/reason")
    reasonLimit = CatalogueLimits.title
  }
}

/// What the address and the form of an hours page say.
struct HoursForm {
  /// What can be done with a date, with the phrase that says so.
  static let kinds = [
    ("close-day", "hours.close-day"), ("close-hours", "hours.close-hours"),
    ("open-hours", "hours.open-hours"),
  ]

  let entry: CatalogueSnapshot.AdviserEntry
  let day: LocalDate
  private let form: FormFields

  /// Throws `.forbidden` for whoever sees the week and may not change it.
  init(_ visit: Visit) throws {
    let person = try visit.signedIn()
    guard let key = visit.query["adviser"], let entry = visit.catalogue.adviser(key),
      Access.may(.seeWeek, of: entry, person),
      let day = visit.query["day"].flatMap({ LocalDate(iso8601: $0) })
    else { throw RequestProblem.unknown }
    guard Access.may(.changeHours, of: entry, person) else { throw RequestProblem.forbidden }
    (self.entry, self.day, form) = (entry, day, visit.form)
  }

  func change() throws(RequestProblem) -> (AvailabilityDesk.Change, LocalDate) {
    guard let date = form["date"].flatMap({ LocalDate(iso8601: $0) }) else {
      throw .invalid(field: "/date", .malformed)
    }
    switch form["kind"] {
    case "close-day": return (.closeDay, date)
    case "close-hours":
      return (.closeHours(from: try time("from"), until: try time("until")), date)
    case "open-hours":
      return (.openHours(from: try time("from"), until: try time("until")), date)
    default: throw .invalid(field: "/kind", .unknown)
    }
  }

  private func time(_ name: String) throws(RequestProblem) -> LocalTime {
    guard let text = form[name] else { throw .invalid(field: "/\(name)", .missing) }
    guard let time = LocalTime(iso8601: text) else {
      throw .invalid(field: "/\(name)", .malformed)
    }
    return time
  }
}

extension Visit {
  /// “9.00 – 12.00 uur”, by the clocks of the zone.
  func timeSpan(_ span: TimeSpan, _ zone: Zone) -> String {
    text(
      "time-span",
      [
        "from": dates.time(zone.local(span.start).time),
        "until": dates.time(zone.local(span.end).time),
      ])
  }

  /// An exception without its date.
  fileprivate func sentence(_ exception: AvailabilityException) -> String {
    let isClosed = exception.closed == true
    let isWhole = exception.from == nil && exception.until == nil
    let facts = [
      "from": dates.time(exception.from ?? .midnight),
      "until": dates.time(exception.until ?? .endOfDay),
    ]
    let what =
      isClosed && isWhole
      ? text("hours.is-closed")
      : text(isClosed ? "hours.is-closed-between" : "hours.is-open-between", facts)
    return [what, exception.reason].compactMap { $0 }.joined(separator: ", ")
  }
}
