/// Which texts share most words with a question: plain, the same for the same words, and quick.
///
/// A word that few texts have says more than one that many have, a title more than what follows. Dutch
/// glues words together, so words that only begin alike count too, for half.
public struct WordOverlap: Sendable {
  /// `bv` is a word; single letters say nothing.
  static let shortestWord = 2
  /// `boekhouder` and `boekhouding` begin alike; six letters keep most accidents out.
  static let commonBeginning = 6
  private static let titleWeight = 3
  private static let wholeWordWeight = 2
  /// Shared by the texts that have the word; large, so that whole numbers do.
  private static let weightOfAWord = 10_000

  /// One of the texts to choose among.
  public struct Text: Sendable {
    fileprivate let title: Set<String>
    fileprivate let rest: Set<String>

    public init(title: String, rest: String = "") {
      (self.title, self.rest) = (WordOverlap.words(title), WordOverlap.words(rest))
    }

    /// 0 where it does not have the word.
    fileprivate func weight(of word: String) -> Int {
      max(
        WordOverlap.titleWeight * Self.weight(of: word, in: title), Self.weight(of: word, in: rest))
    }

    private static func weight(of word: String, in words: Set<String>) -> Int {
      if words.contains(word) { return WordOverlap.wholeWordWeight }
      guard word.count >= WordOverlap.commonBeginning else { return 0 }
      let beginning = word.prefix(WordOverlap.commonBeginning)
      return words.contains { $0.hasPrefix(beginning) } ? 1 : 0
    }
  }

  private let texts: [Text]

  /// The texts in the order that breaks ties.
  public init(_ texts: [Text]) { self.texts = texts }

  /// The indexes of the texts that share a word with the question, best first, at most `limit`.
  public func best(for question: String, limit: Int) -> [Int] {
    var scores = Array(repeating: 0, count: texts.count)
    for word in Self.words(question) {
      let weights = texts.map { $0.weight(of: word) }
      let found = weights.count { $0 > 0 }
      for index in weights.indices where weights[index] > 0 {
        scores[index] += Self.weightOfAWord * weights[index] / found
      }
    }
    return scores.indices.filter { scores[$0] > 0 }
      .sorted { (-scores[$0], $0) < (-scores[$1], $1) }
      .prefix(limit).map { $0 }
  }

  /// The words in small letters without accents; those that every question has are left out.
  static func words(_ text: String) -> Set<String> {
    let parts = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    return Set(parts.map { String($0.map(plain)) }.filter { $0.count >= shortestWord })
      .subtracting(commonWords)
  }

  private static func plain(_ letter: Character) -> Character {
    switch letter {
    case "à", "á", "â", "ä", "ã": "a"
    case "ç": "c"
    case "è", "é", "ê", "ë": "e"
    case "ì", "í", "î", "ï": "i"
    case "ñ": "n"
    case "ò", "ó", "ô", "ö", "õ": "o"
    case "ù", "ú", "û", "ü": "u"
    default: letter
    }
  }

  /// Words of asking, in the three languages, that tell nothing of what is asked.
  private static let commonWords: Set<String> = [
    "aan", "al", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "doe", "een", "en", "er",
    "geen", "graag", "heb", "hebben", "heeft", "het", "hoe", "iemand", "ik", "in", "is", "je",
    "jullie", "kan", "krijg", "kunnen", "maar", "mag", "me", "met", "mijn", "moet", "moeten",
    "naar", "niet", "nog", "nodig", "of", "om", "ook", "op", "over", "te", "van", "vraag", "voor",
    "waar", "wat", "we", "weet", "welke", "wie", "wij", "wil", "worden", "ze", "zijn", "zo",
    "zou", "about", "am", "an", "and", "are", "as", "at", "be", "by", "can", "could", "do",
    "does", "for", "from", "have", "help", "how", "if", "it", "must", "my", "need", "no", "not",
    "on", "or", "question", "should", "so", "that", "the", "this", "to", "up", "us", "want",
    "what", "where", "which", "who", "with", "would", "you", "your", "aide", "au", "aux", "avec",
    "avoir", "besoin", "ce", "ces", "cette", "comment", "dans", "des", "dois", "du", "elle",
    "est", "et", "etre", "faire", "faut", "il", "la", "le", "les", "ma", "mais", "mes", "mon",
    "ne", "nous", "ou", "par", "pas", "peux", "plus", "pour", "puis", "que", "quel", "quelle",
    "qui", "sa", "se", "si", "sont", "sur", "ta", "tu", "un", "une", "va", "veux", "vos", "votre",
    "vous",
  ]
}
