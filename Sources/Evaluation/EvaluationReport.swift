import Foundation

/// What an evaluation found, as a value; ``terminal()``, ``markdown()`` and ``json()`` show it.
public struct EvaluationReport: Codable, Equatable, Sendable {
  /// One category of one contestant on one set, against the rest.
  public struct CategoryResult: Codable, Equatable, Sendable {
    /// The category.
    public var category: String
    /// How well its score tells it.
    public var metrics: BinaryMetrics
  }

  /// One contestant on one set.
  public struct Result: Codable, Equatable, Sendable {
    /// The contestant's name.
    public var contestant: String
    /// The set's name.
    public var set: String
    /// How well the label's score tells unsafe from safe.
    public var label: BinaryMetrics
    /// The categories of which the set knows positive and negative rows.
    public var categories: [CategoryResult]
  }

  /// The contestants in order.
  public var contestants: [String]
  /// The sets in order.
  public var sets: [String]
  /// The categories in order.
  public var categories: [String]
  /// How the intervals are made.
  public var bootstrap: Bootstrap
  /// The results, set by set, contestants in order within.
  public var results: [Result]

  /// The report as JSON with sorted keys; an undefined metric is absent.
  public func json() throws(EvaluationError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self)
    } catch {
      throw .unencodable(reason: "\(error)")
    }
  }
}
