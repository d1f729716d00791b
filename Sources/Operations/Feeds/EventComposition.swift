import CivilTime
import ICalendar
import Scheduling

/// One appointment as an event, in its reader's language, with no more about people than that
/// reader may know.
///
/// The same appointment gives the same UID to every reader, in feeds and files alike, so that a
/// calendar that gets it twice shows it once.
struct EventComposition {
  /// Who reads it.
  let scope: Feed.Scope
  let isBusyOnly: Bool
  let language: Language
  let publicURL: String

  private var texts: Texts { Texts.of(language) }

  func event(_ view: BookingView) -> PublishedEvent {
    let booking = view.booking
    if isBusyOnly {
      return PublishedEvent(
        uid: booking.uid, created: booking.createdAt, revised: booking.revisedAt,
        sequence: booking.sequence, status: status(booking),
        when: .timed(booking.span, view.zone), summary: texts(.feedBusy))
    }
    return PublishedEvent(
      uid: booking.uid, created: booking.createdAt, revised: booking.revisedAt,
      sequence: booking.sequence, status: status(booking),
      when: .timed(booking.span, view.zone), summary: summary(view),
      description: description(view), location: location(view),
      url: isAboutPeople
        ? "\(publicURL)\(SitePath.appointments.path(language, booking.id.description))" : nil,
      categories: [view.entry.partner.name[language]],
      conference: isAboutPeople && booking.place == .online
        ? view.entry.type.url.map { .init(url: $0, label: texts(.joinLink)) } : nil)
  }

  private func status(_ booking: Booking) -> PublishedEvent.Status {
    switch booking.state {
    case .requested: .tentative
    case .confirmed, .attended, .noShow: .confirmed
    case .cancelled, .declined: .cancelled
    }
  }

  /// Whether the reader is one of the people or their manager; rooms and venues show no one.
  private var isAboutPeople: Bool {
    switch scope {
    case .adviser, .starter, .partner: true
    case .room, .venue: false
    }
  }

  private func summary(_ view: BookingView) -> String {
    let type = view.entry.type.name[language]
    let partner = view.entry.partner.name[language]
    let title =
      switch scope {
      case .adviser:
        texts(
          .feedAdviserTitle(
            type: type, name: view.participants.map(\.firstName).joined(separator: ", ")))
      case .partner:
        texts(
          .feedAdviserTitle(
            type: type, name: view.advisers.map(\.name).joined(separator: ", ")))
      case .starter: texts(.feedStarterTitle(type: type, partner: partner))
      case .room, .venue: texts(.feedRoomTitle(type: type, partner: partner))
      }
    return switch view.booking.state {
    case .cancelled, .declined: texts(.feedCancelled(title: title))
    case .requested: texts(.feedRequested(title: title))
    case .confirmed, .attended, .noShow: title
    }
  }

  private func description(_ view: BookingView) -> String? {
    guard isAboutPeople else { return nil }
    var lines: [String] = []
    if case .starter = scope {
      lines.append(view.advisers.map(\.name).joined(separator: ", "))
      if let bring = view.entry.type.bring { lines.append(bring[language]) }
    }
    lines.append(
      texts(
        .feedDetails(
          link: "\(publicURL)\(SitePath.appointments.path(language, view.booking.id.description))"))
    )
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func location(_ view: BookingView) -> PublishedEvent.Location? {
    switch view.booking.place {
    case .venue:
      guard let room = view.room else { return nil }
      let venue = room.venue
      let title = "\(room.name[language]), \(venue.name[language])"
      return .init(
        text: "\(title), \(venue.address.line)", title: title, address: venue.address.line,
        latitude: venue.geo?.latitude, longitude: venue.geo?.longitude)
    case .partner:
      let partner = view.entry.partner
      let name = partner.name[language]
      guard let address = partner.address else { return nil }
      return .init(text: "\(name), \(address.line)", title: name, address: address.line)
    case .online: return nil
    }
  }
}

extension Address {
  /// “Voorbeeldstraat 1, 9000 Gent”.
  public var line: String { "\(street), \(postcode) \(city)" }
}
