import Testing

@testable import Datasets

@Suite struct TextKeyTests {
  @Test(
    "Space, punctuation, case, width and composition do not count",
    arguments: [
      ("안녕하세요!", "안녕 하세요"), ("ABC 뉴스", "abc뉴스"), ("１２３", "123"),
      ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"), ("가 나\n다", "가나다"),
      ("뭐해?~~", "뭐해"),
    ])
  func equal(left: String, right: String) {
    #expect(TextKey(left) == TextKey(right))
  }

  @Test("Letters and numbers count", arguments: [("가나", "가너"), ("1번", "2번"), ("ㅋㅋ", "ㅋㅋㅋ")])
  func different(left: String, right: String) {
    #expect(TextKey(left) != TextKey(right))
  }

  @Test("A text of symbols alone is its own key")
  func symbols() {
    #expect(TextKey("!!") != TextKey("??"))
    #expect(!TextKey("…").utf8.isEmpty)
  }

  @Test("A syllable gives its jamo as compatibility letters")
  func jamo() {
    #expect(TextKey("각나 a").jamo == "ㄱㅏㄱㄴㅏa".unicodeScalars.map(\.value))
  }
}
