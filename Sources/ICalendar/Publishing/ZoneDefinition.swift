import CivilTime

/// A VTIMEZONE that gives the zone's offsets right at every moment of a window.
///
/// Google, Apple and Thunderbird match the TZID to their own zone data; Outlook reads the body,
/// and only as one yearly STANDARD and one yearly DAYLIGHT rule. A zone that follows its footer all
/// through the window is written just so. One whose rules change inside has its onsets listed
/// instead, and its events go out in UTC, so that no client can shift them.
struct ZoneDefinition: Hashable, Sendable {
  /// A part of the year, or the onsets at which an offset begins to hold.
  struct Observance: Hashable, Sendable {
    let isDaylight: Bool
    let abbreviation: String
    /// Seconds east of UTC.
    let offsetBefore: Int
    let offset: Int
    /// On the clock before the change.
    let onset: LocalDateTime
    var furtherOnsets: [LocalDateTime] = []
    var recurrence: String?
  }

  let id: String
  let observances: [Observance]
  /// Whether the zone keeps one rule all through the window.
  let isRegular: Bool

  init(_ zone: Zone, during window: TimeSpan) {
    id = zone.id
    if let regular = Self.regularObservances(of: zone, during: window) {
      (observances, isRegular) = (regular, true)
    } else {
      (observances, isRegular) = (Self.listedObservances(of: zone, during: window), false)
    }
  }

  /// The footer's two observances; nil where the zone does not follow its footer in the window.
  private static func regularObservances(
    of zone: Zone, during window: TimeSpan
  ) -> [Observance]? {
    guard let footer = zone.footer else { return nil }
    let transitions = zone.transitions(from: window.start, until: window.end)
    let standard = footer.standard
    guard let daylight = footer.daylight else {
      guard transitions.allSatisfy({ $0.offsetBefore == $0.offsetAfter }),
        zone.offset(at: window.start) == standard.offset
      else { return nil }
      return [constant(abbreviation: standard.abbreviation, offset: standard.offset)]
    }
    guard let starts = YearlyOnset(daylight.starts), let ends = YearlyOnset(daylight.ends) else {
      return nil
    }
    let (intoDaylight, intoStandard) = (
      observance(daylight.observance, after: standard, onset: starts),
      observance(standard, after: daylight.observance, onset: ends)
    )
    let years = (zone.date(window.start).year - 1)...(zone.date(window.end).year + 1)
    let expected = years.flatMap { year in
      [
        Change(intoDaylight, at: daylight.starts.moment(in: year)),
        Change(intoStandard, at: daylight.ends.moment(in: year)),
      ]
    }.sorted { $0.at < $1.at }
    let before = expected.last { $0.at <= window.start }
    guard zone.offset(at: window.start) == before?.offset,
      expected.filter({ window.start < $0.at && $0.at < window.end })
        == transitions.filter({ $0.at > window.start && $0.offsetBefore != $0.offsetAfter })
        .map(Change.init)
    else { return nil }
    return [intoDaylight, intoStandard].sorted { !$0.isDaylight && $1.isDaylight }
  }

  /// A moment at which the offset changes.
  private struct Change: Equatable {
    let at: Instant
    let offset: Int

    init(_ observance: Observance, at local: LocalDateTime) {
      at = local.instant(atOffset: observance.offsetBefore)
      offset = observance.offset
    }

    init(_ transition: Zone.Transition) {
      (at, offset) = (transition.at, transition.offsetAfter)
    }
  }

  /// Every change inside the window, gathered by kind, and before them the last one of the years
  /// before, so that what held at the start is a change as well; without one, a constant.
  private static func listedObservances(
    of zone: Zone, during window: TimeSpan
  ) -> [Observance] {
    let earlier = window.start.advanced(bySeconds: -longestSearch)
    let all = zone.transitions(from: earlier, until: window.end).filter {
      $0.offsetBefore != $0.offsetAfter
    }
    let first = all.lastIndex { $0.at <= window.start }
    var result: [Observance] = []
    if first == nil {
      result.append(
        constant(
          abbreviation: zone.abbreviation(at: window.start), offset: zone.offset(at: window.start)))
    }
    let constants = result.count
    for transition in all[(first ?? 0)...] {
      let onset = LocalDateTime(transition.at, offset: transition.offsetBefore)
      let known = result[constants...].firstIndex {
        $0.offsetBefore == transition.offsetBefore && $0.offset == transition.offsetAfter
          && $0.abbreviation == transition.abbreviation
      }
      if let known {
        result[known].furtherOnsets.append(onset)
      } else {
        result.append(
          Observance(
            isDaylight: transition.offsetAfter > transition.offsetBefore,
            abbreviation: transition.abbreviation, offsetBefore: transition.offsetBefore,
            offset: transition.offsetAfter, onset: onset))
      }
    }
    return result
  }

  /// Two years: a zone that changes its clocks at all has done so by then.
  private static let longestSearch: Int64 = 2 * 366 * 86_400

  /// A clock that does not change, since before anything a feed could hold.
  private static func constant(abbreviation: String, offset: Int) -> Observance {
    Observance(
      isDaylight: false, abbreviation: abbreviation, offsetBefore: offset, offset: offset,
      onset: LocalDateTime(firstDay, .midnight))
  }

  /// Whatever the zone calls it, the time that runs ahead is written as DAYLIGHT: Dublin's
  /// negative daylight time in winter is more than Outlook understands.
  private static func observance(
    _ observance: ZoneFooter.Observance, after before: ZoneFooter.Observance, onset: YearlyOnset
  ) -> Observance {
    Observance(
      isDaylight: observance.offset > before.offset, abbreviation: observance.abbreviation,
      offsetBefore: before.offset, offset: observance.offset,
      onset: onset.first(inOrAfter: firstDay.year), recurrence: onset.recurrence)
  }

  private static let firstDay = LocalDate(dayNumber: 0)
}

extension ZoneDefinition {
  func write(to writer: inout ContentLineWriter) {
    writer.component("VTIMEZONE") { writer in
      writer.line("TZID") { $0.verbatim(id) }
      for observance in observances {
        writer.component(observance.isDaylight ? "DAYLIGHT" : "STANDARD") {
          observance.write(to: &$0)
        }
      }
    }
  }
}

extension ZoneDefinition.Observance {
  fileprivate func write(to writer: inout ContentLineWriter) {
    writer.line("DTSTART") { $0.local(onset) }
    writer.line("TZOFFSETFROM") { $0.offset(offsetBefore) }
    writer.line("TZOFFSETTO") { $0.offset(offset) }
    writer.line("TZNAME", text: PublishableText(abbreviation))
    if let recurrence { writer.line("RRULE") { $0.verbatim(recurrence) } }
    guard !furtherOnsets.isEmpty else { return }
    writer.line("RDATE") { writer in
      for (index, onset) in furtherOnsets.enumerated() {
        if index > 0 { writer.byte(UInt8(ascii: ",")) }
        writer.local(onset)
      }
    }
  }
}

extension ContentLineWriter {
  /// `+0100`: whole minutes, which all offsets have had since 1972.
  fileprivate mutating func offset(_ seconds: Int) {
    byte(seconds < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    let minutes = abs(seconds) / 60
    digits(minutes / 60 * 100 + minutes % 60, width: 4)
  }
}
