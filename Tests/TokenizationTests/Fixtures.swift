import Foundation
import Normalization

@testable import Tokenization

/// A generator of numbers that are the same in every run. Source: Steele et al. 2014, SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// The files that Sources/python/tokenizer_golden.py works on.
enum Golden {
  static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/" + name)
  }

  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(name))) }

  static func lines() throws -> [[UInt8]] {
    try bytes("lines.txt").split(separator: 0x0A).map(Array.init)
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(model: SentencePieceModel(serialized: bytes(name)))
  }

  /// The settings of `haechi.model`; `train_all` in the script gives sentencepiece the same.
  static var settings: BPETrainer.Settings {
    var settings = BPETrainer.Settings()
    settings.vocabularySize = 1100
    settings.characterCoverage = 1
    settings.controlSymbols = ["<|pred|>", "<|safe|>"]
    return settings
  }
}

/// Small models, put together by hand.
enum Sample {
  static func piece(
    _ text: String, _ score: Float, _ type: SentencePieceModel.PieceType = .normal
  ) -> SentencePieceModel.Piece {
    SentencePieceModel.Piece(bytes: Array(text.utf8), score: score, type: type)
  }

  static func model(
    _ type: SentencePieceModel.TrainerSpec.ModelType, _ pieces: [SentencePieceModel.Piece],
    dummyPrefix: Bool = false, removesExtraWhitespace: Bool = false
  ) -> SentencePieceModel {
    var trainer = SentencePieceModel.TrainerSpec()
    trainer.modelType = type
    var normalizer = SentencePieceModel.NormalizerSpec()
    normalizer.addsDummyPrefix = dummyPrefix
    normalizer.removesExtraWhitespace = removesExtraWhitespace
    let specials = [piece("<unk>", 0, .unknown), piece("<s>", 0, .control), piece("</s>", 0, .control)]
    return SentencePieceModel(pieces: specials + pieces, trainer: trainer, normalizer: normalizer)
  }
}

extension Tokenizer {
  /// The pieces of `text` as the model spells them.
  func pieces(_ text: String) -> [String] { encode(AlignedText(text)).ids.map { model.pieces[Int($0)].text } }
}
