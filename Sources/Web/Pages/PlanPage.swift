import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The moments of one adviser's date that can be booked for somebody, per type.
struct PlanPage: Page {
  struct Moment: Sendable {
    let time: String
    let momentName: String
    let momentHref: String
  }

  struct Group: Sendable {
    let name: Markup
    /// How long and where.
    let detail: String
    let moments: [Moment]
  }

  let title: String
  let adviserName: String
  let backHref: String
  let groups: [Group]
  let isEmpty: Bool
  let zone: String

  static func path(_ adviser: String, _ date: LocalDate, _ visit: Visit) -> String {
    visit.path(.week, PagePart.plan.slug(visit.language))
      + QueryText([("adviser", adviser), ("day", date.iso8601)]).text
  }

  static func show(_ visit: Visit) async throws -> Response {
    let person = try visit.signedIn()
    guard let key = visit.query["adviser"], let entry = visit.catalogue.adviser(key),
      Access.may(.seeWeek, of: entry, person),
      let day = visit.query["day"].flatMap({ LocalDate(iso8601: $0) })
    else { throw RequestProblem.unknown }
    var groups: [Group] = []
    for type in visit.catalogue.types(of: entry) where type.type.contact == .slots {
      // For nobody yet: whom it is for is asked next.
      let listing = try await visit.desks.slots.slots(
        SlotDesk.Query(
          type: type.type.key, from: day, until: day.advanced(byDays: 1),
          adviser: entry.adviser.key), for: nil)
      for place in type.type.places {
        let slots = listing.slots.filter { $0.place == place }
        guard !slots.isEmpty else { continue }
        groups.append(Group(type, entry, slots, place, listing, visit))
      }
    }
    return visit.answer(
      PlanPage(entry, day, groups, zone: try visit.catalogue.zone(of: entry), visit))
  }

  private init(
    _ entry: CatalogueSnapshot.AdviserEntry, _ day: LocalDate, _ groups: [Group], zone: Zone,
    _ visit: Visit
  ) {
    title = visit.text("plan.title", ["date": visit.dates.full(day)])
    adviserName = entry.adviser.name
    backHref =
      visit.path(.week)
      + QueryText([("whose", "adviser:\(entry.adviser.key)"), ("day", day.iso8601)]).text
    self.groups = groups
    isEmpty = groups.isEmpty
    self.zone = visit.zoneName(zone)
  }
}

extension PlanPage.Group {
  fileprivate init(
    _ type: CatalogueSnapshot.TypeEntry, _ adviser: CatalogueSnapshot.AdviserEntry,
    _ slots: [Slot], _ place: Place, _ listing: SlotDesk.Listing, _ visit: Visit
  ) {
    name = visit.content(type.type.name)
    detail = "\(visit.minutes([listing.minutes])), \(visit.texts(.place(place)))"
    moments = slots.map { slot in
      let local = listing.zone.local(slot.span.start)
      let query = QueryText([
        ("start", slot.span.start.utcText), ("minutes", String(listing.minutes)),
        ("place", place.rawValue), ("adviser", adviser.adviser.key),
      ])
      return PlanPage.Moment(
        time: visit.dates.time(local.time),
        momentName: "\(visit.dates.moment(local)), \(type.type.name[visit.language])",
        momentHref: visit.path(.types, type.type.key, .confirm) + query.text)
    }
  }
}
