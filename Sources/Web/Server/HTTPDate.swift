import CivilTime
import Synchronization

/// Dates in HTTP headers: IMF-fixdate, RFC 9110 section 5.6.7.
enum HTTPDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Calendars ask for the same few instants all day; more than this start again from empty.
  private static let maximumKnown = 1_000
  private static let known = Mutex<[Instant: String]>([:])

  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func text(_ instant: Instant) -> String {
    if let text = known.withLock({ $0[instant] }) { return text }
    let text = written(instant)
    known.withLock { known in
      if known.count >= maximumKnown { known.removeAll() }
      known[instant] = text
    }
    return text
  }

  private static func written(_ instant: Instant) -> String {
    let local = Zone.utc.local(instant)
    let (year, month, day) = local.date.civil
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let years = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    let clock = [local.time.hour, local.time.minute, local.time.second].map(two)
      .joined(separator: ":")
    let weekday = days[local.date.weekday.isoNumber - 1]
    return "\(weekday), \(two(day)) \(months[month - 1]) \(years) \(clock) GMT"
  }

  /// Nil for anything but an IMF-fixdate: a condition that cannot be read is ignored.
  static func instant(_ text: String) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].count == 4, parts[0].last == ",", parts[5] == "GMT",
      parts[1].count == 2, let day = Int(parts[1]), parts[3].count == 4, let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])),
      let date = LocalDate(year: year, month: month + 1, day: day), parts[4].count == 8,
      let time = LocalTime(iso8601: String(parts[4])), time != .endOfDay
    else { return nil }
    return LocalDateTime(date, time).instant(atOffset: 0)
  }
}
