import Operations
import Scheduling
import Testing

@Suite struct IdempotencyTests {
  private func keeping(
    _ person: Person, key: String, body: String
  ) -> Keeping<BookingView> {
    Keeping(
      scope: IdempotencyScope(person: person.id, route: "POST /bookings", key: key),
      bodyHash: Secret.sha256(body),
      answer: {
        KeptAnswer(
          bodyHash: Secret.sha256(body), status: 201, headers: [:],
          body: $0.booking.id.description)
      },
      refusal: {
        KeptAnswer(bodyHash: Secret.sha256(body), status: 409, headers: [:], body: $0.code)
      })
  }

  @Test func `the same key and body give the same answer and one booking`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let wish = BookingWish(type: "rekening", start: instant("2026-11-23T10:00:00+01:00"))
    let first = try await house.bookings.book(
      wish, by: .person(sam), keeping: keeping(sam, key: "k", body: "a"))
    let again = try await house.bookings.book(
      wish, by: .person(sam), keeping: keeping(sam, key: "k", body: "a"))
    let id = try #require(first.value).booking.id.description
    guard case .replayed(let kept) = again else {
      Issue.record("not replayed")
      return
    }
    #expect((kept.status, kept.body) == (201, id))
    #expect(try await house.appointments.list(.own, for: sam).views.count == 1)
  }

  @Test func `the same key with another body is refused`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    let wish = BookingWish(type: "rekening", start: instant("2026-11-23T10:00:00+01:00"))
    _ = try await house.bookings.book(
      wish, by: .person(sam), keeping: keeping(sam, key: "k", body: "a"))
    await #expect(throws: IdempotencyKeyReused.self) {
      _ = try await house.bookings.book(
        wish, by: .person(sam), keeping: keeping(sam, key: "k", body: "b"))
    }
  }

  @Test func `a refusal is kept under its key too`() async throws {
    let house = try await House()
    let (sam, lot) = (try await house.starter(), try await house.starter("lot"))
    let booking = try await house.book("krediet", "2026-11-23T10:00:00+01:00", by: lot).booking
    let wish = BookingWish(type: "krediet", start: instant("2026-11-23T10:00:00+01:00"))
    let keeping = keeping(sam, key: "k", body: "a")
    let refused = try await refusal {
      _ = try await house.bookings.book(wish, by: .person(sam), keeping: keeping)
    }
    #expect(refused?.code == "adviser-busy")
    _ = try await house.bookings.cancel(booking.id, by: .person(lot))
    let again = try await house.bookings.book(wish, by: .person(sam), keeping: keeping)
    guard case .replayed(let kept) = again else {
      Issue.record("not replayed")
      return
    }
    #expect((kept.status, kept.body) == (409, "adviser-busy"))
  }
}
