import Testing

@testable import Tokenization

@Suite struct CharsmapTests {
  @Test(
    arguments: [
      ([1, 2, 3], .header, 0), ([0, 0, 0, 0, 0], .trieSize, 0), ([3, 0, 0, 0, 1, 2, 3, 0], .trieSize, 0),
      ([8, 0, 0, 0, 1, 2, 3, 4, 0], .trieSize, 0), ([0xFF, 0xFF, 0xFF, 0xFF, 0, 0], .trieSize, 0),
      ([4, 0, 0, 0, 1, 2, 3, 4, 97], .value, 8),
    ] as [([UInt8], TokenizationError.CharsmapFault, Int)])
  func blobsThatAreNoMapAreRefused(blob: [UInt8], fault: TokenizationError.CharsmapFault, offset: Int) {
    #expect(throws: TokenizationError.malformedCharsmap(reason: fault, offset: offset)) { try Charsmap(blob) }
  }

  @Test func theLongestRuleWins() throws {
    let model = try SentencePieceModel(serialized: Golden.bytes("unigram.model"))
    let map = try Charsmap(model.normalizer.precompiledCharsmap)
    let match = Array("ＡＢＣ".utf8).withUnsafeBufferPointer { map.longestMatch(in: $0, at: 0) }
    #expect(match?.length == 6)
    #expect(match.map { Array($0.replacement) } == Array("AB".utf8))
    #expect(Array("해".utf8).withUnsafeBufferPointer { map.longestMatch(in: $0, at: 0) } == nil)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func damagedUnitsMatchNothingAndReadNothingOutside(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let model = try SentencePieceModel(serialized: Golden.bytes("unigram.model"))
    var blob = model.normalizer.precompiledCharsmap
    for _ in 0..<200 {
      blob[Int.random(in: 4..<blob.count - 1, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
    }
    let map = try Charsmap(blob)
    let text = Array("ＡＢ①ﬁ　…ㆍ해치".utf8)
    for offset in text.indices {
      let match = text.withUnsafeBufferPointer { map.longestMatch(in: $0, at: offset) }
      #expect(match.map { $0.length > 0 && offset + $0.length <= text.count } ?? true)
    }
  }
}
