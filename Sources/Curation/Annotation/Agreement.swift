import Datasets

/// How far raters agree beyond chance.
public struct Agreement: Codable, Equatable, Sendable {
  /// A measure with its interval.
  public struct Estimate: Codable, Equatable, Sendable {
    /// The measure; 1 is full agreement, 0 what chance gives.
    public var value: Double
    /// The lower end of the interval of 95 %.
    public var lower: Double
    /// The upper end.
    public var upper: Double
  }

  /// Fleiss' kappa over the items that every rater judged; `nil` where it is not defined.
  public var kappa: Estimate?
  /// Krippendorff's alpha for nominal values over the items with two ballots or more; `nil` where it is not defined.
  public var alpha: Estimate?
  /// The items that kappa is over.
  public var completeItems: Int
  /// The items that alpha is over.
  public var pairableItems: Int
  /// The share of pairs of ballots on an item that are equal, over the items of alpha.
  public var observed: Double?

  /// The agreement on a nominal value. `values` holds, for each item, what each rater who voted said; kappa is over
  /// the items with exactly `raters` votes. Intervals are percentiles of `resamples` bootstrap samples of items
  /// (Efron 1979), drawn by `seed`.
  public init(values: [[String]], raters: Int, resamples: Int = 1000, seed: UInt64 = 1) {
    precondition(raters >= 2 && resamples > 0)
    let labels = Array(Set(values.joined())).sorted()
    let positions = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
    let counts = values.map { votes in
      votes.reduce(into: [Int](repeating: 0, count: labels.count)) { row, vote in
        if let position = positions[vote] { row[position] += 1 }
      }
    }
    let complete = counts.filter { $0.reduce(0, +) == raters }
    let pairable = counts.filter { $0.reduce(0, +) >= 2 }
    (completeItems, pairableItems) = (complete.count, pairable.count)
    kappa = Self.estimate(complete, resamples: resamples, seed: seed, measure: Self.fleissKappa)
    alpha = Self.estimate(pairable, resamples: resamples, seed: seed &+ 1, measure: Self.krippendorffAlpha)
    let pairs = pairable.reduce(0) { $0 + $1.reduce(0, +) * ($1.reduce(0, +) - 1) }
    let equal = pairable.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * ($1 - 1) } }
    observed = pairs > 0 ? Double(equal) / Double(pairs) : nil
  }

  /// Fleiss' kappa (1971) of counts `[item][value]`, whose rows have equal sums.
  ///
  /// `P̄ = mean over items of (Σ n² - n) / (n (n - 1))`, `Pe = Σ p²`, `κ = (P̄ - Pe) / (1 - Pe)`. Where all votes are
  /// one value it is not defined.
  public static func fleissKappa(_ counts: [[Int]]) -> Double? {
    guard let first = counts.first else { return nil }
    let raters = first.reduce(0, +)
    guard raters > 1 else { return nil }
    var sums = [Int](repeating: 0, count: first.count)
    var agreement = 0
    for row in counts {
      for (value, count) in row.enumerated() {
        sums[value] += count
        agreement += count * (count - 1)
      }
    }
    let votes = Double(counts.count * raters)
    let observed = Double(agreement) / (votes * Double(raters - 1))
    let expected = sums.reduce(0.0) { $0 + (Double($1) / votes) * (Double($1) / votes) }
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }

  /// Krippendorff's alpha for nominal values (2011, "Computing Krippendorff's Alpha-Reliability") of counts
  /// `[item][value]`, whose rows may have any sum of two or more.
  ///
  /// With the coincidences `o(c,k) = Σ n(c)·(n(k) - [c=k]) / (m - 1)`: `α = 1 - (n - 1) Σ o(c≠k) / Σ n(c)·n(k≠c)`.
  public static func krippendorffAlpha(_ counts: [[Int]]) -> Double? {
    guard let width = counts.first?.count else { return nil }
    var sums = [Double](repeating: 0, count: width)
    var disagreement = 0.0
    for row in counts {
      let votes = row.reduce(0, +)
      guard votes > 1 else { continue }
      for (value, count) in row.enumerated() {
        sums[value] += Double(count)
        disagreement += Double(count * (votes - count)) / Double(votes - 1)
      }
    }
    let total = sums.reduce(0, +)
    let expected = sums.reduce(0) { $0 + $1 * (total - $1) }
    return expected > 0 ? 1 - (total - 1) * disagreement / expected : nil
  }

  private static func estimate(
    _ counts: [[Int]], resamples: Int, seed: UInt64, measure: ([[Int]]) -> Double?
  ) -> Estimate? {
    guard let value = measure(counts) else { return nil }
    var state = StableHash.mix(seed)
    var samples: [Double] = []
    for _ in 0..<resamples {
      let sample = counts.indices.map { _ in
        state &+= 0x9e37_79b9_7f4a_7c15
        return counts[Int(StableHash.mix(state) % UInt64(counts.count))]
      }
      if let drawn = measure(sample) { samples.append(drawn) }
    }
    samples.sort()
    guard !samples.isEmpty else { return Estimate(value: value, lower: value, upper: value) }
    let at = { (share: Double) in samples[min(samples.count - 1, Int(share * Double(samples.count)))] }
    return Estimate(value: value, lower: at(0.025), upper: at(0.975))
  }
}
