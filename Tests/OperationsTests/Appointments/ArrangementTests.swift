import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct `What a starter arranged without the service` {
  private func arrange(
    _ house: House, _ person: Person, _ toDo: ID<ToDo>?, day: String? = nil,
    type: String = "bellen", kind: Arrangement.Kind = .appointment
  ) async throws -> Arrangement {
    let day = day.flatMap { LocalDate(iso8601: $0) }
    let kept = try await house.arrangements.arrange(
      ArrangementDesk.Wish(type: type, toDo: toDo, kind: kind, day: day), by: person)
    return try #require(kept.value)
  }

  @Test func `books the item, and opens it when taken back`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let made = try await arrange(house, sam, toDo.id)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    #expect(try await house.broken() == [])
    let list = try await house.journey.list(of: sam)
    #expect(list.items.first { $0.toDo.id == toDo.id }?.contacts.arrangements == [made])
    for _ in 1...2 { _ = try await house.arrangements.takeBack(made.id, by: sam) }
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `is revised when said again, not doubled`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let made = try await arrange(house, sam, toDo.id)
    let again = try await arrange(house, sam, nil, day: "2026-12-01")
    #expect(again.id == made.id)
    #expect((again.day?.iso8601, again.toDo) == ("2026-12-01", toDo.id))
    #expect(try await house.broken() == [])
  }

  @Test func `is done when it took place or the item is ticked off`() async throws {
    let house = try await House.withContacts()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let made = try await arrange(house, sam, toDo.id, kind: .contact)
    _ = try await house.arrangements.complete(made.id, by: sam)
    #expect(try await house.toDo("startkapitaal", of: sam).state == .done)
    let late = try await refusal { _ = try await house.arrangements.takeBack(made.id, by: sam) }
    #expect(late == .contact(.alreadyDone))
    _ = try await house.journey.set(toDo.id, to: .open, by: .person(sam))
    let second = try await arrange(house, sam, toDo.id)
    _ = try await house.journey.set(toDo.id, to: .done, by: .person(sam))
    let kept = try await house.store.read { try $0.arrangement(second.id) }
    #expect(kept?.state.name == "done")
    #expect(try await house.journey.set(toDo.id, to: .open, by: .person(sam)).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `is its starter's alone, of a type that is not booked here, on a sensible day`()
    async throws
  {
    let house = try await House.withContacts()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let made = try await arrange(house, sam, nil, type: "website")
    #expect(
      try await problem { _ = try await house.arrangements.takeBack(made.id, by: lot) }
        == .unknown)
    #expect(
      try await problem { _ = try await arrange(house, sam, nil, type: "krediet") }
        == .invalid(field: "/appointmentType", .notAllowed))
    #expect(
      try await problem { _ = try await arrange(house, sam, nil, day: "2036-01-01") }
        == .invalid(field: "/date", .notAllowed))
  }
}
