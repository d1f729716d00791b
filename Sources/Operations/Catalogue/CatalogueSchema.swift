import Scheduling

/// The fields of a catalogue file, in the order of writing; CATALOGUE.md shows them filled in.
enum CatalogueSchema {
  static let file = MapShape([
    .required("version", .scalar(.whole(1...1))),
    .optional("organisation", .map(organisation)),
    .defaulted("closureSets", .list(.map(closureSet)), .list([])),
    .defaulted("venues", .list(.map(venue)), .list([])),
    .defaulted("partners", .list(.map(partner)), .list([])),
    .defaulted("toDos", .list(.map(toDo)), .list([])),
    .optional("intake", .map(intake)),
    .defaulted("targetGroups", .list(.map(targetGroup)), .list([])),
  ])

  static let organisation = MapShape(
    [
      // The only one of its kind: a second organisation is told apart, not by its key.
      .required("key", .scalar(.siblingKey)),
      .required("name", .localized(.title)),
      .required("zone", .scalar(.zone)),
      .defaulted("languages", languages, .list([.text("nl")])),
      .optional("phone", .scalar(.phone)),
      .optional("email", .scalar(.email)),
    ],
    check: CatalogueChecks.organisation)

  static let closureSet = MapShape(
    [
      .required("key", .scalar(.key(.closureSet))),
      .required("name", .localized(.title)),
      .optional("file", .scalar(.file)),
      .optional("kind", .scalar(.oneOf(ClosureSet.Kind.allCases.map(\.rawValue)))),
      .optional("publishedThrough", .scalar(.whole(CatalogueLimits.years))),
      .optional("source", .map(source)),
      .optional("days", .list(.map(closureDay))),
    ],
    isCompact: true, check: CatalogueChecks.closureSet)

  static let closureDay = MapShape(
    [
      .required("from", .scalar(.date)),
      .optional("until", .scalar(.date)),
      .required("name", .localized(.title)),
    ],
    isCompact: true, check: CatalogueChecks.dates("from", "until"))

  /// The short way to write it is a plain string.
  static let answerOption = MapShape(
    [.required("key", .scalar(.title)), .required("text", .localized(.title))], isCompact: true)

  static let address = MapShape(
    [
      .required("street", .scalar(.title)),
      .required("postcode", .scalar(.title)),
      .required("city", .scalar(.title)),
    ],
    isCompact: true)

  static let languages = Shape.list(.scalar(.oneOf(Language.allCases.map(\.rawValue))), .some)
  static let days = Shape.list(
    .scalar(.oneOf(["mo", "tu", "we", "th", "fr", "sa", "su"])), .some)
  static let places = Shape.list(.scalar(.oneOf(Place.allCases.map(\.rawValue))), .some)
  static let features = Shape.list(.scalar(.title), .distinct)
  static let count = Shape.scalar(.whole(1...CatalogueLimits.count))
  static func references(_ kind: CatalogueKind) -> Shape {
    .list(.scalar(.reference(kind)), .distinct)
  }
}

// MARK: Venues

extension CatalogueSchema {
  static let venue = MapShape(
    [
      .required("key", .scalar(.key(.venue))),
      .required("name", .localized(.title)),
      .required("address", .map(address)),
      .optional("zone", .scalar(.zone)),
      .optional("geo", .map(geo)),
      .required("opening", .list(.map(opening))),
      .optional("closures", references(.closureSet)),
      .optional("layers", references(.closureSet)),
      .defaulted("rooms", .list(.map(room)), .list([])),
      .optional("combinations", .list(.map(combination))),
    ],
    check: CatalogueChecks.chosenSets)

  static let geo = MapShape(
    [
      .required("latitude", .scalar(.decimal(-90...90))),
      .required("longitude", .scalar(.decimal(-180...180))),
    ],
    isCompact: true)

  static let opening = MapShape(
    [
      .required("days", days),
      .required("from", .scalar(.openingTime)),
      .required("until", .scalar(.openingTime)),
    ],
    isCompact: true, check: CatalogueChecks.times)

  static let room = MapShape(
    [
      .required("key", .scalar(.key(.room))),
      .required("name", .localized(.title)),
      .defaulted("layouts", .counts, .map([:])),
      .defaulted("features", features, .list([])),
    ],
    isCompact: true)

  static let combination = MapShape(
    [
      .required("key", .scalar(.key(.combination))),
      .optional("name", .localized(.title)),
      .required("rooms", .list(.scalar(.reference(.room)), .several)),
      .defaulted("layouts", .counts, .map([:])),
    ],
    isCompact: true)
}

// MARK: Partners

extension CatalogueSchema {
  static let partner = MapShape(
    [
      .required("key", .scalar(.key(.partner))),
      .required("name", .localized(.title)),
      .required("kind", .scalar(.title)),
      .required("partnership", .map(partnership)),
      .optional("about", .localized(.paragraph)),
      .defaulted("languages", languages, .list([.text("nl")])),
      .optional("website", .scalar(.url)),
      .optional("phone", .scalar(.phone)),
      .optional("email", .scalar(.email)),
      .optional("address", .map(address)),
      .optional("zone", .scalar(.zone)),
      .optional("closures", references(.closureSet)),
      .optional("layers", references(.closureSet)),
      .defaulted("advisers", .list(.map(adviser)), .list([])),
      .defaulted("appointmentTypes", .list(.map(appointmentType)), .list([])),
    ],
    check: CatalogueChecks.partner)

  static let partnership = MapShape(
    [
      .required("type", .scalar(.oneOf(Partnership.Kind.allCases.map(\.rawValue)))),
      .required("since", .scalar(.date)),
      .optional("until", .scalar(.date)),
    ],
    isCompact: true, check: CatalogueChecks.dates("since", "until"))

  static let adviser = MapShape([
    .required("key", .scalar(.key(.adviser))),
    .required("name", .scalar(.title)),
    .required("email", .scalar(.email)),
    .optional("languages", languages),
    .optional("zone", .scalar(.zone)),
    .defaulted("availability", .list(.map(availability)), .list([])),
    .optional("exceptions", .list(.map(exception))),
  ])

  static let availability = MapShape(
    [
      .optional("days", days),
      .optional("rule", .scalar(.recurrence)),
      .required("from", .scalar(.openingTime)),
      .required("until", .scalar(.openingTime)),
      .optional("validFrom", .scalar(.date)),
      .optional("validUntil", .scalar(.date)),
      .optional("places", places),
      .optional("types", .list(.scalar(.reference(.appointmentType)), .some)),
    ],
    isCompact: true, check: CatalogueChecks.availability)

  static let exception = MapShape(
    [
      .required("date", .scalar(.date)),
      .optional("closed", .scalar(.flag)),
      .optional("from", .scalar(.openingTime)),
      .optional("until", .scalar(.openingTime)),
      .optional("reason", .scalar(.title)),
      .optional("places", places),
      .optional("types", .list(.scalar(.reference(.appointmentType)), .some)),
    ],
    isCompact: true, check: CatalogueChecks.exception)
}

// MARK: Appointment types

extension CatalogueSchema {
  static let appointmentType = MapShape(
    [
      .required("key", .scalar(.key(.appointmentType))),
      .required("name", .localized(.title)),
      .optional("about", .localized(.paragraph)),
      .required("contact", .scalar(.oneOf(AppointmentType.Contact.allCases.map(\.rawValue)))),
      .defaulted(
        "minutes", .list(.scalar(.whole(1...CatalogueLimits.minutes)), .distinct), .list([])),
      .optional("step", .scalar(.whole(1...CatalogueLimits.minutes))),
      .optional("buffer", .map(buffer)),
      .optional("notice", .scalar(.elapsed)),
      .optional("horizon", .map(horizon)),
      .optional("caps", .map(caps)),
      .defaulted(
        "places", .list(.scalar(.oneOf(Place.allCases.map(\.rawValue))), .distinct), .list([])),
      .optional("room", .map(roomNeed)),
      .defaulted(
        "assignment", .scalar(.oneOf(AppointmentType.Assignment.allCases.map(\.rawValue))),
        .text(AppointmentType.Assignment.leastLoaded.rawValue)),
      .defaulted(
        "approval", .scalar(.oneOf(AppointmentType.Approval.allCases.map(\.rawValue))),
        .text(AppointmentType.Approval.none.rawValue)),
      .optional("approvalWithin", .scalar(.elapsed)),
      .optional("answerWithin", .scalar(.whole(1...CatalogueLimits.answerDays))),
      .optional("change", .map(change)),
      .optional("toDos", references(.toDo)),
      .optional("questions", .list(.map(typeQuestion))),
      .optional("bring", .localized(.paragraph)),
      .optional("price", .localized(.paragraph)),
      .optional("languages", languages),
      .optional("advisers", .list(.scalar(.reference(.adviser)), .some)),
      .optional("url", .scalar(.url)),
      .optional("phone", .scalar(.phone)),
      .optional("email", .scalar(.email)),
    ],
    check: CatalogueChecks.appointmentType)

  static let buffer = MapShape(
    [
      .defaulted("before", .scalar(.whole(0...CatalogueLimits.buffer)), .whole(0)),
      .defaulted("after", .scalar(.whole(0...CatalogueLimits.buffer)), .whole(0)),
    ],
    isCompact: true)

  static let horizon = MapShape(
    [.required("days", .scalar(.whole(1...CatalogueLimits.horizon)))], isCompact: true)

  static let caps = MapShape([.optional("day", count), .optional("week", count)], isCompact: true)

  static let roomNeed = MapShape(
    [
      .required("layout", .scalar(.siblingKey)),
      .required("people", count),
      .defaulted("features", features, .list([])),
    ],
    isCompact: true)

  static let change = MapShape(
    [.optional("moveUntil", .scalar(.elapsed)), .optional("cancelUntil", .scalar(.elapsed))],
    isCompact: true)

  static let typeQuestion = MapShape(
    [
      .required("key", .scalar(.siblingKey)),
      .required("text", .localized(.paragraph)),
      .required(
        "kind", .scalar(.oneOf(AppointmentType.Question.Kind.allCases.map(\.rawValue)))),
      .defaulted("required", .scalar(.flag), .flag(false)),
      .optional("options", .list(.option, .several)),
    ],
    isCompact: true, check: CatalogueChecks.typeQuestion)
}

// MARK: The journey

extension CatalogueSchema {
  static let toDo = MapShape(
    [
      .required("key", .scalar(.key(.toDo))),
      .required("title", .localized(.title)),
      .required("what", .localized(.paragraph)),
      .required("level", .scalar(.oneOf(ToDoTemplate.Level.allCases.map(\.rawValue)))),
      .required("phase", .scalar(.oneOf(Phase.allCases.map(\.rawValue)))),
      .required("required", .scalar(.flag)),
      .optional("after", references(.toDo)),
      .required("source", .map(source)),
      .optional("valid", .map(validity)),
      .optional("when", .condition),
    ],
    check: CatalogueChecks.toDo)

  static let source = MapShape(
    [
      .required("name", .scalar(.title)),
      .optional("url", .scalar(.url)),
      .required("checkedOn", .scalar(.date)),
    ],
    isCompact: true)

  static let validity = MapShape(
    [.required("from", .scalar(.date)), .optional("until", .scalar(.date))],
    isCompact: true, check: CatalogueChecks.dates("from", "until"))

  static let intake = MapShape([
    .required("version", .scalar(.whole(1...CatalogueLimits.count))),
    .required("questions", .list(.map(question))),
  ])

  static let question = MapShape(
    [
      .required("key", .scalar(.key(.question))),
      .required("text", .localized(.paragraph)),
      .optional("why", .localized(.paragraph)),
      .required("kind", .scalar(.oneOf(Intake.Question.Kind.allCases.map(\.rawValue)))),
      .optional("options", .list(.option, .several)),
      .optional("when", .condition),
    ],
    isCompact: true, check: CatalogueChecks.question)

  static let targetGroup = MapShape(
    [
      .required("key", .scalar(.key(.targetGroup))),
      .required("name", .localized(.title)),
      .required("when", .condition),
    ],
    isCompact: true)
}
