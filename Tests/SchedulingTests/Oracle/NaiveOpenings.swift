import CivilTime
import Scheduling

/// An opening of one adviser.
struct NaiveOpening {
  var span: TimeSpan
  var places: [Place]
  /// The date of the exception that it is; nil for a rule's.
  var exceptionDate: LocalDate?
}

/// The openings that one adviser's rules and exceptions give on one date.
struct NaiveOpenings {
  let adviser: AdviserFacts
  let type: AppointmentType
  let clock: NaiveClock

  func on(_ date: LocalDate) -> [NaiveOpening] {
    let ruled = adviser.availability.filter { opens($0, on: date) }.compactMap { rule in
      opening(date, rule.from, rule.until, places: rule.places, types: rule.types)
    }
    let exceptional = adviser.exceptions.compactMap { exception -> NaiveOpening? in
      guard exception.date == date, exception.closed != true, let from = exception.from,
        let until = exception.until
      else { return nil }
      var result = opening(date, from, until, places: exception.places, types: exception.types)
      result?.exceptionDate = date
      return result
    }
    return ruled + exceptional
  }

  private func opens(_ rule: AvailabilityRule, on date: LocalDate) -> Bool {
    if let first = rule.validFrom, date < first { return false }
    if let last = rule.validUntil, date > last { return false }
    if let text = rule.rule {
      let start = rule.validFrom ?? LocalDate(year: 2024, month: 1, day: 1)
      return start.map { NaiveRecurrence(text, start: $0).yields(date) } ?? false
    }
    return (rule.days ?? []).contains { $0.weekday == date.weekday }
  }

  private func opening(
    _ date: LocalDate, _ from: LocalTime, _ until: LocalTime, places: [Place]?, types: [String]?
  ) -> NaiveOpening? {
    if let types, !types.isEmpty, !types.contains(type.key) { return nil }
    let counted = type.places.filter { place in
      guard let places, !places.isEmpty else { return true }
      return places.contains(place)
    }
    return clock.stretch(date, from: from, until: until).map {
      NaiveOpening(span: $0, places: counted)
    }
  }
}
