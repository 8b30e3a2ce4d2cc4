import Testing

@testable import Datasets

@Suite struct NearDuplicatesTests {
  /// The n-grams of a text, unhashed.
  static func grams(_ text: String, gram: Int = 3) -> Set<[UInt32]> {
    let jamo = TextKey(text).jamo
    guard jamo.count >= gram else { return [jamo] }
    return Set((0...(jamo.count - gram)).map { Array(jamo[$0..<$0 + gram]) })
  }

  /// The Jaccard index from its definition, between all texts.
  static func jaccards(_ texts: [String]) -> [[Double]] {
    let sets = texts.map { grams($0) }
    return sets.map { left in
      sets.map { right in
        let shared = left.intersection(right).count
        return Double(shared) / Double(left.count + right.count - shared)
      }
    }
  }

  /// Texts of which some are made from others by changing a syllable or two.
  static func texts(count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(state: seed)
    func syllable() -> Unicode.Scalar {
      Unicode.Scalar(0xAC00 + UInt32.random(in: 0..<11172, using: &generator)) ?? "가"
    }
    var texts: [[Unicode.Scalar]] = []
    for _ in 0..<count {
      if texts.count > 4, Bool.random(using: &generator) {
        var text = texts[Int.random(in: 0..<texts.count, using: &generator)]
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
          text[Int.random(in: 0..<text.count, using: &generator)] = syllable()
        }
        texts.append(text)
      } else {
        texts.append((0..<Int.random(in: 8...30, using: &generator)).map { _ in syllable() })
      }
    }
    return texts.map { String(String.UnicodeScalarView($0)) }
  }

  static func search(_ texts: [String]) -> NearDuplicates {
    var search = NearDuplicates(settings: NearDuplicates.Settings())
    for text in texts { search.add(TextKey(text)) }
    return search
  }

  @Test("The index of two texts is the one of the definition")
  func index() {
    let texts = Self.texts(count: 60, seed: 1) + ["가", "ㅋ", "가나"]
    let search = Self.search(texts)
    let found = texts.indices.map { left in texts.indices.map { search.jaccard(left, $0) } }
    #expect(found == Self.jaccards(texts))
  }

  @Test("Clusters are those of all pairs compared one by one")
  func clusters() {
    let texts = Self.texts(count: 120, seed: 2)
    let search = Self.search(texts)
    var found = DisjointSets(count: texts.count)
    search.unite(in: &found)
    let jaccards = Self.jaccards(texts)
    var expected = DisjointSets(count: texts.count)
    for left in texts.indices {
      for right in texts.indices where jaccards[left][right] >= 0.8 { expected.unite(left, right) }
    }
    let isFound = texts.indices.map { found.find($0) }
    #expect(isFound == texts.indices.map { expected.find($0) })
    #expect(Set(isFound).count < texts.count)
  }

  @Test("Matches name a text before the boundary that is near, for every text that has one")
  func matches() {
    let texts = Self.texts(count: 120, seed: 3)
    let boundary = 40
    let jaccards = Self.jaccards(texts)
    let matches = Self.search(texts).matches(before: boundary)
    for text in boundary..<texts.count {
      let near = (0..<boundary).filter { jaccards[$0][text] >= 0.8 }
      if let match = matches[text] { #expect(near.contains(match)) } else { #expect(near.isEmpty) }
    }
    #expect(!matches.isEmpty)
  }

  @Test("A text shorter than one n-gram is near only to its equal")
  func short() {
    let search = Self.search(["ㅋ", "ㅎ", "ㅋ"])
    var sets = DisjointSets(count: 3)
    search.unite(in: &sets)
    #expect((0..<3).map { sets.find($0) } == [0, 1, 0])
  }

  @Test(
    "Texts added together, on any number of threads, are found as if added one by one", arguments: [1, 2, 5])
  func together(threads: Int) {
    let texts = Self.texts(count: 300, seed: 4)
    let alone = Self.search(texts)
    var search = NearDuplicates(settings: NearDuplicates.Settings())
    search.add(contentsOf: texts[..<7].map { TextKey($0) }, threads: threads)
    search.add(contentsOf: texts[7...].map { TextKey($0) }, threads: threads)
    #expect(search.pairs() == alone.pairs())
    #expect(search.count == texts.count)
  }

  @Test("Pairs are those of all texts compared one by one, each once, in order")
  func pairs() {
    let texts = Self.texts(count: 120, seed: 5)
    let jaccards = Self.jaccards(texts)
    var expected: [NearDuplicates.Pair] = []
    for left in texts.indices {
      for right in texts.indices where right > left && jaccards[left][right] >= 0.8 {
        expected.append(.init(left: left, right: right, jaccard: jaccards[left][right]))
      }
    }
    #expect(!expected.isEmpty)
    #expect(Self.search(texts).pairs() == expected)
  }

  @Test("The radix sort orders by the upper half and leaves equal ones in their order")
  func radixSort() {
    var generator = SeededGenerator(state: 6)
    var values: [UInt64] = []
    for index in 0..<4000 {
      let upper = index < 2000 ? UInt64.random(in: 0..<50, using: &generator) : generator.next() >> 32
      values.append(upper << 32 | UInt64(4000 - index))
    }
    let order = values.indices.sorted { (values[$0] >> 32, $0) < (values[$1] >> 32, $1) }
    let expected = order.map { values[$0] }
    var scratch = values
    radixSortByUpperHalf(&values, scratch: &scratch)
    #expect(values == expected)
  }
}
