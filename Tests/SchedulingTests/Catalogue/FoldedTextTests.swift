import Scheduling
import Testing

@Suite struct `Text made ready for searching` {
  @Test(
    arguments: [
      ("Crédit-bail & co.", " credit bail co "), ("ÉTUDIANT", " etudiant "),
      ("l’œuvre d'Ængus", " l oeuvre d aengus "), ("Großhandel", " grosshandel "),
      ("e\u{301}e\u{301}n", " een "), ("Čeština Łódź Ñandú Øre", " cestina lodz nandu ore "),
      ("  btw  21% ", " btw 21 "), ("×÷—…", " "), ("", " "), ("Ĳzer ĳ", " ijzer ij "),
      ("дом", " дом "),
    ])
  func `has lower-case words without marks`(text: String, folded: String) {
    #expect(FoldedText([text]).text == folded)
  }

  @Test func `keeps texts apart`() {
    #expect(FoldedText(["een", "twee"]).text == " een twee ")
  }

  @Test func `is looked through by word, from its start or inside`() {
    let text = FoldedText(["Gesprek over startkapitaal"])
    func closeness(_ word: String) -> [Int] {
      FoldedText.words(of: word).map { $0.closeness(in: text) }
    }
    #expect(closeness("START") == [2])
    #expect(closeness("kapitaal") == [1])
    // Two letters inside a word are chance.
    #expect(closeness("ka") == [0])
    #expect(closeness("ge") == [2])
    #expect(closeness("lening gesprek") == [0, 2])
    #expect(closeness("startkapitaalx") == [0])
  }

  @Test func `takes a question of few words, each once`() {
    #expect(FoldedText.words(of: "btw BTW b.t.w.").count == 4)
    #expect(FoldedText.words(of: "a b c d e f g h i j").count == 8)
    #expect(FoldedText.words(of: " ?! ").isEmpty)
    #expect(FoldedText.words(of: String(repeating: "x", count: 100_000)).count == 1)
  }
}
