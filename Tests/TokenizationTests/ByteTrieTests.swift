import Testing

@testable import Tokenization

@Suite struct ByteTrieTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func theLongestKeyIsFound(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0, 1, 97, 0xEA, 0xFF]
    func string(_ length: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: length, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
    }
    var values: [[UInt8]: Int32] = [:]
    for _ in 0..<200 { values[string(1...5)] = Int32(values.count) }
    let trie = ByteTrie(values.map { ($0.key, $0.value) })
    for _ in 0..<200 {
      let text = string(1...8)
      let expected = (1...text.count).last { values[Array(text.prefix($0))] != nil }
      let found = text.withUnsafeBufferPointer { trie.longestPrefix(of: $0, at: 0) }
      #expect(found?.length == expected)
      #expect(found?.value == expected.flatMap { values[Array(text.prefix($0))] })
    }
  }

  @Test func aTrieOfNothingFindsNothing() {
    #expect([1, 2].withUnsafeBufferPointer { ByteTrie([]).longestPrefix(of: $0, at: 0) } == nil)
  }
}
