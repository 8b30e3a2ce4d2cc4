/// The pairs in the order in which they would be merged: more frequent, shorter, smaller string, older left part.
struct MergeHeap: ~Copyable {
  struct Entry: BitwiseCopyable {
    var count: Int
    /// The first three characters, which mostly decide the order of strings.
    var order: UInt64
    var length: Int32
    var pair: Int32
  }

  private var entries = GrowableBuffer<Entry>(capacity: 1 << 12)

  @inline(__always)
  private static func precedes(_ left: Entry, _ right: Entry, _ list: borrowing PairList) -> Bool {
    if left.count != right.count { return left.count > right.count }
    if left.length != right.length { return left.length < right.length }
    if left.order != right.order { return left.order < right.order }
    return list.precedes(left.pair, right.pair)
  }

  mutating func insert(_ entry: Entry, in list: borrowing PairList) {
    var child = entries.count
    entries.append(entry)
    while child > 0 {
      let parent = (child - 1) / 2
      guard Self.precedes(entry, entries[parent], list) else { break }
      entries[child] = entries[parent]
      child = parent
    }
    entries[child] = entry
  }

  mutating func popFirst(in list: borrowing PairList) -> Entry? {
    guard entries.count > 0 else { return nil }
    let first = entries[0]
    let last = entries[entries.count - 1]
    entries.truncate(to: entries.count - 1)
    guard entries.count > 0 else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, Self.precedes(entries[child + 1], entries[child], list) { child += 1 }
      guard Self.precedes(entries[child], last, list) else { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = last
    return first
  }
}

/// A map from a pair of symbols to its index: open addressing, keys and values side by side.
struct PairTable: ~Copyable {
  static let missing: Int32 = -1
  static let invalid: Int32 = -2

  struct Slot: BitwiseCopyable {
    var left: Int32
    var right: Int32
    var value: Int32
  }

  static let empty = Slot(left: -1, right: -1, value: missing)

  private var slots = GrowableBuffer<Slot>(repeating: PairTable.empty, count: 1 << 12)
  private var count = 0

  @inline(__always)
  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  subscript(key: UInt64) -> Int32 { slots[slot(of: key)].value }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 3 >= slots.count * 2 { grow() }
    let slot = slot(of: key)
    if slots[slot].value == Self.missing { count += 1 }
    slots[slot] = Slot(
      left: Int32(truncatingIfNeeded: key >> 32), right: Int32(truncatingIfNeeded: key), value: value)
  }

  /// The slot of `key`, or the empty one where it belongs. Fibonacci hashing.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let (left, right) = (Int32(truncatingIfNeeded: key >> 32), Int32(truncatingIfNeeded: key))
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot].value != Self.missing, slots[slot].left != left || slots[slot].right != right {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    var old = GrowableBuffer<Slot>(repeating: Self.empty, count: slots.count * 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].value != Self.missing {
      let slot = slot(of: Self.key(old[index].left, old[index].right))
      slots[slot] = old[index]
    }
  }
}
