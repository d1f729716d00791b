import CivilTime
import Operations
import Scheduling

/// What a picker says about days without closing them: the information layers of the partner and,
/// where the meeting may be there, of the venue; and which closing days are not known yet.
struct DayNotes {
  private let layers: [String]
  private let closures: [String]
  private let visit: Visit

  init(_ question: DayPickerQuestion, _ visit: Visit) {
    let (type, partner) = (question.entry.type, question.entry.partner)
    let isAtVenue =
      question.place.map { $0 == .venue } ?? type.places.contains(.venue)
    let venues = isAtVenue ? visit.catalogue.catalogue.venues : []
    layers = Self.distinct((partner.layers ?? []) + venues.flatMap { $0.layers ?? [] })
    closures = Self.distinct((partner.closures ?? []) + venues.flatMap { $0.closures ?? [] })
    self.visit = visit
  }

  /// “ma 2 nov – zo 8 nov: Herfstvakantie”, for what overlaps `from ..< until`.
  func month(from: LocalDate, until: LocalDate) -> [String] {
    visit.catalogue.informationDays(layers).filter { $0.from < until && from < $0.until }.map {
      "\(visit.dates.days($0.from, $0.last)): \($0.name[visit.language])"
    }
  }

  /// “Herfstvakantie”; and whose days in that year nobody has published.
  func day(_ date: LocalDate) -> [String] {
    let known = visit.catalogue.informationDays(layers)
      .filter { $0.from <= date && date < $0.until }.map { $0.name[visit.language] }
    let unknown = visit.catalogue.unpublished(closures + layers, in: date.year).map {
      visit.text(
        "picker.unpublished", ["set": $0.name[visit.language], "year": String(date.year)])
    }
    return known + unknown
  }

  private static func distinct(_ keys: [String]) -> [String] {
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }
}
