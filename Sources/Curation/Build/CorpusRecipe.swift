import Datasets
import Foundation

/// How a corpus is put together: sources, stages, targets and splits. One YAML file in `Corpora/recipes`.
public struct CorpusRecipe: Codable, Equatable, Sendable {
  /// One source and which of its rows take part.
  public struct Source: Codable, Equatable, Sendable {
    /// The manifest's identifier.
    public var id: String
    /// The splits taken; all where it is absent.
    public var splits: [String]?
    /// The kinds taken; all where it is absent.
    public var kinds: [Record.Kind]?
    /// The labels taken; labelled rows where it is absent.
    public var labels: [Record.Label]?
    /// What rows without a label are taken as; they are left out where it is absent.
    public var openAs: Record.Label?
    /// At most so many rows, chosen by hash before any stage compares rows.
    public var cap: Int?
    /// Only texts of so many scalars, inclusive.
    public var length: [Int]?
  }

  /// What to do with rows that hold personal data.
  public enum PIIAction: String, Codable, Sendable {
    /// Cover it, keeping its shape.
    case mask
    /// Leave the row out.
    case drop
    /// Only count it.
    case count
  }

  /// How near duplicates are told.
  public struct NearDuplicateRule: Codable, Equatable, Sendable {
    /// The number of jamo in an n-gram.
    public var gram: Int
    /// The Jaccard index from which two texts are near duplicates.
    public var jaccard: Double
  }

  /// Which lengths are out of the ordinary.
  public struct OutlierRule: Codable, Equatable, Sendable {
    /// A measure of what is ordinary.
    public enum Method: String, Codable, Sendable {
      /// Distance from the mean in standard deviations, of the logarithm of the length.
      case zscore
      /// Distance from the quartiles in interquartile ranges (Tukey's fences).
      case iqr
    }
    /// The measure.
    public var method: Method
    /// The distance from which a row is left out.
    public var factor: Double
  }

  /// A set of rows that no row of the corpus may repeat.
  public struct Exclusion: Codable, Equatable, Sendable {
    /// The manifest's identifier.
    public var source: String
    /// The splits; all where it is absent.
    public var splits: [String]?
  }

  /// A condition on records; every clause that is present must hold.
  public struct Selector: Codable, Equatable, Sendable {
    /// The label is this one.
    public var label: Record.Label?
    /// The kind is among these.
    public var kinds: [Record.Kind]?
    /// The origin is among these.
    public var origins: [Record.Origin]?
    /// The source is among these.
    public var sources: [String]?
    /// At least one of these categories is true.
    public var categories: [String]?
    /// The register is among these.
    public var registers: [String]?

    /// Whether a record fulfils every clause.
    public func holds(for record: Record) -> Bool {
      (label == nil || record.label == label) && (kinds?.contains(record.kind) ?? true)
        && (origins?.contains(record.origin ?? .native) ?? true)
        && (sources?.contains(record.source) ?? true)
        && (categories?.contains { record.categories[$0] == true } ?? true)
        && (registers?.contains(record.register ?? "") ?? true)
    }
  }

  /// How many rows of one label are wanted, and how they are spread.
  public struct Target: Codable, Equatable, Sendable {
    /// A property over which rows are spread evenly, as far as there are any.
    public enum Stratum: String, Codable, Sendable {
      case source, kind, origin, category, register
    }
    /// At least, or at most, so many rows of a selection.
    public struct Quota: Codable, Equatable, Sendable {
      /// The selection.
      public var `where`: Selector
      /// The number of rows.
      public var rows: Int
    }
    /// The target's name in reports.
    public var name: String
    /// The label.
    public var label: Record.Label
    /// The number of rows.
    public var rows: Int
    /// The properties over which rows are spread.
    public var stratify: [Stratum]
    /// Selections that are served first.
    public var atLeast: [Quota]?
    /// Selections that are cut.
    public var atMost: [Quota]?
  }

  /// The name of a split and its share of the rows.
  public struct Share: Codable, Equatable, Sendable {
    /// The split's name.
    public var name: String
    /// Its share; the shares add up to 1.
    public var share: Double
  }

  /// How many queries the project's own grammar gives, after the sources.
  public struct Generation: Codable, Equatable, Sendable {
    /// Pairs of a harmful query and its benign twin.
    public var pairs: Int
    /// Everyday queries.
    public var everyday: Int
  }

  /// The recipe's name.
  public var name: String
  /// The seed of everything that is chosen.
  public var seed: UInt64
  /// Every category that a row may be of.
  public var categories: [String]
  /// The sources; where rows repeat each other, the earlier source's row survives.
  public var sources: [Source]
  /// What the grammar gives; nothing where it is absent.
  public var generate: Generation?
  /// What to do with personal data.
  public var pii: PIIAction
  /// How near duplicates are told.
  public var nearDuplicates: NearDuplicateRule
  /// Which lengths are left out, per label and kind; none where it is absent.
  public var outliers: OutlierRule?
  /// What no row may repeat.
  public var decontaminate: [Exclusion]
  /// What is wanted.
  public var targets: [Target]
  /// The splits.
  public var splits: [Share]

  /// The recipe in a YAML text; `path` names it in errors.
  public init(yaml: String, path: String) throws(CurationError) {
    self = try asCuration { () throws(DatasetError) in
      try decodeYAML(CorpusRecipe.self, from: yaml, path: path)
    }
    try check(path: path)
  }

  /// The recipe in a file.
  public static func load(_ url: URL) throws(CurationError) -> (recipe: CorpusRecipe, text: String) {
    let text = try asCuration { () throws(DatasetError) in try readText(url) }
    return (try CorpusRecipe(yaml: text, path: url.path), text)
  }

  private func check(path: String) throws(CurationError) {
    func require(
      _ isFine: Bool, _ key: String, _ expected: String, _ found: String
    ) throws(CurationError) {
      guard isFine else { throw .invalidRecipe(path: path, key: key, expected: expected, found: found) }
    }
    try require(!sources.isEmpty, "sources", "at least one source", "none")
    try require(!targets.isEmpty, "targets", "at least one target", "none")
    try require(nearDuplicates.gram > 0, "nearDuplicates.gram", "1 or more", "\(nearDuplicates.gram)")
    try require(
      nearDuplicates.jaccard > 0 && nearDuplicates.jaccard <= 1, "nearDuplicates.jaccard", "above 0 up to 1",
      "\(nearDuplicates.jaccard)")
    for (index, target) in targets.enumerated() {
      try require(target.rows > 0, "targets[\(index)].rows", "1 or more", "\(target.rows)")
      for category in target.atLeast.map({ $0.flatMap { $0.where.categories ?? [] } }) ?? [] {
        try require(
          categories.contains(category), "targets[\(index)].atLeast", "a category of the recipe", category)
      }
    }
    for (index, source) in sources.enumerated() {
      if let length = source.length {
        try require(
          length.count == 2 && length[0] <= length[1], "sources[\(index)].length", "[least, most]",
          "\(length)")
      }
      if let cap = source.cap { try require(cap > 0, "sources[\(index)].cap", "1 or more", "\(cap)") }
    }
    if let outliers {
      try require(outliers.factor > 0, "outliers.factor", "above 0", "\(outliers.factor)")
    }
    let sum = splits.reduce(0) { $0 + $1.share }
    try require(
      abs(sum - 1) < 1e-9 && splits.allSatisfy { $0.share > 0 }, "splits", "shares above 0 that add up to 1",
      "\(splits.map(\.share))")
    try require(
      Set(splits.map(\.name)).count == splits.count, "splits", "names that differ", "\(splits.map(\.name))")
  }
}
