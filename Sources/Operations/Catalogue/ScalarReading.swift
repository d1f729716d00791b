import CivilTime

extension ScalarRule {
  /// Why a text was refused.
  struct Mismatch: Error, Hashable {
    let message: String
    init(_ message: String) { self.message = message }
  }

  /// The value that `text` means under this rule.
  ///
  /// Dates, times and durations come out in the one form that is stored, so that equal things have
  /// equal documents.
  func value(of text: String, zones: ZoneDatabase) throws(Mismatch) -> DocumentValue {
    switch self {
    case .title: return try Self.text(text, limit: CatalogueLimits.title, isOneLine: true)
    case .paragraph:
      return try Self.text(text, limit: CatalogueLimits.paragraph, isOneLine: false)
    case .phone: return try Self.phone(text)
    case .email: return try Self.email(text)
    case .url: return try Self.url(text)
    case .file: return try Self.file(text)
    case .date:
      return try Self.parsed(
        LocalDate(iso8601: text)?.iso8601, or: "must be a date that exists, such as 2026-12-29",
        text)
    case .openingTime:
      return try Self.parsed(
        LocalTime(iso8601: text)?.iso8601, or: "must be a time such as \"09:00\"", text)
    case .elapsed:
      return try Self.parsed(
        ElapsedTime(iso8601: text)?.iso8601,
        or: "must be a length of time in weeks, days, hours or minutes, such as PT24H", text)
    case .zone:
      return try Self.parsed(
        zones.zone(text) == nil ? nil : text,
        or: "must be a time zone that exists, such as Europe/Brussels", text)
    case .recurrence: return try Self.recurrence(text)
    case .flag: return try Self.flag(text)
    case .whole(let range): return try Self.whole(text, in: range)
    case .decimal(let range): return try Self.decimal(text, in: range)
    case .oneOf(let names):
      guard names.contains(text) else {
        throw Mismatch("must be \(list(names, last: "or")), not '\(shortened(text))'")
      }
      return .text(text)
    case .key, .siblingKey, .reference: return try Self.key(text)
    }
  }

  private static func parsed(
    _ value: String?, or message: String, _ text: String
  ) throws(Mismatch) -> DocumentValue {
    guard let value else { throw Mismatch("\(message), not '\(shortened(text))'") }
    return .text(value)
  }

  private static func text(
    _ text: String, limit: Int, isOneLine: Bool
  ) throws(Mismatch) -> DocumentValue {
    guard text.contains(where: { !$0.isWhitespace }) else { throw Mismatch("must not be empty") }
    let length = text.unicodeScalars.count
    guard length <= limit else {
      throw Mismatch("must have at most \(limit) characters, not \(length)")
    }
    if isOneLine, text.contains(where: \.isNewline) { throw Mismatch("must be one line") }
    // PostgreSQL keeps no NUL, and the rest of them is noise in mails and calendars.
    let isClean = text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
    }
    guard isClean else { throw Mismatch("must not hold control characters") }
    return .text(text)
  }

  /// A slug: `[a-z0-9-]`, at most 64 characters.
  private static func key(_ text: String) throws(Mismatch) -> DocumentValue {
    let isSlug = text.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
    guard isSlug, (1...CatalogueLimits.key).contains(text.utf8.count) else {
      throw Mismatch(
        "'\(shortened(text))' is not a key: use a-z, 0-9 and hyphens, at most "
          + "\(CatalogueLimits.key) characters")
    }
    return .text(text)
  }

  private static func phone(_ text: String) throws(Mismatch) -> DocumentValue {
    let isPhone = text.unicodeScalars.allSatisfy { scalar in
      ("0"..."9").contains(scalar) || "+ ()./-".unicodeScalars.contains(scalar)
    }
    guard isPhone, text.contains(where: \.isNumber), text.count <= CatalogueLimits.phone else {
      throw Mismatch(
        "must be a telephone number such as +32 9 210 10 10, not '\(shortened(text))'")
    }
    return .text(text)
  }

  /// Something on both sides of one @, without spaces; whether it receives mail shows itself.
  private static func email(_ text: String) throws(Mismatch) -> DocumentValue {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isUnbroken(text),
      text.utf8.count <= CatalogueLimits.email
    else {
      throw Mismatch("must be an e-mail address with one @, not '\(shortened(text))'")
    }
    return .text(text)
  }

  private static func url(_ text: String) throws(Mismatch) -> DocumentValue {
    let lower = text.lowercased()
    let prefix = ["https://", "http://"].first { lower.hasPrefix($0) }
    let host = text.dropFirst(prefix?.count ?? 0).prefix { !"/?#".contains($0) }
    guard prefix != nil, !host.isEmpty, isUnbroken(text), !text.contains("\""),
      text.utf8.count <= CatalogueLimits.url
    else {
      throw Mismatch("must be an address that begins with https://, not '\(shortened(text))'")
    }
    return .text(text)
  }

  /// A path downwards only: a catalogue must not be able to name any file of the machine.
  private static func file(_ text: String) throws(Mismatch) -> DocumentValue {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != ".." }), text.lowercased().hasSuffix(".ics"),
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw Mismatch(
        "must be a relative path of an .ics file without '..', not '\(shortened(text))'")
    }
    return .text(text)
  }

  private static func flag(_ text: String) throws(Mismatch) -> DocumentValue {
    switch text.lowercased() {
    case "true", "yes": return .flag(true)
    case "false", "no": return .flag(false)
    default: throw Mismatch("must be true or false, not '\(shortened(text))'")
    }
  }

  private static func whole(
    _ text: String, in range: ClosedRange<Int>
  ) throws(Mismatch) -> DocumentValue {
    guard let value = Int(text), range.contains(value) else {
      let wanted =
        range.count == 1
        ? "must be \(range.lowerBound)"
        : "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw Mismatch("\(wanted), not '\(shortened(text))'")
    }
    return .whole(value)
  }

  private static func decimal(
    _ text: String, in range: ClosedRange<Double>
  ) throws(Mismatch) -> DocumentValue {
    guard let value = Double(text), range.contains(value) else {
      throw Mismatch(
        "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)), "
          + "not '\(shortened(text))'")
    }
    return .decimal(value)
  }

  private static func isUnbroken(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .control
    }
  }
}

/// `a, b or c`.
func list(_ names: [String], last word: String) -> String {
  guard names.count > 1, let last = names.last else { return names.first ?? "" }
  return "\(names.dropLast().joined(separator: ", ")) \(word) \(last)"
}

/// The text as a message may quote it: one line, not too long.
func shortened(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isNewline).first ?? ""
  return line.count > 60 ? "\(line.prefix(60))…" : String(line)
}
