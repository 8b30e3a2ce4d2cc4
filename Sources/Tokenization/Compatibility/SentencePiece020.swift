import Normalization

/// Cuts text as SentencePiece 0.2.0 and 0.2.1 do, for models whose users rely on it. All else is as in 0.2.3.
///
/// The differences, each found by comparing the releases:
/// - unigram sums are compared as 64-bit numbers and kept as 32-bit ones, so that cuts of nearly the same score can come
///   out the other way, and long runs are not rescaled;
/// - a user-defined piece scores its bytes times the best score of a normal piece, less 0.1, so that several may win
///   over one;
/// - with byte fallback a piece of one NUL is a piece like any other.
public struct SentencePiece020: TextTokenizer {
  /// What runs all that is the same.
  public let current: Tokenizer

  private let pieces: PrefixTable
  private let byteIDs: [Int32]
  private let kind: Kind

  private enum Kind: Sendable {
    case unigram(scores: [Double], unknown: Double)
    case bpe(BPESampler)
    case same
  }

  /// The 0.2.0 way of `tokenizer`. O(model).
  public init(_ tokenizer: Tokenizer) {
    current = tokenizer
    let model = tokenizer.model
    byteIDs = SpanCollector.byteIDs(of: model)
    let isBPE = model.trainer.modelType == .bpe
    let text = zip(model.pieces, Int32(0)...).filter { piece, _ in
      [.normal, .userDefined, .unused].contains(piece.type) && (isBPE || piece.type != .unused)
    }
    pieces = PrefixTable(text.map { ($0.0.bytes, $0.1) })
    switch model.trainer.modelType {
    case .unigram:
      let normal = model.pieces.filter { $0.type == .normal }.map(\.score)
      let best = normal.max() ?? 0
      kind = .unigram(
        scores: model.pieces.map { piece in
          piece.type == .userDefined ? Double(Float(piece.bytes.count) * best) - 0.1 : Double(piece.score)
        }, unknown: Double((normal.min() ?? 0) - 10))
    case .bpe:
      let symbols = text.filter { $0.0.type == .userDefined }
      kind = .bpe(
        BPESampler(
          pieces: pieces, symbols: PrefixTable(symbols.map { ($0.0.bytes, $0.1) }), model: model))
    case .word, .char: kind = .same
    }
  }

  /// How many ids there are.
  public var vocabularySize: Int { current.vocabularySize }

  /// The id of the piece that is spelled so; nil if there is none.
  public func id(of piece: String) -> Int32? { current.id(of: piece) }

  /// The spelling of piece `id`; nil if there is none.
  public func spelling(of id: Int32) -> [UInt8]? { current.spelling(of: id) }

  /// The UTF-8 of the text of `ids`.
  public func decodedBytes(_ ids: [Int32]) -> [UInt8] { current.decodedBytes(ids) }

  /// A decoder of ids that arrive one at a time.
  public func streamingDecoder(holdsClusters: Bool = false) -> StreamingDecoder {
    current.streamingDecoder(holdsClusters: holdsClusters)
  }

  /// The pieces of `text`, with their places in the user's original.
  public func encode(_ text: AlignedText) -> Encoding {
    if case .same = kind { return current.encode(text) }
    let prepared = current.prepared(text)
    let parts: [(id: Int32, range: Range<Int>)]
    switch kind {
    case .same: parts = []
    case .unigram(let scores, let unknown): parts = viterbi(prepared.utf8, scores, unknown)
    case .bpe(let sampler):
      var generator = SplitMix64(seed: 0)
      parts = sampler.segment(prepared.utf8, dropout: 0, using: &generator)
    }
    var output = SpanCollector(prepared, unknownID: current.unknownID ?? 0, byteIDs: byteIDs)
    for part in parts { output.append(part.id, part.range) }
    return output.encoding
  }

  /// Source: `EncodeOptimized` in `unigram_model.cc` of SentencePiece 0.2.0, whose score of a user-defined piece is a
  /// `double` and makes every sum one.
  private func viterbi(
    _ bytes: [UInt8], _ scores: [Double], _ unknown: Double
  ) -> [(id: Int32, range: Range<Int>)] {
    struct Arrival {
      var score: Float = 0
      var start = -1
      var id: Int32 = -1
    }
    var arrivals = [Arrival](repeating: Arrival(), count: bytes.count + 1)
    func offer(_ score: Double, _ id: Int32, from start: Int, to end: Int) {
      if arrivals[end].start < 0 || score > Double(arrivals[end].score) {
        arrivals[end] = Arrival(score: Float(score), start: start, id: id)
      }
    }
    var offset = 0
    while offset < bytes.count {
      let length = bytes.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset)?.length ?? 1 }
      let reached = Double(arrivals[offset].score)
      var hasSingle = false
      pieces.forEachPrefix(of: bytes, at: offset) { count, id in
        offer(scores[Int(id)] + reached, id, from: offset, to: offset + count)
        if count == length { hasSingle = true }
      }
      if !hasSingle { offer(unknown + reached, -1, from: offset, to: offset + length) }
      offset += length
    }
    var parts: [(id: Int32, range: Range<Int>)] = []
    var end = bytes.count
    while end > 0 {
      parts.append((arrivals[end].id, arrivals[end].start..<end))
      end = arrivals[end].start
    }
    return parts.reversed()
  }
}
