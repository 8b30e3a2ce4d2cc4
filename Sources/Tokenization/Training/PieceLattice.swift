/// All cuts of one piece into pieces, for asking what would stand in its place.
///
/// The best two cuts are found as SentencePiece finds them, by A* from the end with the heap of the C++
/// library, so that equal sums are taken in the same order.
/// Source: `Lattice::NBest` in `unigram_model.cc` of SentencePiece 0.2.3; `__adjust_heap` of libstdc++.
struct PieceLattice {
  private struct Node {
    var id: Int32
    var start: Int
    var end: Int
    var score: Float
    var best: Float = 0
  }

  private struct Hypothesis {
    var node: Int
    var next: Int
    var total: Float
    var behind: Float
  }

  /// SentencePiece gives up where the search grows beyond this.
  private static let maximumHypotheses = 100_000

  /// What the two best cuts say about a piece.
  enum Verdict: Equatable {
    /// There is no other cut.
    case alone
    /// Its best cut is not the piece itself.
    case split
    /// The pieces of the second best cut.
    case instead([Int32])
  }

  private var nodes: [Node] = []
  /// The nodes that end at each offset, by where they begin.
  private var ending: [[Int]] = []
  private var hypotheses: [Hypothesis] = []
  private var heap: [Int] = []
  private var length = 0

  /// Reads the cuts of piece `id`, which has several characters.
  private mutating func read(_ id: Int, _ view: UnigramLattices.View) {
    let piece = view.pieces[id]
    let place = Int(piece.place)
    length = Int(piece.length)
    // The first node is the beginning of the text, the second its end.
    nodes.removeAll(keepingCapacity: true)
    nodes.append(Node(id: -1, start: 0, end: 0, score: 0))
    nodes.append(Node(id: -1, start: length, end: length, score: 0))
    while ending.count <= length { ending.append([]) }
    for offset in 0...length { ending[offset].removeAll(keepingCapacity: true) }
    ending[0].append(0)
    for offset in 0..<length {
      let character = view.characterIDs[Int(view.symbols[place + offset])]
      if character >= 0 { insert(character, offset, 1, view.pieces[Int(character)].score) }
      let edges = Int(view.edgeStarts[place + offset])
      for edge in edges..<edges + Int(view.edgeCounts[place + offset]) {
        let count = Int(view.edgeLengths[edge])
        guard offset + count <= length else { break }
        let id = view.edgeIDs[edge]
        insert(id, offset, count, view.pieces[Int(id)].score)
      }
      if character < 0 { insert(UnigramLattices.unknownID, offset, 1, view.unknownScore) }
    }
  }

  private mutating func insert(_ id: Int32, _ start: Int, _ count: Int, _ score: Float) {
    ending[start + count].append(nodes.count)
    nodes.append(Node(id: id, start: start, end: start + count, score: score))
  }

  /// Fills in the best sum up to and with each node.
  private mutating func viterbi() {
    // Nodes stand by where they begin, but for the end, which comes last.
    for index in 2..<nodes.count { nodes[index].best = best(before: nodes[index]) }
    nodes[1].best = best(before: nodes[1])
  }

  private func best(before node: Node) -> Float {
    var best = -Float.infinity
    for left in ending[node.start] { best = max(best, nodes[left].best + node.score) }
    return best
  }

  /// What the two best cuts of piece `id` say.
  mutating func verdict(_ id: Int, _ view: UnigramLattices.View) -> Verdict {
    guard view.pieces[id].length > 1 else { return .alone }
    read(id, view)
    viterbi()
    hypotheses.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
    hypotheses.append(Hypothesis(node: 1, next: -1, total: nodes[1].best, behind: 0))
    push(0)
    var isFirst = true
    while let top = pop() {
      let hypothesis = hypotheses[top]
      let node = nodes[hypothesis.node]
      if hypothesis.node == 0 {
        let path = path(from: hypothesis.next)
        if !isFirst { return .instead(path) }
        if path.count >= 2 { return .split }
        isFirst = false
        continue
      }
      for left in ending[node.start] {
        hypotheses.append(
          Hypothesis(
            node: left, next: top, total: nodes[left].best + hypothesis.behind,
            behind: nodes[left].score + hypothesis.behind))
        push(hypotheses.count - 1)
      }
      guard hypotheses.count < Self.maximumHypotheses else { return .alone }
    }
    return .alone
  }

  private func path(from start: Int) -> [Int32] {
    var path: [Int32] = []
    var index = start
    while index >= 0, hypotheses[index].next >= 0 {
      path.append(nodes[hypotheses[index].node].id)
      index = hypotheses[index].next
    }
    return path
  }

  /// Whether a cut of piece `id` into others is better than the piece, so that it is never taken.
  mutating func isShadowed(_ id: Int, _ view: UnigramLattices.View) -> Bool {
    guard view.pieces[id].length > 1 else { return false }
    read(id, view)
    let whole = view.pieces[id].score
    for index in nodes.indices
    where nodes[index].id == Int32(id) && nodes[index].start == 0 && nodes[index].end == length {
      nodes[index].score = -.infinity
    }
    viterbi()
    return nodes[1].best > whole
  }

  // MARK: The heap of the C++ library

  private mutating func push(_ hypothesis: Int) {
    heap.append(hypothesis)
    settle(hypothesis, hole: heap.count - 1, top: 0)
  }

  private mutating func settle(_ value: Int, hole: Int, top: Int) {
    var hole = hole
    while hole > top, hypotheses[heap[(hole - 1) / 2]].total < hypotheses[value].total {
      heap[hole] = heap[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    heap[hole] = value
  }

  private mutating func pop() -> Int? {
    guard let first = heap.first else { return nil }
    let value = heap.removeLast()
    guard !heap.isEmpty else { return first }
    let count = heap.count
    var hole = 0
    var child = 0
    while child < (count - 1) / 2 {
      child = 2 * (child + 1)
      if hypotheses[heap[child]].total < hypotheses[heap[child - 1]].total { child -= 1 }
      heap[hole] = heap[child]
      hole = child
    }
    if count & 1 == 0, child == (count - 2) / 2 {
      child = 2 * (child + 1)
      heap[hole] = heap[child - 1]
      hole = child - 1
    }
    settle(value, hole: hole, top: 0)
    return first
  }
}
