import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Items in the store` {
  @Test(arguments: StoreKind.allCases)
  func `come back by id and by person, and are replaced`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    var plan = ToDo(id: intakeItem, person: bob, template: "plan", changedAt: noon)
    let number = ToDo(
      id: numbered(2, 0x70D0), person: bob, template: "number", state: .skipped, changedAt: noon)
    try await store.write { try $0.save(number) }
    #expect(try await store.read { try $0.toDo(intakeItem) } == plan)
    _ = plan.complete(at: noon.advanced(byMinutes: 1))
    try await store.write { [plan] in try $0.save(plan) }
    #expect(try await store.read { try $0.toDos(of: bob) } == [number, plan])
    #expect(try await store.read { try $0.toDos(of: ada) } == [])
    #expect(try await store.read { try $0.toDo(numbered(9)) } == nil)
  }

  @Test func `stand once per person and template`() async throws {
    let store = try await StoreKind.memory.open()
    try await store.fill()
    await #expect(throws: (any Error).self) {
      try await store.write {
        try $0.save(ToDo(id: numbered(2, 0x70D0), person: bob, template: "plan", changedAt: noon))
      }
    }
  }
}
