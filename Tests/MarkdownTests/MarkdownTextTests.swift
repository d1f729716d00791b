import Testing

@testable import Markdown

@Suite struct `Markdown` {
  private func html(_ text: String) throws -> String { try #require(MarkdownText(text)).html }

  private static var ownAttributes: Regex<(Substring, Substring?)> {
    #/ href="[^"<>]*"( rel="noopener external")?/#
  }

  @Test func `begins its headings below the page's own`() throws {
    #expect(
      try html("# Een\n\n## Twee\n\n###### Zes")
        == "<h2>Een</h2>\n<h3>Twee</h3>\n<h6>Zes</h6>\n")
  }

  @Test func `knows paragraphs, lists, emphasis and quotes`() throws {
    #expect(
      try html("Een *woord* en **nog een**.\n\n- a\n- b\n\n> citaat")
        == """
        <p>Een <em>woord</em> en <strong>nog een</strong>.</p>
        <ul>
        <li>a</li>
        <li>b</li>
        </ul>
        <blockquote>
        <p>citaat</p>
        </blockquote>

        """)
  }

  @Test func `marks links that lead outside, and keeps those within the site`() throws {
    let outside = try html("[kbo](https://kbo.example/?a=1&b=2)")
    let link = #"<a href="https://kbo.example/?a=1&amp;b=2" rel="noopener external">kbo</a>"#
    #expect(outside == "<p>\(link)</p>\n")
    #expect(try html("[hier](/nl/nieuws)") == "<p><a href=\"/nl/nieuws\">hier</a></p>\n")
    let mail = #"<a href="mailto:hallo@huis.example">hallo@huis.example</a>"#
    #expect(try html("<hallo@huis.example>") == "<p>\(mail)</p>\n")
  }

  @Test(
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
      "//elders.example", "/\\elders.example", "file:///etc/passwd", "java&#115;cript:x",
    ])
  func `drops a link that leads where no page of ours leads`(url: String) throws {
    #expect(try html("[klik](\(url))") == "<p>klik</p>\n")
  }

  @Test func `shows HTML as it was typed`() throws {
    #expect(
      try html("Een <b onclick=\"x()\">woord</b>")
        == "<p>Een &lt;b onclick=&quot;x()&quot;&gt;woord&lt;/b&gt;</p>\n")
    #expect(
      try html("<script>alert(1)</script>\n") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n")
  }

  @Test(
    arguments: [
      "<img src=x onerror=alert(1)>", "[x](https://a.example/\"onmouseover=\"alert(1))",
      "[x](<https://a.example/\" onmouseover=\"alert(1)>)", "![x](javascript:alert(1))",
      "<https://a.example/'\"><script>>", "[a]: javascript:alert(1)\n[a]", "```\n<script>\n```",
      "[<img src=x onerror=alert(1)>](https://a.example)", "<!-- --><script>x</script>",
    ])
  func `lets no tag or attribute of the writer through`(text: String) throws {
    let html = try html(text)
    for tag in html.matches(of: /<\/?(\w+)([^>]*)>/) {
      #expect(["p", "a", "pre", "code"].contains(tag.1), "\(html)")
      if tag.1 == "a", !tag.2.isEmpty {
        #expect(tag.2.wholeMatch(of: Self.ownAttributes) != nil, "\(html)")
      }
    }
    #expect(!html.contains("=\"javascript"))
  }

  @Test func `shows an image by its description, for pages load nothing from elsewhere`() throws {
    #expect(try html("![Een *huis*](https://a.example/x.png)") == "<p>Een <em>huis</em></p>\n")
  }

  @Test func `bears deep nesting and emptiness`() throws {
    #expect(try html("") == "")
    #expect(try html(String(repeating: "> ", count: 5_000)).hasPrefix("<blockquote>"))
    #expect(try html(String(repeating: "[", count: 5_000) + "x").contains("x"))
  }

  @Test func `of more bytes than the longest article is none`() {
    #expect(MarkdownText(String(repeating: "é", count: 50_001)) == nil)
    #expect(MarkdownText(String(repeating: "é", count: 50_000)) != nil)
  }
}
