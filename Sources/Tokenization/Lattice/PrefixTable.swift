/// Byte strings in order, searched for all that begin a text: O(length · log count), and small to build.
struct PrefixTable: Sendable {
  private let arena: [UInt8]
  private let entries: [(range: Range<Int>, value: Int32)]

  init(_ keys: [(bytes: [UInt8], value: Int32)]) {
    var arena: [UInt8] = []
    var entries: [(range: Range<Int>, value: Int32)] = []
    for key in keys.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) where !key.bytes.isEmpty {
      entries.append((arena.count..<arena.count + key.bytes.count, key.value))
      arena += key.bytes
    }
    (self.arena, self.entries) = (arena, entries)
  }

  /// Calls `body` with the length and value of each key that `bytes` begins with at `offset`, shortest first.
  func forEachPrefix(
    of bytes: [UInt8], at offset: Int, _ body: (_ length: Int, _ value: Int32) -> Void
  ) {
    var (low, high) = (0, entries.count)
    var depth = 0
    while low < high, offset + depth < bytes.count {
      let byte = bytes[offset + depth]
      low = bound(from: low, to: high, depth: depth) { $0 >= byte }
      high = bound(from: low, to: high, depth: depth) { $0 > byte }
      depth += 1
      if low < high, entries[low].range.count == depth {
        body(depth, entries[low].value)
        low += 1
      }
    }
  }

  /// The value of the key with exactly these bytes.
  func value(of bytes: ArraySlice<UInt8>) -> Int32? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if arena[entries[middle].range].lexicographicallyPrecedes(bytes) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < entries.count && arena[entries[low].range] == bytes ? entries[low].value : nil
  }

  /// The first entry whose byte at `depth` is as `isBehind` says; all of them have one.
  private func bound(from low: Int, to high: Int, depth: Int, _ isBehind: (UInt8) -> Bool) -> Int {
    var (low, high) = (low, high)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(arena[entries[middle].range.lowerBound + depth]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
