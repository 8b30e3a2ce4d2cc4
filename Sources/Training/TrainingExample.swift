/// One text to learn from, and what is known about it.
public struct TrainingExample: Sendable {
  /// The whole input: `<s>`, the text's pieces and, where a label is read, `<|pred|>`.
  public var ids: [Int32]
  /// The target probability of "unsafe", 0 to 1; nil where the label is not known.
  public var label: Float?
  /// The target probability of each category, in the metadata's order; nil masks a category. Empty masks all.
  public var categories: [Float?]
  /// How much the example counts beside others.
  public var weight: Float
  /// Whether its text tokens are learned as language too.
  public var learnsLanguage: Bool

  /// An example from its parts.
  public init(
    ids: [Int32], label: Float?, categories: [Float?] = [], weight: Float = 1, learnsLanguage: Bool = false
  ) {
    self.ids = ids
    self.label = label
    self.categories = categories
    self.weight = weight
    self.learnsLanguage = learnsLanguage
  }

  /// Whether anything is read at the last position.
  var hasReadout: Bool { label != nil || categories.contains { $0 != nil } }
}
