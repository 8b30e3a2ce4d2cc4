import Datasets
import Foundation

extension CandidatePool {
  /// Leaves out rows whose length is out of the ordinary for their label and kind.
  ///
  /// Groups of fewer than ``leastGroup`` rows are left alone: they tell too little about what is ordinary.
  mutating func dropOutliers(_ rule: CorpusRecipe.OutlierRule) {
    let groups = Dictionary(grouping: candidates.indices) { index in
      let record = candidates[index].record
      return "\(record.label?.rawValue ?? "open") \(record.kind.rawValue)"
    }
    var reasons = [String?](repeating: nil, count: candidates.count)
    for (_, members) in groups where members.count >= Self.leastGroup {
      let lengths = members.map { Double(candidates[$0].record.text.unicodeScalars.count) }
      let range = LengthRange(lengths: lengths, rule: rule)
      for (index, length) in zip(members, lengths) {
        if length < range.least { reasons[index] = "too short" }
        if length > range.most { reasons[index] = "too long" }
      }
    }
    keep(stage: "outliers", unless: reasons)
  }

  static let leastGroup = 20
}

/// The lengths that are ordinary, inclusive.
struct LengthRange: Equatable {
  var least: Double
  var most: Double

  /// The ordinary lengths among `lengths`, of which there is at least one.
  init(lengths: [Double], rule: CorpusRecipe.OutlierRule) {
    precondition(!lengths.isEmpty)
    switch rule.method {
    case .zscore:
      let logarithms = lengths.map { log(max(1, $0)) }
      let mean = logarithms.reduce(0, +) / Double(logarithms.count)
      let variance = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logarithms.count)
      let reach = rule.factor * variance.squareRoot()
      (least, most) = (exp(mean - reach), exp(mean + reach))
    case .iqr:
      let sorted = lengths.sorted()
      let (lower, upper) = (Self.quantile(sorted, 0.25), Self.quantile(sorted, 0.75))
      let reach = rule.factor * (upper - lower)
      (least, most) = (lower - reach, upper + reach)
    }
  }

  /// The quantile by linear interpolation (Hyndman and Fan 1996, type 7).
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let index = Int(position)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (position - Double(index)) * (sorted[next] - sorted[index])
  }
}
