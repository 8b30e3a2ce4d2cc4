/// What a build read, left out and why, and what came out. It holds counts and identifiers, never texts.
public struct DatasetReport: Codable, Equatable, Sendable {
  /// What one source gave.
  public struct SourceCount: Codable, Equatable, Sendable {
    /// The manifest's identifier.
    public var id: String
    /// `train`, `validate`, `language` or `evaluate`.
    public var role: String
    /// The licence as SPDX.
    public var licence: String
    /// The rows in the files taken.
    public var rows: Int
    /// The records that they became.
    public var records: Int
    /// The rows left out because they are faulty.
    public var badRows: Int
    /// The rows left out by the manifest's rules, by reason.
    public var skipped: [String: Int]
  }

  /// How many records a stage took, gave, and dropped for which reason.
  public struct Stage: Codable, Equatable, Sendable {
    /// The stage's name.
    public var name: String
    /// Records before.
    public var taken: Int
    /// Records after.
    public var given: Int
    /// Records that left, by reason and source: `reason/source`.
    public var dropped: [String: Int]
  }

  /// How many records of a source, label and kind a split holds.
  public struct Share: Codable, Equatable, Sendable {
    /// `train`, `validation`, or an evaluation set's name.
    public var split: String
    /// The source's identifier.
    public var source: String
    /// `safe`, `unsafe` or `open`.
    public var label: String
    /// The kind.
    public var kind: String
    /// The number of records.
    public var records: Int
  }

  /// How many records of a split are known to be of a category, and known not to be.
  public struct CategoryShare: Codable, Equatable, Sendable {
    /// `train`, `validation`, or an evaluation set's name.
    public var split: String
    /// The category.
    public var category: String
    /// Records known to be of it.
    public var positive: Int
    /// Records known not to be of it.
    public var negative: Int
  }

  /// Records of equal text whose labels contradict each other; all are dropped.
  public struct Conflict: Codable, Equatable, Sendable {
    /// The identifiers, in the order of the recipe.
    public var ids: [String]
  }

  /// The sources in the order of the recipe, then those read for evaluation.
  public var sources: [SourceCount] = []
  /// Every faulty row.
  public var badRows: [BadRow] = []
  /// The stages in order.
  public var stages: [Stage] = []
  /// Every label conflict.
  public var conflicts: [Conflict] = []
  /// Texts shorter than one n-gram, for which only equality can tell a duplicate.
  public var tooShortToJudge = 0
  /// Clusters of two or more near duplicates.
  public var nearDuplicateClusters = 0
  /// What the splits and evaluation sets hold.
  public var composition: [Share] = []
  /// What is known about categories in them.
  public var categories: [CategoryShare] = []
  /// The number of raw lines.
  public var languageLines = 0
  /// Whether a source of the training or raw rows is share-alike, which binds derived data and weights.
  public var isShareAlike = false
  /// The licences of the training and raw rows.
  public var licences: [String] = []

  /// A report on nothing.
  public init() {}
}
