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
    let order = try Self.order(of: calendar)
    let zones = Self.zones(of: calendar)
    let components = try components(of: calendar.events, in: order, zones: zones)
    let used = Set(components.lazy.compactMap(\.zone))
    var definitions = zones.values.filter { used.contains($0.id) }.sorted { $0.id < $1.id }
    // A calendar must hold a component (RFC 5545 section 3.6), also where nothing happens.
    if definitions.isEmpty {
      definitions = [ZoneDefinition(calendar.zone, during: calendar.window)]
    }
    let head = try head(of: calendar, zones: definitions)
    let size = components.reduce(head.count + 64) { $0 + $1.bytes.count }
    var writer = ContentLineWriter(reservingCapacity: size)
    writer.lines(head)
    for component in components { writer.lines(component.bytes) }
    writer.line("END", fixed: "VCALENDAR")
    return writer.bytes
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
  /// The events' indexes by start, then UID. A day starts at midnight of the calendar's zone.
  private static func order(of calendar: PublishedCalendar) throws(FeedProblem) -> [Int] {
    let events = calendar.events
    let starts = events.map { event in
      switch event.when {
      case .timed(let span, _): span.start
      case .days(let from, _): calendar.zone.startOfDay(from)
      }
    }
    var uids = Set<String>(minimumCapacity: events.count)
    for index in events.indices where !uids.insert(events[index].uid).inserted {
      throw FeedProblem(.repeatedUID, uid: events[index].uid)
    }
    return events.indices.sorted { left, right in
      starts[left] == starts[right]
        ? events[left].uid < events[right].uid : starts[left] < starts[right]
    }
  }

  /// How the zones of the events are defined, by identifier. An event outside the window extends
  /// it, because its zone must be right there as well.
  private static func zones(of calendar: PublishedCalendar) -> [String: ZoneDefinition] {
    var (first, last) = (calendar.window.start, calendar.window.end)
    var used: [Zone] = []
    for event in calendar.events {
      guard case .timed(let span, let zone) = event.when else { continue }
      (first, last) = (min(first, span.start), max(last, span.end))
      if !used.contains(zone) { used.append(zone) }
    }
    let window = TimeSpan(from: first, until: last) ?? calendar.window
    return Dictionary(
      uniqueKeysWithValues: used.map { ($0.id, ZoneDefinition($0, during: window)) })
  }

  /// The events' texts in order, from memory where they are known; the rest is written, read back
  /// in batches and kept.
  private func components(
    of events: [PublishedEvent], in order: [Int], zones: [String: ZoneDefinition]
  ) throws(FeedProblem) -> [VerifiedComponents.Component] {
    func goesOutInUTC(_ event: PublishedEvent) -> Bool {
      guard case .timed(_, let zone) = event.when else { return false }
      return zones[zone.id]?.isRegular != true
    }
    let known = verified.withLock { verified in
      order.map { verified.component(for: events[$0], inUTC: goesOutInUTC(events[$0])) }
    }
    guard known.contains(where: { $0 == nil }) else { return known.compactMap(\.self) }
    var texts: [EventText] = []
    for (place, index) in order.enumerated() where known[place] == nil {
      texts.append(try EventText(events[index], inUTC: goesOutInUTC(events[index])))
    }
    try check(texts, zones: zones)
    var fresh = texts.map { VerifiedComponents.Component(bytes: $0.bytes, zone: $0.zone) }[...]
    verified.withLock { verified in
      for (text, component) in zip(texts, fresh) {
        verified.insert(component, for: text.event, inUTC: goesOutInUTC(text.event))
      }
    }
    return known.compactMap { $0 ?? fresh.popFirst() }
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
