import Datasets

/// What a build took, gave and left out, and why. It holds counts and identifiers, never texts.
public struct CurationReport: Codable, Equatable, Sendable {
  /// One stage.
  public struct Stage: Codable, Equatable, Sendable {
    /// The stage's name: `read`, `normalize`, `pii`, `exact-duplicates` …
    public var name: String
    /// Records before.
    public var taken: Int
    /// Records after.
    public var given: Int
    /// Records that left or were changed, by reason and source: `reason/source`.
    public var reasons: [String: Int]

    /// A stage from its parts.
    public init(name: String, taken: Int, given: Int, reasons: [String: Int]) {
      self.name = name
      self.taken = taken
      self.given = given
      self.reasons = reasons
    }
  }

  /// A target of the recipe that could not be met.
  public struct Shortfall: Codable, Equatable, Sendable {
    /// What was asked for, such as `label=unsafe` or `label=unsafe category=cyber`.
    public var target: String
    /// How many rows were asked for.
    public var wanted: Int
    /// How many there were.
    public var found: Int

    /// A shortfall from its parts.
    public init(target: String, wanted: Int, found: Int) {
      self.target = target
      self.wanted = wanted
      self.found = found
    }
  }

  /// The stages in order.
  public var stages: [Stage] = []
  /// Every faulty row of a source.
  public var badRows: [BadRow] = []
  /// What the recipe asked for and did not get.
  public var shortfalls: [Shortfall] = []
  /// Near-duplicate clusters of two or more, each by the identifiers of its rows, the survivor first.
  public var clusters: [[String]] = []
  /// Rows too short for near-duplicate search, by identifier.
  public var tooShortToJudge: [String] = []
  /// The versions of what decided: ICU, Unicode, libzstd, the tables of Lexicons.
  public var versions: [String: String] = [:]

  /// A report on nothing.
  public init() {}
}
