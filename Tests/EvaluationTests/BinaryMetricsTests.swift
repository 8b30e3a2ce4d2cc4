import Foundation
import Testing

@testable import Evaluation

@Suite struct BinaryMetricsTests {
  /// Sums of doubles in another order differ in the last places.
  static let tolerance = 1e-12

  static let quick = Bootstrap(resamples: 50, seed: 1)

  static func metrics(_ scores: [Double], _ truths: [Bool], threshold: Double = 0.5) -> BinaryMetrics {
    BinaryMetrics(scores: scores, isPositive: truths, threshold: threshold, bootstrap: quick)
  }

  /// Scores on a grid, so that many are equal, and truths that they tell a little.
  static func sample(_ count: Int, seed: UInt64, steps: Int = 12) -> ([Double], [Bool]) {
    var generator = SplitMix64(seed: seed)
    let truths = (0..<count).map { _ in generator.next(below: 3) == 0 }
    let scores = truths.map { truth in
      Double(generator.next(below: steps) + (truth ? steps / 3 : 0)) / Double(2 * steps)
    }
    return (scores, truths)
  }

  @Test("Hand-computed values come out")
  func hand() throws {
    // From the top: + at .9, - at .8, + at .7, - at .2; threshold .75 catches + and -.
    let metrics = Self.metrics([0.9, 0.8, 0.7, 0.2], [true, false, true, false], threshold: 0.75)
    #expect(metrics.positives == 2)
    #expect(metrics.negatives == 2)
    #expect(metrics.auc?.value == 0.75)
    #expect(try abs(#require(metrics.averagePrecision).value - (0.5 * 1 + 0.5 * 2 / 3)) < Self.tolerance)
    #expect(metrics.f1?.value == 0.5)
    #expect(metrics.optimalF1?.value == 0.8)
    #expect(metrics.optimalThreshold == 0.7)
    #expect(metrics.recallAt1?.value == 0.5)
    #expect(metrics.recallAt5?.value == 0.5)
    // Bins of 1/15: each score alone in its bin.
    #expect(try abs(#require(metrics.calibrationError).value - (0.1 + 0.8 + 0.3 + 0.2) / 4) < Self.tolerance)
  }

  @Test("Scores that are all equal tell nothing: AUC one half, precision the share of positives")
  func ties() throws {
    let metrics = Self.metrics([Double](repeating: 0.4, count: 8), (0..<8).map { $0 < 2 }, threshold: 0.5)
    #expect(metrics.auc?.value == 0.5)
    #expect(metrics.averagePrecision?.value == 0.25)
    #expect(metrics.f1?.value == 0)
    #expect(metrics.optimalF1?.value == 0.4)
    #expect(metrics.recallAt5?.value == 0)
    #expect(try abs(#require(metrics.calibrationError).value - 0.15) < Self.tolerance)
  }

  @Test("AUC is the share of pairs in the right order, counted pair by pair", arguments: 1...6)
  func pairs(seed: UInt64) throws {
    let (scores, truths) = Self.sample(70, seed: seed)
    var sum = 0.0
    var count = 0.0
    for (positive, isPositive) in zip(scores, truths) where isPositive {
      for (negative, isOther) in zip(scores, truths) where !isOther {
        sum += positive > negative ? 1 : positive == negative ? 0.5 : 0
        count += 1
      }
    }
    let auc = try #require(Self.metrics(scores, truths).auc).value
    #expect(abs(auc - sum / count) < Self.tolerance)
  }

  @Test("Every threshold's counts give average precision, F1 and recall by definition", arguments: 1...6)
  func definition(seed: UInt64) throws {
    let (scores, truths) = Self.sample(90, seed: seed)
    let positives = Double(truths.count { $0 })
    let negatives = Double(truths.count) - positives
    func counts(_ threshold: Double) -> (hits: Double, alarms: Double) {
      let called = zip(scores, truths).filter { $0.0 >= threshold }
      let hits = Double(called.count { $0.1 })
      return (hits, Double(called.count) - hits)
    }
    func f1(_ threshold: Double) -> Double {
      let (hits, alarms) = counts(threshold)
      guard hits > 0 else { return 0 }
      let (precision, recall) = (hits / (hits + alarms), hits / positives)
      return 2 * precision * recall / (precision + recall)
    }
    var (average, recall, best, at1, at5) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for threshold in Set(scores).sorted(by: >) {
      let (hits, alarms) = counts(threshold)
      average += (hits / positives - recall) * hits / (hits + alarms)
      recall = hits / positives
      best = max(best, f1(threshold))
      if alarms / negatives <= 0.01 { at1 = recall }
      if alarms / negatives <= 0.05 { at5 = recall }
    }
    let metrics = Self.metrics(scores, truths, threshold: 0.3)
    for (found, expected) in [
      (metrics.averagePrecision, average), (metrics.f1, f1(0.3)), (metrics.optimalF1, best),
      (metrics.recallAt1, at1), (metrics.recallAt5, at5),
    ] {
      #expect(try abs(#require(found).value - expected) < Self.tolerance)
    }
    #expect(try abs(f1(#require(metrics.optimalThreshold)) - best) < Self.tolerance)
  }

  @Test("A resample's metrics are those of its rows written out")
  func resample() {
    let (scores, truths) = Self.sample(60, seed: 9)
    let ranked = RankedScores(scores: scores, isPositive: truths)
    var generator = SplitMix64(seed: 3)
    let counts = scores.map { _ in Int32(generator.next(below: 4)) }
    var (rows, labels): ([Double], [Bool]) = ([], [])
    for (index, count) in counts.enumerated() {
      rows += [Double](repeating: ranked.scores[index], count: Int(count))
      labels += [Bool](repeating: ranked.isPositive[index], count: Int(count))
    }
    let written = RankedScores(scores: rows, isPositive: labels)
    let expected = written.values(counts: [Int32](repeating: 1, count: rows.count), threshold: 0.3)
    let found = ranked.values(counts: counts, threshold: 0.3)
    for metric in [
      \MetricValues.auc, \.averagePrecision, \.f1, \.optimalF1, \.recallAt1, \.recallAt5, \.calibrationError,
    ] { #expect(abs(found[keyPath: metric] - expected[keyPath: metric]) < Self.tolerance) }
  }

  @Test(
    "Without positives or without negatives every metric is nil, and JSON has none", arguments: [true, false])
  func emptyClass(truth: Bool) throws {
    let metrics = Self.metrics([0.1, 0.9], [truth, truth])
    #expect(metrics.auc == nil)
    #expect(metrics.optimalThreshold == nil)
    #expect(metrics.positives == (truth ? 2 : 0))
    let json = String(decoding: try JSONEncoder().encode(metrics), as: UTF8.self)
    #expect(!json.contains("auc") && !json.lowercased().contains("nan"))
  }

  @Test("Scores beyond 0 to 1 have no calibration error but all else")
  func logits() {
    let metrics = Self.metrics([-3, 2, 5], [false, false, true])
    #expect(metrics.calibrationError == nil)
    #expect(metrics.auc?.value == 1)
  }

  @Test("The same seed gives the same intervals, another seed others")
  func seeds() {
    let (scores, truths) = Self.sample(100, seed: 4)
    let first = Self.metrics(scores, truths)
    #expect(first == Self.metrics(scores, truths))
    let other = BinaryMetrics(
      scores: scores, isPositive: truths, threshold: 0.5, bootstrap: Bootstrap(resamples: 50, seed: 2))
    #expect(first.auc?.lower != other.auc?.lower)
  }

  @Test("The order of rows does not matter to the values")
  func order() {
    let (scores, truths) = Self.sample(100, seed: 5)
    let reversed = Self.metrics(scores.reversed(), truths.reversed())
    let metrics = Self.metrics(scores, truths)
    #expect(metrics.auc?.value == reversed.auc?.value)
    #expect(metrics.averagePrecision?.value == reversed.averagePrecision?.value)
  }

  @Test("A 90 % interval holds the true AUC in about nine of ten samples")
  func coverage() throws {
    // Scores are uniform on 0 to 1, shifted by a quarter for positives: AUC = 1 - (1 - 1/4)² / 2.
    let truth = 1 - 0.75 * 0.75 / 2
    var generator = SplitMix64(seed: 6)
    var covered = 0
    for trial in 0..<200 {
      let truths = (0..<120).map { $0 % 2 == 0 }
      let scores = truths.map { Double(generator.next(below: 1 << 30)) / Double(1 << 30) + ($0 ? 0.25 : 0) }
      let bootstrap = Bootstrap(resamples: 200, seed: UInt64(trial), confidence: 0.9)
      let auc = try #require(
        BinaryMetrics(scores: scores, isPositive: truths, threshold: 0.5, bootstrap: bootstrap).auc)
      if auc.lower <= truth, truth <= auc.upper { covered += 1 }
    }
    // 200 trials at 0.9 have a standard deviation of 4.2; percentile intervals run a little short.
    #expect((165...195).contains(covered), "\(covered) of 200")
  }

  @Test("Quantiles interpolate between neighbours")
  func quantiles() {
    #expect(BinaryMetrics.quantile(0, of: [1, 2, 4]) == 1)
    #expect(BinaryMetrics.quantile(0.75, of: [1, 2, 4]) == 3)
    #expect(BinaryMetrics.quantile(1, of: [1, 2, 4]) == 4)
    #expect(BinaryMetrics.quantile(0.5, of: [7]) == 7)
  }
}
