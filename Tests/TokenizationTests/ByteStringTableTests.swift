import Testing

@testable import Tokenization

@Suite struct ByteStringTableTests {
  @Test func stringsAreNumberedByFirstInsertionAndFoundAgain() {
    var generator = SeededGenerator(seed: 1)
    var table = ByteStringTable()
    var oracle: [[UInt8]: Int] = [:]
    for _ in 0..<5000 {
      let string = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        UInt8.random(in: 0...9, using: &generator)
      }
      let (index, isNew) = table.insert(string[...])
      #expect(isNew == (oracle[string] == nil))
      #expect(index == oracle[string, default: oracle.count])
      oracle[string] = index
      #expect(table.bytes(index) == string[...])
    }
    #expect(table.count == oracle.count)
    for (string, index) in oracle { #expect(string.withUnsafeBufferPointer { table.find($0) } == index) }
    #expect([99].withUnsafeBufferPointer { table.find($0) } == nil)
  }

  @Test func partsAreOneString() {
    var table = ByteStringTable()
    #expect(table.insert([1, 2], [3]).index == table.insert([1], [2, 3]).index)
  }
}
