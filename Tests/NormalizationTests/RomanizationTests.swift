import Testing

@testable import Normalization

@Suite struct RomanizationTests {
  private func apply(_ direction: Romanization, _ text: String) -> String {
    String(decoding: direction.apply(to: AlignedText(text)).utf8, as: UTF8.self)
  }

  @Test(arguments: [
    ("한국", "hangug"), ("해치는 문 앞을 지킨다.", "haechineun mun ap-eul jikinda."), ("", ""), ("abc", "abc"),
  ])
  func hangulIsWrittenInLatinLetters(hangul: String, latin: String) {
    #expect(apply(.hangulToLatin, hangul) == latin)
  }

  @Test(arguments: ["한국", "해치", "안녕하세요", "닭갈비", "값"])
  func latinLettersAreReadBack(hangul: String) {
    #expect(apply(.latinToHangul, apply(.hangulToLatin, hangul)) == hangul)
  }

  @Test func spansLeadToTheWord() {
    let text = Romanization.hangulToLatin.apply(to: AlignedText("a 한국 b"))
    #expect(text.sourceRange(of: 2..<8) == 2..<8)
    #expect(text.sourceRange(of: 9..<10) == 9..<10)
  }

  @Test func longWordsAndMalformedBytesTakeTheirTimeAndNoMore() {
    let text = AlignedText(
      utf8: Array(String(repeating: "가", count: 20_000).utf8) + [UInt8](repeating: 0x80, count: 5000))
    #expect(UTF8Validation.firstInvalidOffset(in: Romanization.hangulToLatin.apply(to: text).utf8) == nil)
  }
}
