/// A moment on the UTC time scale, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds do not exist on this scale, as in POSIX. Nothing smaller than a second is ever
/// promised to a person, so nothing smaller is kept.
public struct Instant: Hashable, Comparable, Sendable {
  public let secondsSince1970: Int64

  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// The instant `seconds` later, or earlier where negative; the last or first there is where that
  /// lies beyond. Elapsed time, never wall time.
  public func advanced(bySeconds seconds: Int64) -> Self {
    let (sum, overflows) = secondsSince1970.addingReportingOverflow(seconds)
    return Self(secondsSince1970: overflows ? (seconds < 0 ? .min : .max) : sum)
  }

  /// The instant `minutes` later, or earlier where negative.
  public func advanced(byMinutes minutes: Int) -> Self {
    let (seconds, overflows) = Int64(minutes).multipliedReportingOverflow(by: 60)
    return advanced(bySeconds: overflows ? (minutes < 0 ? .min : .max) : seconds)
  }

  /// The seconds that pass from `earlier` until this instant; negative where it lies later.
  public func seconds(since earlier: Self) -> Int64 {
    secondsSince1970 - earlier.secondsSince1970
  }
}

extension Instant {
  /// Reads an RFC 3339 date-time with `Z` or a numeric offset, such as `2026-06-01T10:00:00+02:00`.
  ///
  /// Seconds may be left out and a fraction is refused: we promise whole seconds. Nil where the
  /// text is anything else, the date does not exist, or the offset is out of range.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    let zoneStart: Int
    let offset: Int64
    if let last = bytes.last, last == UInt8(ascii: "Z") || last == UInt8(ascii: "z") {
      (zoneStart, offset) = (bytes.count - 1, 0)
    } else {
      guard bytes.count > 6, let parsed = Self.offset(bytes[(bytes.count - 6)...]) else {
        return nil
      }
      (zoneStart, offset) = (bytes.count - 6, parsed)
    }
    guard let local = LocalDateTime(iso8601: String(decoding: bytes[..<zoneStart], as: UTF8.self))
    else { return nil }
    self = local.instant(atOffset: 0).advanced(bySeconds: -offset)
  }

  /// `+hh:mm` or `-hh:mm` in seconds east of UTC.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let sign: Int64
    switch bytes.first {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    let text = bytes.dropFirst()
    guard text.dropFirst(2).first == UInt8(ascii: ":"),
      let hours = decimal(text.prefix(2)), let minutes = decimal(text.suffix(2)),
      hours < 24, minutes < 60
    else { return nil }
    return sign * Int64(hours * 3600 + minutes * 60)
  }

  /// `2026-06-01T08:00:00Z`.
  public var utcText: String { LocalDateTime(self, offset: 0).iso8601 + "Z" }
}

/// The value of a run of ASCII digits; nil where it is empty or holds anything else.
package func decimal(_ bytes: some Collection<UInt8>) -> Int? {
  guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
  var value = 0
  for byte in bytes {
    guard byte >= 48, byte <= 57 else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}

/// `value` in decimal, filled up with zeros to `width` digits.
package func padded(_ value: Int, to width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}
