import Operations
import Scheduling
import Testing

@Suite struct `The next step` {
  @Test func `is the first open item whose earlier ones are done`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    func next() async throws -> String? { try await house.journey.nextStep(of: sam)?.template.key }
    func set(_ template: String, _ state: ToDo.State) async throws {
      let toDo = try await house.toDo(template, of: sam)
      _ = try await house.journey.set(toDo.id, to: state, by: .person(sam))
    }
    #expect(try await next() == "startkapitaal")
    // What waits for it waits while an appointment for it stands.
    let first = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: first.id)
    #expect(try await next() == nil)
    try await set("startkapitaal", .done)
    #expect(try await next() == "boekhouding")
    try await set("boekhouding", .skipped)
    #expect(try await next() == nil)
    #expect(try await house.journey.item("boekhouding", of: sam)?.state == .skipped)
    #expect(try await house.journey.item("onbekend", of: sam) == nil)
  }
}
