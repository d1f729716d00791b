import CivilTime
import Scheduling

/// Which questions a list shows, in order of asking.
public struct InquiryQuery: Sendable {
  /// All where empty.
  public var stages: [Inquiry.Stage]
  /// Only those put to these partners, by key.
  public var partners: [String]?
  public var onlyGaps: Bool
  public var newestFirst: Bool
  /// What comes after this pair in that order, where given.
  public var after: (askedAt: Instant, id: ID<Inquiry>)?
  public var limit: Int

  public init(
    stages: [Inquiry.Stage] = [], partners: [String]? = nil, onlyGaps: Bool = false,
    newestFirst: Bool = false, after: (askedAt: Instant, id: ID<Inquiry>)? = nil, limit: Int
  ) {
    (self.stages, self.partners, self.onlyGaps) = (stages, partners, onlyGaps)
    (self.newestFirst, self.after, self.limit) = (newestFirst, after, limit)
  }
}

public protocol InquiryReading {
  func inquiry(_ id: ID<Inquiry>) throws -> Inquiry?
  /// The question that a mailed link is about, and the partner it was mailed to.
  func inquiry(bearing link: SecretHash) throws -> (inquiry: Inquiry, partner: String)?
  func inquiries(_ query: InquiryQuery) throws -> [Inquiry]
  /// How many there are of each stage, of the partners' where given.
  func inquiryCounts(partners: [String]?, onlyGaps: Bool) throws -> [Inquiry.Stage: Int]
  /// How many of the address nobody has finished.
  func unfinishedInquiries(of email: String) throws -> Int
  /// How many people who were not signed in asked at or after `instant`.
  func visitorInquiries(since instant: Instant) throws -> Int
  /// Finished before `instant` and not forgotten yet.
  func inquiriesToForget(finishedBefore instant: Instant) throws -> [Inquiry]
  /// What was said at a step of the history, by the entry of that step.
  func words(of inquiry: ID<Inquiry>) throws -> [ID<ActivityEntry>: String]
}

public protocol InquiryWriting {
  /// Counts the version of the row up before a decision on it: the portable lock.
  func lock(_ inquiry: ID<Inquiry>) throws
  /// Inserts the question or replaces its row.
  func save(_ inquiry: Inquiry) throws
  func insertLink(
    _ hash: SecretHash, to inquiry: ID<Inquiry>, partner: String, at now: Instant) throws
  func insertWords(_ text: String, at entry: ID<ActivityEntry>, of inquiry: ID<Inquiry>) throws
  /// Deletes what was said and the links.
  func deleteWordsAndLinks(of inquiry: ID<Inquiry>) throws
}
