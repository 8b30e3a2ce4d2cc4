public import Datasets
import Foundation
public import Models

/// Picks a guardian's temperature and thresholds on validation rows, weighted as in training.
///
/// The temperature minimizes the label's negative log-likelihood (Guo et al. 2017, "On Calibration of Modern Neural
/// Networks", section 4.2); each threshold maximizes the weighted F1, the highest one where several do.
public struct Calibration {
  /// A score, its truth and the row's weight.
  struct Point: Equatable {
    var score: Double
    var isPositive: Bool
    var weight: Double
  }

  private let records: [Record]
  private let scores: [QueryScore]
  private let weights: [Double]

  /// A calibration on `records`, which `scorer`, at temperature 1, scores.
  public init(records: [Record], weights: [Double], scorer: some QueryScorer) {
    precondition(records.count == weights.count)
    self.records = records
    self.weights = weights
    scores = scorer.scores(for: records.map(\.text))
  }

  /// `metadata` with the temperature and the thresholds that the rows ask for.
  ///
  /// A threshold keeps its value where the rows know no positive or no negative of it.
  public func calibrated(_ metadata: GuardianMetadata) -> GuardianMetadata {
    precondition(metadata.temperature == 1, "scores must come from temperature 1")
    var calibrated = metadata
    let labels = records.indices.compactMap { index in
      records[index].label.map {
        Point(score: Self.logOdds(scores[index].label), isPositive: $0 == .unsafe, weight: weights[index])
      }
    }
    let temperature = Self.temperature(labels)
    calibrated.temperature = Float(temperature)
    if let threshold = Self.bestThreshold(labels) {
      calibrated.threshold = Float(1 / (1 + exp(-threshold / temperature)))
    }
    for (index, category) in metadata.categories.enumerated() {
      let points = records.indices.compactMap { row in
        records[row].categories[category.slug].map {
          Point(score: scores[row].categories[index], isPositive: $0, weight: weights[row])
        }
      }
      if let threshold = Self.bestThreshold(points) {
        calibrated.categories[index].threshold = Float(threshold)
      }
    }
    return calibrated
  }

  /// The temperature of the least weighted negative log-likelihood, by golden-section search over its logarithm
  /// between 1/20 and 20; 1 where one class is missing.
  static func temperature(_ points: [Point]) -> Double {
    guard points.contains(where: \.isPositive), points.contains(where: { !$0.isPositive }) else { return 1 }
    func loss(_ logarithm: Double) -> Double {
      let temperature = exp(logarithm)
      return points.reduce(0) { sum, point in
        let margin = (point.isPositive ? point.score : -point.score) / temperature
        return sum + point.weight * (margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin)
      }
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (-log(20.0), log(20.0))
    while high - low > 1e-4 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(left) < loss(right) { high = right } else { low = left }
    }
    return exp((low + high) / 2)
  }

  /// The threshold of the highest weighted F1: halfway between the last score inside and the first outside, so
  /// that rounding does not move a row across; `nil` where one class is missing.
  static func bestThreshold(_ points: [Point]) -> Double? {
    let total = points.reduce(0) { $0 + ($1.isPositive ? $1.weight : 0) }
    guard total > 0, points.contains(where: { !$0.isPositive }) else { return nil }
    let ranked = points.sorted { $0.score > $1.score }
    var (hits, called, best, threshold) = (0.0, 0.0, -1.0, ranked[0].score)
    for (index, point) in ranked.enumerated() {
      if point.isPositive { hits += point.weight }
      called += point.weight
      let next = index + 1 < ranked.count ? ranked[index + 1].score : point.score
      if index + 1 < ranked.count, next == point.score { continue }
      let f1 = 2 * hits / (total + called)
      if f1 > best { (best, threshold) = (f1, (point.score + next) / 2) }
    }
    return threshold
  }

  /// The log-odds of a probability, kept finite at 0 and 1.
  private static func logOdds(_ probability: Double) -> Double {
    let p = min(max(probability, 1e-15), 1 - 1e-15)
    return log(p / (1 - p))
  }
}
