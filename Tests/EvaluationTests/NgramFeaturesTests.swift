import Testing

@testable import Evaluation

@Suite struct NgramFeaturesTests {
  static func characters(_ text: String) -> String {
    String(String.UnicodeScalarView(NgramFeatures.characters(of: text).compactMap(Unicode.Scalar.init)))
  }

  @Test(
    "Text is spelled in jamo, in one width, one case and with single spaces",
    arguments: [
      ("각", "ㄱㅏㄱ"), ("\u{1100}\u{1161}\u{11A8}", "ㄱㅏㄱ"), ("㉮ Ａb", "ㄱㅏ ab"), ("  해\n\n치 ", "ㅎㅐ ㅊㅣ"),
      ("ㅋㅋ", "ㅋㅋ"),
      ("", ""), (" ", ""),
    ])
  func spelling(text: String, spelled: String) {
    #expect(Self.characters(text) == spelled)
  }

  @Test("A text of n characters has its distinct n-grams of one to seven, in ascending order")
  func count() {
    let features = NgramFeatures().features(of: "abcdefgh")
    // 8 + 7 + 6 + 5 + 4 + 3 + 2 n-grams, none equal; no two of them collide in 2^20.
    #expect(features.count == 35)
    #expect(features == Array(Set(features)).sorted())
    #expect(NgramFeatures().features(of: "aaaaaaaaaa").count == 7)
    #expect(NgramFeatures().features(of: "").isEmpty)
  }

  @Test("Features depend on the order of characters and fit the table")
  func order() {
    let features = NgramFeatures(longest: 2, hashBits: 10)
    #expect(features.features(of: "ab") != features.features(of: "ba"))
    #expect(features.features(of: "해치는 시비와 선악을 가린다").allSatisfy { $0 < 1 << 10 })
  }
}
