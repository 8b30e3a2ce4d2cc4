import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// All cuts of one prepared text under a unigram model, as a graph of pieces between characters.
///
/// The nodes, their order and the 32-bit arithmetic are those of `Lattice` in SentencePiece 0.2.3's
/// `unigram_model.cc`, so that sums and ties come out the same. Memory is O(pieces that match anywhere).
struct UnigramLattice {
  /// One piece at one place.
  struct Node {
    var id: Int32 = -1
    var score: Float = 0
    /// The characters before and behind it.
    var position = 0
    var end = 0
    var backtraceScore: Float = 0
    var previous = -1
  }

  /// A cut, as node numbers from left to right, and its score.
  struct Path {
    var nodes: [Int]
    var score: Float
  }

  private(set) var nodes: [Node] = []
  /// The nodes that begin, and end, at each character.
  private(set) var beginning: [[Int]]
  private(set) var ending: [[Int]]
  /// The byte offset of each character, and the end.
  let offsets: [Int]

  static let begin = 0
  static let end = 1

  /// How many characters the text has.
  var count: Int { offsets.count - 1 }

  init(_ bytes: [UInt8], pieces: PrefixTable, scores: UnigramScores) {
    var offsets: [Int] = []
    var numbers = [Int](repeating: -1, count: bytes.count + 1)
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        numbers[offset] = offsets.count
        offsets.append(offset)
        offset += UTF8Scalar(in: bytes, at: offset)?.length ?? 1
      }
    }
    numbers[bytes.count] = offsets.count
    offsets.append(bytes.count)
    self.offsets = offsets
    beginning = Array(repeating: [], count: offsets.count)
    ending = beginning
    nodes = [Node(), Node(position: count)]
    ending[0] = [Self.begin]
    beginning[count] = [Self.end]
    for position in 0..<count {
      var hasSingle = false
      pieces.forEachPrefix(of: bytes, at: offsets[position]) { length, id in
        let end = numbers[offsets[position] + length]
        guard end >= 0 else { return }
        insert(id, scores.score(of: id, characters: end - position), from: position, to: end)
        if end == position + 1 { hasSingle = true }
      }
      if !hasSingle { insert(scores.unknownID, scores.unknown, from: position, to: position + 1) }
    }
  }

  private mutating func insert(_ id: Int32, _ score: Float, from start: Int, to end: Int) {
    beginning[start].append(nodes.count)
    ending[end].append(nodes.count)
    nodes.append(Node(id: id, score: score, position: start, end: end))
  }

  /// The best cut; of equal ones the first.
  mutating func viterbi() -> Path {
    guard count > 0 else { return Path(nodes: [], score: 0) }
    for position in 0...count {
      for right in beginning[position] {
        var best = -1
        var bestScore: Float = 0
        for left in ending[position] {
          let score = nodes[left].backtraceScore + nodes[right].score
          if best < 0 || score > bestScore { (best, bestScore) = (left, score) }
        }
        nodes[right].previous = best
        nodes[right].backtraceScore = bestScore
      }
    }
    var path: [Int] = []
    var node = nodes[Self.end].previous
    while node > Self.begin {
      path.append(node)
      node = nodes[node].previous
    }
    return Path(nodes: path.reversed(), score: nodes[Self.end].backtraceScore)
  }

  /// For each node the log of the sum over all ways to it, scores times `alpha`.
  func forward(alpha: Float) -> [Float] {
    var sums = [Float](repeating: 0, count: nodes.count)
    for position in 0...count {
      for right in beginning[position] {
        for (index, left) in ending[position].enumerated() {
          let term = alpha * nodes[left].score + sums[left]
          sums[right] = index == 0 ? term : Self.logSum(sums[right], term)
        }
      }
    }
    return sums
  }

  /// One cut, drawn with a probability in proportion to exp(alpha · score): backwards along the forward sums.
  func sample(alpha: Float, using generator: inout some RandomNumberGenerator) -> [Int] {
    guard count > 0 else { return [] }
    let sums = forward(alpha: alpha)
    var path: [Int] = []
    var node = Self.end
    while true {
      let left = ending[nodes[node].position]
      let weights = left.map { exp(Double(sums[$0] + alpha * nodes[$0].score - sums[node])) }
      node = left[Self.draw(weights, using: &generator)]
      if node == Self.begin { return path.reversed() }
      path.append(node)
    }
  }

  /// The log of exp(one) + exp(other).
  private static func logSum(_ one: Float, _ other: Float) -> Float {
    let (low, high) = (min(one, other), max(one, other))
    if high > low + 50 { return high }
    return Float(Double(high) + log1p(exp(Double(low - high))))
  }

  /// An index, drawn in proportion to `weights`; what is no finite weight counts as none.
  static func draw(_ weights: [Double], using generator: inout some RandomNumberGenerator) -> Int {
    let finite = weights.map { $0.isFinite && $0 > 0 ? $0 : 0 }
    let total = finite.reduce(0, +)
    guard total > 0 else { return Int.random(in: weights.indices, using: &generator) }
    var rest = Double.random(in: 0..<total, using: &generator)
    for (index, weight) in finite.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return finite.lastIndex { $0 > 0 } ?? 0
  }
}

/// The scores of a unigram model's pieces. Source: `PopulateNodes` in `unigram_model.cc`.
struct UnigramScores: Sendable {
  let pieces: [SentencePieceModel.Piece]
  let unknownID: Int32
  /// The score of an unknown character: ten worse than the worst piece.
  let unknown: Float

  init(_ model: SentencePieceModel, unknownID: Int32) {
    pieces = model.pieces
    self.unknownID = unknownID
    let lowest = model.pieces.lazy.filter { $0.type == .normal }.map(\.score).min()
    unknown = (lowest ?? .greatestFiniteMagnitude) - 10
  }

  /// The score of piece `id`; a user-defined one is better than any cut, the longer the better.
  func score(of id: Int32, characters: Int) -> Float {
    pieces[Int(id)].type == .userDefined ? Float(0.1 * Double(characters - 1)) : pieces[Int(id)].score
  }
}
