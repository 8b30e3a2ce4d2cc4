import Testing

@testable import Datasets

@Suite struct DisjointSetsTests {
  @Test("The lowest member stands for its set, whatever the order of unions")
  func lowest() {
    let pairs = [(5, 9), (3, 9), (7, 5), (1, 2)]
    var generator = SeededGenerator(state: 4)
    for _ in 0..<20 {
      var sets = DisjointSets(count: 10)
      for (left, right) in pairs.shuffled(using: &generator) {
        if Bool.random(using: &generator) { sets.unite(left, right) } else { sets.unite(right, left) }
      }
      #expect((0..<10).map { sets.find($0) } == [0, 1, 1, 3, 4, 3, 6, 3, 8, 3])
    }
  }
}
