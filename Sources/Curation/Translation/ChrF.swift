/// chrF, the F-score of character n-grams (Popović, "chrF: character n-gram F-score for automatic MT evaluation",
/// WMT 2015), with n from 1 to 6, β = 2 and white space left out.
///
/// Precision and recall are averaged over those n for which both sides have an n-gram, then
/// `F = (1 + β²) · P · R / (β² · P + R)`.
public enum ChrF {
  /// The score from 0 to 100; 100 for two blank texts, 0 for one.
  public static func score(hypothesis: String, reference: String, order: Int = 6, beta: Double = 2) -> Double
  {
    let left = scalars(hypothesis)
    let right = scalars(reference)
    if left.isEmpty || right.isEmpty { return left.isEmpty && right.isEmpty ? 100 : 0 }
    var (precision, recall, orders) = (0.0, 0.0, 0.0)
    for n in 1...order where left.count >= n && right.count >= n {
      let (ours, theirs) = (grams(left, n), grams(right, n))
      let common = ours.reduce(0) { $0 + min($1.value, theirs[$1.key] ?? 0) }
      precision += Double(common) / Double(left.count - n + 1)
      recall += Double(common) / Double(right.count - n + 1)
      orders += 1
    }
    precision /= orders
    recall /= orders
    guard precision + recall > 0 else { return 0 }
    let square = beta * beta
    return 100 * (1 + square) * precision * recall / (square * precision + recall)
  }

  private static func scalars(_ text: String) -> [UInt32] {
    text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(\.value)
  }

  private static func grams(_ scalars: [UInt32], _ n: Int) -> [ArraySlice<UInt32>: Int] {
    var counts: [ArraySlice<UInt32>: Int] = [:]
    for start in 0...(scalars.count - n) { counts[scalars[start..<start + n], default: 0] += 1 }
    return counts
  }
}
