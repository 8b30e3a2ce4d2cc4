import Foundation

/// What a dataset is made of: the value of the key `data` in a recipe.
public struct DatasetRecipe: Codable, Equatable, Sendable {
  /// What a source is for in this dataset.
  public enum Role: String, Codable, Sendable {
    /// Labelled rows train, open ones join the raw lines.
    case train
    /// Labelled rows validate, and what is near to them with them.
    case validate
    /// Rows are raw lines, whatever their label.
    case language
  }

  /// One source and how it takes part.
  public struct Source: Codable, Equatable, Sendable {
    /// The manifest's identifier.
    public var id: String
    /// What it is for.
    public var role: Role
    /// The splits taken; all where it is absent.
    public var splits: [String]?
    /// The kinds taken; all where it is absent.
    public var kinds: [Record.Kind]?
    /// How much each of its rows weighs in training; 1 where it is absent.
    public var weight: Double?
    /// At most so many rows, chosen by hash, whole groups first.
    public var cap: Int?
    /// Whether the held-out share of harmful requests is taken from it too.
    public var holdOut: Bool?
    /// Whether near repetitions inside the source are wanted, as for contrast pairs and identity templates.
    public var keepNearDuplicates: Bool?
  }

  /// An evaluation set and the parts it is put together from.
  public struct Evaluation: Codable, Equatable, Sendable {
    /// One part: rows of a source's files, or rows held out from the training sources.
    public struct Part: Codable, Equatable, Sendable {
      /// A source whose files are read.
      public var source: String?
      /// The splits of it; all where it is absent.
      public var splits: [String]?
      /// Held-out rows of these sources.
      public var heldOut: [String]?
      /// Only rows with this label.
      public var label: Record.Label?
      /// Only rows of these kinds.
      public var kinds: [Record.Kind]?
    }

    /// The set's name.
    public var name: String
    /// Its parts.
    public var parts: [Part]
  }

  /// How near duplicates are told.
  public struct NearDuplicateRule: Codable, Equatable, Sendable {
    /// The number of jamo in an n-gram.
    public var gram: Int
    /// The Jaccard index from which two texts are near duplicates.
    public var jaccard: Double
  }

  /// Every category, in the order of the model's heads.
  public var categories: [String]
  /// The share of the harmful rows of the sources with `holdOut` that is kept for evaluation.
  public var heldOutFraction: Double
  /// The share of the training rows that validates.
  public var validationFraction: Double
  /// How near duplicates are told.
  public var nearDuplicates: NearDuplicateRule
  /// The sources; where rows repeat each other, the earlier source's row survives.
  public var sources: [Source]
  /// The evaluation sets.
  public var evaluation: [Evaluation]

  /// A recipe file's name, seed and data part; its other keys belong to other stages.
  public struct File: Codable, Equatable, Sendable {
    /// The recipe's name.
    public var name: String
    /// The seed of everything that is chosen.
    public var seed: UInt64
    /// The data part.
    public var data: DatasetRecipe
  }

  /// The recipe in a YAML text; `path` names it in errors.
  public static func file(yaml: String, path: String) throws(DatasetError) -> File {
    let file = try decodeYAML(File.self, from: yaml, path: path)
    for (key, value) in [
      ("heldOutFraction", file.data.heldOutFraction), ("validationFraction", file.data.validationFraction),
    ] where !(0..<1).contains(value) {
      throw .invalidYAML(path: path, key: "data.\(key)", expected: "0 up to 1", found: "\(value)")
    }
    let near = file.data.nearDuplicates
    guard near.gram > 0, near.jaccard > 0, near.jaccard <= 1 else {
      throw .invalidYAML(
        path: path, key: "data.nearDuplicates", expected: "gram from 1, jaccard above 0 up to 1",
        found: "\(near.gram), \(near.jaccard)")
    }
    return file
  }

  /// The recipe in a YAML file.
  public static func load(_ url: URL) throws(DatasetError) -> File {
    try file(yaml: try readText(url), path: url.path)
  }
}
