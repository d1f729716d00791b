/// The text of one catalogue file, as bytes that need not be valid yet.
public struct CatalogueFile: Hashable, Sendable {
  /// What problems call it; usually its path.
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    (self.name, self.bytes) = (name, bytes)
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }
}

/// One thing that is wrong in a catalogue file.
public struct CatalogueProblem: Hashable, Codable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1; of the field, or of the map that lacks it.
  public let line: Int
  /// Dotted path from the top of the file, such as `partners[0].advisers[1].email`; empty where
  /// the file as a whole is meant.
  public let field: String
  /// English, without a full stop.
  public let message: String

  public init(file: String, line: Int, field: String, message: String) {
    (self.file, self.line, self.field, self.message) = (file, line, field, message)
  }

  /// `file:line: field: message`, the form that editors jump to.
  public var description: String {
    field.isEmpty ? "\(file):\(line): \(message)" : "\(file):\(line): \(field): \(message)"
  }
}

/// All that is wrong with the catalogue files that were read together; never empty.
///
/// Sorted by file in the order given, then by line.
public struct CatalogueProblems: Error, Hashable, Codable, Sendable, CustomStringConvertible {
  public let problems: [CatalogueProblem]

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
