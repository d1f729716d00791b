import CCmark

/// CommonMark that people of the house write, as HTML that is safe in a page of ours.
///
/// libcmark reads and writes it; what stands here is what we allow. HTML in the text shows as it was
/// typed. A link leads to http, https, mailto, tel, a path of ours or a place in the page, and is
/// otherwise only its text. Images become their description. Headings begin below the page's own.
public struct MarkdownText: Sendable {
  /// More than the longest article of ours in one language.
  public static let maximumBytes = 100_000

  private let text: String

  /// Nil where the text is longer than `maximumBytes`.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumBytes else { return nil }
    self.text = text
  }

  /// Safe HTML; `#` becomes `<h2>`, and so on down to `<h6>`.
  public var html: String {
    guard let document = Document(text) else { return "" }
    document.shiftHeadings()
    document.quoteHTML()
    document.describeImages()
    document.settleLinks()
    return document.html
  }
}

/// libcmark's tree of a text; frees it in the end. No pointer leaves this file.
private struct Document: ~Copyable {
  private let root: OpaquePointer

  init?(_ text: String) {
    var text = text
    let root = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else { return nil }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// Without CMARK_OPT_UNSAFE: should anything slip through above, libcmark leaves it out.
  var html: String {
    guard let buffer = cmark_render_html(root, CMARK_OPT_DEFAULT) else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(buffer) }
    return String(cString: buffer)
  }

  func shiftHeadings() {
    for node in nodes(CMARK_NODE_HEADING) {
      cmark_node_set_heading_level(node, min(cmark_node_get_heading_level(node) + 1, 6))
    }
  }

  func quoteHTML() {
    for node in nodes(CMARK_NODE_HTML_INLINE) { replace(node, with: Self.text(like: node)) }
    for node in nodes(CMARK_NODE_HTML_BLOCK) {
      let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH)
      cmark_node_append_child(paragraph, Self.text(like: node))
      replace(node, with: paragraph)
    }
  }

  func describeImages() { for node in nodes(CMARK_NODE_IMAGE) { unwrap(node) } }

  func settleLinks() {
    for node in nodes(CMARK_NODE_LINK) {
      let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      guard let kind = LinkKind(url) else {
        unwrap(node)
        continue
      }
      guard kind == .external else { continue }
      // libcmark writes no `rel`, so the tag is written here.
      let link = cmark_node_new(CMARK_NODE_CUSTOM_INLINE)
      cmark_node_set_on_enter(link, "<a href=\"\(Self.escaped(url))\" rel=\"noopener external\">")
      cmark_node_set_on_exit(link, "</a>")
      while let child = cmark_node_first_child(node) { cmark_node_append_child(link, child) }
      replace(node, with: link)
    }
  }

  // MARK: The tree

  /// The nodes of a type, outer ones first; listed before any is changed.
  private func nodes(_ type: cmark_node_type) -> [OpaquePointer] {
    guard let walk = cmark_iter_new(root) else { return [] }
    defer { cmark_iter_free(walk) }
    var nodes: [OpaquePointer] = []
    while true {
      let event = cmark_iter_next(walk)
      guard event != CMARK_EVENT_DONE else { return nodes }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk),
        cmark_node_get_type(node) == type
      else { continue }
      nodes.append(node)
    }
  }

  private func replace(_ node: OpaquePointer, with other: OpaquePointer?) {
    cmark_node_insert_before(node, other)
    cmark_node_free(node)
  }

  /// Puts what a node holds in its place.
  private func unwrap(_ node: OpaquePointer) {
    while let child = cmark_node_first_child(node) { cmark_node_insert_before(node, child) }
    cmark_node_free(node)
  }

  private static func text(like node: OpaquePointer) -> OpaquePointer? {
    let text = cmark_node_new(CMARK_NODE_TEXT)
    cmark_node_set_literal(text, cmark_node_get_literal(node))
    return text
  }

  private static func escaped(_ url: String) -> String {
    var result = ""
    for scalar in url.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "\"": result += "%22"
      case "<": result += "%3C"
      case ">": result += "%3E"
      case "'": result += "%27"
      case let scalar where scalar.value <= 0x20 || scalar.value == 0x7F: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Where a link may lead.
private enum LinkKind {
  case external, own

  /// Nil for anything but the ways we know, such as `javascript:` or another site's `//name`.
  init?(_ url: String) {
    let lowered = url.lowercased()
    if lowered.hasPrefix("https://") || lowered.hasPrefix("http://") {
      self = .external
    } else if lowered.hasPrefix("mailto:") || lowered.hasPrefix("tel:") || lowered.hasPrefix("#") {
      self = .own
    } else if lowered.hasPrefix("/"), !lowered.hasPrefix("//"), !lowered.contains("\\") {
      self = .own
    } else {
      return nil
    }
  }
}
