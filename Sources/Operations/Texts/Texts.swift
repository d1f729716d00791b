import Foundation
import Scheduling

/// The words of one language.
///
/// A phrase is written with its facts in braces: `Vrij vanaf {time}`. Every language has the same
/// keys with the same facts; a test walks them.
public final class Texts: Sendable {
  public let language: Language
  /// Every phrase as written, by key.
  public let phrases: [String: String]

  private static let all: [Language: Texts] = Dictionary(
    uniqueKeysWithValues: Language.allCases.map { ($0, Texts(loading: $0)) })

  /// The words of `language`, read once.
  public static func of(_ language: Language) -> Texts {
    guard let texts = all[language] else { preconditionFailure("every language is loaded") }
    return texts
  }

  private init(loading language: Language) {
    self.language = language
    guard
      let url = Bundle.module.url(
        forResource: language.rawValue, withExtension: "json", subdirectory: "Phrases"),
      let data = try? Data(contentsOf: url),
      let phrases = try? JSONDecoder().decode([String: String].self, from: data)
    else {
      preconditionFailure(
        "the phrases of \(language.rawValue) are missing beside the program: reinstall it")
    }
    self.phrases = language == .french ? phrases.mapValues(Self.withFixedSpaces) : phrases
  }

  /// French sets a space before these marks and within its quotation marks; no line breaks there.
  private static func withFixedSpaces(_ text: String) -> String {
    [" ?", " !", " ;", " :", " »"].reduce(text.replacing("« ", with: "«\u{a0}")) { text, mark in
      text.replacing(mark, with: "\u{a0}" + mark.dropFirst())
    }
  }

  public func callAsFunction(_ phrase: Phrase) -> String {
    text(phrase.key, phrase.facts)
  }

  /// What a partner is; a kind that has no label shows as the organisation wrote it.
  public func partnerKind(_ kind: String) -> String {
    PartnerKind(rawValue: kind).map { self(.partnerKind($0)) } ?? kind
  }

  /// A key that does not exist shows as itself, so that it is seen.
  public func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    guard let pattern = phrases[key] else { return key }
    if facts.isEmpty || !pattern.contains("{") { return pattern }
    var result = ""
    var rest = Substring(pattern)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += facts[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
