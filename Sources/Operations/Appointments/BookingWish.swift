import CivilTime
import Scheduling

/// What a request to hold or book says, as it came in.
public struct BookingWish: Sendable {
  /// Key or id.
  public var type: String
  public var start: Instant
  public var minutes: Int?
  public var place: Place?
  /// Key or id.
  public var adviser: String?
  public var hold: ID<Hold>?
  public var toDo: ID<ToDo>?
  /// For whom: a person's id or address, by staff or an adviser only; the actor where nil.
  public var starter: String?
  public var answers: [String: String]
  public var note: String?

  public init(
    type: String, start: Instant, minutes: Int? = nil, place: Place? = nil,
    adviser: String? = nil, hold: ID<Hold>? = nil, toDo: ID<ToDo>? = nil,
    starter: String? = nil, answers: [String: String] = [:], note: String? = nil
  ) {
    self.type = type
    self.start = start
    self.minutes = minutes
    self.place = place
    self.adviser = adviser
    self.hold = hold
    self.toDo = toDo
    self.starter = starter
    self.answers = answers
    self.note = note
  }

  /// A note longer than a page is a document, not a note.
  public static let noteLimit = 2_000
  public static let answerLimit = 2_000

  /// Checks duration, place and adviser against the type.
  static func wish(
    entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot, minutes: Int?,
    place: Place?, adviser: String?
  ) throws -> SlotWish {
    let type = entry.type
    if let minutes, !type.minutes.contains(minutes) {
      throw RequestProblem.invalid(field: "/minutes", .notOffered)
    }
    if let place, !type.places.contains(place) {
      throw RequestProblem.invalid(field: "/place", .notOffered)
    }
    let person = try adviser.map { text in
      guard let found = catalogue.adviser(text) else {
        throw RequestProblem.invalid(field: "/adviser", .unknown)
      }
      guard catalogue.advisers(of: entry).contains(where: { $0.person == found.person }) else {
        throw RequestProblem.invalid(field: "/adviser", .notOffered)
      }
      return found.person
    }
    return SlotWish(
      entry: entry, minutes: minutes ?? type.minutes.first ?? 0, place: place, adviser: person)
  }

  /// The same for a booking, which must also say what the type leaves open.
  func bookable(
    entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot
  ) throws -> SlotWish {
    guard entry.isOffered, entry.type.contact == .slots else { throw Refusal.notBookable }
    if minutes == nil, entry.type.minutes.count > 1 {
      throw RequestProblem.invalid(field: "/minutes", .missing)
    }
    if adviser == nil, entry.type.assignment == .chosen, catalogue.advisers(of: entry).count > 1 {
      throw RequestProblem.invalid(field: "/adviser", .missing)
    }
    return try Self.wish(
      entry: entry, catalogue: catalogue, minutes: minutes, place: place, adviser: adviser)
  }

  /// Checks note and answers against the type's questions.
  func checkWords(_ type: AppointmentType) throws {
    if let note, note.count > Self.noteLimit {
      throw RequestProblem.invalid(field: "/note", .tooLong(limit: Self.noteLimit))
    }
    let questions = type.questions ?? []
    for key in answers.keys.sorted() where !questions.contains(where: { $0.key == key }) {
      throw RequestProblem.invalid(field: "/answers/\(key)", .unknown)
    }
    for question in questions { try check(question) }
  }

  private func check(_ question: AppointmentType.Question) throws {
    let field = "/answers/\(question.key)"
    let answer = answers[question.key] ?? ""
    if answer.isEmpty {
      if question.required { throw RequestProblem.invalid(field: field, .missing) }
      return
    }
    if answer.count > Self.answerLimit {
      throw RequestProblem.invalid(field: field, .tooLong(limit: Self.answerLimit))
    }
    switch question.kind {
    case .text, .longText: break
    case .number:
      guard answer.allSatisfy({ $0.isASCII && ($0.isNumber || ".,- ".contains($0)) }),
        Double(answer.filter { $0 != " " }.replacing(",", with: ".")) != nil
      else {
        throw RequestProblem.invalid(field: field, .notANumber)
      }
    case .yesNo:
      guard ["yes", "no"].contains(answer) else {
        throw RequestProblem.invalid(field: field, .notOffered)
      }
    case .one:
      guard (question.options ?? []).contains(where: { $0.key == answer }) else {
        throw RequestProblem.invalid(field: field, .notOffered)
      }
    }
  }
}
