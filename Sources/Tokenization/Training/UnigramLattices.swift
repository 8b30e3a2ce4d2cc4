/// All cuts of all words of a training text into the pieces of a unigram model.
///
/// A piece of several characters is an edge at each place where it stands; edges of one place lie together,
/// shortest first. Pieces only ever go, so the edges are found once, and a round of pruning renumbers them in
/// place: no piece is looked up in a trie while the model is estimated.
struct UnigramLattices: ~Copyable {
  /// A piece of the model.
  struct Piece: BitwiseCopyable {
    /// A place where it stands; for a single character its symbol.
    var place: Int32
    /// Its length in characters.
    var length: Int32
    /// Its log probability.
    var score: Float
  }

  /// How much worse than the worst piece an unknown character is.
  static let unknownPenalty: Float = 10
  /// The id that SentencePiece's trainer gives unknown characters: they count for the first piece.
  static let unknownID: Int32 = 0

  let symbols: GrowableBuffer<Int32>
  let starts: GrowableBuffer<Int32>
  let weights: GrowableBuffer<Int>
  /// The pieces, by id.
  var pieces: GrowableBuffer<Piece>
  /// The id of each character's piece; -1 for none.
  var characterIDs: GrowableBuffer<Int32>
  var edges: EdgeTable
  /// The score of the worst piece, also of pieces that stand nowhere.
  var lowestScore: Float = 0
  /// The new ids that the edges do not have yet; empty if they have them.
  var pending = GrowableBuffer<Int32>()

  /// How many words there are.
  var count: Int { weights.count }

  /// The score of an unknown character.
  var unknownScore: Float { lowestScore - Self.unknownPenalty }

  /// What the loops over words read and write.
  struct View {
    let symbols: UnsafePointer<Int32>
    let starts: UnsafePointer<Int32>
    let weights: UnsafePointer<Int>
    let pieces: UnsafePointer<Piece>
    let characterIDs: UnsafePointer<Int32>
    let edgeStarts: UnsafePointer<Int32>
    let edgeCounts: UnsafeMutablePointer<UInt16>
    let edgeIDs: UnsafeMutablePointer<Int32>
    let edgeLengths: UnsafeMutablePointer<UInt16>
    let pending: UnsafePointer<Int32>?
    let unknownScore: Float

    /// Gives the edges of `place` their new ids; edges whose piece is gone go.
    @inline(__always)
    func renumber(_ place: Int) {
      guard let pending else { return }
      let start = Int(edgeStarts[place])
      var kept = start
      for edge in start..<start + Int(edgeCounts[place]) {
        let id = pending[Int(edgeIDs[edge])]
        guard id >= 0 else { continue }
        edgeIDs[kept] = id
        edgeLengths[kept] = edgeLengths[edge]
        kept += 1
      }
      edgeCounts[place] = UInt16(kept - start)
    }
  }

  /// The memory of the lattices. It must not be kept beyond the next change.
  var view: View {
    View(
      symbols: symbols.base, starts: starts.base, weights: weights.base, pieces: pieces.base,
      characterIDs: characterIDs.base, edgeStarts: edges.starts.base, edgeCounts: edges.counts.base,
      edgeIDs: edges.ids.base, edgeLengths: edges.lengths.base,
      pending: pending.count > 0 ? UnsafePointer(pending.base) : nil, unknownScore: unknownScore)
  }

  /// Keeps the pieces whose new id is not negative, under those ids; `scores` are by new id.
  mutating func keep(_ renumbering: consuming GrowableBuffer<Int32>, count: Int, scores: [Float]?) {
    precondition(pending.count == 0, "edges still wait for the ids before")
    var kept = GrowableBuffer<Piece>(
      repeating: Piece(place: 0, length: 0, score: 0), count: count)
    for id in 0..<pieces.count {
      let new = Int(renumbering[id])
      guard new >= 0 else { continue }
      kept[new] = pieces[id]
      if let scores { kept[new].score = scores[new] }
    }
    pieces = kept
    for symbol in 0..<characterIDs.count where characterIDs[symbol] >= 0 {
      characterIDs[symbol] = renumbering[Int(characterIDs[symbol])]
    }
    pending = renumbering
    setLowestScore()
  }

  /// Notes the lowest score there is.
  mutating func setLowestScore() {
    lowestScore = .greatestFiniteMagnitude
    for id in 0..<pieces.count { lowestScore = min(lowestScore, pieces[id].score) }
  }

  /// Notes that all edges have their ids.
  mutating func finishRenumbering() { pending = GrowableBuffer() }
}
