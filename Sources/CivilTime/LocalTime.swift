/// A wall-clock time of day in whole seconds, 00:00:00 up to and including 24:00:00 as an end.
public struct LocalTime: Hashable, Comparable, Sendable {
  public let secondOfDay: Int

  public static let midnight = LocalTime(unchecked: 0)
  /// The end of a day; as a start it does not exist.
  public static let endOfDay = LocalTime(unchecked: 86_400)

  private init(unchecked secondOfDay: Int) { self.secondOfDay = secondOfDay }

  /// Nil outside 0...86,400.
  public init?(secondOfDay: Int) {
    guard (0...86_400).contains(secondOfDay) else { return nil }
    self.secondOfDay = secondOfDay
  }

  /// Nil where the time does not exist. 24:00 exists, 24:01 does not.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
      return nil
    }
    self.init(secondOfDay: hour * 3600 + minute * 60 + second)
  }

  /// Reads `09:00` or `09:00:30`.
  public init?(iso8601 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5 || bytes.count == 8, bytes[2] == UInt8(ascii: ":"),
      let hour = decimal(bytes[0..<2]), let minute = decimal(bytes[3..<5])
    else { return nil }
    if bytes.count == 5 {
      self.init(hour: hour, minute: minute)
    } else {
      guard bytes[5] == UInt8(ascii: ":"), let second = decimal(bytes[6..<8]) else { return nil }
      self.init(hour: hour, minute: minute, second: second)
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.secondOfDay < right.secondOfDay }

  public var hour: Int { secondOfDay / 3600 }
  public var minute: Int { secondOfDay / 60 % 60 }
  public var second: Int { secondOfDay % 60 }

  /// `09:00`; with seconds only where there are any.
  public var iso8601: String {
    let text = "\(padded(hour, to: 2)):\(padded(minute, to: 2))"
    return second == 0 ? text : "\(text):\(padded(second, to: 2))"
  }
}
