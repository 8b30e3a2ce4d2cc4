/// Ranges ordered by their end, for questions about what lies around a range.
///
/// A question takes O(log ranges) and one step for each range that ends within the longest length of the asked one:
/// ranges that nest or overlap deeply cost more, those of words do not.
struct SortedRanges: Sendable {
  private let ranges: [Range<Int>]
  private let order: [Int]
  private let longest: Int

  /// The ranges in any order; answers number them by it.
  init(_ ranges: [Range<Int>]) {
    let isSorted = zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.upperBound }
    order =
      isSorted
      ? Array(ranges.indices)
      : ranges.indices.sorted { (ranges[$0].upperBound, $0) < (ranges[$1].upperBound, $1) }
    self.ranges = ranges
    longest = ranges.reduce(0) { max($0, $1.count) }
  }

  /// The numbers of the ranges that overlap `range`, or lie in it if they are empty, by rising end.
  func overlapping(_ range: Range<Int>) -> [Int] {
    candidates(endingFrom: range.lowerBound, to: range.upperBound + longest).filter { number in
      let other = ranges[number]
      return other.isEmpty
        ? range.lowerBound <= other.lowerBound && other.upperBound <= range.upperBound
        : other.overlaps(range)
    }
  }

  /// The numbers of the ranges that begin in `starts`, by rising end.
  func beginning(in starts: ClosedRange<Int>) -> [Int] {
    candidates(endingFrom: starts.lowerBound, to: starts.upperBound + longest).filter {
      starts.contains(ranges[$0].lowerBound)
    }
  }

  /// Whether one of the ranges holds all of `range`.
  func holds(_ range: Range<Int>) -> Bool {
    candidates(endingFrom: range.upperBound, to: range.lowerBound + longest).contains {
      ranges[$0].lowerBound <= range.lowerBound
    }
  }

  /// Whether one of the ranges overlaps `range`.
  func overlaps(_ range: Range<Int>) -> Bool { !overlapping(range).isEmpty }

  private func candidates(endingFrom low: Int, to high: Int) -> [Int] {
    var (first, end) = (0, order.count)
    while first < end {
      let middle = (first + end) / 2
      if ranges[order[middle]].upperBound < low { first = middle + 1 } else { end = middle }
    }
    return Array(order[first...].prefix { ranges[$0].upperBound <= high })
  }
}
