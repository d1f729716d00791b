import CivilTime
import Scheduling

/// Whole days with the name of their set's day, `from ..< until`.
public struct NamedDays: Hashable, Sendable {
  /// Key of the closure set.
  public let set: String
  public let from: LocalDate
  public let until: LocalDate
  public let name: LocalizedText

  public init(set: String, from: LocalDate, until: LocalDate, name: LocalizedText) {
    (self.set, self.from, self.until, self.name) = (set, from, until, name)
  }

  /// The last day, inclusive.
  public var last: LocalDate { until.advanced(byDays: -1) }
}

extension CatalogueSnapshot {
  public func closureSet(_ key: String) -> ClosureSet? {
    catalogue.closureSets.first { $0.key == key }
  }

  /// The days of a set, earliest first. Days of a file have a Dutch name only.
  public func days(of set: ClosureSet) -> [NamedDays] {
    let days =
      set.days?.map { day in
        NamedDays(
          set: set.key, from: day.from, until: (day.until ?? day.from).advanced(byDays: 1),
          name: day.name)
      }
      ?? (closedDays[set.key] ?? []).map {
        NamedDays(set: set.key, from: $0.from, until: $0.until, name: LocalizedText($0.name))
      }
    return days.sorted { ($0.from, $0.until, $0.name.dutch) < ($1.from, $1.until, $1.name.dutch) }
  }

  /// The days of information sets, earliest first: to know of, never a reason to refuse.
  public func informationDays(_ keys: [String]) -> [NamedDays] {
    keys.compactMap(closureSet).filter(\.isInformation).flatMap { days(of: $0) }
      .sorted { ($0.from, $0.until, $0.set) < ($1.from, $1.until, $1.set) }
  }

  /// Those of the sets whose days in that year are not known yet.
  public func unpublished(_ keys: [String], in year: Int) -> [ClosureSet] {
    keys.compactMap(closureSet).filter { !$0.isPublished(year) }
  }
}
