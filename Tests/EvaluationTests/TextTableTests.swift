import Testing

@testable import Evaluation

@Suite struct DisplayWidthTests {
  @Test(
    "Wide characters take two cells, marks none",
    arguments: [
      ("abc", 3), ("해치", 4), ("ㅋㅋ", 4), ("漢字", 4), ("ＡＢ", 4), ("–·", 2), ("e\u{301}", 1), ("", 0),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("\u{200B}", 0),
    ])
  func width(text: String, cells: Int) {
    #expect(DisplayWidth.of(text) == cells)
  }
}
