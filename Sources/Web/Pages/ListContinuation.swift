import CivilTime
import Operations
import Scheduling

/// Where a page with long lists goes on: in which of its lists, after which row. Such a page shows
/// that list only; an address that says anything else is that of the whole page.
struct ListContinuation: Sendable {
  let part: String
  let cursor: AppointmentsDesk.Cursor

  init?(_ visit: Visit, parts: [String]) {
    guard let part = visit.query["part"], parts.contains(part),
      let cursor = visit.query["after"].flatMap({ AppointmentsDesk.Cursor($0) })
    else { return nil }
    (self.part, self.cursor) = (part, cursor)
  }

  /// The address of what comes after `cursor`; nil at the end of the list.
  static func href(
    _ path: String, part: String, after cursor: AppointmentsDesk.Cursor?
  ) -> String? {
    cursor.map { path + QueryText([("part", part), ("after", $0.text)]).text }
  }
}

extension AppointmentsDesk.Cursor {
  /// As addresses of pages and, encoded, the API write it.
  var text: String { "\(start.secondsSince1970) \(id)" }

  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let seconds = Int64(parts[0]), let id = ID<Booking>(String(parts[1]))
    else { return nil }
    self.init(start: Instant(secondsSince1970: seconds), id: id)
  }
}
