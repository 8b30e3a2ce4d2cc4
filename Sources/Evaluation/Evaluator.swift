import Datasets

/// Measures contestants on evaluation sets.
public struct Evaluator: Sendable {
  /// The categories in the order of the scores.
  public var categories: [String]
  /// How the intervals are made.
  public var bootstrap: Bootstrap

  /// An evaluator for scores of these categories.
  public init(categories: [String], bootstrap: Bootstrap = Bootstrap()) {
    self.categories = categories
    self.bootstrap = bootstrap
  }

  /// Every contestant on every set: the label, then each category against the rest where it is known.
  ///
  /// A category is left out where a set knows no positive or no negative row of it.
  public func evaluate(
    _ contestants: [Contestant], on sets: [EvaluationSet]
  ) throws(EvaluationError) -> EvaluationReport {
    var results: [EvaluationReport.Result] = []
    for set in sets {
      if let row = set.records.first(where: { $0.label == nil }) {
        throw .unlabelledRow(set: set.name, id: row.id)
      }
      for contestant in contestants {
        let scores = contestant.scorer.scores(for: set.records.map(\.text))
        try check(scores, of: contestant, on: set)
        results.append(result(of: contestant, scores: scores, on: set))
      }
    }
    return EvaluationReport(
      contestants: contestants.map(\.name), sets: sets.map(\.name), categories: categories,
      bootstrap: bootstrap, results: results)
  }

  private func result(
    of contestant: Contestant, scores: [QueryScore], on set: EvaluationSet
  ) -> EvaluationReport.Result {
    let label = BinaryMetrics(
      scores: scores.map(\.label), isPositive: set.records.map { $0.label == .unsafe },
      threshold: contestant.threshold, bootstrap: bootstrap)
    var known: [EvaluationReport.CategoryResult] = []
    for (index, category) in categories.enumerated() {
      var values: [Double] = []
      var truths: [Bool] = []
      for (record, score) in zip(set.records, scores) {
        guard let truth = record.categories[category] else { continue }
        values.append(score.categories[index])
        truths.append(truth)
      }
      guard truths.contains(true), truths.contains(false) else { continue }
      let metrics = BinaryMetrics(
        scores: values, isPositive: truths, threshold: contestant.categoryThresholds[index],
        bootstrap: bootstrap)
      known.append(EvaluationReport.CategoryResult(category: category, metrics: metrics))
    }
    return EvaluationReport.Result(
      contestant: contestant.name, set: set.name, label: label, categories: known)
  }

  private func check(
    _ scores: [QueryScore], of contestant: Contestant, on set: EvaluationSet
  ) throws(EvaluationError) {
    guard scores.count == set.records.count else {
      throw .scoreCount(
        contestant: contestant.name, set: set.name, expected: set.records.count, found: scores.count)
    }
    for (row, score) in scores.enumerated() {
      guard score.categories.count == categories.count else {
        throw .categoryCount(
          contestant: contestant.name, set: set.name, row: row, expected: categories.count,
          found: score.categories.count)
      }
      guard score.label.isFinite, score.categories.allSatisfy(\.isFinite) else {
        throw .nonFiniteScore(contestant: contestant.name, set: set.name, row: row)
      }
    }
  }
}
