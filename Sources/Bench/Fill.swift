import ArgumentParser
import CivilTime
import Operations
import Scheduling

/// Makes the database that the measures over HTTP are taken on.
struct Fill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a database with an invented organisation and its bookings.")

  @Argument(help: "The database to make.") var database: String
  @Option(help: "Bookings, spread over the next twelve weeks.") var bookings = 100_000
  @Option(help: "Partners of 20 advisers and 10 types each.") var partners = 40
  @Option(help: "Appointments of the adviser whose feed is fetched.") var appointments = 1_000

  /// Twelve weeks of five days of sixteen half hours.
  private static let halfHours = 12 * 5 * 16
  /// Rows of a few megabytes a commit.
  private static let batch = 5_000

  private struct Report: Encodable {
    let now: String
    let types: [String]
    let from: String
    let until: String
    let feed: String
    let feedBookings: [String]
    let staffToken: String
  }

  func run() async throws {
    let description = BenchCatalogue(partners: partners)
    let organisation = try await BenchOrganisation(creating: database, description)
    try await insertBookings(organisation)
    let feedBookings = try await insertFeed(organisation)
    let reader = try await organisation.person(BenchCatalogue.feedAdviser)
    let feed = try await FeedDesk(organisation.setting).create(
      .adviser, language: .dutch, by: reader)
    guard let address = feed.value else { throw BenchFault("a new feed has an address") }
    let token = try await PeopleDesk(organisation.setting).createToken(
      email: BenchOrganisation.staff)
    try await organisation.checkAudit()
    try Measure.report(
      Report(
        now: BenchOrganisation.now, types: description.types,
        from: BenchOrganisation.firstDate.iso8601,
        until: BenchOrganisation.firstDate.advanced(byDays: 12 * 7).iso8601,
        feed: "/feeds/\(address.token.text).ics",
        feedBookings: feedBookings.map(\.description), staffToken: token.text))
  }

  /// As many for each adviser, at half hours that differ from one adviser to the next.
  private func insertBookings(_ organisation: BenchOrganisation) async throws {
    let advisers = partners * BenchCatalogue.advisersEach
    guard advisers > 0 else { return }
    guard bookings <= advisers * Self.halfHours, advisers <= 2_000 else {
      throw BenchFault("twelve weeks of \(advisers) advisers do not hold \(bookings) bookings")
    }
    var made = 0
    while made < bookings {
      let numbers = made..<min(bookings, made + Self.batch)
      try await insert(
        try numbers.map { number in
          let (round, adviser) = number.quotientAndRemainder(dividingBy: advisers)
          let (partner, seat) = adviser.quotientAndRemainder(
            dividingBy: BenchCatalogue.advisersEach)
          // 7 and 960 share no factor, so no half hour comes twice for one adviser.
          let halfHour = (round * 7 + adviser * 11) % Self.halfHours
          return try organisation.booking(
            number, type: BenchCatalogue.type(number % BenchCatalogue.typesEach, of: partner),
            seat: seat, starter: adviser, at: halfHour)
        }, organisation)
      made = numbers.upperBound
    }
  }

  private func insertFeed(_ organisation: BenchOrganisation) async throws -> [ID<Booking>] {
    // Starters that no booking of the others has at the same time: theirs come first.
    let made = try (0..<appointments).map { number in
      try organisation.booking(
        bookings + number, type: BenchCatalogue.feedType, seat: 0, starter: 1_000 + number % 1_000,
        at: number * 4 + number % 3)
    }
    try await insert(made, organisation)
    return made.map(\.id)
  }

  /// Written straight through the store: the operation would ask the search each time, and the
  /// audit tells whether the rows are as good.
  private func insert(_ bookings: [Booking], _ organisation: BenchOrganisation) async throws {
    let catalogue = organisation.catalogue
    try await organisation.setting.store.write { transaction in
      for booking in bookings {
        guard let entry = catalogue.type(booking.type) else {
          throw BenchFault("no type \(booking.type)")
        }
        let offer = SlotOffer(
          span: booking.span, place: booking.place, advisers: booking.advisers, room: nil,
          zone: .utc)
        try transaction.save(booking)
        try transaction.insert(
          Claim.all(
            of: offer, participants: booking.participants.map(\.person), type: entry.type,
            purpose: .booking(booking.id), lapsesAt: nil))
        try transaction.markBooked(booking.advisers, at: booking.createdAt)
      }
    }
  }
}

extension BenchOrganisation {
  /// A confirmed booking that nobody asked the search about.
  func booking(
    _ number: Int, type: String, seat: Int, starter: Int, at halfHour: Int
  ) throws -> Booking {
    let entry = try entry(type)
    let advisers = catalogue.advisers(of: entry)
    let offer = SlotOffer(
      span: self.halfHour(halfHour), place: .online, advisers: [advisers[seat].person], room: nil,
      zone: zone)
    return Booking(
      id: Self.scattered(number, salt: 0xB00C), type: entry.type.key, partner: entry.partner.key,
      offer: offer, participants: [Self.starter(starter)], requestUntil: nil, toDo: nil,
      answers: [:], note: nil, at: setting.now())
  }
}
