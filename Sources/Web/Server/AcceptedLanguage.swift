import Hummingbird
import Scheduling

extension Language {
  /// The language that `Accept-Language` prefers among ours (RFC 9110 section 12.5.4); Dutch where
  /// it names none.
  static func accepted(by request: Request) -> Self { named(by: request) ?? .dutch }

  /// The same, nil where the request names none of ours.
  static func named(by request: Request) -> Self? {
    var best: (language: Self, quality: Double)?
    for field in request.headers[values: .acceptLanguage] {
      for item in field.split(separator: ",").prefix(20) {
        let range = QualityValue(item)
        let code = range.name.split(separator: "-").first.map { $0.lowercased() } ?? ""
        guard range.quality > 0, let language = Self(rawValue: code) else { continue }
        if best.map({ range.quality > $0.quality }) ?? true { best = (language, range.quality) }
      }
    }
    return best?.language
  }
}

/// One item of a header such as `nl-BE;q=0.8`.
struct QualityValue {
  let name: String
  /// 1 where not given, 0 where malformed.
  let quality: Double

  init(_ text: some StringProtocol) {
    let parts = text.split(separator: ";").map { part in
      part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
    }.map { String($0) }
    name = parts.first ?? ""
    let weight = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
    quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
  }
}
