import Foundation
import Normalization
import Testing

@testable import Tokenization

@Suite struct CompatibilityTests {
  /// A text that SentencePiece 0.2.0 and 0.2.3 cut differently with a staged model, and both answers' ids around it.
  struct Difference: Sendable {
    var model: String
    var text: String
    var old: [Int32]
    var new: [Int32]
  }

  /// Written by SentencePiece 0.2.0 and 0.2.3 from PyPI.
  static let differences = [
    Difference(model: "t5_base", text: "----", old: [3, 14817, 18], new: [3, 18, 14817]),
    Difference(model: "onmt_sp", text: "....", old: [1115, 3], new: [3, 1115]),
    Difference(
      model: "internlm2_92k", text: "가\u{0}나", old: [66239, 354, 66299], new: [66239, 3, 66299]),
  ]

  @Test(.enabled(if: Staged.folder != nil, "needs ../shared/tokenizer"), arguments: differences)
  func theOldReleaseIsFollowedWhereItDiffers(difference: Difference) throws {
    let tokenizer = try Tokenizer(model: Staged.model(difference.model))
    let text = AlignedText(difference.text)
    #expect(tokenizer.encode(text).ids == difference.new)
    #expect(SentencePiece020(tokenizer).encode(text).ids == difference.old)
  }

  /// What 0.2.0 gives for these models is what 0.2.3 gives: they hold none of the differences.
  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model"], 0..<40 as Range<UInt64>)
  func elsewhereTheReleasesAgree(name: String, seed: UInt64) throws {
    let tokenizer = try Golden.tokenizer(name)
    let text = AlignedText(TokenizerTests.text(seed: seed))
    #expect(SentencePiece020(tokenizer).encode(text) == tokenizer.encode(text))
  }

  /// Under 0.2.0 a user-defined piece of n bytes scores n times the best normal score, less 0.1.
  @Test func severalUserDefinedPiecesMayWinOverOne() throws {
    let tokenizer = try Tokenizer(
      model: Sample.model(
        .unigram,
        [
          Sample.piece("a", 1), Sample.piece("xx", 0, .userDefined), Sample.piece("x", 0, .userDefined),
          Sample.piece("b", -1),
        ]))
    #expect(SentencePiece020(tokenizer).encode(AlignedText("xx")).ids == [4])
    #expect(tokenizer.encode(AlignedText("xx")).ids == [4])
    let negative = try Tokenizer(
      model: Sample.model(
        .unigram, [Sample.piece("a", -3), Sample.piece("xx", 0, .userDefined), Sample.piece("x", -1)]))
    // 2 * -1 - 0.1 is worse than -1 + -1.
    #expect(SentencePiece020(negative).encode(AlignedText("xx")).ids == [5, 5])
    let best = try AlternativeSegmentation(negative).nBest(AlignedText("xx"), limit: 2)
    #expect(best.first?.encoding.ids == [4])
  }

  @Test func decomposedTextTakesNoMorePiecesOnceItIsComposed() throws {
    let tokenizer = try Golden.tokenizer("sentencepiece-bpe.model")
    for text in ["해치는 옳고 그름을 가립니다. ㅋㅋ 12", "각각 나쁜 말 하지 마", "뚫훍뷁 뿡"] {
      let composed = AlignedText(text)
      let decomposed = AlignedText(utf8: try UnicodeForm.nfd.apply(to: composed).utf8)
      let plain = tokenizer.encode(composed)
      let found = tokenizer.encode(decomposed, options: .composesHangul)
      #expect(found.ids == plain.ids)
      #expect(tokenizer.encode(composed, options: .composesHangul) == plain)
      #expect(tokenizer.encode(decomposed).ids.count > 2 * plain.ids.count)
      // The spans are those of the text as it was given: each piece's text is the same but for its form.
      for (one, other) in zip(plain.spans, found.spans) {
        let part = AlignedText(utf8: Array(composed.utf8[one]))
        #expect(try UnicodeForm.nfd.apply(to: part).utf8 == Array(decomposed.utf8[other]))
      }
    }
  }

  /// The law of the hangul form: decoding gives the form of the text, and the text itself where it is in the form.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func theHangulFormComesBackByteForByte(seed: UInt64) throws {
    let tokenizer = try Golden.tokenizer("haechi.model")
    let text = AlignedText(TokenizerTests.text(seed: seed))
    let form = HangulForm.normalize(text).utf8
    #expect(tokenizer.decodedBytes(tokenizer.encode(text, options: .hangulForm).ids) == form)
    let again = tokenizer.encode(AlignedText(utf8: form), options: .hangulForm)
    #expect(tokenizer.decodedBytes(again.ids) == form)
  }

  @Test(arguments: [SentencePieceModel.TrainerSpec.ModelType.bpe, .unigram])
  func aRestrictedModelGivesOutOnlyWhatItMay(type: SentencePieceModel.TrainerSpec.ModelType) throws {
    let model = Sample.model(
      type,
      [
        Sample.piece("a", -3), Sample.piece("b", -3), Sample.piece("ab", -1), Sample.piece("abb", -0.5),
        Sample.piece("zz", 0, .userDefined),
      ])
    let restricted = try Tokenizer(model: model.restricted(to: [Array("ab".utf8)]))
    #expect(restricted.pieces("abbzz") == ["ab", "b", "zz"])
    #expect(try Tokenizer(model: model).pieces("abb") == ["abb"])
    #expect(throws: TokenizationError.self) {
      try Sample.model(.word, [Sample.piece("a", 0)]).restricted(to: [])
    }
  }
}
