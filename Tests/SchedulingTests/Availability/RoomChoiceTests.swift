import CivilTime
import Testing

@testable import Scheduling

@Suite struct RoomChoiceTests {
  private var scene: SlotScene

  init() {
    scene = SlotScene()
    scene.type.places = [.venue]
  }

  /// The room that an appointment on 1 June at 9 gets, or the code of the refusal.
  private func room(venues: [VenueFacts], need: AppointmentType.RoomNeed? = nil) -> String {
    var scene = scene
    (scene.venues, scene.type.room) = (venues, need)
    do throws(SlotRefusal) {
      let offer = try scene.search.offer(at: .at("2026-06-01T09:00:00+02:00"), minutes: 60)
      return offer.room.map { "\($0.venue)/\($0.key)" } ?? "none"
    } catch {
      return error.code
    }
  }

  private func need(
    _ layout: String, _ people: Int, _ features: [String] = []
  ) -> AppointmentType.RoomNeed {
    AppointmentType.RoomNeed(layout: layout, people: people, features: features)
  }

  // MARK: Open

  @Test mutating func `the venue is open for the whole of an appointment`() {
    scene.venues = [
      .venue(rooms: [.room("a")], hours: [("mo tu we th fr", "09:30", "11:30")])
    ]
    #expect(scene.starts(on: "2026-06-01") == ["10:00"])
    #expect(scene.refusals(on: "2026-06-01") == [.venueClosed(name: nil)])
  }

  @Test mutating func `hours that touch are one`() {
    scene.venues = [
      .venue(rooms: [.room("a")], hours: [("mo", "08:00", "09:30"), ("mo", "09:30", "11:00")])
    ]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "10:00"])
  }

  @Test mutating func `closed days of the venue refuse there only`() {
    let closed = ClosedDays(from: .on("2026-06-01"), until: .on("2026-06-02"), name: "Pinksteren")
    scene.type.places = [.venue, .online]
    scene.venues = [.venue(rooms: [.room("a")], closures: [closed])]
    #expect(scene.refusals(on: "2026-06-01") == [.venueClosed(name: "Pinksteren")])
    #expect(scene.starts(on: "2026-06-01", place: .online).count == 3)
    #expect(scene.starts(on: "2026-06-02", place: .venue).count == 3)
  }

  @Test mutating func `without a venue the venue is closed`() {
    #expect(scene.refused(on: "2026-06-01").first == "09:00 venue-closed")
  }

  // MARK: Which room

  @Test func `without a need, two people in any layout`() {
    let rooms: [RoomFacts] = [
      .room("booth", ["boardroom": 1]), .room("hall", ["theatre": 80, "boardroom": 2]),
      .room("small", ["boardroom": 3]),
    ]
    #expect(room(venues: [.venue(rooms: rooms)]) == "fabriek/small")
  }

  @Test func `the smallest room for the layout that holds the people and has the features`() {
    let rooms: [RoomFacts] = [
      .room("big", ["classroom": 40], features: ["screen", "stage"]),
      .room("middle", ["classroom": 20, "theatre": 50], features: ["screen"]),
      .room("small", ["classroom": 12]), .room("wide", ["theatre": 12], features: ["screen"]),
    ]
    let venue = VenueFacts.venue(rooms: rooms)
    #expect(room(venues: [venue], need: need("classroom", 12)) == "fabriek/small")
    #expect(room(venues: [venue], need: need("classroom", 12, ["screen"])) == "fabriek/middle")
    #expect(room(venues: [venue], need: need("classroom", 21)) == "fabriek/big")
    #expect(room(venues: [venue], need: need("classroom", 41)) == "no-room")
    #expect(room(venues: [venue], need: need("classroom", 2, ["kitchen"])) == "no-room")
  }

  @Test func `of equal size the one with the fewest rooms, then the first by key`() {
    let rooms: [RoomFacts] = [
      .room("a-and-b", of: ["a", "b"], ["boardroom": 10]), .room("d", ["boardroom": 10]),
      .room("c", ["boardroom": 10]),
    ]
    #expect(room(venues: [.venue(rooms: rooms)], need: need("boardroom", 8)) == "fabriek/c")
  }

  @Test mutating func `a combination claims all its rooms`() throws {
    let rooms: [RoomFacts] = [
      .room("a", ["boardroom": 5]), .room("b", ["boardroom": 5]),
      .room("a-and-b", of: ["a", "b"], ["boardroom": 10]),
    ]
    (scene.venues, scene.type.room) = ([.venue(rooms: rooms)], need("boardroom", 8))
    let offer = try scene.search.offer(at: .at("2026-06-01T09:00:00+02:00"), minutes: 60)
    #expect(
      offer.room
        == SlotOffer.ChosenRoom(venue: "fabriek", key: "a-and-b", rooms: [.room("a"), .room("b")]))
  }

  @Test func `a room that is taken is passed over, one whose claim only touches is not`() {
    let rooms: [RoomFacts] = [
      .room("a", ["boardroom": 2], claims: [.june1("09:30", "09:45")]),
      .room("b", ["boardroom": 3], claims: [.june1("08:00", "09:00"), .june1("10:00", "11:00")]),
      .room("c", ["boardroom": 4]),
    ]
    #expect(room(venues: [.venue(rooms: rooms)]) == "fabriek/b")
  }

  @Test mutating func `without a free room that fits, what was asked for is told`() {
    let claims = [TimeSpan.june1("09:00", "12:00")]
    scene.venues = [.venue(rooms: [.room("a", claims: claims)])]
    #expect(scene.refusals(on: "2026-06-01") == [.noRoom(layout: nil, people: 2)])
    scene.type.room = need("boardroom", 4)
    #expect(scene.refusals(on: "2026-06-01") == [.noRoom(layout: "boardroom", people: 4)])
  }

  @Test func `venues come in catalogue order, those that are closed are passed over`() {
    let first = VenueFacts.venue("noord", rooms: [.room("big", ["boardroom": 20])])
    let second = VenueFacts.venue("zuid", rooms: [.room("small", ["boardroom": 2])])
    #expect(room(venues: [first, second]) == "noord/big")
    #expect(room(venues: [second, first]) == "zuid/small")
    var closed = first
    closed.opening = []
    #expect(room(venues: [closed, second]) == "zuid/small")
  }

  @Test func `a room in a venue that is closed does not help`() {
    let taken = VenueFacts.venue("noord", rooms: [.room("a", claims: [.june1("09:00", "10:00")])])
    let closed = VenueFacts.venue("zuid", rooms: [.room("b")], hours: [])
    #expect(room(venues: [taken, closed]) == "no-room")
  }
}
