/// Finds the shapes of digits in runs of groups.
struct DigitMatcher: Sendable {
  /// A shape that fits: which pattern, and the digits as numbers in the runs.
  struct Candidate {
    let pattern: Int
    let digits: Range<Int>
    /// Whether it is written in more than one group.
    let isGrouped: Bool
  }

  private let shapes: [(pattern: Int, shape: DigitShape)]
  /// For each first digit, the shapes that may begin with it.
  private let byFirst: [[Int]]

  /// A matcher of those of `patterns` that have a shape.
  init(_ patterns: [PIIPattern]) {
    let shapes = patterns.enumerated().compactMap { number, pattern in
      pattern.digits.map { (pattern: number, shape: $0) }
    }
    byFirst = (0..<10).map { digit in
      shapes.indices.filter { shapes[$0].shape.digits[0] & 1 << UInt16(digit) != 0 }
    }
    self.shapes = shapes
  }

  /// The shapes that begin at group `start` and end with a group. O(shapes).
  func candidates(from start: Int, in runs: DigitRuns, hasPlus: Bool) -> [Candidate] {
    let first = runs.groups[start].digits.lowerBound
    return byFirst[Int(runs.digits[first].value)].compactMap { number in
      let (pattern, shape) = shapes[number]
      guard hasPlus || !shape.hasPlus, first + shape.digits.count <= runs.digits.count else { return nil }
      return fit(shape, from: start, in: runs).map { isGrouped in
        Candidate(pattern: pattern, digits: first..<first + shape.digits.count, isGrouped: isGrouped)
      }
    }
  }

  /// Whether `shape` fits from group `start` on, and if so, whether it is more than that group.
  private func fit(_ shape: DigitShape, from start: Int, in runs: DigitRuns) -> Bool? {
    var (group, position) = (start, 0)
    while true {
      let digits = runs.groups[group].digits
      guard position + digits.count <= shape.digits.count else { return nil }
      for digit in digits {
        guard shape.digits[position] & 1 << UInt16(runs.digits[digit].value) != 0 else { return nil }
        position += 1
      }
      if position == shape.digits.count { return group > start }
      group += 1
      guard group < runs.groups.count, runs.groups[group].link != .none, shape.breaks.contains(position)
      else {
        return nil
      }
    }
  }
}
