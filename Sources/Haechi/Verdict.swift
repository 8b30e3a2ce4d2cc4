/// What a guardian says about one text.
public struct Verdict: Sendable, Equatable {
  /// The answer to "does this text seek or do harm?".
  public enum Label: String, Sendable, CaseIterable {
    /// Neither the text nor a category reached the policy's threshold.
    case safe
    /// The text, or a category with an explicit threshold, reached the policy's threshold.
    case unsafe
  }

  /// The probability that a text shows one kind of harm.
  public struct CategoryScore: Sendable, Equatable {
    /// The kind of harm.
    public let category: HarmCategory
    /// Its probability, 0 to 1. Categories are scored each for itself: their sum may pass 1.
    public let probability: Double
    /// Whether the probability reaches the one from which the model's makers report the category.
    public let isReported: Bool

    /// A score from its parts.
    public init(category: HarmCategory, probability: Double, isReported: Bool) {
      self.category = category
      self.probability = probability
      self.isReported = isReported
    }
  }

  /// The decision under the policy.
  public let label: Label
  /// The probability of harm, 0 to 1.
  public let probability: Double
  /// One score for every category of the guardian, in the guardian's order.
  public let categories: [CategoryScore]
  /// The words that caused an unsafe verdict, in the order of the text and without overlap; empty for a safe one.
  public let evidence: [Evidence]
  /// Whether the text was longer than ``Guardian/maximumBytes`` and only its beginning was read.
  public let truncated: Bool

  /// A verdict from its parts.
  public init(
    label: Label, probability: Double, categories: [CategoryScore], evidence: [Evidence], truncated: Bool
  ) {
    self.label = label
    self.probability = probability
    self.categories = categories
    self.evidence = evidence
    self.truncated = truncated
  }

  /// The categories that reach the probability from which they are reported, surest first.
  public var reportedCategories: [CategoryScore] {
    categories.filter(\.isReported).sorted { $0.probability > $1.probability }
  }
}

/// A part of the user's text that caused an unsafe verdict.
public struct Evidence: Sendable, Equatable {
  /// Where it stands: UTF-8 byte offsets into the text as the user gave it.
  public let range: Range<Int>
  /// The text at `range`.
  public let text: String
  /// By how much the words raised the log-odds of harm, in nats; see ``EvidenceMethod``.
  public let weight: Double

  /// A piece of evidence from its parts.
  public init(range: Range<Int>, text: String, weight: Double) {
    self.range = range
    self.text = text
    self.weight = weight
  }
}
