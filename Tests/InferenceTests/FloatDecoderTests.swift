import CKernels
import Foundation
import Models
import Testing

@testable import Inference

@Suite struct FloatDecoderTests {
  private struct Golden: Decodable {
    let ids: [Int32]
    let logits: [Float]
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens/TinyLlama")

  /// Logits lie within ±2; both sides compute in f32 and sum in different orders. Measured: 6e-7.
  private static let tolerance: Float = 1e-5

  @Test func logitsAreThoseOfTransformers() throws {
    let goldens = try JSONDecoder().decode(
      [Golden].self, from: Data(contentsOf: Self.folder.appending(path: "logits.json")))
    let decoder = try FloatDecoder(checkpoint: Checkpoint(directory: Self.folder))
    #expect(goldens.map(\.ids.count) == [1, 4, 32])
    for golden in goldens {
      let found = decoder.logits(ids: golden.ids).suffix(64)
      #expect(found.count == golden.logits.count)
      for (one, other) in zip(found, golden.logits) { #expect(abs(one - other) <= Self.tolerance) }
    }
  }

  @Test func theReadoutIsThoseRowsOfTheLastLogits() throws {
    let checkpoint = Checkpoint.random(.ragged, metadata: .sample(contextTokens: 16), seed: 2)
    let decoder = try FloatDecoder(checkpoint: checkpoint)
    let last = Array(decoder.logits(ids: [1, 9, 30, 3]).suffix(40))
    #expect(decoder.readout(ids: [1, 9, 30, 3]) == [6, 7, 8, 9, 10].map { last[$0] })
  }

  @Test func laterTokensDoNotChangeEarlierLogits() throws {
    let checkpoint = Checkpoint.random(.ragged, metadata: nil, seed: 2)
    let decoder = try FloatDecoder(checkpoint: checkpoint)
    let short = decoder.logits(ids: [1, 9, 30])
    let long = decoder.logits(ids: [1, 9, 30, 12, 7])
    for (one, other) in zip(short, long) { #expect(abs(one - other) <= Self.tolerance) }
  }
}
