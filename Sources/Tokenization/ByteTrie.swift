/// A map from byte strings to numbers that is walked one byte at a time.
///
/// A double array: the child of node n by byte b is `base[n] ^ b`, and belongs to n if its `parent` says so.
/// One load a byte decides. Source: Aoe 1989, "An Efficient Digital Search Algorithm by Using a Double-Array
/// Structure"; exclusive or instead of addition as in darts-clone.
struct ByteTrie: Sendable {
  /// One node, 12 bytes.
  struct Node: BitwiseCopyable, Sendable {
    var base: Int32 = 0
    var parent: Int32 = -1
    /// The number of the key that ends here; -1 for none.
    var value: Int32 = -1
  }

  /// The root is node 0. Every child index lies inside: the array ends on a full block of 256.
  let nodes: FrozenArray<Node>

  /// A trie over `keys`; of equal keys the last one counts. Empty keys are left out.
  init(_ keys: [(bytes: [UInt8], value: Int32)]) {
    let sorted = keys.filter { !$0.bytes.isEmpty }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    var nodes = [Node](repeating: Node(), count: 256)
    nodes[0].parent = 0
    var free = FreeSlots()
    var queue: [(node: Int, keys: Range<Int>, depth: Int)] = [(0, 0..<sorted.count, 0)]
    var next = 0
    while next < queue.count {
      let (node, range, depth) = queue[next]
      next += 1
      var start = range.lowerBound
      while start < range.upperBound, sorted[start].bytes.count == depth {
        nodes[node].value = sorted[start].value
        start += 1
      }
      var children: [(byte: UInt8, keys: Range<Int>)] = []
      while start < range.upperBound {
        let byte = sorted[start].bytes[depth]
        var end = start + 1
        while end < range.upperBound, sorted[end].bytes[depth] == byte { end += 1 }
        children.append((byte, start..<end))
        start = end
      }
      guard !children.isEmpty else { continue }
      let base = free.base(for: children.map { Int($0.byte) }, in: &nodes)
      nodes[node].base = Int32(base)
      for child in children {
        let index = base ^ Int(child.byte)
        nodes[index].parent = Int32(node)
        queue.append((index, child.keys, depth + 1))
      }
    }
    self.nodes = FrozenArray(nodes)
  }

  /// Finds room for the children of one node after another.
  private struct FreeSlots {
    private var first = 1

    mutating func base(for bytes: [Int], in nodes: inout [Node]) -> Int {
      while first < nodes.count, nodes[first].parent >= 0 { first += 1 }
      var slot = first
      var failures = 0
      while true {
        if slot >= nodes.count { nodes.append(contentsOf: [Node](repeating: Node(), count: 256)) }
        if nodes[slot].parent < 0 {
          let base = slot ^ bytes[0]
          // A base is below 256 * blocks, and so is every child of it.
          if bytes.allSatisfy({ nodes[base ^ $0].parent < 0 }) {
            // A region that refuses often is nearly full: leave it behind, or building becomes quadratic.
            if failures > 64 { first = max(first, slot - 256) }
            return base
          }
          failures += 1
        }
        slot += 1
      }
    }
  }

  /// The longest key that `bytes` begins with at `offset`.
  func longestPrefix(
    of bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, value: Int32)? {
    view.longestPrefix(of: bytes, at: offset)
  }

  /// The trie for loops; valid as long as this value is.
  var view: View { View(nodes: nodes.base) }

  /// Borrowed by loops.
  struct View {
    fileprivate let nodes: UnsafePointer<Node>
  }
}

extension ByteTrie.View {
  /// See ``ByteTrie/longestPrefix(of:at:)``.
  func longestPrefix(
    of bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (length: Int, value: Int32)? {
    var best: (length: Int, value: Int32)?
    var node = 0
    for index in offset..<bytes.count {
      // SAFETY: every child's index lies inside, as the nodes' own comment says.
      let child = Int(nodes[node].base) ^ Int(bytes[index])
      guard nodes[child].parent == Int32(node), child != 0 else { break }
      node = child
      if nodes[node].value >= 0 { best = (index - offset + 1, nodes[node].value) }
    }
    return best
  }
}
