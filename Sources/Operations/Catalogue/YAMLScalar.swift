/// The written forms of a text in YAML, chosen so that every reader takes it for that text.
enum YAMLScalar {
  /// The text as it is where that can only mean the text, else between double quotes.
  static func quotedIfNeeded(_ text: String, isInFlow: Bool = false) -> String {
    isPlain(text, isInFlow: isInFlow) ? text : quoted(text)
  }

  /// Between double quotes, with escapes for whatever does not print (YAML 1.1 section 5.6).
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    let anchors = anchorSigns(in: text)
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "&" where anchors.contains(index): quoted += "\\u0026"
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case " ": quoted += " "
      case _ where prints(scalar): quoted.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        let zeros = String(repeating: "0", count: width - digits.count)
        quoted += (width == 8 ? "\\U" : "\\u") + zeros + digits
      }
    }
    return quoted + "\""
  }

  /// Whether the text has several lines and can stand below `|` as it is.
  static func isLiteral(_ text: String) -> Bool {
    guard text.contains("\n"), anchorSigns(in: text).isEmpty, let first = text.unicodeScalars.first,
      !first.properties.isWhitespace, !text.hasSuffix("\n\n"),
      text.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == " " || prints($0) })
    else { return false }
    return literalLines(text).allSatisfy { $0.isEmpty || $0.contains { $0 != " " } }
  }

  static func literalHeader(_ text: String) -> String { text.hasSuffix("\n") ? "|" : "|-" }

  static func literalLines(_ text: String) -> [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return text.hasSuffix("\n") ? lines.dropLast() : lines
  }

  /// Words that YAML 1.1 takes for truth values or nothing.
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// A text that starts with a letter, is no word of YAML's and holds no sign that YAML reads.
  private static func isPlain(_ text: String, isInFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic,
      text.unicodeScalars.last != " ", text.unicodeScalars.last != ":",
      !words.contains(text.lowercased()), !text.contains(": "), !text.contains(" #"),
      anchorSigns(in: text).isEmpty
    else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case ",", "[", "]", "{", "}", ":": !isInFlow
      case "\"", "`": false
      case " ": true
      default: prints(scalar)
      }
    }
  }

  /// Where the text has an `&` that `YAMLComposing` might take for an anchor's; a file that we
  /// write has none, so that it is never refused for what its texts say.
  private static func anchorSigns(in text: String) -> Set<Int> {
    guard text.contains("&") else { return [] }
    let scalars = Array(text.unicodeScalars)
    return Set(
      scalars.indices.filter { index in
        scalars[index] == "&" && !(index > 0 && isName(scalars[index - 1]))
          && index + 1 < scalars.count && isName(scalars[index + 1])
      })
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || scalar == "_" || scalar == "-"
  }

  /// Letters, digits, signs and marks: all that is no space, line end, control or gap in Unicode.
  private static func prints(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      false
    default: true
    }
  }
}
