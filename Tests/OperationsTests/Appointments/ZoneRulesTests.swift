import CivilTime
import Foundation
import Operations
import Scheduling
import Testing

@Suite struct ZoneRulesTests {
  /// Zone data in which Brussels keeps London's clock.
  private func otherZones() throws -> (database: ZoneDatabase, folder: URL) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zones-\(UUID().uuidString)")
    let europe = folder.appendingPathComponent("Europe")
    try FileManager.default.createDirectory(at: europe, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/London").resolvingSymlinksInPath(),
      to: europe.appendingPathComponent("Brussels"))
    return (ZoneDatabase(directory: folder.path), folder)
  }

  @Test func `new zone data keep the hour on the wall and move the instant`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    _ = try await ZoneRulesDesk(house.setting).recheck(release: "2025b")
    let before = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let (zones, folder) = try otherZones()
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try await ZoneRulesDesk(house.setting).recheck(release: "2026f", zones: zones)
    #expect(report.moved == [before.id])
    #expect((report.before, report.now) == ("2025b", "2026f"))
    let after = try await house.appointments.appointment(before.id, for: .person(sam)).booking
    #expect(after.localStart == before.localStart)
    #expect(after.span.start == before.span.start.advanced(byMinutes: 60))
    #expect(after.sequence == before.sequence + 1)
    // Once per release.
    let again = try await ZoneRulesDesk(house.setting).recheck(release: "2026f", zones: zones)
    #expect(again.moved == [])
  }

  @Test func `an appointment whose new instant is taken stays and is reported`() async throws {
    let house = try await House()
    let sam = try await house.starter()
    _ = try await ZoneRulesDesk(house.setting).recheck(release: "2025b")
    let late = try await house.book("rekening", "2026-11-23T11:00:00+01:00", by: sam).booking
    let early = try await house.book("rekening", "2026-11-23T10:00:00+01:00", by: sam).booking
    let (zones, folder) = try otherZones()
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try await ZoneRulesDesk(house.setting).recheck(release: "2026f", zones: zones)
    // Both move by the same hour: the later one makes room for the earlier one.
    #expect(Set(report.moved) == [early.id, late.id])
    #expect(report.conflicts == [])
    let kept = try await house.appointments.appointment(early.id, for: .person(sam)).booking
    #expect(kept.span.start == instant("2026-11-23T11:00:00+01:00"))
  }
}
