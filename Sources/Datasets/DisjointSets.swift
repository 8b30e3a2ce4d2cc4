/// Sets of indices that only ever grow together; the lowest member stands for its set.
///
/// Union by lowest index makes the outcome independent of the order of unions.
package struct DisjointSets: Sendable {
  private var parent: [Int32]

  /// Every index from 0 up to `count` in a set of its own.
  package init(count: Int) {
    parent = (0..<Int32(count)).map(\.self)
  }

  /// The lowest member of an index's set. Amortized O(log n) by path halving.
  package mutating func find(_ index: Int) -> Int {
    var index = index
    while parent[index] != index {
      parent[index] = parent[Int(parent[index])]
      index = Int(parent[index])
    }
    return index
  }

  /// Makes one set of two.
  package mutating func unite(_ left: Int, _ right: Int) {
    let (a, b) = (find(left), find(right))
    if a != b { parent[max(a, b)] = Int32(min(a, b)) }
  }
}
