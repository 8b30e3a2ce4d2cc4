import Foundation
import Normalization
import Testing

@testable import Tokenization

/// Agreement with SentencePiece 0.2.3; Goldens/README.md says how the files came about.
@Suite struct TokenizerGoldenTests {
  private struct Encodings: Decodable {
    struct Model: Decodable {
      var sha256: String
      var ids: [[Int32]]
      var normalized: [String]
      var decoded: [String]
    }

    var sentencepiece: String
    var models: [String: Model]
  }

  private func inputs() throws -> [String] {
    try JSONDecoder().decode([String].self, from: Data(contentsOf: Golden.url("inputs.json")))
  }

  private func golden(_ name: String) throws -> Encodings.Model {
    let encodings = try JSONDecoder().decode(
      Encodings.self, from: Data(contentsOf: Golden.url("encodings.json")))
    return try #require(encodings.models[name])
  }

  /// With HAECHI_UPDATE_GOLDENS in the environment the file is written first.
  @Test func theTrainerWritesTheModelOfTheGolden() throws {
    let bytes = try BPETrainer(settings: Golden.settings).train(lines: Golden.lines()).serialized()
    if ProcessInfo.processInfo.environment["HAECHI_UPDATE_GOLDENS"] != nil {
      try Data(bytes).write(to: Golden.url("haechi.model"))
    }
    #expect(try Golden.bytes("haechi.model") == bytes)
  }

  @Test func theTrainerFindsThePiecesThatSentencePieceFinds() throws {
    let ours = try BPETrainer(settings: Golden.settings).train(lines: Golden.lines())
    let theirs = try SentencePieceModel(serialized: Golden.bytes("sentencepiece-bpe.model"))
    #expect(ours.pieces == theirs.pieces)
  }

  @Test(arguments: ["haechi.model", "sentencepiece-bpe.model", "unigram.model"])
  func idsNormalizedAndDecodedTextAreThoseOfSentencePiece(name: String) throws {
    let golden = try golden(name)
    let tokenizer = try Golden.tokenizer(name)
    let inputs = try inputs()
    #expect(inputs.count == golden.ids.count)
    for (index, input) in inputs.enumerated() {
      let ids = tokenizer.encode(AlignedText(input)).ids
      #expect(ids == golden.ids[index], "\(input)")
      #expect(tokenizer.prepared(AlignedText(input)).utf8 == Array(golden.normalized[index].utf8), "\(input)")
      #expect(tokenizer.decodedBytes(golden.ids[index]) == Array(golden.decoded[index].utf8), "\(input)")
    }
  }
}
