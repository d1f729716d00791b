/// Why a feed must not leave: keep serving the last good bytes and tell an operator.
///
/// It names the event and the property but never quotes them, because it ends up in logs.
public struct FeedProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// Empty, longer than 255 octets, or not printable ASCII.
    case unusableUID
    case repeatedUID
    case tooLarge(octets: Int, limit: Int)
    /// A number or date that iCalendar cannot hold.
    case outOfRange(property: String)
    /// libical found an error; `kind` is its own word, such as `VALUE-PARSE-ERROR`.
    case rejected(kind: String)
    /// libical read something else than was meant.
    case disagreement(property: String)
    /// libical read another number of components, or none.
    case components(expected: Int, read: Int)
  }

  /// Nil where the problem lies in the calendar itself.
  public let uid: String?
  public let reason: Reason
  /// The line of the property inside its component, the first being 1.
  public let line: Int?

  public init(_ reason: Reason, uid: String? = nil, line: Int? = nil) {
    (self.reason, self.uid, self.line) = (reason, uid, line)
  }

  public var description: String {
    let place = uid.map { "event \($0)" } ?? "calendar"
    let at = line.map { ", line \($0)" } ?? ""
    return "\(place)\(at): \(sentence)"
  }

  private var sentence: String {
    switch reason {
    case .unusableUID: "the UID is empty, too long or not printable ASCII"
    case .repeatedUID: "the UID occurs twice"
    case .tooLarge(let octets, let limit): "\(octets) octets, \(limit) are allowed"
    case .outOfRange(let property): "\(property) is out of range"
    case .rejected(let kind): "libical reports \(kind)"
    case .disagreement(let property): "libical reads another \(property) than was written"
    case .components(let expected, let read): "libical reads \(read) components of \(expected)"
    }
  }
}
