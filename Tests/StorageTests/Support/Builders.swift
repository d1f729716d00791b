import CivilTime
import Operations
import Scheduling
import Testing

/// A Monday, 12:00 in Brussels.
let noon = at("2027-01-04T12:00")

/// The instant of a wall time in Brussels.
func at(_ text: String) -> Instant {
  guard let local = LocalDateTime(iso8601: text) else {
    preconditionFailure("no wall time: \(text)")
  }
  return brussels.instant(local)
}

let brussels: Zone = {
  guard let zone = ZoneDatabase.system.zone("Europe/Brussels") else {
    preconditionFailure("no zoneinfo")
  }
  return zone
}()

func span(_ from: String, _ until: String) -> TimeSpan {
  guard let span = TimeSpan(from: at(from), until: at(until)) else {
    preconditionFailure("no span")
  }
  return span
}

/// The `n`th id of its kind.
func numbered<Entity>(_ number: Int, _ kind: UInt64 = 0) -> ID<Entity> {
  ID(high: kind, low: UInt64(number))
}

let ada: ID<Person> = numbered(1, 0xADA)
let bob: ID<Person> = numbered(2, 0xB0B)
let cleo: ID<Person> = numbered(3, 0xC1E0)
let roomA: ID<Room> = numbered(1, 0xA00A)
let roomB: ID<Room> = numbered(2, 0xA00B)
let intakeItem: ID<ToDo> = numbered(1, 0x70D0)

extension Person {
  static func adviser(_ id: ID<Person> = ada, email: String = "ada@example.org") -> Person {
    Person(
      id: id, name: "Ada Peeters", email: email, language: .dutch,
      roles: [Role(.adviser, partner: "bank"), Role(.manager, partner: "bank")])
  }

  static func starter(_ id: ID<Person> = bob, email: String? = "bob@example.org") -> Person {
    Person(id: id, name: "Bob", email: email, language: .english, roles: [Role(.starter)])
  }
}

extension SlotOffer {
  static func of(
    _ span: TimeSpan, advisers: [ID<Person>] = [ada], rooms: [ID<Room>] = []
  ) -> SlotOffer {
    SlotOffer(
      span: span, place: rooms.isEmpty ? .online : .venue, advisers: advisers,
      room: rooms.isEmpty ? nil : .init(venue: "huis", key: "zaal-ab", rooms: rooms),
      zone: brussels)
  }
}

extension Booking {
  /// Bob with Ada.
  static func of(
    _ number: Int, _ offer: SlotOffer, participants: [ID<Person>] = [bob],
    requestUntil: Instant? = nil, partner: String = "bank", toDo: ID<ToDo>? = nil,
    answers: [String: String] = [:], note: String? = nil
  ) -> Booking {
    Booking(
      id: numbered(number, 0xB00), type: "advice", partner: partner, offer: offer,
      participants: participants, requestUntil: requestUntil, toDo: toDo, answers: answers,
      note: note, at: noon)
  }

  /// What it claims while it is live.
  var claims: [Claim] {
    func claim(_ resource: ID<Resource>, _ part: Claim.Part) -> Claim {
      Claim(
        resource: resource, span: span, part: part, purpose: .booking(id), type: type,
        lapsesAt: deadline)
    }
    return advisers.map { claim($0.cast(), .adviser) }
      + participants.map { claim($0.person.cast(), .participant) }
      + (room?.rooms ?? []).map { claim($0.cast(), .room) }
  }

  private var deadline: Instant? {
    guard case .requested(let until) = state else { return nil }
    return until
  }
}

extension ContactRequest {
  /// Of Bob to the bank.
  static func of(
    _ number: Int, _ starts: [Instant], toDo: ID<ToDo>? = nil, note: String? = nil
  ) -> ContactRequest {
    ContactRequest(
      id: numbered(number, 0xC04), type: "advice", partner: "bank", person: bob, toDo: toDo,
      zone: brussels, minutes: 60, place: .online, starts: starts, answers: ["idee": "koffie"],
      note: note, due: AnswerDeadline(after: noon, days: 3, closures: [], zone: brussels),
      at: noon)
  }
}

extension Hold {
  static func of(
    _ number: Int, _ offer: SlotOffer, person: ID<Person>? = bob, until: Instant
  ) -> Hold {
    Hold(id: numbered(number, 0x401D), type: "advice", offer: offer, person: person, until: until)
  }

  var claims: [Claim] {
    offer.advisers.map {
      Claim(
        resource: $0.cast(), span: offer.span, part: .adviser, purpose: .hold(id), type: type,
        bufferBefore: 300, bufferAfter: 600, lapsesAt: until)
    }
  }
}

extension TestStore {
  /// Ada, Bob and Cleo, two rooms and an item of Bob's list.
  func fill() async throws {
    try await write { transaction in
      try transaction.save(.adviser(), at: noon)
      try transaction.save(.starter(), at: noon)
      try transaction.save(.starter(cleo, email: nil), at: noon)
      for (key, room) in [("zaal-a", roomA), ("zaal-b", roomB)] {
        try transaction.save(.room(key, id: room))
      }
      try transaction.save(
        ToDo(id: intakeItem, person: bob, template: "plan", state: .open, changedAt: noon))
    }
  }

  /// Saves the booking with its claims, as an operation does.
  func book(_ booking: Booking) async throws {
    try await write { transaction in
      try transaction.insert(booking.claims)
      try transaction.save(booking)
    }
  }
}

extension StoredCatalogueRecord {
  static func room(_ key: String, id: ID<Room>, isArchived: Bool = false) -> Self {
    StoredCatalogueRecord(
      id: id.description,
      record: CatalogueRecord(
        kind: .room, key: key, parent: "huis", position: 0,
        document: #"{"key":"\#(key)","name":"Zaal","layouts":{},"features":[]}"#),
      days: nil, isArchived: isArchived)
  }

  static func of(_ kind: CatalogueKind, _ key: String, number: Int, document: String = "{}") -> Self
  {
    StoredCatalogueRecord(
      id: (Scheduling.ID<Partner>(high: 0xCA7, low: UInt64(number))).description,
      record: CatalogueRecord(kind: kind, key: key, position: 0, document: document), days: nil,
      isArchived: false)
  }
}
