import ArgumentParser
import Operations
import Scheduling

/// F3: a feed queried and assembled from the database at every fetch.
struct FeedMeasure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Time a feed that changed before every fetch.")

  @Argument(help: "A database of 'fill'.") var database: String
  @Option(help: "The feed's address below the server.") var feed: String
  @Option(help: "Rounds; the median counts.") var rounds = 3
  @Option(help: "Seconds a round, at most.") var seconds = 2.0

  private struct Report: Encodable {
    let bytes: Int
    let perSecond: Double
    let firstMilliseconds: Double
  }

  func run() async throws {
    let organisation = try await BenchOrganisation(opening: database)
    let adviser = try await organisation.person(BenchCatalogue.feedAdviser)
    let publisher = FeedPublisher(organisation.setting) { print($0) }
    let token = Secret(presented: String(feed.dropFirst("/feeds/".count).dropLast(4)))
    var bytes = 0
    let first = try await Measure.seconds { bytes = try await fetch(token, from: publisher) }
    var rates: [Double] = []
    for _ in 0..<rounds {
      var (count, total) = (0, 0.0)
      while total < seconds, count < 10_000 {
        // What a change leaves behind is a counted version; the commit itself is not measured.
        try await organisation.setting.store.write { try $0.lock([adviser.id.cast()]) }
        total += try await Measure.seconds {
          guard try await fetch(token, from: publisher) == bytes else {
            throw BenchFault("the same appointments gave other bytes")
          }
        }
        count += 1
      }
      rates.append(Double(count) / total)
    }
    try Measure.report(
      Report(bytes: bytes, perSecond: Measure.median(rates), firstMilliseconds: first * 1e3))
  }

  private func fetch(_ token: Secret, from publisher: FeedPublisher) async throws -> Int {
    guard case .calendar(let body) = try await publisher.fetch(token) else {
      throw BenchFault("there is no such feed")
    }
    return body.bytes.count
  }
}
