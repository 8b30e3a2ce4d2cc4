/// What a guardian says of one text.
public struct QueryScore: Equatable, Sendable {
  /// The score of harm; a probability where the scorer is calibrated.
  public var label: Double
  /// One score a category, in the order of the categories.
  public var categories: [Double]

  /// A score from its parts.
  public init(label: Double, categories: [Double]) {
    self.label = label
    self.categories = categories
  }
}

/// Anything that scores texts: a guardian, its f32 twin, a baseline, a published guard.
public protocol QueryScorer {
  /// The scores of texts, in their order; one each.
  func scores(for texts: [String]) -> [QueryScore]
}

/// A scorer under its name, with the thresholds that it ships with.
public struct Contestant {
  /// The name shown in reports.
  public var name: String
  /// The scorer.
  public var scorer: any QueryScorer
  /// The score from which a text is called unsafe.
  public var threshold: Double
  /// The score from which a category is reported, in the order of the categories.
  public var categoryThresholds: [Double]

  /// A contestant from its parts.
  public init(name: String, scorer: any QueryScorer, threshold: Double, categoryThresholds: [Double]) {
    self.name = name
    self.scorer = scorer
    self.threshold = threshold
    self.categoryThresholds = categoryThresholds
  }
}
