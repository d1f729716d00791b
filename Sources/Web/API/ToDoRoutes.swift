import Hummingbird
import Operations
import Scheduling

/// `/api/v1/to-dos`: the caller's list.
struct ToDoRoutes: Sendable {
  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  var routes: [Route] {
    [
      Route(.get, "/api/v1/to-dos") { try await list($0, $1) },
      Route(.put, "/api/v1/to-dos/{id}/state") { try await setState($0, $1) },
    ]
  }

  private func list(_ request: Request, _ context: WebContext) async throws -> Response {
    let person = try context.requirePerson()
    let page = try PageQuery(QueryFields(request))
    let language = Language.accepted(by: request)
    let list = try await desks.journey.list(of: person)
    let answers = list.items.map {
      ToDoAnswer($0.toDo, $0.template, catalogue: list.catalogue, language: language)
    }
    return try JSONAnswer.response(ListPage(of: answers, page) { $0.id })
  }

  private func setState(_ request: Request, _ context: WebContext) async throws -> Response {
    let actor = try context.requireActor()
    let id: ID<ToDo> = try context.requireID()
    var fields = try await JSONFields(request)
    let state = try JSONFields.require(fields.name("state", of: ToDo.State.self), "state")
    try fields.finish()
    let toDo = try await desks.journey.set(id, to: state, by: actor)
    let catalogue = try await desks.oversight.catalogue()
    guard let template = catalogue.toDo(toDo.template) else { throw RequestProblem.unknown }
    return try JSONAnswer.response(
      ToDoAnswer(toDo, template, catalogue: catalogue, language: .accepted(by: request)))
  }
}

private struct ToDoAnswer: Encodable {
  struct TypeAnswer: Encodable {
    let id: String
    let key: String
    let name: String
    let partner: NamedAnswer
    let contact: String
  }

  let id: String
  let key: String
  let title: String
  let state: String
  let phase: String
  /// Which answers caused the item; none before there is an intake.
  let reasons: [String] = []
  let appointmentTypes: [TypeAnswer]

  init(_ toDo: ToDo, _ template: ToDoTemplate, catalogue: CatalogueSnapshot, language: Language) {
    (id, key) = (toDo.id.description, template.key)
    (title, state) = (template.title[language], toDo.state.rawValue)
    phase = template.phase.rawValue
    appointmentTypes = catalogue.types.filter { $0.type.toDos?.contains(template.key) == true }
      .map { entry in
        TypeAnswer(
          id: entry.id.description, key: entry.type.key, name: entry.type.name[language],
          partner: NamedAnswer(
            id: entry.partnerID.description, key: entry.partner.key,
            name: entry.partner.name[language]),
          contact: entry.type.contact.rawValue)
      }
  }
}
