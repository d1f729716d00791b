import ArgumentParser
import Foundation
import Operations
import Scheduling

/// B1: bookings through the operation, one caller, over raw commits of the rows they wrote.
struct BookingMeasure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bookings", abstract: "Time bookings, and raw commits of the same rows.")

  @Argument(help: "A folder for the databases.") var folder: String
  @Option(help: "Rounds; the median counts.") var rounds = 3
  @Option(help: "Bookings a round, 3,840 at most.") var bookings = 2_000

  private struct Report: Encodable {
    /// Bookings a second.
    let ours: Double
    let raw: Double
    let ratio: Double
    /// What one booking writes.
    let insertedRows: Double
    let updatedRows: Double
  }

  func run() async throws {
    let base = "\(folder)/base.sqlite"
    Self.remove(base)
    do { _ = try await BenchOrganisation(creating: base, BenchCatalogue(partners: 0)) }
    // The file alone is copied: nothing may be left in the log.
    _ = try RawDatabase(base).rows("PRAGMA wal_checkpoint(TRUNCATE)")
    var (ours, raw, ratios): ([Double], [Double], [Double]) = ([], [], [])
    var work = RawBookings()
    for round in 0..<rounds {
      let (mine, theirs) = ("\(folder)/ours.sqlite", "\(folder)/raw.sqlite")
      try Self.copy(base, to: mine)
      try Self.copy(base, to: theirs)
      let booked = try await book(in: mine)
      work = try RawBookings(of: mine, before: base)
      let written = try RawCommits(theirs).seconds(of: work)
      try await compare(mine, theirs, round: round)
      ours.append(Double(bookings) / booked)
      raw.append(Double(bookings) / written)
      ratios.append(written / booked)
    }
    try Measure.report(
      Report(
        ours: Measure.median(ours), raw: Measure.median(raw), ratio: Measure.median(ratios),
        insertedRows: Double(work.inserted) / Double(bookings),
        updatedRows: Double(work.updated) / Double(bookings)))
  }

  /// Seconds that the bookings take, one after the other, each at another moment or adviser, spread
  /// over twelve weeks as people book them.
  private func book(in database: String) async throws -> Double {
    let organisation = try await BenchOrganisation(opening: database)
    let desk = BookingDesk(organisation.setting)
    guard bookings <= 12 * 5 * 16 * BenchCatalogue.bookingAdvisers else {
      throw BenchFault("twelve weeks hold no more than 3,840 bookings")
    }
    var starters: [Person] = []
    for number in 0..<bookings {
      let starter = BenchOrganisation.starter(number)
      guard let person = try await PeopleDesk(organisation.setting).person(starter) else {
        throw BenchFault("a starter is missing")
      }
      starters.append(person)
    }
    return try await Measure.seconds {
      for number in 0..<bookings {
        let wish = BookingWish(
          type: BenchCatalogue.bookingType,
          start: organisation.halfHour(number / BenchCatalogue.bookingAdvisers * 7 % 960).start,
          place: .online)
        _ = try await desk.book(wish, by: .person(starters[number]))
      }
    }
  }

  /// The yardstick counts only if it wrote the same.
  private func compare(_ mine: String, _ theirs: String, round: Int) async throws {
    for path in [mine, theirs] {
      let organisation = try await BenchOrganisation(opening: path)
      try await organisation.checkAudit()
    }
    let (left, right) = (try RawBookings.counts(of: mine), try RawBookings.counts(of: theirs))
    guard left == right else {
      throw BenchFault("round \(round): the yardstick wrote \(right), the operation \(left)")
    }
  }

  private static func copy(_ source: String, to target: String) throws {
    remove(target)
    try FileManager.default.copyItem(atPath: source, toPath: target)
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] {
      // It need not be there.
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }
}
