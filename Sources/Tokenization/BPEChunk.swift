/// Symbols side by side, being joined.
///
/// Short runs are searched for the best join again and again: for the few symbols of a word that beats any
/// queue. Long ones use a heap, so that a line of one character stays O(n log n).
struct BPEChunk {
  /// From this many symbols on the heap is used.
  private static let heapThreshold = 40

  /// One symbol, and what it and the next one join to.
  private struct Slot {
    var symbol: Int32
    var join = JoinTable.Join.none
    var start: Int
    var end: Int
  }

  private var slots: [Slot] = []

  /// The latest join that led to each unused piece.
  private(set) var unusedJoins: [Int32: (left: Int32, right: Int32)] = [:]

  /// How many symbols there are.
  var count: Int { slots.count }

  /// Symbol `index` and the bytes that it stands for.
  subscript(index: Int) -> (symbol: Int32, range: Range<Int>) {
    (slots[index].symbol, slots[index].start..<slots[index].end)
  }

  /// Adds a symbol, -1 for a character that is in no piece.
  mutating func append(symbol: Int32, from start: Int, to end: Int) {
    slots.append(Slot(symbol: symbol, start: start, end: end))
  }

  mutating func removeAll() {
    slots.removeAll(keepingCapacity: true)
    if !unusedJoins.isEmpty { unusedJoins = [:] }
  }

  /// Joins until no two neighbours are in `joins`. Joins to `unused` pieces are noted down.
  mutating func joinAll(_ joins: JoinTable, unused: UnusedPieces?) {
    guard slots.count > 1 else { return }
    for index in 0..<slots.count - 1 { look(index, index + 1, joins, unused) }
    if slots.count < Self.heapThreshold {
      joinBySearch(joins, unused)
    } else {
      joinByHeap(joins, unused)
    }
  }

  /// Looks up what two neighbours join to.
  @inline(__always)
  private mutating func look(_ left: Int, _ right: Int, _ joins: JoinTable, _ unused: UnusedPieces?) {
    let join = joins[slots[left].symbol, slots[right].symbol]
    slots[left].join = join
    if let unused, join.id >= 0, unused.contains(join.id) {
      unusedJoins[join.id] = (slots[left].symbol, slots[right].symbol)
    }
  }

  private mutating func joinBySearch(_ joins: JoinTable, _ unused: UnusedPieces?) {
    while let best = bestJoin() {
      slots[best].symbol = slots[best].join.id
      slots[best].end = slots[best + 1].end
      slots.remove(at: best + 1)
      if best > 0 { look(best - 1, best, joins, unused) }
      if best + 1 < slots.count { look(best, best + 1, joins, unused) } else { slots[best].join = .none }
    }
  }

  /// The leftmost of the best joins.
  private func bestJoin() -> Int? {
    var best = -1
    var score: Float = 0
    for index in slots.indices {
      let join = slots[index].join
      if join.id >= 0, best < 0 || join.score > score {
        best = index
        score = join.score
      }
    }
    return best >= 0 ? best : nil
  }

  private mutating func joinByHeap(_ joins: JoinTable, _ unused: UnusedPieces?) {
    let count = slots.count
    var previous = (0..<count).map { $0 - 1 }
    var next = (0..<count).map { $0 + 1 < count ? $0 + 1 : -1 }
    var heap = JoinHeap()
    for left in 0..<count - 1 { offer(left, left + 1, to: &heap) }
    while let entry = heap.popFirst() {
      // Symbols only grow to the right: the offer still stands if both parts are there and end where they did.
      let (left, right) = (entry.left, entry.right)
      guard slots[left].symbol != Self.gone, next[left] == right, slots[right].end == entry.end else {
        continue
      }
      slots[left].symbol = entry.id
      slots[left].end = entry.end
      slots[right].symbol = Self.gone
      next[left] = next[right]
      if next[left] >= 0 { previous[next[left]] = left }
      for (left, right) in [(previous[left], left), (left, next[left])] where left >= 0 && right >= 0 {
        look(left, right, joins, unused)
        offer(left, right, to: &heap)
      }
    }
    slots.removeAll { $0.symbol == Self.gone }
  }

  private func offer(_ left: Int, _ right: Int, to heap: inout JoinHeap) {
    let join = slots[left].join
    guard join.id >= 0 else { return }
    heap.insert(
      JoinHeap.Entry(score: join.score, id: join.id, left: left, right: right, end: slots[right].end))
  }

  /// Stands where a symbol has become part of the one before it.
  private static let gone: Int32 = -2
}

/// Joins by score, best first; of equal scores the leftmost first.
struct JoinHeap {
  struct Entry {
    var score: Float
    var id: Int32
    var left: Int
    var right: Int
    var end: Int

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
