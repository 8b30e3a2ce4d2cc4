/// The most probable cut of each word (Viterbi), and how often it takes each piece.
///
/// SentencePiece compares paths after it has added the score of the piece that follows, in 32-bit floats, where
/// two different sums can become equal; then the path whose last piece begins first wins. That can only happen
/// to sums a few units in the last place apart, so such places are marked and looked at again.
/// Source: `Lattice::Viterbi` in `unigram_model.cc` of SentencePiece 0.2.3.
struct UnigramCut: ~Copyable {
  /// The best path to one place.
  struct Arrival: BitwiseCopyable {
    var score: Float = 0
    /// Where its last piece begins; -1 if no path ends here.
    var start: Int32 = -1
    var id: Int32 = -1
    /// Whether another path, that began earlier, is as good but for rounding.
    var isClose = false
  }

  private var arrivals = GrowableBuffer<Arrival>(repeating: Arrival(), count: 64)

  /// Adds the pieces of the best cuts of the words of `range` to `sink`.
  mutating func run(
    _ range: Range<Int>, _ view: UnigramLattices.View, into sink: inout some ContributionSink & ~Copyable
  ) {
    var path: [Int32] = []
    for word in range {
      let start = Int(view.starts[word])
      let count = Int(view.starts[word + 1]) - 1 - start
      if count + 1 > arrivals.count { arrivals = GrowableBuffer(repeating: Arrival(), count: 2 * count + 2) }
      for place in start..<start + count { view.renumber(place) }
      cut(start, count, view, into: &path)
      for id in path.reversed() { sink.add(id, Double(Float(view.weights[word]))) }
    }
  }

  /// Leaves the pieces of the best cut in `path`, last first.
  @inline(__always)
  private mutating func cut(
    _ start: Int, _ count: Int, _ view: UnigramLattices.View, into path: inout [Int32]
  ) {
    let arrivals = arrivals.base
    // SAFETY: there is room for `count + 1`; edges end inside of their word.
    for offset in 0...count { arrivals[offset] = Arrival() }
    for offset in 0..<count {
      let reached = arrivals[offset].score
      let character = view.characterIDs[Int(view.symbols[start + offset])]
      let known = character >= 0 ? view.pieces[Int(character)].score : view.unknownScore
      Self.offer(
        known + reached, character >= 0 ? character : UnigramLattices.unknownID, from: offset,
        to: &arrivals[offset + 1])
      let edges = Int(view.edgeStarts[start + offset])
      for edge in edges..<edges + Int(view.edgeCounts[start + offset]) {
        let id = view.edgeIDs[edge]
        Self.offer(
          view.pieces[Int(id)].score + reached, id, from: offset,
          to: &arrivals[offset + Int(view.edgeLengths[edge])])
      }
    }
    path.removeAll(keepingCapacity: true)
    var end = count
    var following: Float = 0
    while end > 0 {
      var arrival = arrivals[end]
      if arrival.isClose { arrival = first(end, as: arrival, before: following, start, view) }
      path.append(arrival.id)
      let isUnknown =
        end - Int(arrival.start) == 1 && view.characterIDs[Int(view.symbols[start + end - 1])] < 0
      following = isUnknown ? view.unknownScore : view.pieces[Int(arrival.id)].score
      end = Int(arrival.start)
    }
  }

  @inline(__always)
  private static func offer(_ score: Float, _ id: Int32, from start: Int, to arrival: inout Arrival) {
    guard arrival.start >= 0 else {
      arrival = Arrival(score: score, start: Int32(start), id: id)
      return
    }
    guard score > arrival.score else { return }
    let isClose = score - arrival.score < (score.magnitude + 64) * 0x1p-21
    arrival = Arrival(score: score, start: Int32(start), id: id, isClose: isClose)
  }

  /// The first path to `end` that is as good as the best once the score of the piece behind is added.
  private func first(
    _ end: Int, as best: Arrival, before following: Float, _ start: Int, _ view: UnigramLattices.View
  ) -> Arrival {
    let sum = best.score + following
    for offset in 0..<Int(best.start) {
      let reached = arrivals[offset].score
      if end - offset == 1 { break }
      let edges = Int(view.edgeStarts[start + offset])
      for edge in edges..<edges + Int(view.edgeCounts[start + offset])
      where offset + Int(view.edgeLengths[edge]) == end {
        let id = view.edgeIDs[edge]
        let score = view.pieces[Int(id)].score + reached
        if score + following == sum { return Arrival(score: score, start: Int32(offset), id: id) }
      }
    }
    return best
  }
}
