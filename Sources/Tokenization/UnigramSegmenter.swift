import Normalization

/// The most probable cut under a unigram language model (Viterbi).
///
/// Best paths are kept for each byte offset and grown from left to right; all sums are 32-bit floats in the
/// order of SentencePiece, where the first of equal paths stays. Source: `EncodeOptimized` in
/// `unigram_model.cc`; Kudo 2018, "Subword Regularization", section 3.1.
final class UnigramSegmenter: Sendable {
  /// How much worse than the worst piece an unknown character is.
  private static let unknownPenalty: Float = 10

  private let trie: ByteTrie
  private let scores: FrozenArray<Float>
  private let unknownScore: Float
  private let unknownID: Int32

  init(_ model: SentencePieceModel, _ vocabulary: Vocabulary) {
    unknownID = vocabulary.unknownID
    let normal = model.pieces.filter { $0.type == .normal }.map(\.score)
    unknownScore = (normal.min() ?? 0) - Self.unknownPenalty
    let best = normal.max() ?? 0
    let scores = model.pieces.map { piece in
      // Longer user-defined symbols win against any cut, and against shorter ones.
      piece.type == .userDefined ? Float(piece.bytes.count) * best - 0.1 : piece.score
    }
    self.scores = FrozenArray(scores)
    trie = ByteTrie(
      zip(model.pieces, Int32(0)...)
        .filter { model.isText($0.0) && $0.0.type != .unused }.map { ($0.0.bytes, $0.1) })
  }

  /// The end of the best path to one byte.
  private struct Arrival {
    var score: Float = 0
    /// Where its last piece begins; -1 if no path ends here.
    var start: Int32 = -1
    var id: Int32 = -1
  }

  /// Cuts `bytes` and hands the pieces to `output`.
  func segment(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput) {
    guard !bytes.isEmpty else { return }
    var arrivals = [Arrival](repeating: Arrival(), count: bytes.count + 1)
    var offset = 0
    while offset < bytes.count {
      let scalarEnd = offset + (UTF8Scalar(in: bytes, at: offset)?.length ?? 1)
      let reached = arrivals[offset].score
      var hasScalar = false
      var node = 0
      var end = offset
      while end < bytes.count {
        let child = Int(trie.nodes[node].base) ^ Int(bytes[end])
        guard trie.nodes[child].parent == Int32(node), child != 0 else { break }
        node = child
        end += 1
        let id = trie.nodes[node].value
        guard id >= 0 else { continue }
        Self.offer(scores[Int(id)] + reached, id, from: offset, to: &arrivals[end])
        if end == scalarEnd { hasScalar = true }
      }
      if !hasScalar {
        Self.offer(unknownScore + reached, unknownID, from: offset, to: &arrivals[scalarEnd])
      }
      offset = scalarEnd
    }
    emit(arrivals, bytes: bytes, into: &output)
  }

  private static func offer(_ score: Float, _ id: Int32, from start: Int, to arrival: inout Arrival) {
    if arrival.start < 0 || score > arrival.score {
      arrival = Arrival(score: score, start: Int32(start), id: id)
    }
  }

  private func emit(
    _ arrivals: [Arrival], bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput
  ) {
    var ends: [Int] = []
    var end = bytes.count
    while end > 0 {
      ends.append(end)
      end = Int(arrivals[end].start)
    }
    for end in ends.reversed() {
      let arrival = arrivals[end]
      output.append(
        arrival.id == unknownID ? -1 : arrival.id, bytes: bytes, range: Int(arrival.start)..<end)
    }
  }
}
