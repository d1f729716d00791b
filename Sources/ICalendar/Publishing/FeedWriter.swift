import CivilTime
import Dispatch
import Synchronization

/// Writes feeds that hold in the real clients (ICALENDAR.md section 1), each read back through
/// libical before it leaves.
///
/// The same calendar gives the same bytes. A component that has been written and read back is kept,
/// so that a feed of which one event has changed costs one event.
public final class FeedWriter: Sendable {
  private let productID: PublishableText
  private let verified = Mutex(VerifiedComponents())

  /// - Parameter productID: PRODID; some clients key on it, so it stays the same over releases.
  public init(productID: String = "-//Startersfabriek//Agenda 1//NL") {
    self.productID = PublishableText(line: productID)
  }

  /// Bytes of the calendar, read back through libical before they leave.
  ///
  /// Events are ordered by start, then UID. Throws where libical disagrees or an event cannot be
  /// written; then the last good bytes must stay.
  public func bytes(of calendar: PublishedCalendar) throws(FeedProblem) -> [UInt8] {
    try write(calendar, events: calendar.events.map { ComposedEvent($0) }).bytes
  }

  /// The same with these events in place of the calendar's own.
  public func write(
    _ calendar: PublishedCalendar, events: [ComposedEvent]
  ) throws(FeedProblem) -> WrittenFeed {
    let ordered = try Self.inOrder(events, zone: calendar.zone)
    let zones = Self.zones(of: ordered, window: calendar.window)
    let components = try components(of: ordered, zones: zones)
    var used: Set<String> = []
    for component in components {
      if let zone = component.zone { used.insert(zone) }
    }
    var definitions = zones.values.filter { used.contains($0.id) }.sorted { $0.id < $1.id }
    // A calendar must hold a component (RFC 5545 section 3.6), also where nothing happens.
    if definitions.isEmpty {
      definitions = [ZoneDefinition(calendar.zone, during: calendar.window)]
    }
    let head = try head(of: calendar, zones: definitions)
    var tail = ContentLineWriter()
    tail.line("END", fixed: "VCALENDAR")
    return WrittenFeed(head: head, components, tail: tail.bytes)
  }

  /// A VCALENDAR that holds the VTIMEZONE of `zone` for `window` and nothing else, so that other
  /// programs can be asked which offsets they read from it.
  public func bytes(of zone: Zone, during window: TimeSpan) throws(FeedProblem) -> [UInt8] {
    let definition = ZoneDefinition(zone, during: window)
    let text = Self.envelope(zones: [definition], events: [], productID: productID)
    try LibicalReader.check(text, zones: [definition], events: [])
    return text
  }
}

// MARK: Parts

extension FeedWriter {
  /// By start, then UID. A day starts at midnight of the calendar's zone.
  private static func inOrder(
    _ events: [ComposedEvent], zone: Zone
  ) throws(FeedProblem) -> [ComposedEvent] {
    let starts = events.map { composed in
      switch composed.event.when {
      case .timed(let span, _): span.start
      case .days(let from, _): zone.startOfDay(from)
      }
    }
    var uids = Set<String>(minimumCapacity: events.count)
    for composed in events where !uids.insert(composed.event.uid).inserted {
      throw FeedProblem(.repeatedUID, uid: composed.event.uid)
    }
    func isBefore(_ left: Int, _ right: Int) -> Bool {
      starts[left] == starts[right]
        ? events[left].event.uid < events[right].event.uid : starts[left] < starts[right]
    }
    // Mostly they come in order.
    if events.indices.dropFirst().allSatisfy({ isBefore($0 - 1, $0) }) { return events }
    return events.indices.sorted(by: isBefore).map { events[$0] }
  }

  /// How the zones of the events are defined, by identifier. An event outside the window extends
  /// it, because its zone must be right there as well.
  private static func zones(
    of events: [ComposedEvent], window: TimeSpan
  ) -> [String: ZoneDefinition] {
    var (first, last) = (window.start, window.end)
    var used: [Zone] = []
    for composed in events {
      guard case .timed(let span, let zone) = composed.event.when else { continue }
      (first, last) = (min(first, span.start), max(last, span.end))
      if !used.contains(zone) { used.append(zone) }
    }
    let whole = TimeSpan(from: first, until: last) ?? window
    return Dictionary(
      uniqueKeysWithValues: used.map { ($0.id, ZoneDefinition($0, during: whole)) })
  }

  /// The events' texts in order, from memory where they are known; the rest is written, read back
  /// in batches and kept.
  private func components(
    of events: [ComposedEvent], zones: [String: ZoneDefinition]
  ) throws(FeedProblem) -> [WrittenComponent] {
    let regular = Set(zones.values.filter(\.isRegular).map(\.id))
    func goesOutInUTC(_ composed: ComposedEvent) -> Bool {
      guard case .timed(_, let zone) = composed.event.when else { return false }
      return !regular.contains(zone.id)
    }
    var known = events.map { $0.component(inUTC: goesOutInUTC($0)) }
    let unknown = known.indices.filter { known[$0] == nil }
    guard !unknown.isEmpty else { return known.compactMap(\.self) }
    verified.withLock { verified in
      for index in unknown {
        let event = events[index]
        known[index] = verified.component(for: event.event, inUTC: goesOutInUTC(event))
      }
    }
    let unwritten = unknown.filter { known[$0] == nil }
    var texts: [EventText] = []
    for index in unwritten {
      texts.append(try EventText(events[index].event, inUTC: goesOutInUTC(events[index])))
    }
    if !texts.isEmpty { try check(texts, zones: zones) }
    let written = texts.map { WrittenComponent(bytes: $0.bytes, zone: $0.zone) }
    verified.withLock { verified in
      for (index, component) in zip(unwritten, written) {
        let event = events[index]
        verified.insert(component, for: event.event, inUTC: goesOutInUTC(event))
      }
    }
    for (index, component) in zip(unwritten, written) { known[index] = component }
    for index in unknown {
      guard let component = known[index] else { continue }
      events[index].keep(component, inUTC: goesOutInUTC(events[index]))
    }
    return known.compactMap(\.self)
  }

  /// Reads the texts back, batches of them at the same time on all cores: libical's parsing is by
  /// far the most of the work, and its components are not shared between threads.
  private func check(
    _ texts: [EventText], zones: [String: ZoneDefinition]
  ) throws(FeedProblem) {
    let definitions = zones.values.sorted { $0.id < $1.id }
    let batches = Self.batches(of: texts)
    let problems = Mutex<[Int: FeedProblem]>([:])
    DispatchQueue.concurrentPerform(iterations: batches.count) { number in
      let text = Self.envelope(zones: definitions, events: batches[number], productID: productID)
      do throws(FeedProblem) {
        try LibicalReader.check(text, zones: definitions, events: batches[number])
      } catch {
        problems.withLock { $0[number] = error }
      }
    }
    // The first in order, so that the same calendar gives the same problem.
    if let first = problems.withLock({ $0.min { $0.key < $1.key } }) { throw first.value }
  }

  private static func batches(of texts: [EventText]) -> [ArraySlice<EventText>] {
    var batches: [ArraySlice<EventText>] = []
    var (start, size) = (0, 0)
    for (index, text) in texts.enumerated() {
      size += text.bytes.count
      guard size >= LibicalReader.largestBatch || index == texts.count - 1 else { continue }
      batches.append(texts[start...index])
      (start, size) = (index + 1, 0)
    }
    return batches
  }

  /// Everything up to the first event, `BEGIN:VCALENDAR` included.
  private func head(
    of calendar: PublishedCalendar, zones: [ZoneDefinition]
  ) throws(FeedProblem) -> [UInt8] {
    var writer = ContentLineWriter(reservingCapacity: 2048)
    writer.line("BEGIN", fixed: "VCALENDAR")
    FeedHeader(productID: productID, calendar: calendar).write(to: &writer)
    for zone in zones { zone.write(to: &writer) }
    let head = writer.bytes
    guard head.count <= EventText.largestSize else {
      throw FeedProblem(.tooLarge(octets: head.count, limit: EventText.largestSize))
    }
    guard !verified.withLock({ $0.contains(head: head) }) else { return head }
    writer.line("END", fixed: "VCALENDAR")
    try LibicalReader.check(writer.bytes, zones: zones, events: [])
    verified.withLock { $0.insert(head: head) }
    return head
  }

  /// A calendar around the components, with no more than RFC 5545 section 3.6 demands.
  private static func envelope(
    zones: [ZoneDefinition], events: ArraySlice<EventText>, productID: PublishableText
  ) -> [UInt8] {
    let size = events.reduce(1024 + 1024 * zones.count) { $0 + $1.bytes.count }
    var writer = ContentLineWriter(reservingCapacity: size)
    writer.component("VCALENDAR") { writer in
      FeedHeader.writeIdentity(productID: productID, to: &writer)
      for zone in zones { zone.write(to: &writer) }
      for event in events { writer.lines(event.bytes) }
    }
    return writer.bytes
  }
}
