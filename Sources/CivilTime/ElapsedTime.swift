/// A length of elapsed time in whole seconds, never negative, written as an ISO 8601 duration.
///
/// A day in it is 24 hours: notice and deadlines are promises in hours, so a clock change does not
/// lengthen them.
public struct ElapsedTime: Hashable, Comparable, Sendable {
  public let seconds: Int64

  public static let zero = ElapsedTime(unchecked: 0)

  private init(unchecked seconds: Int64) { self.seconds = seconds }

  /// Nil where negative.
  public init?(seconds: Int64) {
    guard seconds >= 0 else { return nil }
    self.seconds = seconds
  }

  public init(hours: UInt32) { seconds = Int64(hours) * 3600 }
  public init(minutes: UInt32) { seconds = Int64(minutes) * 60 }

  /// Reads `PT24H`, `P1DT12H30M`, `P2W`; nil for months and years, whose length varies, for
  /// fractions, and for anything else.
  public init?(iso8601 text: String) {
    var rest = Substring(text.uppercased())
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    var total: Int64 = 0
    var units = Self.dateUnits
    var inTime = false
    var sawUnit = false
    while !rest.isEmpty {
      if rest.first == "T", !inTime {
        rest.removeFirst()
        (inTime, units, sawUnit) = (true, Self.timeUnits, false)
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard digits.count <= 9, let value = Int64(digits), let letter = rest.popFirst(),
        let index = units.firstIndex(where: { $0.letter == letter })
      else { return nil }
      total += value * units[index].seconds
      units.removeSubrange(...index)
      sawUnit = true
    }
    guard sawUnit else { return nil }
    self.init(unchecked: total)
  }

  private static let dateUnits: [(letter: Character, seconds: Int64)] = [
    ("W", 604_800), ("D", 86_400),
  ]
  private static let timeUnits: [(letter: Character, seconds: Int64)] = [
    ("H", 3600), ("M", 60), ("S", 1),
  ]

  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// `PT24H`, `PT1H30M`, `PT0S`: hours are the largest unit.
  public var iso8601: String {
    guard seconds > 0 else { return "PT0S" }
    let parts = [(seconds / 3600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")]
    return "PT" + parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
  }
}
