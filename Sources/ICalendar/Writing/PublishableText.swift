import Foundation

/// Text as it goes out: normalised (NFC), every line break a LF, no control but HTAB.
///
/// Controls are not allowed in TEXT (RFC 5545 section 3.3.11). The Unicode line separators become
/// line breaks because several readers split the file at them.
struct PublishableText: Hashable, Sendable {
  let value: String

  var isEmpty: Bool { value.isEmpty }

  init(_ text: String) {
    value = Self.isPublishable(text) ? text : Self.cleaned(text)
  }

  /// Without the line breaks: names and titles that clients show on one line.
  init(line text: String) {
    let cleaned = PublishableText(text)
    guard cleaned.value.utf8.contains(UInt8(ascii: "\n")) else {
      self = cleaned
      return
    }
    value = cleaned.value.replacing("\n", with: " ")
  }

  /// True where `cleaned` would change nothing, decided in one pass over the bytes.
  ///
  /// Below U+0300 every character is its own normal form; beyond, only the common punctuation and
  /// currency signs are taken as such without asking.
  private static func isPublishable(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        switch bytes[index] {
        case 0x20..<0x7F, 0x09, 0x0A: index += 1
        case 0xC2 where bytes[index + 1] >= 0xA0: index += 2
        case 0xC3..<0xCC: index += 2
        case 0xE2 where isCommonSign(bytes[index + 1], bytes[index + 2]): index += 3
        default: return false
        }
      }
      return true
    }
  }

  /// The tails of U+2010...2027, U+2030...203F and U+20A0...20BF.
  private static func isCommonSign(_ second: UInt8, _ third: UInt8) -> Bool {
    switch second {
    case 0x80: (0x90...0xA7).contains(third) || third >= 0xB0
    case 0x82: third >= 0xA0
    default: false
    }
  }

  private static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var afterCarriageReturn = false
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
      defer { afterCarriageReturn = scalar == "\r" }
      switch scalar.value {
      case 0x0A: if !afterCarriageReturn { result.append("\n") }
      case 0x0D, 0x85, 0x2028, 0x2029: result.append("\n")
      case 0x09: result.append(scalar)
      case 0..<0x20, 0x7F..<0xA0, 0xFEFF: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
