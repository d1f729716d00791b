import CivilTime
import Scheduling

/// What somebody asks who offers moments, as it came in.
public struct ContactWish: Sendable {
  /// Key or id.
  public var type: String
  public var starts: [Instant]
  public var minutes: Int?
  public var place: Place?
  public var toDo: ID<ToDo>?
  public var answers: [String: String]
  public var note: String?

  public init(
    type: String, starts: [Instant], minutes: Int? = nil, place: Place? = nil,
    toDo: ID<ToDo>? = nil, answers: [String: String] = [:], note: String? = nil
  ) {
    self.type = type
    self.starts = starts
    self.minutes = minutes
    self.place = place
    self.toDo = toDo
    self.answers = answers
    self.note = note
  }

  /// How long and where, as far as the type leaves that open; throws where a field is wrong.
  func checked(
    entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot
  ) throws -> (minutes: Int, place: Place) {
    let type = entry.type
    guard !starts.isEmpty else { throw RequestProblem.invalid(field: "/moments", .missing) }
    guard starts.count <= ContactRequest.maximumMoments else {
      throw RequestProblem.invalid(
        field: "/moments", .tooLong(limit: ContactRequest.maximumMoments))
    }
    for (index, start) in starts.enumerated() where starts[..<index].contains(start) {
      throw RequestProblem.invalid(field: "/moments/\(index)", .notAllowed)
    }
    let wish = BookingWish(type: type.key, start: starts[0], answers: answers, note: note)
    try wish.checkWords(type)
    let asked = try BookingWish.wish(
      entry: entry, catalogue: catalogue, minutes: minutes, place: place, adviser: nil)
    if place == nil, type.places.count > 1 {
      throw RequestProblem.invalid(field: "/place", .missing)
    }
    return (
      asked.minutes == 0 ? entry.contactMinutes : asked.minutes,
      place ?? type.places.first ?? .partner
    )
  }
}

extension CatalogueSnapshot.TypeEntry {
  /// An hour, where a type by request does not say how long it takes.
  public var contactMinutes: Int { type.minutes.first ?? 60 }
}
