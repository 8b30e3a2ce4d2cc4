import Foundation
import Haechi
import Inference
public import Models
import Normalization
import Tokenization

/// A checkpoint in f32 over the same text way as the guardian: what int8 is held against.
public struct CheckpointScorer: QueryScorer, Sendable {
  private let decoder: FloatDecoder
  private let tokenizer: Tokenizer
  private let metadata: GuardianMetadata
  private let threads: Int

  /// A scorer over `checkpoint`, which must be a guardian's.
  public init(_ checkpoint: Checkpoint, threads: Int = 1) throws {
    guard let metadata = checkpoint.metadata else { throw EvaluationError.notAGuardian }
    decoder = try FloatDecoder(checkpoint: checkpoint)
    tokenizer = try Tokenizer(model: SentencePieceModel(serialized: checkpoint.tokenizerModel))
    self.metadata = metadata
    self.threads = threads
  }

  /// The scores of texts, in their order: of the worst window, as in the guardian; zeros for a text without pieces.
  public func scores(for texts: [String]) -> [QueryScore] {
    inParallel(texts, threads: threads) { text in
      guard let logits = worstReadout(of: text) else {
        return QueryScore(label: 0, categories: metadata.categories.map { _ in 0 })
      }
      return QueryScore(
        label: sigmoid(Double(logits[1] - logits[0]) / Double(metadata.temperature)),
        categories: logits.dropFirst(2).map { sigmoid(Double($0)) })
    }
  }

  /// The raw logits of texts, in their order: what calibration reads. `nil` for a text without pieces.
  func worstReadout(of text: String) -> [Float]? {
    let ids = tokenizer.encode(HangulForm.normalize(AlignedText(text))).ids
    return Windows.over(count: ids.count, capacity: metadata.contextTokens - 2)
      .map { decoder.readout(ids: [metadata.bosID] + ids[$0] + [metadata.predID]) }
      .max { $0[1] - $0[0] < $1[1] - $1[0] }
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
