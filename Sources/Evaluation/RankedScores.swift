/// Scores sorted once, so that every metric of a resample is one pass.
///
/// A resample is a count a row; the metrics take counts, with all of them one for the sample itself. Rows of one
/// score form one step of the threshold, so ties are never broken.
struct RankedScores {
  /// Whether the row is positive, from the highest score down.
  let isPositive: [Bool]
  /// The scores, from the highest down.
  let scores: [Double]
  /// Where each run of equal scores ends.
  let stepEnds: [Int]
  /// The indices of positive and of negative rows in this order.
  let positives: [Int]
  let negatives: [Int]

  /// Ranks scores. O(n log n).
  init(scores: [Double], isPositive: [Bool]) {
    precondition(scores.count == isPositive.count, "one truth a score")
    let order = scores.indices.sorted { left, right in
      scores[left] != scores[right] ? scores[left] > scores[right] : left < right
    }
    let sorted = order.map { scores[$0] }
    let truths = order.map { isPositive[$0] }
    self.scores = sorted
    self.isPositive = truths
    stepEnds = sorted.indices.filter { $0 + 1 == sorted.count || sorted[$0 + 1] != sorted[$0] }.map { $0 + 1 }
    positives = truths.indices.filter { truths[$0] }
    negatives = truths.indices.filter { !truths[$0] }
  }

  /// The metrics of a resample that holds row i `counts[i]` times; there is a positive and a negative one. O(n).
  func values(counts: [Int32], threshold: Double) -> MetricValues {
    let totals = totals(counts)
    var values = MetricValues()
    var (truePositives, falsePositives) = (0.0, 0.0)
    var start = 0
    for end in stepEnds {
      var (hits, alarms) = (0.0, 0.0)
      for index in start..<end {
        let count = Double(counts[index])
        if isPositive[index] { hits += count } else { alarms += count }
      }
      // A pair of equal scores counts half: the step's trapezoid under the curve.
      values.auc += alarms * (truePositives + hits / 2)
      truePositives += hits
      falsePositives += alarms
      if hits > 0 {
        values.averagePrecision += hits / totals.positive * truePositives / (truePositives + falsePositives)
      }
      let f1 = 2 * truePositives / (totals.positive + truePositives + falsePositives)
      if scores[start] >= threshold { values.f1 = f1 }
      if f1 > values.optimalF1 {
        values.optimalF1 = f1
        values.optimalThreshold = scores[start]
      }
      let recall = truePositives / totals.positive
      if falsePositives <= 0.01 * totals.negative { values.recallAt1 = recall }
      if falsePositives <= 0.05 * totals.negative { values.recallAt5 = recall }
      start = end
    }
    values.auc /= totals.positive * totals.negative
    values.calibrationError = calibrationError(counts: counts, total: totals.positive + totals.negative)
    return values
  }

  private func totals(_ counts: [Int32]) -> (positive: Double, negative: Double) {
    var positive = 0
    var total = 0
    for (count, isPositive) in zip(counts, isPositive) {
      total += Int(count)
      if isPositive { positive += Int(count) }
    }
    return (Double(positive), Double(total - positive))
  }

  /// The expected calibration error of the positive class (Naeini et al. 2015): over ``binCount`` bins of equal
  /// width the mean distance between the mean score and the share of positives, weighted by the bins' rows.
  private func calibrationError(counts: [Int32], total: Double) -> Double {
    let bins = BinaryMetrics.binCount
    var scoreSums = [Double](repeating: 0, count: bins)
    var positiveSums = [Double](repeating: 0, count: bins)
    for index in scores.indices where counts[index] > 0 {
      let bin = min(bins - 1, max(0, Int(scores[index] * Double(bins))))
      let count = Double(counts[index])
      scoreSums[bin] += count * scores[index]
      if isPositive[index] { positiveSums[bin] += count }
    }
    return zip(scoreSums, positiveSums).reduce(0) { $0 + abs($1.0 - $1.1) } / total
  }
}

/// The metrics of one resample as bare numbers.
struct MetricValues: Equatable {
  var auc = 0.0
  var averagePrecision = 0.0
  var f1 = 0.0
  var optimalF1 = 0.0
  var optimalThreshold = 0.0
  var recallAt1 = 0.0
  var recallAt5 = 0.0
  var calibrationError = 0.0
}
