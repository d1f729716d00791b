import CivilTime
import ICalendar
import Scheduling
import Synchronization

/// Serves feeds: the same bytes for the same state, at once where nothing changed, and the last good
/// ones where the database or the check of the bytes fails.
public final class FeedPublisher: Sendable {
  public struct Body: Sendable {
    public let feed: ID<Feed>
    public let bytes: [UInt8]
    /// Strong, over the bytes; without quotes.
    public let tag: String
    public let lastModified: Instant
  }

  public enum Answer: Sendable {
    case calendar(Body)
    case revoked
    case unknown
  }

  /// What a fetch needs to know to be answered from memory.
  private struct Entry {
    var body: Body
    var stamp: UInt64
    /// Versions of the catalogue and of each resource the feed depends on, and its address's state.
    var versions: [Int64]
    var validFrom: Instant
    var validUntil: Instant
  }

  private struct Memory {
    var entries: [SecretHash: Entry] = [:]
    var fetches: [FetchKey: FeedFetch] = [:]
  }

  private struct FetchKey: Hashable {
    let feed: ID<Feed>
    let program: String
  }

  /// More addresses than this start again from empty: memory stays bounded.
  private static let maximumEntries = 2_000

  private let setting: Setting
  private let writer = FeedWriter()
  private let memory = Mutex(Memory())
  private let report: @Sendable (String) -> Void

  /// `report` tells an operator of bytes that did not pass, without personal data.
  public init(_ setting: Setting, report: @escaping @Sendable (String) -> Void) {
    (self.setting, self.report) = (setting, report)
  }

  /// The calendar at an address. Throws only where there is nothing good to serve.
  public func fetch(_ token: Secret) async throws -> Answer {
    let hash = token.hash
    let now = setting.now()
    let entry = memory.withLock { $0.entries[hash] }
    do {
      let stamp = try await setting.store.stamp()
      if let entry, entry.stamp == stamp, entry.validFrom <= now, now < entry.validUntil {
        return .calendar(entry.body)
      }
      return try await refresh(token, entry: entry, stamp: stamp, now: now)
    } catch {
      guard let entry else { throw error }
      report("serving the last good bytes of feed \(entry.body.feed): \(error)")
      return .calendar(entry.body)
    }
  }

  private enum Found: Sendable {
    case unknown, revoked
    case unchanged
    case changed(Feed, [Int64], FeedContent)
  }

  private struct FeedContent: Sendable {
    let calendar: PublishedCalendar
    let lastModified: Instant
    let validUntil: Instant
  }

  private func refresh(
    _ token: Secret, entry: Entry?, stamp: UInt64, now: Instant
  ) async throws -> Answer {
    let hash = token.hash
    let known = entry.flatMap {
      $0.validFrom <= now && now < $0.validUntil ? $0.versions : nil
    }
    switch try await read(token, known: known, now: now) {
    case .unknown:
      return .unknown
    case .revoked:
      memory.withLock { _ = $0.entries.removeValue(forKey: hash) }
      return .revoked
    case .unchanged:
      guard var entry else { preconditionFailure("only a known feed is unchanged") }
      entry.stamp = stamp
      remember(entry, for: hash)
      return .calendar(entry.body)
    case .changed(let feed, let versions, let content):
      let bytes = try bytes(of: content.calendar, feed: feed.id)
      let body = Body(
        feed: feed.id, bytes: bytes, tag: Self.tag(bytes), lastModified: content.lastModified)
      remember(
        Entry(
          body: body, stamp: stamp, versions: versions, validFrom: now,
          validUntil: content.validUntil), for: hash)
      return .calendar(body)
    }
  }

  private func remember(_ entry: Entry, for hash: SecretHash) {
    memory.withLock { memory in
      if memory.entries.count >= Self.maximumEntries, memory.entries[hash] == nil {
        memory.entries.removeAll()
      }
      memory.entries[hash] = entry
    }
  }

  private func read(_ token: Secret, known: [Int64]?, now: Instant) async throws -> Found {
    let publicURL = setting.publicURL
    return try await setting.store.read { transaction in
      guard let (feed, isRevoked) = try transaction.feed(bearing: token.hash) else {
        return .unknown
      }
      if isRevoked { return .revoked }
      let catalogue = try transaction.catalogue()
      let resources = FeedComposition.resources(of: feed.scope, catalogue: catalogue)
      let found = try transaction.versions(of: resources)
      let versions = [catalogue.version] + resources.map { found[$0] ?? 0 }
      if versions == known { return .unchanged }
      let composition = try FeedComposition(
        feed: feed, token: token, catalogue: catalogue, publicURL: publicURL, now: now)
      let views = try BookingView.views(
        of: transaction.bookings(composition.query), catalogue: catalogue,
        transaction: transaction)
      let result = composition.compose(views)
      return .changed(
        feed, versions,
        FeedContent(
          calendar: result.calendar, lastModified: result.lastModified,
          validUntil: result.validUntil))
    }
  }

  /// Leaves out the events that do not pass, one by one, so that one bad event does not cost the
  /// subscriber the rest.
  private func bytes(of calendar: PublishedCalendar, feed: ID<Feed>) throws -> [UInt8] {
    var calendar = calendar
    while true {
      do {
        return try writer.bytes(of: calendar)
      } catch {
        report("feed \(feed): \(error)")
        guard let uid = error.uid, calendar.events.contains(where: { $0.uid == uid }) else {
          throw error
        }
        calendar.events.removeAll { $0.uid == uid }
      }
    }
  }

  private static func tag(_ bytes: [UInt8]) -> String {
    String(Secret.sha256(bytes).prefix(32))
  }

  // MARK: One appointment

  /// One appointment as a file for a calendar, as this person's feeds show it; throws
  /// `RequestProblem.unknown` where they may not see it.
  ///
  /// The file does not follow the appointment: who opens it keeps what it says now.
  public func file(
    of id: ID<Booking>, for person: Person, language: Language
  ) async throws -> [UInt8] {
    let publicURL = setting.publicURL
    let calendar = try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let booking = try transaction.booking(id) else { throw RequestProblem.unknown }
      try Access.check(.see, on: booking, by: .person(person), catalogue: catalogue)
      let view = try BookingView.view(of: booking, catalogue: catalogue, transaction: transaction)
      let event = EventComposition(
        scope: Self.scope(of: booking, readBy: person), isBusyOnly: false, language: language,
        publicURL: publicURL)
      return PublishedCalendar(
        name: "", zone: view.zone, refresh: nil, source: "", page: "", window: booking.span,
        events: [event.event(view)])
    }
    do {
      return try writer.bytes(of: calendar)
    } catch {
      report("file of booking \(id): \(error)")
      throw error
    }
  }

  /// A manager or the staff read it as their partner's feed shows it.
  private static func scope(of booking: Booking, readBy person: Person) -> Feed.Scope {
    if booking.participants.contains(where: { $0.person == person.id }) {
      return .starter(person.id)
    }
    return booking.advisers.contains(person.id) ? .adviser(person.id) : .partner(booking.partner)
  }

  // MARK: Who fetched

  /// Remembers a fetch; written in batches, so that the last seconds may be lost at a crash.
  public func fetched(_ feed: ID<Feed>, by program: String) {
    let now = setting.now()
    let program = String(program.prefix(120))
    memory.withLock { memory in
      let key = FetchKey(feed: feed, program: program)
      memory.fetches[
        key, default: FeedFetch(feed: feed, program: program, at: now, count: 0)
      ].count += 1
      memory.fetches[key]?.at = now
    }
  }

  /// Writes down who fetched since the last time.
  public func flush() async throws {
    let fetches = memory.withLock { memory in
      defer { memory.fetches.removeAll() }
      return Array(memory.fetches.values)
    }
    guard !fetches.isEmpty else { return }
    try await setting.store.write { try $0.record(fetches) }
  }
}
