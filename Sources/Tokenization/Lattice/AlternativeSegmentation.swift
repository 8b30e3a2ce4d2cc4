import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The other ways to cut a text: the n best ones, or one drawn by chance (subword regularization).
///
/// Made once for a tokenizer, which takes O(model), and asked often. Sources: Kudo 2018, "Subword Regularization";
/// SentencePiece 0.2.3's `SampleEncode` and `NBestEncode`, whose rules hold:
/// - unigram models have n-best cuts, and samples with probabilities in proportion to score^alpha;
/// - BPE models have samples, where `alpha` is the probability that a join is left out, and no n-best cuts;
/// - word and character models have neither.
public struct AlternativeSegmentation: Sendable {
  /// The most cuts that ``nBest(_:limit:)`` gives.
  public static let maximumCount = 512

  /// A cut and its score: the sum of its pieces' log probabilities.
  public struct Candidate: Sendable, Equatable {
    /// The pieces.
    public var encoding: Encoding
    /// The score; 0 where only the best cut was asked for, as in SentencePiece.
    public var score: Float
  }

  private let tokenizer: Tokenizer
  private let kind: Kind
  private let byteIDs: [Int32]

  private enum Kind: Sendable {
    case unigram(pieces: PrefixTable, UnigramScores)
    case bpe(BPESampler)
    case other
  }

  /// The ways of `tokenizer`.
  public init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    let model = tokenizer.model
    byteIDs = SpanCollector.byteIDs(of: model)
    let text = zip(model.pieces, Int32(0)...).filter { model.isText($0.0) }
    switch model.trainer.modelType {
    case .unigram:
      let pieces = PrefixTable(text.filter { $0.0.type != .unused }.map { ($0.0.bytes, $0.1) })
      kind = .unigram(pieces: pieces, UnigramScores(model, unknownID: tokenizer.unknownID ?? 0))
    case .bpe:
      let symbols = text.filter { $0.0.type == .userDefined }
      kind = .bpe(
        BPESampler(
          pieces: PrefixTable(text.map { ($0.0.bytes, $0.1) }),
          symbols: PrefixTable(symbols.map { ($0.0.bytes, $0.1) }), model: model))
    case .word, .char: kind = .other
    }
  }

  /// The best `limit` cuts of `text`, best first; fewer if there are no more.
  ///
  /// Throws ``TokenizationError/unsupportedOperation(name:type:)`` if the model is no unigram model, and
  /// ``TokenizationError/settingOutOfRange(name:found:expected:)`` for more than ``maximumCount`` cuts.
  public func nBest(_ text: AlignedText, limit: Int) throws(TokenizationError) -> [Candidate] {
    try checkCount(limit)
    guard case .unigram(let pieces, let scores) = kind else {
      throw .unsupportedOperation(name: "n-best", type: tokenizer.model.trainer.modelType)
    }
    let prepared = tokenizer.prepared(text)
    if prepared.utf8.isEmpty || limit <= 1 {
      return [Candidate(encoding: tokenizer.encode(text), score: 0)]
    }
    var lattice = UnigramLattice(prepared.utf8, pieces: pieces, scores: scores)
    return lattice.nBest(limit).map { path in
      Candidate(encoding: encoding(path.nodes, of: lattice, prepared), score: path.score)
    }
  }

  /// One cut of `text`, drawn by chance.
  ///
  /// With `limit` below 0 it is drawn from all cuts; with 0 or 1 it is the best one; else it is drawn from the best
  /// `limit`, each with a probability in proportion to exp(alpha · score). A BPE model takes `alpha` as the probability
  /// of leaving out a join, whatever the `limit`. `alpha` 0 makes all cuts of a unigram model equally likely.
  public func sample(
    _ text: AlignedText, limit: Int = -1, alpha: Float, using generator: inout some RandomNumberGenerator
  ) throws(TokenizationError) -> Encoding {
    try checkCount(limit)
    guard alpha.isFinite, alpha >= 0 else {
      throw .settingOutOfRange(
        name: "alpha", found: Double(alpha), expected: 0...Double(Float.greatestFiniteMagnitude))
    }
    let prepared = tokenizer.prepared(text)
    switch kind {
    case .other: throw .unsupportedOperation(name: "sampling", type: tokenizer.model.trainer.modelType)
    case .bpe(let sampler):
      let parts = sampler.segment(prepared.utf8, dropout: Double(alpha), using: &generator)
      return encoding(parts, prepared)
    case .unigram(let pieces, let scores):
      if limit == 0 || limit == 1 { return tokenizer.encode(text) }
      if limit > 1 {
        let candidates = try nBest(text, limit: limit)
        let best = candidates.map { Double(alpha * $0.score) }.max() ?? 0
        let weights = candidates.map { exp(Double(alpha * $0.score) - best) }
        return candidates[UnigramLattice.draw(weights, using: &generator)].encoding
      }
      let lattice = UnigramLattice(prepared.utf8, pieces: pieces, scores: scores)
      return encoding(lattice.sample(alpha: alpha, using: &generator), of: lattice, prepared)
    }
  }

  private func checkCount(_ count: Int) throws(TokenizationError) {
    guard count <= Self.maximumCount else {
      throw .settingOutOfRange(
        name: "nbest_size", found: Double(count), expected: -1...Double(Self.maximumCount))
    }
  }

  private func encoding(_ nodes: [Int], of lattice: UnigramLattice, _ prepared: AlignedText) -> Encoding {
    let unknown = tokenizer.unknownID
    return encoding(
      nodes.map { index in
        let node = lattice.nodes[index]
        let range = lattice.offsets[node.position]..<lattice.offsets[node.end]
        return (node.id == unknown ? -1 : node.id, range)
      }, prepared)
  }

  private func encoding(_ parts: [(id: Int32, range: Range<Int>)], _ prepared: AlignedText) -> Encoding {
    var output = SpanCollector(prepared, unknownID: tokenizer.unknownID ?? 0, byteIDs: byteIDs)
    for part in parts { output.append(part.id, part.range) }
    return output.encoding
  }
}
