import Testing

@testable import Haechi

struct WordsTests {
  @Test("Pieces between spaces are one word, and a piece's own space is no part of it")
  func plain() {
    let source = Array("ab cd  e".utf8)
    let spans = [0..<1, 1..<2, 2..<4, 4..<5, 5..<6, 6..<8]
    #expect(
      Words.under(0..<spans.count, of: spans, source: source) == [
        Word(pieces: 0..<2, bytes: 0..<2), Word(pieces: 2..<4, bytes: 3..<5),
        Word(pieces: 5..<6, bytes: 7..<8),
      ])
  }

  @Test("A window's pieces are counted from its start, and a word that it cuts has its whole text")
  func window() {
    let source = Array("ab cd".utf8)
    let spans = [0..<1, 1..<2, 2..<4, 4..<5]
    #expect(
      Words.under(1..<4, of: spans, source: source) == [
        Word(pieces: 0..<1, bytes: 0..<2), Word(pieces: 1..<3, bytes: 3..<5),
      ])
  }

  @Test("Text that normalization left out does not part a word, a space that no piece shows does")
  func gaps() {
    let source = Array("a\u{200B}b c".utf8)
    #expect(
      Words.under(0..<3, of: [0..<1, 4..<5, 6..<7], source: source) == [
        Word(pieces: 0..<2, bytes: 0..<5), Word(pieces: 2..<3, bytes: 6..<7),
      ])
  }

  @Test("The bytes of one character, which share a span, are one word")
  func byteFallback() {
    let source = Array("뷁 a".utf8)
    #expect(
      Words.under(0..<4, of: [0..<3, 0..<3, 0..<3, 3..<5], source: source) == [
        Word(pieces: 0..<3, bytes: 0..<3), Word(pieces: 3..<4, bytes: 4..<5),
      ])
  }

  @Test("A long run without a space is cut, but never inside a character")
  func longRun() {
    let source = Array(String(repeating: "뷁", count: 10).utf8)
    let spans = (0..<10).flatMap { Array(repeating: $0 * 3..<$0 * 3 + 3, count: 3) }
    let words = Words.under(0..<spans.count, of: spans, source: source)
    #expect(words.map(\.pieces) == [0..<9, 9..<18, 18..<27, 27..<30])
    #expect(words.map(\.bytes) == [0..<9, 9..<18, 18..<27, 27..<30])
  }

  @Test("A long run that a window cuts is named no further than the window")
  func cutLongRun() {
    let source = Array(String(repeating: "a", count: 60).utf8)
    let spans = (0..<60).map { $0..<$0 + 1 }
    let words = Words.under(20..<32, of: spans, source: source)
    #expect(words == [Word(pieces: 0..<8, bytes: 20..<28), Word(pieces: 8..<12, bytes: 28..<32)])
  }

  @Test("White space alone has no word")
  func blank() {
    #expect(Words.under(0..<2, of: [0..<1, 1..<3], source: Array("   ".utf8)) == [])
    #expect(Words.under(0..<0, of: [], source: []) == [])
  }
}
