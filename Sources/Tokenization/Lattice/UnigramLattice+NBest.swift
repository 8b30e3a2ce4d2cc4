extension UnigramLattice {
  /// A way from somewhere to the end.
  private struct Hypothesis {
    var node: Int
    var next: Int
    /// What it costs at best, from the beginning on.
    var fx: Float
    /// What it costs so far, from the end back.
    var gx: Float
  }

  /// The best `limit` cuts, best first (A* from the end; the Viterbi sums are the exact rest).
  ///
  /// The order of equal cuts and the bounds that keep a text of repetitions from growing without end are those of
  /// `Lattice::NBest` in SentencePiece 0.2.3: behind them the best cut alone is given. Its timeout is not there: the
  /// same text always gives the same cuts.
  mutating func nBest(_ limit: Int) -> [Path] {
    guard count > 0, limit > 0 else { return [] }
    let best = viterbi()
    if limit == 1 { return [best] }
    var paths: [Path] = []
    var arena = [Hypothesis(node: Self.end, next: -1, fx: nodes[Self.end].backtraceScore, gx: 0)]
    var agenda = StandardHeap<(fx: Float, index: Int)> { $0.fx < $1.fx }
    agenda.push((arena[0].fx, 0))
    let leastAgenda = min(512, limit * 10)
    var mostHypotheses = 100_000
    var total = 1
    var shrinks = 0
    while let (fx, top) = agenda.pop() {
      let node = arena[top].node
      if node == Self.begin {
        var path: [Int] = []
        var hypothesis = arena[top].next
        while hypothesis >= 0, arena[hypothesis].next >= 0 {
          path.append(arena[hypothesis].node)
          hypothesis = arena[hypothesis].next
        }
        paths.append(Path(nodes: path, score: fx))
        if paths.count == limit { break }
        continue
      }
      let left = ending[nodes[node].position]
      let gx = arena[top].gx
      for other in left {
        let next = Hypothesis(
          node: other, next: top, fx: nodes[other].backtraceScore + gx, gx: nodes[other].score + gx)
        agenda.push((next.fx, arena.count))
        arena.append(next)
      }
      total += left.count
      if total >= 500_000 || arena.count >= 500_000 { return [best] }
      if agenda.count >= 10_000 || (agenda.count > leastAgenda && arena.count >= mostHypotheses) {
        if shrinks >= 10 { return [best] }
        shrinks += 1
        arena = Self.shrink(&agenda, to: leastAgenda, arena)
        mostHypotheses = arena.count + 100_000
      }
    }
    return paths
  }

  /// Keeps the best `count` of the agenda and what they lead to.
  private static func shrink(
    _ agenda: inout StandardHeap<(fx: Float, index: Int)>, to count: Int, _ arena: [Hypothesis]
  ) -> [Hypothesis] {
    var kept: [Hypothesis] = []
    var places: [Int: Int] = [:]
    var smaller = StandardHeap<(fx: Float, index: Int)> { $0.fx < $1.fx }
    for _ in 0..<min(count, agenda.count) {
      guard let (fx, top) = agenda.pop() else { break }
      var (old, user) = (top, -1)
      while old >= 0 {
        if let known = places[old] {
          if user >= 0 { kept[user].next = known }
          break
        }
        places[old] = kept.count
        if user >= 0 { kept[user].next = kept.count }
        user = kept.count
        kept.append(arena[old])
        old = arena[old].next
      }
      smaller.push((fx, places[top] ?? 0))
    }
    agenda = smaller
    return kept
  }
}

/// A heap that takes equal elements out in the very order of C++'s `std::priority_queue` in libstdc++, which decides
/// between cuts of the same score. Source: `__push_heap` and `__adjust_heap` of `bits/stl_heap.h`.
struct StandardHeap<Element> {
  private var elements: [Element] = []
  private let isLess: (Element, Element) -> Bool

  init(_ isLess: @escaping (Element, Element) -> Bool) { self.isLess = isLess }

  /// How many elements there are.
  var count: Int { elements.count }

  /// The greatest element; nil if there is none.
  var top: Element? { elements.first }

  mutating func push(_ element: Element) {
    elements.append(element)
    rise(element, from: elements.count - 1, top: 0)
  }

  /// Takes out the greatest element.
  mutating func pop() -> Element? {
    guard let first = elements.first else { return nil }
    let last = elements.removeLast()
    guard !elements.isEmpty else { return first }
    let count = elements.count
    var hole = 0
    var child = 0
    while child < (count - 1) / 2 {
      child = 2 * (child + 1)
      if isLess(elements[child], elements[child - 1]) { child -= 1 }
      elements[hole] = elements[child]
      hole = child
    }
    if count % 2 == 0, child == (count - 2) / 2 {
      child = 2 * (child + 1)
      elements[hole] = elements[child - 1]
      hole = child - 1
    }
    rise(last, from: hole, top: 0)
    return first
  }

  private mutating func rise(_ element: Element, from place: Int, top: Int) {
    var hole = place
    var parent = (hole - 1) / 2
    while hole > top, isLess(elements[parent], element) {
      elements[hole] = elements[parent]
      hole = parent
      parent = (hole - 1) / 2
    }
    elements[hole] = element
  }
}
