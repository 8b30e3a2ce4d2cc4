import Foundation
import Normalization

@testable import Tokenization

/// Damages model files in ways that reach past the first check, and runs what can still be read.
enum ModelDamage {
  /// `bytes` with some damage: bits, bytes, lengths, stretches, or a field of the parsed model.
  static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    if Int.random(in: 0..<3, using: &generator) == 0, let model = try? SentencePieceModel(serialized: bytes) {
      return meddled(model, using: &generator).serialized()
    }
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: bytes.removeLast(bytes.count - place)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 4: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
      case 5:
        // A number of ten bytes, the longest that there is.
        bytes.replaceSubrange(
          place..<min(place + 1, bytes.count), with: Array(repeating: 0xFF, count: 9) + [1])
      default:
        let end = min(bytes.count, place + Int.random(in: 1...64, using: &generator))
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      }
    }
    return bytes
  }

  /// A model that parses and makes no sense.
  private static func meddled(
    _ model: SentencePieceModel, using generator: inout SeededGenerator
  ) -> SentencePieceModel {
    var model = model
    let id = Int.random(in: model.pieces.indices, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0:
      let values: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1e30, 1e6, 0]
      model.pieces[id].score = values.randomElement(using: &generator) ?? 0
    case 1:
      model.pieces[id].type =
        SentencePieceModel.PieceType(rawValue: .random(in: 1...6, using: &generator)) ?? .normal
    case 2: model.pieces[id].bytes = model.pieces.randomElement(using: &generator)?.bytes ?? []
    case 3:
      model.pieces[id].bytes =
        [[], [0], [0xE2, 0x96], [0xFF], [0x61, 0]].randomElement(using: &generator) ?? []
    case 4: model.pieces[id].bytes = Array(repeating: 0x61, count: .random(in: 1...20_000, using: &generator))
    case 5: model.trainer.hasByteFallback.toggle()
    case 6:
      let types: [SentencePieceModel.TrainerSpec.ModelType] = [.unigram, .bpe, .word, .char]
      model.trainer.modelType = types.randomElement(using: &generator) ?? .bpe
    case 7:
      var spec = model.normalizer
      spec.precompiledCharsmap = charsmap(spec.precompiledCharsmap, using: &generator)
      model.normalizer = spec
    default:
      var spec = model.normalizer
      spec.precompiledCharsmap = charsmap(spec.precompiledCharsmap, using: &generator)
      spec.addsDummyPrefix = Bool.random(using: &generator)
      model.denormalizer = spec
    }
    return model
  }

  /// A character map with damaged units: cycles, values outside, sizes that lie.
  static func charsmap(_ blob: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    guard blob.count > 1100 else {
      return (0..<Int.random(in: 1...2000, using: &generator)).map { _ in
        .random(in: 0...255, using: &generator)
      }
    }
    var blob = blob
    for _ in 0..<Int.random(in: 1...20, using: &generator) {
      let place = Int.random(in: 0..<Int.random(in: 4...blob.count, using: &generator), using: &generator)
      blob[place] =
        [0, 1, 0x80, 0xFF, .random(in: 0...255, using: &generator)].randomElement(using: &generator) ?? 0
    }
    return blob
  }

  /// Reads `bytes` and does with the model all that can be done; gives a complaint if a law is broken.
  static func complaint(_ bytes: [UInt8], seed: UInt64) -> String? {
    guard let model = try? SentencePieceModel(serialized: bytes) else { return nil }
    let isValid = (try? model.validate()) != nil
    guard let tokenizer = try? Tokenizer(model: model) else { return nil }
    let text = AlignedText("해치 ㅋㅋ 12 ＡＢ<구분> a①…ﬁ " + String(repeating: "가나", count: 20))
    let encoding = tokenizer.encode(text)
    guard encoding.ids.count == encoding.spans.count,
      encoding.ids.allSatisfy({ model.pieces.indices.contains(Int($0)) }),
      encoding.spans.allSatisfy({ $0.upperBound <= text.utf8.count })
    else { return "ids or spans outside" }
    _ = tokenizer.decodedBytes(encoding.ids)
    _ = VocabularyFile(model).utf8
    guard isValid else { return nil }
    _ = tokenizer.sentencePieceText(text)
    _ = tokenizer.decoding(encoding.ids)
    var decoder = StreamingDecoder(tokenizer)
    let streamed = encoding.ids.flatMap { decoder.pushBytes($0) } + decoder.finishBytes()
    if streamed != tokenizer.decodedBytes(encoding.ids) { return "streamed text differs" }
    var generator = SplitMix64(seed: seed)
    let ways = AlternativeSegmentation(tokenizer)
    _ = try? ways.nBest(text, limit: 4)
    _ = try? ways.sample(text, alpha: 0.3, using: &generator)
    _ = SentencePiece020(tokenizer).encode(text)
    for spec in [model.normalizer, model.denormalizer].compactMap(\.self) {
      if !spec.precompiledCharsmap.isEmpty {
        _ = try? CharsmapRules(precompiled: spec.precompiledCharsmap).tsv
      }
    }
    return nil
  }
}
