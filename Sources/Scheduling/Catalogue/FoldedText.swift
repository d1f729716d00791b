/// Text made ready for searching: lower-case words without accents, one space before and after each.
///
/// “Crédit-bail” becomes ` credit bail `. Letters of the Latin alphabets of Europe lose their marks
/// (é, ø and ž become e, o and z; œ and ß two letters); what is neither letter nor digit separates.
public struct FoldedText: Hashable, Sendable {
  let bytes: [UInt8]

  public init(_ texts: some Sequence<String>) {
    var bytes: [UInt8] = [Self.space]
    for text in texts {
      for scalar in text.unicodeScalars { Self.append(scalar, to: &bytes) }
      Self.separate(&bytes)
    }
    self.bytes = bytes
  }

  /// The folded words between spaces.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The words that somebody looks for, each once, in the order typed.
  ///
  /// At most `maximumWords`: a question has few, and each costs a walk over all text.
  public static func words(of query: String) -> [SearchWord] {
    let folded = Self([String(query.unicodeScalars.prefix(maximumLetters).map(Character.init))])
    var words: [SearchWord] = []
    for part in folded.bytes.split(separator: space) {
      let word = SearchWord(bytes: [space] + part)
      if !words.contains(word), words.count < maximumWords { words.append(word) }
    }
    return words
  }

  private static let maximumWords = 8
  private static let maximumLetters = 200
  fileprivate static let space = UInt8(ascii: " ")

  private static func separate(_ bytes: inout [UInt8]) {
    if bytes.last != space { bytes.append(space) }
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    case 0x41...0x5A: bytes.append(UInt8(truncatingIfNeeded: scalar.value + 32))
    case 0...0x7F: separate(&bytes)
    case 0xC0...0x17F:
      let plain = plainLetters[Int(scalar.value) - 0xC0]
      if plain.isEmpty { separate(&bytes) } else { bytes += plain }
    // A mark that stands by itself, after the letter it belongs to.
    case 0x300...0x36F: break
    default:
      guard scalar.properties.isAlphabetic else { return separate(&bytes) }
      bytes += Array(scalar.properties.lowercaseMapping.utf8)
    }
  }

  /// Latin-1 from À on and Latin Extended-A without their marks; nothing for × and ÷.
  private static let plainLetters: [[UInt8]] = {
    let letters = """
      a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss \
      a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y \
      a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h \
      i i i i i i i i i i ij ij j j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe \
      r r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
      """
    return letters.split(separator: " ").map { $0 == "-" ? [] : Array($0.utf8) }
  }()
}

/// One word to look for, with the space that stands before a word.
public struct SearchWord: Hashable, Sendable {
  fileprivate let bytes: [UInt8]

  /// 2 where a word of the text begins with it, 1 where it stands inside one (Dutch writes
  /// *startkapitaal* in one word), 0 where it is missing.
  public func closeness(in text: FoldedText) -> Int {
    if Self.stands(bytes[...], in: text.bytes) { return 2 }
    // One or two letters inside a word mean nothing.
    guard bytes.count > 3 else { return 0 }
    return Self.stands(bytes.dropFirst(), in: text.bytes) ? 1 : 0
  }

  private static func stands(_ word: ArraySlice<UInt8>, in text: [UInt8]) -> Bool {
    guard let first = word.first, text.count >= word.count else { return false }
    return word.withUnsafeBufferPointer { word in
      text.withUnsafeBufferPointer { text in
        for start in 0...(text.count - word.count) where text[start] == first {
          var length = 1
          while length < word.count, text[start + length] == word[length] { length += 1 }
          if length == word.count { return true }
        }
        return false
      }
    }
  }
}

extension Sequence where Element == SearchWord {
  /// How well the texts fit: for every word the best of its places, weighed; nil where a word stands
  /// nowhere.
  public func score(in fields: [(weight: Int, text: FoldedText)]) -> Int? {
    var total = 0
    for word in self {
      let best = fields.map { $0.weight * word.closeness(in: $0.text) }.max() ?? 0
      guard best > 0 else { return nil }
      total += best
    }
    return total
  }
}

extension LocalizedText {
  /// The text in every language it is written in: people search in theirs.
  public var everyText: [String] { [dutch] + [english, french].compactMap { $0 } }
}
