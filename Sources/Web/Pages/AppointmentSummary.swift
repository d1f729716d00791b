import CivilTime
import Operations
import Scheduling

/// An appointment in a list.
struct AppointmentRow: Sendable {
  let when: String
  let time: String
  let name: Markup
  let with: String
  let place: String
  let state: String
  let stateName: String
  let href: String
  /// What the link's name adds.
  let context: String

  init(_ view: BookingView, _ visit: Visit) {
    let span = view.booking.span
    let start = view.zone.local(span.start)
    when = visit.dates.span(span, in: view.zone)
    time = visit.text(
      "time-span",
      [
        "from": visit.dates.time(start.time),
        "until": visit.dates.time(view.zone.local(span.end).time),
      ])
    name = visit.content(view.entry.type.name)
    with = visit.counterpart(view)
    place = visit.texts(.place(view.booking.place))
    state = visit.texts(.bookingState(view.booking.state.name))
    stateName = view.booking.state.name
    href = visit.path(.appointments, view.booking.id.description)
    context = "\(view.entry.type.name[visit.language]), \(when)"
  }
}

extension Visit {
  /// Whom the reader meets: a starter the advisers and their partner, an adviser the starter.
  func counterpart(_ view: BookingView) -> String {
    let comes = view.booking.participants.contains { $0.person == person?.id }
    let advisers = view.advisers.map(\.name).joined(separator: ", ")
    let partner = view.entry.partner.name[language]
    if comes { return "\(advisers), \(partner)" }
    let starters = view.participants.map { $0.name.isEmpty ? $0.email ?? "" : $0.name }
      .joined(separator: ", ")
    if view.booking.advisers.contains(where: { $0 == person?.id }) { return starters }
    return "\(starters) – \(advisers), \(partner)"
  }

  /// Where it is, with room and address.
  func placeText(_ view: BookingView) -> String {
    guard view.booking.place == .venue, let room = view.room else {
      return placeText(view.booking.place, entry: view.entry)
    }
    return "\(room.name[language]), \(room.venue.name[language]), \(room.venue.address.line)"
  }

  func facts(_ view: BookingView) -> [Fact] {
    func fact(_ key: String, _ value: Markup) -> Fact { Fact(label: text(key), value: value) }
    var facts = [
      fact("fact.when", .text(dates.span(view.booking.span, in: view.zone))),
      fact("fact.place", .text(placeText(view))),
      fact("fact.adviser", .text(view.advisers.map(\.name).joined(separator: ", "))),
      fact("fact.partner", content(view.entry.partner.name)),
    ]
    if !view.booking.participants.contains(where: { $0.person == person?.id }) {
      let people = view.participants.map {
        [$0.name, $0.email ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      }
      facts.append(fact("fact.starter", .text(people.joined(separator: "; "))))
    }
    if let price = view.entry.type.price { facts.append(fact("fact.price", content(price))) }
    if let bring = view.entry.type.bring { facts.append(fact("fact.bring", content(bring))) }
    return facts
  }

  /// The last instant to do it for somebody whom the type's deadlines bind; nil where nothing does.
  func deadline(_ before: ElapsedTime?, _ view: BookingView) -> Instant? {
    guard let person, let before,
      Access.relations(of: person, to: view.booking, catalogue: view.catalogue)
        .subtracting([.participant, .colleague]).isEmpty
    else { return nil }
    return view.booking.span.start.advanced(bySeconds: -before.seconds)
  }
}
