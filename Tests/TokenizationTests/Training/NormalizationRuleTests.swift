import Normalization
import Testing

@testable import Tokenization

@Suite struct NormalizationRuleTests {
  private func normalized(_ text: String, _ rule: NormalizationRule) throws -> String {
    var spec = Rules.spec(rule)
    spec.addsDummyPrefix = false
    spec.removesExtraWhitespace = false
    var normalizer = try TrainingNormalizer(spec, isSuffixed: false)
    var output = GrowableBuffer<UInt8>()
    Array(text.utf8).withUnsafeBufferPointer { normalizer.normalize($0, into: &output) }
    return String(decoding: output.elements, as: UTF8.self)
  }

  // From sentencepiece 0.2.3: SentencePieceNormalizer(rule_name=...).normalize(...).
  @Test(arguments: [
    ("ＡＢＣ ①", NormalizationRule.nfkc, "ABC▁1"), ("ㅋㅋ", .nfkc, "ᄏᄏ"), ("ㄱㅏㄱ", .nmtNFKC, "가ᄀ"),
    ("각", .nfkc, "각"), ("a\tb\u{7}", .nmtNFKC, "a▁b"), ("～", .nmtNFKC, "～"), ("～", .nfkc, "~"),
    ("Straße É", .nfkcCasefold, "straße▁é"), ("㍿", .nmtNFKCCasefold, "株式会社"), ("각\t", .identity, "각\t"),
    ("\u{1CCD6}\u{301}", .nfkc, "Á"), ("\u{16EA0}", .nfkcCasefold, "\u{16EBB}"),
  ])
  func rulesDoWhatSentencePieceDoes(text: String, rule: NormalizationRule, expected: String) throws {
    #expect(Array(try normalized(text, rule).utf8) == Array(expected.utf8))
  }

  @Test(arguments: ["ㅋㅋㅋ ㅠㅠ", "각가", "Ａ１！", "ﾡﾢ", "한\u{200B}글\u{A0}좋다", "é", "ᄀ"])
  func theHangulRuleIsTheHangulForm(text: String) throws {
    let form = HangulForm.normalize(AlignedText(text)).utf8
    #expect(try normalized(text, .hangul) == String(decoding: form, as: UTF8.self).replacing(" ", with: "▁"))
  }

  @Test func ruleFilesBecomeCharsmaps() throws {
    var spec = try SentencePieceModel.NormalizerSpec(
      tsv: ["61\t62 63\t# a", "U+AC00", "64 65\t66"], path: "rules")
    spec.addsDummyPrefix = false
    var normalizer = try TrainingNormalizer(spec, isSuffixed: false)
    var output = GrowableBuffer<UInt8>()
    Array("a가ded".utf8).withUnsafeBufferPointer { normalizer.normalize($0, into: &output) }
    #expect(String(decoding: output.elements, as: UTF8.self) == "bcfd")
    #expect(spec.name == "user_defined")
    #expect(throws: TokenizerTrainingError.malformedRule(path: "rules", line: 2, found: "xyz\t61")) {
      try SentencePieceModel.NormalizerSpec(tsv: ["61\t62", "xyz\t61"], path: "rules")
    }
  }
}
