import Datasets

/// A finished corpus: what `haechi corpus build` gives and what the exports write.
public struct CuratedCorpus: Sendable {
  /// One split and its rows in their final order.
  public struct Split: Equatable, Sendable {
    /// `train`, `validation`, `test` …
    public var name: String
    /// The rows.
    public var records: [Record]

    /// A split from its parts.
    public init(name: String, records: [Record]) {
      self.name = name
      self.records = records
    }
  }

  /// The recipe's name.
  public var name: String
  /// The SHA-256 of the recipe's text.
  public var recipeDigest: String
  /// The manifests of every source that gave a row or was decontaminated against, by identifier.
  public var manifests: [CorpusManifest]
  /// The splits in the order of the recipe.
  public var splits: [Split]
  /// What was read, left out and why, stage by stage.
  public var report: CurationReport

  /// A corpus from its parts.
  public init(
    name: String, recipeDigest: String, manifests: [CorpusManifest], splits: [Split], report: CurationReport
  ) {
    self.name = name
    self.recipeDigest = recipeDigest
    self.manifests = manifests
    self.splits = splits
    self.report = report
  }

  /// Every row of every split.
  public var records: [Record] { splits.flatMap(\.records) }
}
