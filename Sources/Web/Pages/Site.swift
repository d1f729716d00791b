import Foundation
import Hummingbird
import Mustache
import Operations

/// The templates and assets beside the program, read once.
struct Site: Sendable {
  /// A file that browsers keep for a year: its address changes with its content.
  struct Asset: Sendable {
    let path: String
    let type: String
    let bytes: ByteBuffer
  }

  let stylesheet: Asset
  let mark: Asset
  private let library: MustacheLibrary

  init() {
    stylesheet = Self.asset("style", "css", type: "text/css; charset=utf-8")
    mark = Self.asset("mark", "svg", type: "image/svg+xml")
    library = Self.templates()
  }

  /// The page as its template shows it, with the words of one language.
  func render(_ page: any Page, texts: Texts) -> String {
    let name = String(describing: type(of: page))
    guard let text = library.render(Sheet(page: page, words: Words(texts)), withTemplate: name)
    else { preconditionFailure("the template \(name) is missing beside the program") }
    return text
  }

  private static func asset(_ name: String, _ suffix: String, type: String) -> Asset {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: suffix, subdirectory: "Assets"),
      let data = try? Data(contentsOf: url)
    else { preconditionFailure("\(name).\(suffix) is missing beside the program: reinstall it") }
    let hash = Secret.sha256(Array(data)).prefix(12)
    return Asset(
      path: "/assets/\(name).\(hash).\(suffix)", type: type, bytes: ByteBuffer(bytes: data))
  }

  private static func templates() -> MustacheLibrary {
    var templates: [String: MustacheTemplate] = [:]
    let urls = Bundle.module.urls(
      forResourcesWithExtension: "mustache", subdirectory: "Templates")
    for resource in urls ?? [] {
      let url = resource as URL
      do {
        let text = try String(contentsOf: url, encoding: .utf8)
        templates[url.deletingPathExtension().lastPathComponent] = try MustacheTemplate(
          string: text)
      } catch { preconditionFailure("template \(url.lastPathComponent): \(error)") }
    }
    return MustacheLibrary(templates: templates)
  }
}

/// Ready strings and flags that the template of the same name shows.
protocol Page: Sendable {
  /// The heading of the browser's window.
  var title: String { get }
}

/// What a template sees: the page's own names, and `t` for words without facts.
private struct Sheet: MustacheParent {
  private let names: [String: Any]

  init(page: any Page, words: Words) {
    var names = Self.names(of: page)
    names["t"] = words
    self.names = names
  }

  func child(named name: String) -> Any? { names[name] }

  /// Every struct below is reflected once and looked up by name from then on: asking its mirror for
  /// each name of a template took most of the time of a long page.
  private static func names(of value: Any) -> [String: Any] {
    var names: [String: Any] = [:]
    for child in Mirror(reflecting: value).children {
      if let name = child.label, let value = lookedUp(child.value) { names[name] = value }
    }
    return names
  }

  /// Nil where an optional has no value: such a name is nothing.
  private static func lookedUp(_ value: Any) -> Any? {
    switch value {
    case is String, is Bool, is Int, is Markup: return value
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { lookedUp($0.value) }
    case .collection: return mirror.children.compactMap { lookedUp($0.value) }
    case .struct: return names(of: value)
    default: return value
    }
  }
}

/// The phrase that a dotted name spells out: `t.home.title` is `home.title`.
private struct Words: MustacheParent, MustacheCustomRenderable {
  private let texts: Texts
  private let key: String

  init(_ texts: Texts, key: String = "") { (self.texts, self.key) = (texts, key) }

  func child(named name: String) -> Any? {
    Words(texts, key: key.isEmpty ? name : "\(key).\(name)")
  }

  var renderText: String { texts.text(key) }
  var isNull: Bool { false }
}

/// HTML that was made safe here; a template shows it with three braces.
struct Markup: MustacheCustomRenderable, Sendable {
  let html: String

  var renderText: String { html }
  var isNull: Bool { false }

  /// Byte by byte, since all that needs escaping is ASCII; most texts hold none of it.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { escape(of: $0) != nil }) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      if let escape = escape(of: byte) {
        bytes += escape.utf8
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escape(of byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  static func text(_ text: String) -> Markup { Markup(html: escaped(text)) }
}
