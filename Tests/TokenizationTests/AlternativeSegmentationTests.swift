import Foundation
import Normalization
import Testing

@testable import Tokenization

@Suite struct AlternativeSegmentationTests {
  private struct Golden023: Decodable {
    struct Row: Decodable {
      var text: String
      var size: Int
      var count: Int
      var best: [Int32]
      var last: [Int32]
      var scores: [Float]
      var checksum: String
    }

    var rows: [Row]
  }

  @Test func theBestCutsTheirOrderAndScoresAreThoseOfSentencePiece() throws {
    let golden = try JSONDecoder().decode(
      Golden023.self, from: Data(contentsOf: Golden.url("nbest.json")))
    let ways = AlternativeSegmentation(try Golden.tokenizer("unigram.model"))
    for row in golden.rows {
      let found = try ways.nBest(AlignedText(row.text), limit: row.size)
      var checksum: UInt64 = 0
      for cut in found {
        for id in cut.encoding.ids + [-1] {
          checksum = (checksum ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01B3
        }
      }
      let digits = String(checksum, radix: 16)
      #expect(found.count == row.count, "\(row.text) \(row.size)")
      #expect(found.first?.encoding.ids ?? [] == row.best, "\(row.text) \(row.size)")
      #expect(found.last?.encoding.ids ?? [] == row.last, "\(row.text) \(row.size)")
      #expect(
        String(repeating: "0", count: 16 - digits.count) + digits == row.checksum, "\(row.text) \(row.size)")
      #expect([found.first, found.last].compactMap(\.?.score) == row.scores, "\(row.text) \(row.size)")
    }
  }

  /// ab, a+b; with c behind: six cuts of "abc" less those that no piece makes.
  private func unigram() throws -> AlternativeSegmentation {
    AlternativeSegmentation(
      try Tokenizer(
        model: Sample.model(
          .unigram,
          [
            Sample.piece("a", -1), Sample.piece("b", -1.5), Sample.piece("c", -0.5), Sample.piece("ab", -2),
            Sample.piece("bc", -1.25), Sample.piece("abc", -3),
          ])))
  }

  private static let draws = 8_000
  /// Five standard deviations of a share measured by this many draws, at most.
  private static let tolerance = 5 * (0.25 / Double(draws)).squareRoot()

  private func shares(_ draw: () throws -> [Int32]) rethrows -> [[Int32]: Double] {
    var counts: [[Int32]: Double] = [:]
    for _ in 0..<Self.draws { counts[try draw(), default: 0] += 1 / Double(Self.draws) }
    return counts
  }

  /// The probabilities of all cuts of "abc", from their scores.
  private func expected(alpha: Double, _ cuts: [([Int32], Double)]) -> [[Int32]: Double] {
    let total = cuts.reduce(0) { $0 + exp(alpha * $1.1) }
    return Dictionary(uniqueKeysWithValues: cuts.map { ($0.0, exp(alpha * $0.1) / total) })
  }

  private static let cuts: [([Int32], Double)] = [
    ([3, 4, 5], -3), ([6, 5], -2.5), ([3, 7], -2.25), ([8], -3),
  ]

  @Test(arguments: [Float(0), 0.2, 1, 3])
  func aCutIsDrawnAsOftenAsItsScoreSays(alpha: Float) throws {
    let ways = try unigram()
    var generator = SeededGenerator(seed: 7)
    let shares = try shares { try ways.sample(AlignedText("abc"), alpha: alpha, using: &generator).ids }
    let expected = expected(alpha: Double(alpha), Self.cuts)
    #expect(Set(shares.keys) == Set(expected.keys))
    for (cut, share) in expected { #expect(abs(share - (shares[cut] ?? 0)) < Self.tolerance, "\(cut)") }
  }

  @Test func aLimitDrawsFromTheBestOnly() throws {
    let ways = try unigram()
    var generator = SeededGenerator(seed: 8)
    let shares = try shares {
      try ways.sample(AlignedText("abc"), limit: 2, alpha: 0.5, using: &generator).ids
    }
    let expected = expected(alpha: 0.5, [Self.cuts[2], Self.cuts[1]])
    #expect(Set(shares.keys) == Set(expected.keys))
    for (cut, share) in expected { #expect(abs(share - (shares[cut] ?? 0)) < Self.tolerance) }
    for limit in [0, 1] {
      #expect(try ways.sample(AlignedText("abc"), limit: limit, alpha: 1, using: &generator).ids == [3, 7])
    }
  }

  /// Joins: ab first (score 0), then abc. With probability p a join is left out each time it comes up.
  @Test(arguments: [0.1, 0.5] as [Float])
  func dropoutLeavesJoinsOutAsOftenAsItSays(dropout: Float) throws {
    let model = Sample.model(
      .bpe,
      [
        Sample.piece("ab", 0), Sample.piece("abc", -1), Sample.piece("a", -3), Sample.piece("b", -4),
        Sample.piece("c", -5),
      ])
    let ways = AlternativeSegmentation(try Tokenizer(model: model))
    var generator = SeededGenerator(seed: 9)
    let shares = try shares { try ways.sample(AlignedText("abc"), alpha: dropout, using: &generator).ids }
    let p = Double(dropout)
    let expected: [[Int32]: Double] = [[5, 6, 7]: p, [3, 7]: (1 - p) * p, [4]: (1 - p) * (1 - p)]
    #expect(Set(shares.keys) == Set(expected.keys))
    for (cut, share) in expected { #expect(abs(share - (shares[cut] ?? 0)) < Self.tolerance) }
  }

  @Test func theSameSeedDrawsTheSame() throws {
    for name in ["unigram.model", "haechi.model"] {
      let ways = AlternativeSegmentation(try Golden.tokenizer(name))
      let text = AlignedText("해치는 옳고 그름을 가립니다. ㅋㅋ 12 ＡＢ ①")
      func draw(_ seed: UInt64) throws -> [[Int32]] {
        var generator = SplitMix64(seed: seed)
        return try (0..<20).map { _ in try ways.sample(text, alpha: 0.3, using: &generator).ids }
      }
      #expect(try draw(1) == draw(1))
      #expect(try draw(1) != draw(2))
      #expect(try Set(draw(1)).count > 5)
    }
  }

  @Test(arguments: 0..<80 as Range<UInt64>)
  func withoutDropoutTheTextIsCutAsAlways(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for name in ["haechi.model", "sentencepiece-bpe.model"] {
      let tokenizer = try Golden.tokenizer(name)
      let text = AlignedText(TokenizerTests.text(seed: seed))
      let ways = AlternativeSegmentation(tokenizer)
      #expect(try ways.sample(text, alpha: 0, using: &generator) == tokenizer.encode(text))
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func everyDrawnCutDecodesToTheSameText(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let tokenizer = try Golden.tokenizer("haechi.model")
    let text = TokenizerTests.text(seed: seed)
    let drawn = try AlternativeSegmentation(tokenizer).sample(
      AlignedText(text), alpha: 0.4, using: &generator)
    #expect(tokenizer.decodedBytes(drawn.ids) == Array(text.utf8))
    #expect(drawn.spans.last?.upperBound == text.utf8.count)
  }

  @Test func emptyTextHasOneEmptyCut() throws {
    let ways = try unigram()
    var generator = SeededGenerator(seed: 1)
    #expect(try ways.nBest(AlignedText(""), limit: 5).map(\.encoding) == [Encoding()])
    #expect(try ways.sample(AlignedText(""), alpha: 1, using: &generator) == Encoding())
  }

  @Test func whatAModelCannotDoIsRefused() throws {
    var generator = SeededGenerator(seed: 1)
    for type in [SentencePieceModel.TrainerSpec.ModelType.bpe, .word, .char] {
      let ways = AlternativeSegmentation(try Tokenizer(model: Sample.model(type, [Sample.piece("a", -1)])))
      #expect(throws: TokenizationError.unsupportedOperation(name: "n-best", type: type)) {
        try ways.nBest(AlignedText("a"), limit: 2)
      }
      if type != .bpe {
        #expect(throws: TokenizationError.unsupportedOperation(name: "sampling", type: type)) {
          try ways.sample(AlignedText("a"), alpha: 1, using: &generator)
        }
      }
    }
    let ways = try unigram()
    #expect(throws: TokenizationError.self) { try ways.nBest(AlignedText("a"), limit: 513) }
    for alpha in [-1, Float.nan, .infinity] {
      #expect(throws: TokenizationError.self) {
        try ways.sample(AlignedText("a"), alpha: alpha, using: &generator)
      }
    }
  }
}
