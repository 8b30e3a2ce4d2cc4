/// A number with its bootstrap interval.
public struct Estimate: Codable, Equatable, Sendable {
  /// The value on the sample itself.
  public var value: Double
  /// The lower end of the interval.
  public var lower: Double
  /// The upper end of the interval.
  public var upper: Double
}

/// How the intervals are made.
public struct Bootstrap: Codable, Equatable, Sendable {
  /// The number of resamples.
  public var resamples: Int
  /// Chooses the resamples.
  public var seed: UInt64
  /// The share of resamples that an interval covers.
  public var confidence: Double

  /// Percentile intervals from stratified resamples.
  public init(resamples: Int = 1000, seed: UInt64 = 0, confidence: Double = 0.95) {
    precondition(resamples > 0 && confidence > 0 && confidence < 1, "a bootstrap needs resamples")
    self.resamples = resamples
    self.seed = seed
    self.confidence = confidence
  }
}

/// How well scores tell positives from negatives.
///
/// Each metric is nil if one of the classes is empty: then nothing is told apart. Intervals are percentiles of
/// the metric over resamples drawn within each class (Efron, Tibshirani 1993, 13.3), so no resample lacks a class.
/// O(r n) for r resamples after one sort.
public struct BinaryMetrics: Codable, Equatable, Sendable {
  /// The bins of the calibration error.
  static let binCount = 15

  /// The number of positive rows.
  public var positives: Int
  /// The number of negative rows.
  public var negatives: Int
  /// The threshold of ``f1``: a score from it on is called positive.
  public var threshold: Double
  /// The share of positive-negative pairs in the right order, equal scores counting half.
  public var auc: Estimate?
  /// Average precision, the area under the precision-recall steps: the sum of precision times gain of recall.
  public var averagePrecision: Estimate?
  /// F1 at ``threshold``.
  public var f1: Estimate?
  /// The highest F1 of any threshold.
  public var optimalF1: Estimate?
  /// The threshold that gives it on the sample.
  public var optimalThreshold: Double?
  /// The highest recall with at most 1 % of the negatives called positive.
  public var recallAt1: Estimate?
  /// The highest recall with at most 5 % of the negatives called positive.
  public var recallAt5: Estimate?
  /// The expected calibration error over 15 bins; nil if a score lies outside 0 to 1.
  public var calibrationError: Estimate?

  /// The metrics of scores against truths, one each; scores are finite.
  public init(scores: [Double], isPositive: [Bool], threshold: Double, bootstrap: Bootstrap = Bootstrap()) {
    precondition(scores.allSatisfy(\.isFinite), "scores are finite")
    let ranked = RankedScores(scores: scores, isPositive: isPositive)
    positives = ranked.positives.count
    negatives = ranked.negatives.count
    self.threshold = threshold
    guard positives > 0, negatives > 0 else { return }
    let sample = ranked.values(counts: [Int32](repeating: 1, count: scores.count), threshold: threshold)
    let resamples = Self.resamples(of: ranked, threshold: threshold, bootstrap: bootstrap)
    func estimate(_ metric: KeyPath<MetricValues, Double>) -> Estimate {
      let sorted = resamples.map { $0[keyPath: metric] }.sorted()
      let tail = (1 - bootstrap.confidence) / 2
      return Estimate(
        value: sample[keyPath: metric], lower: Self.quantile(tail, of: sorted),
        upper: Self.quantile(1 - tail, of: sorted))
    }
    auc = estimate(\.auc)
    averagePrecision = estimate(\.averagePrecision)
    f1 = estimate(\.f1)
    optimalF1 = estimate(\.optimalF1)
    optimalThreshold = sample.optimalThreshold
    recallAt1 = estimate(\.recallAt1)
    recallAt5 = estimate(\.recallAt5)
    if ranked.scores.allSatisfy({ (0...1).contains($0) }) { calibrationError = estimate(\.calibrationError) }
  }

  private static func resamples(
    of ranked: RankedScores, threshold: Double, bootstrap: Bootstrap
  ) -> [MetricValues] {
    var generator = SplitMix64(seed: bootstrap.seed)
    var counts = [Int32](repeating: 0, count: ranked.scores.count)
    return (0..<bootstrap.resamples).map { _ in
      for index in counts.indices { counts[index] = 0 }
      for rows in [ranked.positives, ranked.negatives] {
        for _ in rows { counts[rows[generator.next(below: rows.count)]] += 1 }
      }
      return ranked.values(counts: counts, threshold: threshold)
    }
  }

  /// The quantile of sorted values, interpolated between neighbours (Hyndman, Fan 1996, type 7).
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let position = share * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
