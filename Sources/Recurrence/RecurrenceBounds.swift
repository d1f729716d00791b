/// How much of a rule is followed before giving up.
///
/// Rules come from strangers' calendars; one line can ask for every second until the year 9999.
public struct RecurrenceBounds: Hashable, Sendable {
  /// 20,000 starts are a daily event of 54 years; more serves no reader.
  public static let standard = RecurrenceBounds()

  public var maximumOccurrences: Int
  /// Periods looked at, with a start in them or not. The default lets a daily rule walk from the
  /// year 1 to 9999 and takes some 50 ms.
  public var maximumSteps: Int

  public init(maximumOccurrences: Int = 20_000, maximumSteps: Int = 4_000_000) {
    (self.maximumOccurrences, self.maximumSteps) = (maximumOccurrences, maximumSteps)
  }

  /// The bound that ended an expansion before its time.
  public enum Reached: Hashable, Sendable {
    case occurrences
    case steps
  }
}
