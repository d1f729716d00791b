/// All that an organisation sets up, as its catalogue file says it. Things refer to each other by
/// key; keys are unique per kind over the whole catalogue.
public struct Catalogue: Hashable, Codable, Sendable {
  public var organisation: Organisation
  public var closureSets: [ClosureSet]
  public var venues: [Venue]
  public var partners: [Partner]
  public var toDos: [ToDoTemplate]
  public var intake: Intake?
  public var targetGroups: [TargetGroup]

  public init(
    organisation: Organisation, closureSets: [ClosureSet] = [], venues: [Venue] = [],
    partners: [Partner] = [], toDos: [ToDoTemplate] = [], intake: Intake? = nil,
    targetGroups: [TargetGroup] = []
  ) {
    self.organisation = organisation
    self.closureSets = closureSets
    self.venues = venues
    self.partners = partners
    self.toDos = toDos
    self.intake = intake
    self.targetGroups = targetGroups
  }
}
