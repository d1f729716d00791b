import Operations
import Scheduling
import Testing

struct CatalogueDifferenceTests {
  @Test func `a catalogue does not differ from itself`() throws {
    let catalogue = try catalogue(exampleText)
    let difference = try CatalogueDifference(from: catalogue, to: catalogue)
    #expect(difference.isEmpty)
    #expect(difference.text == "")
  }

  @Test func `all of a first catalogue is added`() throws {
    let difference = try CatalogueDifference(from: nil, to: catalogue(exampleText))
    #expect(
      difference.text == """
        added organisation startersfabriek
        added closureSet statutory
        added venue tijdelijk
        added room tijdelijk/spreek-1
        added room tijdelijk/zaal-a
        added room tijdelijk/zaal-b
        added combination tijdelijk/zaal-ab
        added partner voorbeeldbank
        added adviser voorbeeldbank/an
        added appointmentType voorbeeldbank/krediet
        added toDo ondernemingsplan
        added toDo startkapitaal
        added intake intake
        added question age
        added question financing
        added question phase
        added question student
        added targetGroup gentrepreneur

        """)
  }

  @Test func `changes are told per object with their fields`() throws {
    let before = try catalogue(exampleText)
    var after = before
    after.venues[0].rooms.remove(at: 2)
    after.partners[0].advisers[0].email = "an@bank.example"
    after.partners[0].advisers[0].exceptions = nil
    after.partners[0].about = LocalizedText("Wij lenen")
    after.toDos[0].key = "geld"
    after.intake?.version = 2
    after.intake?.questions[3].options = ["under26", "over26"]
    let difference = try CatalogueDifference(from: before, to: after)
    #expect(
      difference.changes == [
        CatalogueChange(.added, .toDo, "geld"),
        CatalogueChange(.changed, .partner, "voorbeeldbank", fields: ["about"]),
        CatalogueChange(
          .changed, .adviser, "an", owner: "voorbeeldbank", fields: ["email", "exceptions"]),
        CatalogueChange(.changed, .intake, "intake", fields: ["version"]),
        CatalogueChange(.changed, .question, "age", fields: ["options"]),
        CatalogueChange(.removed, .room, "spreek-1", owner: "tijdelijk"),
        CatalogueChange(.removed, .toDo, "startkapitaal"),
      ])
    #expect(
      difference.text == """
        added toDo geld
        changed partner voorbeeldbank: about
        changed adviser voorbeeldbank/an: email, exceptions
        changed intake intake: version
        changed question age: options
        removed room tijdelijk/spreek-1
        removed toDo startkapitaal

        """)
  }

  @Test func `another order is a change, an object in between is not`() throws {
    let before = try catalogue(exampleText)
    var after = before
    after.venues[0].rooms.swapAt(0, 1)
    #expect(
      try CatalogueDifference(from: before, to: after).text == """
        changed room tijdelijk/zaal-a: order
        changed room tijdelijk/zaal-b: order

        """)
    after = before
    var room = before.venues[0].rooms[0]
    room.key = "zaal-nul"
    after.venues[0].rooms.insert(room, at: 0)
    #expect(
      try CatalogueDifference(from: before, to: after).text == "added room tijdelijk/zaal-nul\n")
  }

  @Test func `an adviser who goes to another partner has another owner`() throws {
    var before = try catalogue(exampleText)
    var other = before.partners[0]
    other.key = "bank"
    (other.advisers, other.appointmentTypes) = ([], [])
    before.partners.append(other)
    var after = before
    after.partners[1].advisers = before.partners[0].advisers
    after.partners[0].advisers = []
    #expect(
      try CatalogueDifference(from: before, to: after).text == "changed adviser bank/an: owner\n")
  }
}
