import CivilTime
import Operations
import Scheduling
import Testing

@Suite struct ToDoTests {
  @Test func `booked from an item, attended makes it done, every change with its cause`()
    async throws
  {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let booking = try await house.book(
      "rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id
    ).booking
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    house.set("2026-11-23T10:30:00+01:00")
    _ = try await house.bookings.recordAttendance(booking.id, attended: true, by: .person(dirk))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .done)
    let history = try await house.store.read {
      try $0.activity(of: "to-do", id: toDo.id.description)
    }
    #expect(history.map(\.to) == ["open", "booked", "done"])
    #expect(history.map(\.cause) == ["list", "booking:\(booking.id)", "booking:\(booking.id)"])
    #expect(try await house.broken() == [])
  }

  @Test func `a cancelled appointment opens its item again, unless another one stands`()
    async throws
  {
    let house = try await House()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let one = try await house.book(
      "rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id
    ).booking
    let other = try await house.book(
      "krediet", "2026-11-24T10:00:00+01:00", by: sam, toDo: toDo.id
    ).booking
    _ = try await house.bookings.cancel(one.id, by: .person(sam))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    _ = try await house.bookings.cancel(other.id, by: .person(sam))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
  }

  @Test func `absence opens the item again`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let booking = try await house.book(
      "rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id
    ).booking
    house.set("2026-11-23T10:30:00+01:00")
    _ = try await house.bookings.recordAttendance(booking.id, attended: false, by: .person(dirk))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    _ = try await house.bookings.recordAttendance(booking.id, attended: true, by: .person(dirk))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .done)
    #expect(try await house.broken() == [])
  }

  @Test func `an item with an appointment is not opened or skipped by hand`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id)
    let refused = try await refusal {
      _ = try await house.journey.set(toDo.id, to: .skipped, by: .person(sam))
    }
    #expect(refused == .toDo(.appointmentStands))
    #expect(try await house.journey.set(toDo.id, to: .done, by: .person(sam)).state == .done)
  }

  @Test func `an item that is opened again is booked where its appointment stands`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id)
    _ = try await house.journey.set(toDo.id, to: .done, by: .person(sam))
    #expect(try await house.journey.set(toDo.id, to: .open, by: .person(sam)).state == .booked)
    #expect(try await house.broken() == [])
  }

  @Test func `an item is its starter's alone`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let unknown = try await problem {
      _ = try await house.journey.set(toDo.id, to: .done, by: .person(lot))
    }
    #expect(unknown == .unknown)
    let misused = try await problem {
      _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: lot, toDo: toDo.id)
    }
    #expect(misused == .invalid(field: "/toDo", .unknown))
  }

  @Test func `an item that was skipped is booked from there`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let toDo = try await house.toDo("startkapitaal", of: sam)
    _ = try await house.journey.set(toDo.id, to: .skipped, by: .person(sam))
    _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id)
    let history = try await house.store.read {
      try $0.activity(of: "to-do", id: toDo.id.description)
    }
    #expect(history.map(\.from) == [nil, "open", "skipped"])
  }
}
