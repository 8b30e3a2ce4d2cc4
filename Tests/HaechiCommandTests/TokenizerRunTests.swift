import Testing
import Tokenization

@testable import HaechiCommand

@Suite struct TokenizerRunTests {
  private var model: SentencePieceModel {
    var trainer = SentencePieceModel.TrainerSpec()
    trainer.modelType = .bpe
    return SentencePieceModel(
      pieces: [
        SentencePieceModel.Piece(bytes: Array("<unk>".utf8), score: 0, type: .unknown),
        SentencePieceModel.Piece(bytes: Array("▁".utf8), score: -1, type: .normal),
      ], trainer: trainer, normalizer: SentencePieceModel.NormalizerSpec())
  }

  @Test func everyKindOfWorkIsTimedAndReported() throws {
    let lines = TokenizerRun.madeUpLines(bytes: 2000)
    let result = try TokenizerRun(model: model.serialized(), lines: lines, iterations: 1).measure()
    #expect(result.rates.map(\.name) == ["encode", "encode_offsets", "decode", "normalize"])
    #expect(result.rates.allSatisfy { $0.megabytesPerSecond > 0 })
    #expect(result.lines == lines.count)
    #expect(result.bytes == lines.reduce(0) { $0 + $1.count })
    // A `▁` and an unknown piece for each word.
    #expect(result.tokens == 2 * 12 * lines.count)
    #expect(result.json(peakMemoryBytes: 1, processor: "a \"b\"").contains("\"encode_mb_per_s\":"))
    #expect(result.table(peakMemoryBytes: 1, processor: "x", in: .ko).contains("인코딩"))
  }

  @Test func theMadeUpTextIsTheSameEveryTime() {
    let lines = TokenizerRun.madeUpLines(bytes: 5000)
    #expect(lines == TokenizerRun.madeUpLines(bytes: 5000))
    #expect(lines.reduce(0) { $0 + $1.count } >= 5000)
  }

  @Test func aModelThatCannotWorkIsRefused() {
    #expect(throws: TokenizationError.noPieces) {
      try TokenizerRun(model: [], lines: [[0x61]], iterations: 1).measure()
    }
  }
}
