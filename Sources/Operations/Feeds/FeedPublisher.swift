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
    /// Strong: equal for equal bytes only; without quotes.
    public let tag: String
    public let lastModified: Instant
    /// Stretches that stay the same from one change to the next, for whoever makes something of the
    /// bytes; together they are all of them.
    public let pieces: [Piece]

    public struct Piece: Hashable, Sendable {
      public let count: Int
      /// Equal for equal bytes only.
      public let digest: [UInt8]
    }

    init(_ written: WrittenFeed, of feed: ID<Feed>, lastModified: Instant) {
      (self.feed, self.lastModified) = (feed, lastModified)
      bytes = written.bytes
      tag = String(Secret.hexadecimal(written.digest).prefix(32))
      pieces = written.pieces.map { Piece(count: $0.count, digest: $0.digest) }
    }
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
    /// Versions of the catalogue, of people's names and of each resource the feed depends on.
    var versions: [Int64]
    var validFrom: Instant
    var validUntil: Instant

    func isValid(at now: Instant) -> Bool { validFrom <= now && now < validUntil }
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
  private let known = FeedEventMemory()
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
      if let entry, entry.stamp == stamp, entry.isValid(at: now) {
        return .calendar(entry.body)
      }
      return try await refresh(token, entry: entry, stamp: stamp, now: now)
    } catch {
      guard let entry else { throw error }
      report("serving the last good bytes of feed \(entry.body.feed): \(error)")
      return .calendar(entry.body)
    }
  }

  /// The calendar at an address where memory is known to hold it; nil where `fetch` must say. Never
  /// waits.
  public func known(at token: Secret) -> Body? {
    guard let stamp = setting.store.knownStamp else { return nil }
    let hash = token.hash
    guard let entry = memory.withLock({ $0.entries[hash] }), entry.stamp == stamp else {
      return nil
    }
    return entry.isValid(at: setting.now()) ? entry.body : nil
  }

  private enum Found: Sendable {
    case unknown, revoked
    case unchanged
    case changed(Feed, [Int64], FeedComposition.Result)
  }

  private func refresh(
    _ token: Secret, entry: Entry?, stamp: UInt64, now: Instant
  ) async throws -> Answer {
    let hash = token.hash
    let known = entry.flatMap { $0.isValid(at: now) ? $0.versions : nil }
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
      let body = Body(
        try write(content, feed: feed.id), of: feed.id, lastModified: content.lastModified)
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

  private func read(
    _ token: Secret, known versionsBefore: [Int64]?, now: Instant
  ) async throws -> Found {
    let (publicURL, known) = (setting.publicURL, known)
    return try await setting.store.read { transaction in
      guard let (feed, isRevoked) = try transaction.feed(bearing: token.hash) else {
        return .unknown
      }
      if isRevoked { return .revoked }
      let catalogue = try transaction.catalogue()
      let names = try transaction.namesVersion()
      let resources = FeedComposition.resources(of: feed.scope, catalogue: catalogue)
      let found = try transaction.versions(of: resources)
      let versions = [catalogue.version, names] + resources.map { found[$0] ?? 0 }
      if versions == versionsBefore { return .unchanged }
      let composition = try FeedComposition(
        feed: feed, token: token, catalogue: catalogue, publicURL: publicURL, now: now)
      let kind = FeedEventKind(feed, catalogueVersion: catalogue.version, namesVersion: names)
      let events = try Self.events(composition, of: kind, known, transaction: transaction)
      return .changed(feed, versions, composition.compose(events))
    }
  }

  /// The events of the feed, those made that are not known.
  private static func events(
    _ composition: FeedComposition, of kind: FeedEventKind, _ known: FeedEventMemory,
    transaction: any ReadTransaction
  ) throws -> [FeedEvent] {
    let revisions = try transaction.revisions(
      of: composition.whose, startingIn: composition.starts,
      limit: FeedComposition.maximumBookings)
    let events = known.events(revisions, of: kind)
    let unknown = zip(revisions, events).filter { $0.1 == nil }.map(\.0)
    guard !unknown.isEmpty else { return events.compactMap(\.self) }
    let views = try BookingView.views(
      of: transaction.bookings(unknown.map(\.booking)), catalogue: composition.catalogue,
      transaction: transaction)
    var made: [BookingRevision: FeedEvent] = [:]
    for view in views {
      let revision = BookingRevision(booking: view.booking.id, revision: view.booking.revision)
      made[revision] = composition.event(view)
    }
    known.keep(made, of: kind)
    return zip(revisions, events).compactMap { $1 ?? made[$0] }
  }

  /// Leaves out the events that do not pass, one by one, so that one bad event does not cost the
  /// subscriber the rest.
  private func write(_ content: FeedComposition.Result, feed: ID<Feed>) throws -> WrittenFeed {
    var events = content.events
    while true {
      do {
        return try writer.write(content.calendar, events: events)
      } catch {
        report("feed \(feed): \(error)")
        guard let uid = error.uid, events.contains(where: { $0.event.uid == uid }) else {
          throw error
        }
        events.removeAll { $0.event.uid == uid }
      }
    }
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
