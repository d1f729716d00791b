import CivilTime
import Operations
import Scheduling

/// One adviser's date: a list in the order of time, which a wide window draws as a column by the
/// hour. Where something stands in the column is said by classes, since the page's policy allows no
/// style of its own: `h9 q2 e10 f0` is from 9.30 to 10.00, `l0 n2` the left half.
struct WeekColumn: Sendable {
  struct Hour: Sendable {
    let hour: Int
    let hourName: String

    init(_ hour: Int, _ visit: Visit) {
      self.hour = hour
      hourName = LocalTime(hour: hour, minute: 0).map(visit.dates.time) ?? ""
    }
  }

  /// Something that is only drawn: what is open, or the time kept free around an appointment.
  struct Band: Sendable {
    let kind: String
    let css: String
  }

  struct Entry: Sendable {
    let css: String
    let time: String
    let appointment: Appointment?
    /// Taken by an appointment that is not the reader's to see.
    let isBusy: Bool
    /// Why these hours are closed.
    let closedName: String?
    let free: Free?
  }

  struct Appointment: Sendable {
    let who: String
    let what: String
    let state: String
    let stateName: String
    let href: String
    let place: String
  }

  struct Free: Sendable {
    /// Nil where nothing can be booked in it any more.
    let planHref: String?
    let planContext: String
  }

  let columnName: String
  /// To the adviser's own week, from a day of several.
  let columnHref: String?
  let isToday: Bool
  /// Why the whole date is closed.
  let shut: [String]
  let isShut: Bool
  /// Days to know of that close nothing, such as a school holiday.
  let notes: [String]
  let hasNotes: Bool
  let entries: [Entry]
  let isBare: Bool
  let bands: [Band]
  private(set) var now: String?
  let hoursHref: String?
  let hoursContext: String
  private let rows: [Range<Int>]
  private let nowRow: Int?

  init(
    _ column: WeekDesk.Column, on date: LocalDate, today: LocalDate, isWeek: Bool, _ visit: Visit
  ) {
    let name = visit.text(
      "week.date",
      [
        "weekday": visit.text("weekday.\(date.weekday.isoNumber)"), "day": String(date.day),
        "month": visit.text("month.\(date.month)"),
      ])
    let adviser = column.adviser.adviser
    columnName = isWeek ? name : adviser.name
    columnHref =
      isWeek
      ? nil
      : visit.path(.week)
        + QueryText([("whose", "adviser:\(adviser.key)"), ("day", date.iso8601)]).text
    isToday = date == today && isWeek
    let drawing = WeekDrawing(column, on: date, visit)
    shut = drawing.shut
    isShut = !shut.isEmpty
    notes = visit.informationDays(on: date, for: column.adviser)
    hasNotes = !notes.isEmpty
    entries = drawing.entries
    isBare = entries.isEmpty && shut.isEmpty
    bands = drawing.bands
    rows = drawing.rows
    nowRow = DayLayout.row(of: visit.now, on: date, in: column.zone)
    now = nowRow.map { WeekDrawing.css($0..<$0 + 1) }
    let mayChange = visit.person.map { Access.may(.changeHours, of: column.adviser, $0) } ?? false
    hoursHref = mayChange && date >= today ? HoursPage.path(adviser.key, date, visit) : nil
    hoursContext = isWeek ? name : "\(adviser.name), \(name)"
  }

  /// The hours that all columns need, 8 to 18 at least.
  static func hours(of columns: [WeekColumn]) -> Range<Int> {
    let rows = columns.flatMap(\.rows)
    let first = rows.map { $0.lowerBound / 4 }.min() ?? 8
    let last = rows.map { ($0.upperBound + 3) / 4 }.max() ?? 18
    return min(8, first)..<max(18, last)
  }

  /// The line of the present belongs to the hours that are drawn.
  mutating func hideNow(outside hours: Range<Int>) {
    if let nowRow, !hours.contains(nowRow / 4) { now = nil }
  }
}

/// Puts one adviser's date together.
private struct WeekDrawing {
  private(set) var shut: [String] = []
  private(set) var entries: [WeekColumn.Entry] = []
  private(set) var bands: [WeekColumn.Band] = []
  private(set) var rows: [Range<Int>] = []

  private let date: LocalDate
  private let zone: Zone
  private let visit: Visit

  init(_ column: WeekDesk.Column, on date: LocalDate, _ visit: Visit) {
    (self.date, zone, self.visit) = (date, column.zone, visit)
    var timed: [(start: Instant, entry: WeekColumn.Entry)] = []
    for closed in column.closed {
      guard let placement = placement(closed.span) else { continue }
      let name = name(of: closed.cause, column.adviser)
      if closed.isWholeDay {
        shut.append(name)
      } else {
        timed.append((closed.span.start, entry(closed.span, placement, closedName: name)))
        rows.append(placement.firstRow..<placement.endRow)
      }
    }
    for open in column.open { band("open", open.span) }
    timed += free(column)
    timed += taken(column)
    entries = timed.sorted { $0.start < $1.start }.map(\.entry)
  }

  /// Classes for rows, and for a lane where there are several.
  static func css(_ rows: Range<Int>, lane: Int = 0, of lanes: Int = 1) -> String {
    let place =
      "h\(rows.lowerBound / 4) q\(rows.lowerBound % 4) "
      + "e\(rows.upperBound / 4) f\(rows.upperBound % 4)"
    guard lanes > 1 else { return place }
    // The style sheet divides a column into twelve; more beside each other nobody could read.
    let count = [2, 3, 4, 6, 12].first { $0 >= lanes } ?? 12
    return "\(place) l\(lane % count) n\(count)"
  }

  private func placement(_ span: TimeSpan) -> DayLayout.Placement? {
    DayLayout([span], on: date, in: zone).placements[0]
  }

  private mutating func band(_ kind: String, _ span: TimeSpan) {
    guard let placement = placement(span) else { return }
    let rows = placement.firstRow..<placement.endRow
    bands.append(WeekColumn.Band(kind: kind, css: Self.css(rows)))
    if kind == "open" { self.rows.append(rows) }
  }

  private func name(
    of cause: ClosedTime.Cause, _ adviser: CatalogueSnapshot.AdviserEntry
  ) -> String {
    switch cause {
    case .closure(let name): return name
    case .absence(let reason):
      // Why an adviser is away is for themselves and for those who change their hours.
      let mayKnow = visit.person.map { Access.may(.changeHours, of: adviser, $0) } ?? false
      return (mayKnow ? reason : nil) ?? visit.text("week.away")
    }
  }

  private func free(_ column: WeekDesk.Column) -> [(start: Instant, entry: WeekColumn.Entry)] {
    column.free.compactMap { open in
      guard let placement = placement(open.span) else { return nil }
      let time = time(open.span)
      let isAhead = open.span.end > visit.now
      let free = WeekColumn.Free(
        planHref: isAhead ? PlanPage.path(column.adviser.adviser.key, date, visit) : nil,
        planContext: "\(visit.dates.full(date)), \(time)")
      return (
        open.span.start,
        WeekColumn.Entry(
          css: "\(Self.css(placement.firstRow..<placement.endRow)) free", time: time,
          appointment: nil, isBusy: false, closedName: nil, free: free)
      )
    }
  }

  private mutating func taken(
    _ column: WeekDesk.Column
  ) -> [(start: Instant, entry: WeekColumn.Entry)] {
    let spans = column.appointments.map(\.booking.span) + column.busy
    let placements = DayLayout(spans, on: date, in: zone).placements
    var result: [(start: Instant, entry: WeekColumn.Entry)] = []
    for (index, placement) in placements.enumerated() {
      guard let placement else { continue }
      rows.append(placement.firstRow..<placement.endRow)
      if index < column.appointments.count {
        let view = column.appointments[index]
        bufferBands(of: view, column.adviser)
        let shown = entry(view.booking.span, placement, view: view, column.adviser)
        result.append((view.booking.span.start, shown))
      } else {
        result.append((spans[index].start, entry(spans[index], placement)))
      }
    }
    return result
  }

  /// The time that the type keeps free around it, for its advisers.
  private mutating func bufferBands(
    of view: BookingView, _ adviser: CatalogueSnapshot.AdviserEntry
  ) {
    guard let buffer = view.entry.type.buffer, view.booking.isLive,
      view.booking.advisers.contains(adviser.person)
    else { return }
    let span = view.booking.span
    let before = TimeSpan(from: span.start.advanced(byMinutes: -buffer.before), until: span.start)
    let after = TimeSpan(from: span.end, until: span.end.advanced(byMinutes: buffer.after))
    for band in [before, after].compactMap({ $0 }) { self.band("buffer", band) }
  }

  private func entry(
    _ span: TimeSpan, _ placement: DayLayout.Placement, closedName: String? = nil,
    view: BookingView? = nil, _ adviser: CatalogueSnapshot.AdviserEntry? = nil
  ) -> WeekColumn.Entry {
    let state = view?.booking.state.name
    let kind = state.map { "entry state-\($0)" } ?? (closedName == nil ? "busy" : "shut")
    let place = Self.css(
      placement.firstRow..<placement.endRow, lane: placement.lane, of: placement.lanes)
    let isShort = placement.endRow - placement.firstRow < 3
    return WeekColumn.Entry(
      css: "\(place) \(kind)\(isShort ? " short" : "")", time: time(span),
      appointment: view.map { appointment($0, adviser) },
      isBusy: view == nil && closedName == nil, closedName: closedName, free: nil)
  }

  private func appointment(
    _ view: BookingView, _ adviser: CatalogueSnapshot.AdviserEntry?
  ) -> WeekColumn.Appointment {
    let isAdvising = adviser.map { view.booking.advisers.contains($0.person) } ?? true
    let people = view.participants.map { $0.name.isEmpty ? $0.email ?? "" : $0.name }
    return WeekColumn.Appointment(
      // Who advises may be a starter elsewhere.
      who: isAdvising ? people.joined(separator: ", ") : view.entry.partner.name[visit.language],
      what: view.entry.type.name[visit.language],
      state: visit.texts(.bookingState(view.booking.state.name)),
      stateName: view.booking.state.name,
      href: visit.path(.appointments, view.booking.id.description),
      place: visit.texts(.place(view.booking.place)))
  }

  /// By the clocks of the adviser; with the zone's letters where the clocks show an hour twice.
  private func time(_ span: TimeSpan) -> String {
    let (start, end) = (zone.local(span.start), zone.local(span.end))
    func mark(_ instant: Instant, _ local: LocalDateTime) -> String {
      guard case .repeated = zone.resolve(local) else { return "" }
      return " (\(zone.abbreviation(at: instant)))"
    }
    return visit.text(
      "week.time",
      [
        "from": visit.dates.time(start.time) + mark(span.start, start),
        "until": visit.dates.time(end.time) + mark(span.end, end),
      ])
  }
}

extension Visit {
  /// The names of what the adviser's partner, and the venues where they receive people, show of a
  /// date without closing it.
  fileprivate func informationDays(
    on date: LocalDate, for adviser: CatalogueSnapshot.AdviserEntry
  ) -> [String] {
    let isAtVenue = catalogue.types(of: adviser).contains { $0.type.places.contains(.venue) }
    let venues = isAtVenue ? catalogue.catalogue.venues : []
    let layers = (adviser.partner.layers ?? []) + venues.flatMap { $0.layers ?? [] }
    var names: [String] = []
    for days in catalogue.informationDays(layers)
    where days.from <= date && date < days.until && !names.contains(days.name[language]) {
      names.append(days.name[language])
    }
    return names
  }
}
