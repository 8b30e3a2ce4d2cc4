/// Which words are named as the cause of an unsafe verdict.
enum EvidenceChoice {
  /// No more words than this are named.
  static let mostWords = 5
  /// Words are added until they carry this part of all that raised the log-odds of harm.
  static let carriedPart = 0.6

  /// The positions of the words to name, ascending, for the `weights` of all words.
  ///
  /// The words with the largest positive weights, as few as carry ``carriedPart`` of the sum of positive weights,
  /// at least one and at most ``mostWords``. If no word has a positive weight, the one with the largest. Equal
  /// weights: the earlier word first. No words give none.
  static func positions(of weights: [Double]) -> [Int] {
    let ranked = weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
    let whole = weights.reduce(0) { $0 + max(0, $1) }
    var chosen: [Int] = []
    var carried = 0.0
    for position in ranked.prefix(mostWords) {
      if !chosen.isEmpty, weights[position] <= 0 || carried >= carriedPart * whole { break }
      chosen.append(position)
      carried += weights[position]
    }
    return chosen.sorted()
  }

  /// The evidence for the words at `positions`; neighbours become one, and their weights add up.
  static func evidence(
    at positions: [Int], of words: [Word], weights: [Double], source: [UInt8]
  ) -> [Evidence] {
    var runs: [(words: ClosedRange<Int>, weight: Double)] = []
    for position in positions {
      if let last = runs.last, last.words.upperBound + 1 == position {
        runs[runs.count - 1] = (last.words.lowerBound...position, last.weight + weights[position])
      } else {
        runs.append((position...position, weights[position]))
      }
    }
    return runs.map { run in
      let bytes = wholeScalars(
        words[run.words.lowerBound].bytes.lowerBound..<words[run.words.upperBound].bytes.upperBound,
        of: source)
      return Evidence(
        range: bytes, text: String(decoding: source[bytes], as: UTF8.self), weight: run.weight)
    }
  }

  /// `range` widened to the edges of scalars.
  private static func wholeScalars(_ range: Range<Int>, of source: [UInt8]) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower > 0, lower < source.count, UTF8.isContinuation(source[lower]) { lower -= 1 }
    while upper < source.count, UTF8.isContinuation(source[upper]) { upper += 1 }
    return lower..<upper
  }
}
