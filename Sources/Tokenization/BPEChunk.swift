/// Symbols side by side, being joined.
///
/// Short runs are searched for the best join again and again: for the few symbols of a word that beats any
/// queue. Long ones use a heap, so that a line of one character stays O(n log n).
struct BPEChunk {
  /// From this many symbols on the heap is used.
  private static let heapThreshold = 40

  private var symbols: [Int32] = []
  private var starts: [Int] = []
  private var ends: [Int] = []
  /// What symbol i and the one behind it join to; -1 for nothing.
  private var joined: [Int32] = []

  mutating func append(symbol: Int32, from start: Int, to end: Int) {
    symbols.append(symbol)
    starts.append(start)
    ends.append(end)
  }

  mutating func removeAll() {
    symbols.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  func forEachSymbol(_ body: (Int32, Range<Int>) -> Void) {
    for index in symbols.indices { body(symbols[index], starts[index]..<ends[index]) }
  }

  /// Joins until `lookup` knows no pair of neighbours any more; it gives -1 for a pair that does not join.
  mutating func joinAll(scores: [Float], lookup: (Int32, Int32) -> Int32) {
    guard symbols.count > 1 else { return }
    joined.removeAll(keepingCapacity: true)
    for index in 0..<symbols.count - 1 { joined.append(pair(symbols[index], symbols[index + 1], lookup)) }
    if symbols.count < Self.heapThreshold {
      joinBySearch(scores, lookup)
    } else {
      joinByHeap(scores, lookup)
    }
  }

  private func pair(_ left: Int32, _ right: Int32, _ lookup: (Int32, Int32) -> Int32) -> Int32 {
    left < 0 || right < 0 ? -1 : lookup(left, right)
  }

  private mutating func joinBySearch(_ scores: [Float], _ lookup: (Int32, Int32) -> Int32) {
    while true {
      var best = -1
      for index in joined.indices
      where joined[index] >= 0 && (best < 0 || scores[Int(joined[index])] > scores[Int(joined[best])]) {
        best = index
      }
      guard best >= 0 else { return }
      symbols[best] = joined[best]
      ends[best] = ends[best + 1]
      symbols.remove(at: best + 1)
      starts.remove(at: best + 1)
      ends.remove(at: best + 1)
      joined.remove(at: best)
      if best > 0 { joined[best - 1] = pair(symbols[best - 1], symbols[best], lookup) }
      if best < joined.count { joined[best] = pair(symbols[best], symbols[best + 1], lookup) }
    }
  }

  private mutating func joinByHeap(_ scores: [Float], _ lookup: (Int32, Int32) -> Int32) {
    let count = symbols.count
    var previous = (0..<count).map { $0 - 1 }
    var next = (0..<count).map { $0 + 1 < count ? $0 + 1 : -1 }
    var heap = JoinHeap()
    func offer(_ left: Int, _ right: Int) {
      guard left >= 0, right >= 0 else { return }
      let id = pair(symbols[left], symbols[right], lookup)
      if id >= 0 {
        heap.insert(JoinHeap.Entry(score: scores[Int(id)], left: left, right: right, end: ends[right], id: id))
      }
    }
    for left in 0..<count - 1 { offer(left, left + 1) }
    while let join = heap.popFirst() {
      // Symbols only grow: a join is still there if its parts are, with the same neighbour and the same end.
      guard symbols[join.left] != Self.gone, next[join.left] == join.right, ends[join.right] == join.end
      else { continue }
      symbols[join.left] = join.id
      ends[join.left] = join.end
      symbols[join.right] = Self.gone
      next[join.left] = next[join.right]
      if next[join.left] >= 0 { previous[next[join.left]] = join.left }
      offer(previous[join.left], join.left)
      offer(join.left, next[join.left])
    }
    compact()
  }

  /// Stands where a symbol has become part of the one before it.
  private static let gone: Int32 = -2

  private mutating func compact() {
    let kept = symbols.indices.filter { symbols[$0] != Self.gone }
    starts = kept.map { starts[$0] }
    ends = kept.map { ends[$0] }
    symbols = kept.map { symbols[$0] }
  }
}

/// Joins by score, best first; of equal scores the leftmost first.
struct JoinHeap {
  struct Entry {
    var score: Float
    var left: Int
    var right: Int
    var end: Int
    var id: Int32

    func comes(before other: Entry) -> Bool {
      score != other.score ? score > other.score : left < other.left
    }
  }

  private var entries: [Entry] = []

  mutating func insert(_ entry: Entry) {
    var child = entries.count
    entries.append(entry)
    while child > 0, entry.comes(before: entries[(child - 1) / 2]) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Entry? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first }
    entries[0] = last
    var parent = 0
    while 2 * parent + 1 < entries.count {
      var child = 2 * parent + 1
      if child + 1 < entries.count, entries[child + 1].comes(before: entries[child]) { child += 1 }
      guard entries[child].comes(before: last) else { break }
      entries.swapAt(parent, child)
      parent = child
    }
    return first
  }
}

/// The symbol of each Unicode scalar: two lookups, pages of 256 shared while they are empty.
struct ScalarTable: Sendable {
  private var pages = [Int32](repeating: 0, count: 0x1100)
  private var symbols = [Int32](repeating: -1, count: 256)

  /// The symbol of a scalar; -1 for none.
  subscript(scalar: UInt32) -> Int32 {
    get { symbols[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }
    set {
      if pages[Int(scalar >> 8)] == 0 {
        pages[Int(scalar >> 8)] = Int32(symbols.count >> 8)
        symbols.append(contentsOf: repeatElement(-1, count: 256))
      }
      symbols[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] = newValue
    }
  }
}

/// What two symbols join to.
struct JoinTable: Sendable {
  private var table = PairTable()

  subscript(left: Int32, right: Int32) -> Int32? {
    let id = table[Self.key(left, right)]
    return id >= 0 ? id : nil
  }

  mutating func insert(_ left: Int32, _ right: Int32, _ id: Int32) { table.insert(Self.key(left, right), id) }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}
