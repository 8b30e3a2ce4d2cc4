/// From which probability on a text is unsafe, and whether the verdict must show the words that caused it.
///
/// A text is unsafe if its probability of harm reaches ``threshold``, or if any category in
/// ``categoryThresholds`` reaches the threshold set for it.
public struct Policy: Sendable, Equatable {
  /// The model's own threshold, no category thresholds, evidence by prefixes.
  public static let `default` = Policy()

  /// The probability of harm from which a text is unsafe; `nil` takes the one the model was released with.
  public var threshold: Double?
  /// For each category set here: the probability from which it alone makes a text unsafe.
  ///
  /// A category that the guardian does not have never triggers; take them from ``Guardian/category(slug:)``.
  public var categoryThresholds: [HarmCategory: Double]
  /// How the words that caused an unsafe verdict are found.
  public var evidence: EvidenceMethod

  /// A policy from its parts. Thresholds are probabilities, 0 to 1.
  public init(
    threshold: Double? = nil, categoryThresholds: [HarmCategory: Double] = [:],
    evidence: EvidenceMethod = .prefixes
  ) {
    precondition(threshold.map { 0...1 ~= $0 } ?? true)
    precondition(categoryThresholds.values.allSatisfy { 0...1 ~= $0 })
    self.threshold = threshold
    self.categoryThresholds = categoryThresholds
    self.evidence = evidence
  }
}

/// How the words that caused an unsafe verdict are found.
public enum EvidenceMethod: String, Sendable, CaseIterable {
  /// Not at all: ``Verdict/evidence`` stays empty.
  case none
  /// A word weighs the log-odds of harm of the text up to its end, less that of the text before it.
  ///
  /// All prefixes are scored over the one cache that the verdict has left, at the price of one token a word.
  case prefixes
  /// A word weighs the log-odds of harm of the whole window, less that of the window without it (occlusion).
  ///
  /// It costs one full pass a word.
  case deletion
}
