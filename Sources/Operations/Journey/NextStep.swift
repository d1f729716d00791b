import CivilTime
import Scheduling

/// What a starter does next, for pages that show no more of the list.
public struct NextStep: Sendable {
  public let toDo: ToDo
  public let template: ToDoTemplate
}

extension JourneyDesk {
  /// The first open item whose earlier ones are done, in catalogue order; nil where none is left.
  ///
  /// Asks for no moments, so it costs little.
  public func nextStep(of person: Person) async throws -> NextStep? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let today = try catalogue.zone(named: nil).date(now)
      let toDos = try Self.byTemplate(of: person, transaction)
      for template in catalogue.catalogue.toDos where template.isValid(on: today) {
        guard let toDo = toDos[template.key], toDo.state == .open else { continue }
        let waits = (template.after ?? []).contains { key in
          toDos[key].map { $0.state == .open || $0.state == .booked } ?? false
        }
        if !waits { return NextStep(toDo: toDo, template: template) }
      }
      return nil
    }
  }

  /// The person's own item of a template.
  public func item(_ template: String, of person: Person) async throws -> ToDo? {
    try await setting.store.read { transaction in
      try Self.byTemplate(of: person, transaction)[template]
    }
  }

  private static func byTemplate(
    of person: Person, _ transaction: any ReadTransaction
  ) throws -> [String: ToDo] {
    Dictionary(
      try transaction.toDos(of: person.id).map { ($0.template, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
