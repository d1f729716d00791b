import CivilTime
import Operations
import Scheduling
import Testing

/// What a refusal says, or nil where there was none.
func refusal(_ body: () async throws -> Void) async throws -> Refusal? {
  do {
    try await body()
    return nil
  } catch let refusal as Refusal { return refusal }
}

/// What is wrong with a request, or nil where nothing is.
func problem(_ body: () async throws -> Void) async throws -> RequestProblem? {
  do {
    try await body()
    return nil
  } catch let problem as RequestProblem { return problem }
}

@Suite struct BookingTests {
  @Test func `a booking takes adviser, starter and room together`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let view = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam)
    #expect(view.booking.state == .confirmed(at: instant("2026-11-20T09:00:00+01:00")))
    #expect(view.room?.key == "klein")
    let dirk = try await house.person("dirk@bank.example")
    let resources: [ID<Resource>] =
      [sam.id.cast(), dirk.id.cast()] + view.booking.room!.rooms.map { $0.cast() }
    let occupied = try await house.store.read { transaction in
      try transaction.occupations(
        of: resources, overlapping: view.booking.span, at: view.booking.createdAt,
        for: view.booking.type, excluding: .none)
    }
    #expect(
      occupied.values.flatMap { $0 }.map(\.commitment.span) == [
        view.booking.span, view.booking.span, view.booking.span,
      ])
    #expect(try await house.broken() == [])
  }

  @Test func `without a free room neither adviser nor starter is claimed`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    // The only room is taken by the collective type of the other partner.
    _ = try await house.book("samen", "2026-11-23T10:00:00+01:00", by: lot)
    let refused = try await refusal {
      _ = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam)
    }
    #expect(refused?.code == "no-room")
    #expect(refused?.alternatives.count == 3)
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam)
    #expect(try await house.broken() == [])
  }

  @Test func `a moment that was taken is refused with what is free nearby`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam)
    let refused = try await refusal {
      _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot)
    }
    #expect(refused?.code == "adviser-busy")
    #expect(
      refused?.alternatives.map(\.span.start) == [
        instant("2026-11-23T09:30:00+01:00"), instant("2026-11-23T10:30:00+01:00"),
        instant("2026-11-23T09:00:00+01:00"),
      ])
  }

  @Test func `a starter is never at two places at once`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    _ = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam)
    let refused = try await refusal {
      _ = try await house.book("cijfergesprek", "2026-11-23T10:00:00+01:00", by: sam)
    }
    #expect(refused?.code == "starter-busy")
  }

  @Test func `the load is that of the whole ISO week, however far apart the days`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    var names: [String] = []
    // Monday, Tuesday and Wednesday give Bea two and Cas one; the Monday after goes to Cas, whom
    // somebody then booked last; on Friday it is still his turn.
    for start in ["23T09", "24T09", "25T09", "30T09", "27T16"] {
      house.set("2026-11-20T09:00:0\(names.count)+01:00")
      let view = try await house.book(
        "cijfergesprek", "2026-11-\(start):00:00+01:00", by: sam)
      names.append(view.advisers.map(\.firstName).joined())
    }
    #expect(names == ["Bea", "Cas", "Bea", "Cas", "Cas"])
  }

  @Test func `a cap on the week counts from Monday to Sunday, in the list and at booking`()
    async throws
  {
    let house = try await House(
      catalogue: House.catalogue.replacing(
        "assignment: leastLoaded", with: "assignment: leastLoaded\n        caps: { week: 1 }"))
    let sam = try await house.starter()
    for day in ["23", "24"] {
      _ = try await house.book("cijfergesprek", "2026-11-\(day)T09:00:00+01:00", by: sam)
    }
    let friday = try #require(LocalDate(iso8601: "2026-11-27"))
    let listed = try await house.slots.slots(
      SlotDesk.Query(
        type: "cijfergesprek", from: friday, until: friday.advanced(byDays: 4)), for: nil)
    #expect(listed.slots.first?.span.start == instant("2026-11-30T09:00:00+01:00"))
    let refused = try await refusal {
      _ = try await house.book("cijfergesprek", "2026-11-27T16:00:00+01:00", by: sam)
    }
    #expect(refused?.code == "week-cap-reached")
    _ = try await house.book("cijfergesprek", "2026-11-30T09:00:00+01:00", by: sam)
  }

  @Test func `the least loaded adviser gets it, then whoever was booked longest ago`() async throws
  {
    let house = try await House()
    var got: [String] = []
    for (index, hour) in ["09", "10", "11", "12"].enumerated() {
      let starter = try await house.starter("starter\(index)")
      house.set("2026-11-20T09:0\(index):00+01:00")
      let view = try await house.book(
        "cijfergesprek", "2026-11-23T\(hour):00:00+01:00", by: starter)
      got += view.advisers.map(\.name)
    }
    #expect(got == ["Bea Cijfer", "Cas Cijfer", "Bea Cijfer", "Cas Cijfer"])
  }

  @Test func `a request keeps its moment until its deadline and then lets it go`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let view = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: sam, toDo: toDo.id)
    #expect(view.booking.state == .requested(until: instant("2026-11-22T09:00:00+01:00")))
    house.set("2026-11-22T08:59:59+01:00")
    let refused = try await refusal {
      _ = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: lot)
    }
    #expect(refused?.code == "adviser-busy")
    house.set("2026-11-22T09:00:00+01:00")
    _ = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: lot)
    let lapsed = try await house.appointments.appointment(view.booking.id, for: .person(sam))
    #expect(
      lapsed.booking.state == .declined(at: instant("2026-11-22T09:00:00+01:00"), by: nil))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `moving keeps the UID and raises revision and sequence`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let before = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let after = try await house.bookings.move(
      before.id, to: instant("2026-11-24T11:00:00+01:00"), revision: before.revision,
      by: .person(sam)
    ).booking
    #expect(after.uid == before.uid)
    #expect((after.revision, after.sequence) == (before.revision + 1, before.sequence + 1))
    #expect(after.localStart.iso8601 == "2026-11-24T11:00:00")
    let stale = try await problem {
      _ = try await house.bookings.move(
        before.id, to: instant("2026-11-24T12:00:00+01:00"), revision: before.revision,
        by: .person(sam))
    }
    #expect(stale == .stale(current: 2))
    #expect(try await house.broken() == [])
  }

  @Test func `moving by half its length does not clash with itself`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let booking = try await house.book("samen", "2026-11-23T10:00:00+01:00", by: sam).booking
    let refused = try await refusal {
      _ = try await house.bookings.move(
        booking.id, to: instant("2026-11-23T10:30:00+01:00"), revision: nil, by: .person(sam))
    }
    // Candidates lie on the hour for this type.
    #expect(refused?.code == "not-offered")
    let moved = try await house.bookings.move(
      booking.id, to: instant("2026-11-23T11:00:00+01:00"), revision: nil, by: .person(sam))
    #expect(moved.booking.span.start == instant("2026-11-23T11:00:00+01:00"))
    #expect(try await house.broken() == [])
  }

  @Test func `a starter's deadlines bind the starter, not the adviser`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let booking = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: sam).booking
    _ = try await house.bookings.confirm(booking.id, by: .person(dirk))
    house.set("2026-11-23T08:00:01+01:00")
    let tooLate = try await refusal {
      _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    }
    #expect(
      tooLate == .booking(.tooLateToCancel(deadline: instant("2026-11-23T08:00:00+01:00"))))
    let cancelled = try await house.bookings.cancel(booking.id, by: .person(dirk)).booking
    #expect(
      cancelled.state == .cancelled(at: instant("2026-11-23T08:00:01+01:00"), by: dirk.id))
  }

  @Test func `pressing a button twice changes nothing more`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let once = try await house.bookings.cancel(booking.id, by: .person(sam)).booking
    let twice = try await house.bookings.cancel(booking.id, by: .person(sam)).booking
    #expect(twice == once)
  }

  @Test func `attendance is no news for a calendar`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let before = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    house.set("2026-11-23T11:00:00+01:00")
    let after = try await house.bookings.recordAttendance(
      before.id, attended: true, by: .person(dirk)
    ).booking
    #expect((after.revision, after.sequence) == (before.revision + 1, before.sequence))
    #expect(after.revisedAt == before.revisedAt)
  }

  @Test func `nobody can be absent before it starts`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let booking = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let early = try await refusal {
      _ = try await house.bookings.recordAttendance(
        booking.id, attended: false, by: .person(dirk))
    }
    #expect(early == .booking(.notStarted))
  }

  @Test func `attended said too early can be taken back, with its item`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let toDo = try await house.toDo("startkapitaal", of: sam)
    let booking = try await house.book(
      "rekening", "2026-11-23T10:00:00+01:00", by: sam, toDo: toDo.id
    ).booking
    _ = try await house.bookings.recordAttendance(booking.id, attended: true, by: .person(dirk))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .done)
    let back = try await house.bookings.recordAttendance(
      booking.id, attended: false, by: .person(dirk)
    ).booking
    #expect(back.state == .confirmed(at: instant("2026-11-20T09:00:00+01:00")))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .booked)
    _ = try await house.bookings.cancel(booking.id, by: .person(sam))
    #expect(try await house.toDo("startkapitaal", of: sam).state == .open)
    #expect(try await house.broken() == [])
  }

  @Test func `an adviser of the type says for whom it is`() async throws {
    let house = try await House()
    let dirk = try await house.person("dirk@bank.example")
    _ = try await house.starter()
    func book(for starter: String?) async throws {
      _ = try await house.bookings.book(
        BookingWish(
          type: "krediet", start: instant("2026-11-23T10:00:00+01:00"), starter: starter),
        by: .person(dirk))
    }
    #expect(
      try await problem { try await book(for: nil) } == .invalid(field: "/starter", .missing))
    #expect(
      try await problem { try await book(for: "dirk@bank.example") }
        == .invalid(field: "/starter", .notAllowed))
    #expect(try await problem { try await book(for: "sam@starters.example") } == nil)
    // The partner's own people need not ask the partner.
    let view = try await house.appointments.list(.advising, for: dirk).views.first
    #expect(view?.booking.state == .confirmed(at: instant("2026-11-20T09:00:00+01:00")))
  }

  @Test func `a request moved by the partner waits no longer than its new start`() async throws {
    let house = try await House()
    let (sam, dirk) = (try await house.starter(), try await house.person("dirk@bank.example"))
    let booking = try await house.book("krediet", "2026-11-25T10:00:00+01:00", by: sam).booking
    #expect(booking.requestDeadline == instant("2026-11-22T09:00:00+01:00"))
    let moved = try await house.bookings.move(
      booking.id, to: instant("2026-11-20T15:00:00+01:00"), revision: nil, by: .person(dirk)
    ).booking
    #expect(moved.requestDeadline == instant("2026-11-20T15:00:00+01:00"))
  }
}
