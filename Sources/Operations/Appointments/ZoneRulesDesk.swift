import CivilTime
import Scheduling

/// Keeps promises in wall time when a country changes its clocks.
///
/// An appointment was promised at ten o'clock on the wall of its zone. When the system's zone data
/// changes, the instant of ten o'clock may change with it: future appointments are moved there,
/// and those that then clash are left as they are and reported (ICALENDAR.md decision 2, row T10).
public struct ZoneRulesDesk: Sendable {
  static let stateKey = "zone-release"

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public struct Report: Hashable, Sendable {
    /// The releases of the zone data before and now; nil before where none was noted.
    public var before: String?
    public var now: String
    public var moved: [ID<Booking>]
    /// Those whose new instant is taken: somebody has to look.
    public var conflicts: [ID<Booking>]
  }

  /// Moves what must move, once per release of the zone data.
  public func recheck(
    release: String = ZoneDatabase.system.version, zones: ZoneDatabase = .system
  ) async throws -> Report {
    let now = setting.now()
    let before = try await setting.store.read { try $0.serviceState(Self.stateKey) }
    var report = Report(before: before, now: release, moved: [], conflicts: [])
    guard before != release else { return report }
    let future = try await setting.store.read { try $0.promisedTimes(endingAfter: now) }
    var waiting = future.filter { Self.span(of: $0, zones: zones) != $0.span }.map(\.booking)
    // Neighbours that move the same way make room for each other: try again while any moves.
    while true {
      var clashing: [ID<Booking>] = []
      for id in waiting {
        do {
          try await move(id, zones: zones, at: now)
          report.moved.append(id)
        } catch is Refusal {
          clashing.append(id)
        }
      }
      guard !clashing.isEmpty, clashing.count < waiting.count else {
        report.conflicts = clashing
        break
      }
      waiting = clashing
    }
    try await setting.store.write { try $0.setServiceState(Self.stateKey, to: release) }
    return report
  }

  /// The span promised, by the rules of `zones`; the stored one where the zone is unknown there.
  private static func span(of promised: PromisedTime, zones: ZoneDatabase) -> TimeSpan {
    guard let zone = zones.zone(promised.zone) else { return promised.span }
    let start = zone.instant(promised.localStart)
    return TimeSpan(from: start, minutes: promised.span.minutes) ?? promised.span
  }

  private func move(_ id: ID<Booking>, zones: ZoneDatabase, at now: Instant) async throws {
    try await setting.store.write { transaction in
      let catalogue = try transaction.catalogue()
      guard var booking = try transaction.booking(id),
        let entry = catalogue.type(booking.type)
      else { return }
      let ledger = Ledger(transaction, now: now)
      try ledger.lock(booking, catalogue: catalogue)
      try ledger.sweep()
      let state = booking.state
      let promised = PromisedTime(
        booking: id, zone: booking.zone, localStart: booking.localStart, span: booking.span)
      booking.shift(to: Self.span(of: promised, zones: zones), at: now)
      try transaction.save(booking)
      try ledger.claim(booking, type: entry.type)
      try transaction.record(
        ActivityEntry(
          id: .random(), at: now, actor: nil, objectKind: "booking", objectID: id.description,
          verb: "moved", from: state.name, to: booking.state.name, cause: "zone-rules",
          ruleVersion: catalogue.version))
    }
  }
}
