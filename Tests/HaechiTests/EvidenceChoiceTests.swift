import Testing

@testable import Haechi

struct EvidenceChoiceTests {
  @Test(
    "The fewest words that carry most of the rise are named",
    arguments: [
      ([], []),
      ([1], [0]),
      ([0.1, 5, 0.1], [1]),
      ([2, -9, 2, 0.5, 2], [0, 2]),
      ([-3, -1, -2], [1]),
      ([0, 0], [0]),
      ([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2, 3, 4]),
    ] as [([Double], [Int])])
  func positions(weights: [Double], expected: [Int]) {
    #expect(EvidenceChoice.positions(of: weights) == expected)
  }

  @Test("Neighbours become one piece of evidence, with the space between and the sum of their weights")
  func merging() {
    let source = Array("가 나 다 라".utf8)
    let words = (0..<4).map { Word(pieces: $0..<$0 + 1, bytes: $0 * 4..<$0 * 4 + 3) }
    let evidence = EvidenceChoice.evidence(
      at: [0, 1, 3], of: words, weights: [1, 2, 0, 0.5], source: source)
    #expect(
      evidence == [
        Evidence(range: 0..<7, text: "가 나", weight: 3), Evidence(range: 12..<15, text: "라", weight: 0.5),
      ])
  }

  @Test("A range inside of a character is widened to the whole of it")
  func wholeScalars() {
    let evidence = EvidenceChoice.evidence(
      at: [0], of: [Word(pieces: 0..<1, bytes: 1..<5)], weights: [1], source: Array("가나".utf8))
    #expect(evidence == [Evidence(range: 0..<6, text: "가나", weight: 1)])
  }
}
