/// The most probable cut under a unigram language model (Viterbi).
///
/// For each place in the text the best path to it is found by looking back at all pieces that end there, so the
/// best so far stays in registers and is chosen without a branch. All sums are 32-bit floats in the order of
/// SentencePiece, which looks forwards: of equal paths the one whose last piece is longest stays there, as the
/// first to come. Source: `EncodeOptimized` in `unigram_model.cc`; Kudo 2018, "Subword Regularization",
/// section 3.1.
struct UnigramSegmenter: ~Copyable {
  /// The end of the best path to one place.
  // Not private: in debug builds the compiler (6.3.1) fails on private types that stored memory is made of.
  struct Arrival: BitwiseCopyable {
    var score: Float
    /// By how much it is better than any other path to here.
    var gap: Float
    /// Where its last piece begins.
    var start: Int32
    /// The piece's node.
    var node: UInt32
  }

  /// Beyond this, sums begin anew at zero, as in SentencePiece.
  static let resetThreshold: Float = 100_000

  private var arrivals = ScratchBuffer<Arrival>(capacity: 64)
  private var resets: [(place: Int, offset: Float)] = []

  /// The score of the best path up to here: words add to it, since its size decides how sums are rounded.
  var score: Float = 0
  /// Of the latest cut: by how much the best path was better at each place on it than any other one.
  private(set) var gap: Float = 0

  /// Cuts `symbols` and adds the pieces to `tokens`.
  mutating func segment(
    _ symbols: UnsafeBufferPointer<UInt32>, _ view: EncodingTables.View,
    into tokens: inout ScratchBuffer<EncodingScratch.Token>
  ) {
    let count = symbols.count
    arrivals.reserve(count + 1)
    if abs(score) > Self.resetThreshold { score = 0 }
    arrivals.base[0] = Arrival(score: score, gap: .infinity, start: 0, node: 0)
    if abs(score) + Float(count) * view.largestScore < Self.resetThreshold {
      search(symbols, view)
    } else {
      searchWithResets(symbols, view)
    }
    score = arrivals.base[count].score
    emit(view.trie, count: count, into: &tokens)
  }

  private mutating func search(_ symbols: UnsafeBufferPointer<UInt32>, _ view: EncodingTables.View) {
    let count = symbols.count
    // SAFETY: symbols are those of the trie's alphabet; places run from 0 to `count`, for which there is room.
    let symbols = symbols.baseAddress.unsafelyUnwrapped
    let arrivals = arrivals.base
    let trie = view.trie
    for end in 1...count {
      var start = end &- 1
      var node = symbols[start]
      let known = trie.scores[Int(node)]
      var best = (known == -.infinity ? view.unknownScore : known) + arrivals[start].score
      var second = -Float.infinity
      var bestStart = start
      var bestNode = node
      if trie.hasChildren[Int(node)] {
        while start > 0, let edge = trie.edge(from: node, by: symbols[start &- 1]) {
          start &-= 1
          node = edge.child
          let score = trie.scores[Int(node)] + arrivals[start].score
          let isBetter = score >= best
          second = max(second, isBetter ? best : score)
          best = isBetter ? score : best
          bestStart = isBetter ? start : bestStart
          bestNode = isBetter ? node : bestNode
          if !edge.hasChildren { break }
        }
      }
      arrivals[end] = Arrival(
        score: best, gap: best - second, start: Int32(truncatingIfNeeded: bestStart), node: bestNode)
    }
  }

  /// The same where sums may grow beyond ``resetThreshold``. When a place is reached with such a sum, it is
  /// taken off all sums that have been found for that place and those behind it.
  private mutating func searchWithResets(
    _ symbols: UnsafeBufferPointer<UInt32>, _ view: EncodingTables.View
  ) {
    let arrivals = arrivals.base
    let trie = view.trie
    resets.removeAll(keepingCapacity: true)
    var paths: [(start: Int, node: UInt32, score: Float)] = []
    for end in 1...symbols.count {
      var start = end - 1
      var node = symbols[start]
      let known = trie.scores[Int(node)]
      paths.removeAll(keepingCapacity: true)
      paths.append((start, node, known == -.infinity ? view.unknownScore : known))
      while start > 0, let edge = trie.edge(from: node, by: symbols[start - 1]) {
        start -= 1
        node = edge.child
        if trie.scores[Int(node)] > -.infinity { paths.append((start, node, trie.scores[Int(node)])) }
      }
      var best = Arrival(score: -.infinity, gap: 0, start: Int32(truncatingIfNeeded: end - 1), node: 0)
      var previous = paths[paths.count - 1].start
      for path in paths.reversed() {
        takeOff(after: previous, upTo: path.start, from: &best.score)
        previous = path.start
        let score = path.score + arrivals[path.start].score
        guard score > best.score else { continue }
        best.score = score
        best.start = Int32(truncatingIfNeeded: path.start)
        best.node = path.node
      }
      takeOff(after: previous, upTo: end - 1, from: &best.score)
      if abs(best.score) > Self.resetThreshold, end < symbols.count {
        resets.append((end, best.score))
        best.score = 0
      }
      arrivals[end] = best
    }
  }

  /// Takes off a sum what places after `start`, up to `end`, were reset by.
  private func takeOff(after start: Int, upTo end: Int, from score: inout Float) {
    guard start < end else { return }
    for reset in resets.reversed().prefix(while: { $0.place > start }).reversed() where reset.place <= end {
      score -= reset.offset
    }
  }

  /// Follows the best path back, and writes it forwards.
  private mutating func emit(
    _ trie: PieceTrie.View, count: Int, into tokens: inout ScratchBuffer<EncodingScratch.Token>
  ) {
    let arrivals = arrivals.base
    let first = tokens.count
    tokens.reserve(first + count)
    var gap = Float.infinity
    var end = count
    while end > 0 {
      let arrival = arrivals[end]
      gap = min(gap, arrival.gap)
      let start = Int(arrival.start)
      let isUnknown = start == end &- 1 && trie.scores[Int(arrival.node)] == -.infinity
      let id = isUnknown ? -1 : trie.ids[Int(arrival.node)]
      tokens.push(EncodingScratch.Token(id: id, end: Int32(truncatingIfNeeded: end)))
      end = start
    }
    self.gap = gap
    // SAFETY: the tokens from `first` on are those just pushed.
    var added = UnsafeMutableBufferPointer(start: tokens.base + first, count: tokens.count - first)
    added.reverse()
  }
}
