/// What a guardian's weights mean: which ids switch tasks, which rows are read, and where the thresholds lie.
///
/// It travels as JSON inside the checkpoint (`haechi.json`) and inside the bundle.
public struct GuardianMetadata: Codable, Sendable, Equatable {
  /// One harm category and the vocabulary row that scores it.
  public struct Category: Codable, Sendable, Equatable {
    /// The category's stable name: lower case, ASCII, `_` between words.
    public var slug: String
    /// The name shown to Korean readers.
    public var korean: String
    /// The name shown to English readers.
    public var english: String
    /// The id of its single-id token, whose logit is read at `<|pred|>`.
    public var tokenID: Int32
    /// The probability from which the category is reported.
    public var threshold: Float

    /// A category from its parts.
    public init(slug: String, korean: String, english: String, tokenID: Int32, threshold: Float) {
      self.slug = slug
      self.korean = korean
      self.english = english
      self.tokenID = tokenID
      self.threshold = threshold
    }
  }

  /// The model's name, such as `haechi-guardian-3m`.
  public var name: String
  /// The release of the weights.
  public var version: String
  /// The normalization form that text passes before the tokenizer; `hangul` today.
  public var normalization: String
  /// The id of `<s>`.
  public var bosID: Int32
  /// The id of `<|pred|>`.
  public var predID: Int32
  /// The id of `<|safe|>`.
  public var safeID: Int32
  /// The id of `<|unsafe|>`.
  public var unsafeID: Int32
  /// The longest input in tokens, `<s>` and `<|pred|>` included.
  public var contextTokens: Int
  /// The probability of harm from which a text is unsafe.
  public var threshold: Float
  /// The temperature that divides the two label logits before the softmax.
  public var temperature: Float
  /// The harm categories, in the order in which they are reported.
  public var categories: [Category]
  /// The licence of the weights as SPDX.
  public var licence: String
  /// One line a training source: name and licence.
  public var sources: [String]

  /// Metadata from its parts.
  public init(
    name: String, version: String, normalization: String, bosID: Int32, predID: Int32, safeID: Int32,
    unsafeID: Int32, contextTokens: Int, threshold: Float, temperature: Float, categories: [Category],
    licence: String, sources: [String]
  ) {
    self.name = name
    self.version = version
    self.normalization = normalization
    self.bosID = bosID
    self.predID = predID
    self.safeID = safeID
    self.unsafeID = unsafeID
    self.contextTokens = contextTokens
    self.threshold = threshold
    self.temperature = temperature
    self.categories = categories
    self.licence = licence
    self.sources = sources
  }

  /// The vocabulary rows that a verdict reads, in order: safe, unsafe, then one a category.
  public var readoutIDs: [Int32] { [safeID, unsafeID] + categories.map(\.tokenID) }
}
