import Testing

@testable import Normalization

@Suite struct HangulTests {
  @Test func everySyllableIsMadeOfItsJamoAndBack() {
    for syllable in 0xAC00...0xD7A3 as ClosedRange<UInt32> {
      let jamo = Hangul.jamo(of: syllable)
      #expect(jamo.flatMap(Hangul.syllable(of:)) == syllable)
    }
  }

  @Test func whatIsNoSyllableHasNoJamo() {
    #expect(Hangul.jamo(of: 0xABFF) == nil)
    #expect(Hangul.jamo(of: 0xD7A4) == nil)
    #expect(Hangul.jamo(of: 0x3131) == nil)
  }

  @Test func indicesOutsideOfTheirRangesMakeNoSyllable() {
    #expect(Hangul.syllable(of: Hangul.Jamo(leading: 19, vowel: 0)) == nil)
    #expect(Hangul.syllable(of: Hangul.Jamo(leading: 0, vowel: 21)) == nil)
    #expect(Hangul.syllable(of: Hangul.Jamo(leading: 0, vowel: 0, trailing: 28)) == nil)
    #expect(Hangul.syllable(of: Hangul.Jamo(leading: -1, vowel: 0)) == nil)
  }

  @Test(arguments: [
    ("각", "ㄱㅏㄱ"), ("가", "ㄱㅏ"), ("뷁", "ㅂㅞㄺ"), ("힣", "ㅎㅣㅎ"), ("쌌", "ㅆㅏㅆ"), ("ㅋㅋ", "ㅋㅋ"), ("a1 ", "a1 "),
    ("", ""),
    ("해치가", "ㅎㅐㅊㅣㄱㅏ"), ("😀닭", "😀ㄷㅏㄺ"),
  ])
  func syllablesAreSpelledInCompatibilityJamo(text: String, jamo: String) {
    #expect(Hangul.decomposed(Array(text.utf8)) == Array(jamo.utf8))
  }

  @Test func malformedBytesPassThroughADecomposition() {
    #expect(Hangul.decomposed([0xEA, 0xB0]) == [0xEA, 0xB0])
  }

  @Test func eachModernConjoiningJamoHasItsLookAlike() {
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x1100) == 0x3131)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x110F) == 0x314B)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x1161) == 0x314F)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x1175) == 0x3163)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x11A8) == 0x3131)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x11C2) == 0x314E)
    #expect(Hangul.compatibilityJamo(ofConjoining: 0x1113) == nil)
  }

  /// NFKC turns a half-width jamo and its compatibility jamo into the same conjoining jamo.
  @Test func halfWidthJamoAreThoseThatUnicodeSays() throws {
    for scalar in 0xFFA1...0xFFDC as ClosedRange<UInt32> {
      guard let jamo = Hangul.compatibilityJamo(ofHalfWidth: scalar) else { continue }
      let half = try UnicodeForm.nfkc.apply(to: AlignedText(utf8: UTF8Scalar.bytes(of: scalar))).utf8
      let full = try UnicodeForm.nfkc.apply(to: AlignedText(utf8: UTF8Scalar.bytes(of: jamo))).utf8
      #expect(half == full)
    }
    #expect(
      (0xFFA1...0xFFDC as ClosedRange<UInt32>).count { Hangul.compatibilityJamo(ofHalfWidth: $0) != nil }
        == 51)
  }
}
