import Normalization
import Testing

@testable import Tokenization

@Suite struct SentencePieceModelTests {
  private var sample: SentencePieceModel {
    Sample.model(
      .bpe, [Sample.piece("▁가", -0.5), Sample.piece("나", -1), Sample.piece("<x>", 0, .userDefined)])
  }

  @Test func whatIsWrittenIsReadBackTheSame() throws {
    let bytes = sample.serialized()
    let read = try SentencePieceModel(serialized: bytes)
    #expect(read == sample)
    #expect(read.serialized() == bytes)
  }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func modelsOfSentencePieceKeepEveryByte(name: String) throws {
    let bytes = try Golden.bytes(name)
    #expect(try SentencePieceModel(serialized: bytes).serialized() == bytes)
  }

  @Test func fieldsWithoutANameAreKept() throws {
    // Field 4 (self-test data) of the model, and field 200 of the trainer's settings.
    let extra: [UInt8] = [0x22, 0x02, 0x0A, 0x00]
    let inner: [UInt8] = [0xC0, 0x0C, 0x07]
    let file = sample.serialized()
    let bytes = file + extra + [0x12, UInt8(inner.count)] + inner
    var model = try SentencePieceModel(serialized: bytes)
    #expect(model.serialized().count == bytes.count - 2)
    model.trainer.vocabularySize = 6
    let again = try SentencePieceModel(serialized: model.serialized())
    #expect(again.trainer.otherFields == inner)
    #expect(again.serialized().contains(extra))
    #expect(again.trainer.vocabularySize == 6)
  }

  @Test func settingsThatAreMissingHaveTheirDefaults() throws {
    let model = try SentencePieceModel(serialized: [0x0A, 0x03, 0x0A, 0x01, 0x61])
    #expect(model.pieces == [Sample.piece("a", 0)])
    #expect(model.trainer == SentencePieceModel.TrainerSpec())
    #expect(model.trainer.modelType == .unigram)
    #expect(model.normalizer.addsDummyPrefix)
    #expect(model.serialized().starts(with: [0x0A, 0x03, 0x0A, 0x01, 0x61]))
  }

  @Test(
    arguments: [
      ([], .noPieces),
      ([0x0A], .truncated(field: "model", offset: 1)),
      ([0x0A, 0x05, 0x0A], .lengthOutOfBounds(field: "model", offset: 0, expectedAtMost: 1, found: 5)),
      (
        [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        .lengthOutOfBounds(field: "model", offset: 0, expectedAtMost: 0, found: .max)
      ),
      (
        [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], .malformedNumber(offset: 1)
      ),
      ([0x00], .malformedKey(offset: 0, found: 0)),
      ([0x0B, 0x00], .malformedKey(offset: 0, found: 0x0B)),
      ([0x08, 0x01], .wrongWireType(field: "model", offset: 0, expected: 2, found: 0)),
      ([0x0A, 0x02, 0x08, 0x01], .wrongWireType(field: "piece", offset: 2, expected: 2, found: 0)),
      ([0x0A, 0x02, 0x18, 0x09], .unknownValue(field: "piece.type", offset: 2, found: 9)),
      ([0x0A, 0x03, 0x15, 0x00, 0x00], .truncated(field: "piece", offset: 3)),
      ([0x12, 0x02, 0x18, 0x07], .unknownValue(field: "trainer_spec.model_type", offset: 2, found: 7)),
      ([0x12, 0x02, 0x1A, 0x00], .wrongWireType(field: "trainer_spec", offset: 2, expected: 0, found: 2)),
    ] as [([UInt8], TokenizationError)])
  func bytesThatAreNoModelAreRefused(bytes: [UInt8], error: TokenizationError) {
    #expect(throws: error) { try SentencePieceModel(serialized: bytes) }
  }

  @Test(arguments: 0..<64 as Range<UInt64>)
  func noDamageCrashesReadingOrRunning(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var bytes = try Golden.bytes(seed % 2 == 0 ? "unigram.model" : "haechi.model")
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeLast(bytes.count - place)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      if bytes.isEmpty { bytes = [0x0A] }
    }
    guard let model = try? SentencePieceModel(serialized: bytes) else { return }
    #expect(try SentencePieceModel(serialized: model.serialized()) == model)
    guard let tokenizer = try? Tokenizer(model: model) else { return }
    let encoding = tokenizer.encode(AlignedText("해치 ㅋㅋ 12 ＡＢ<구분>"))
    #expect(encoding.ids.allSatisfy { model.pieces.indices.contains(Int($0)) })
    #expect(encoding.ids.count == encoding.spans.count)
    _ = tokenizer.decode(encoding.ids)
  }
}
