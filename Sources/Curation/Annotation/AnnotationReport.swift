import Datasets
import Foundation

/// What raters said together: results item by item, and how far they agree.
public struct AnnotationReport: Sendable {
  /// The agreement on the verdict, `safe`, `unsafe` or `unsure`.
  public let verdict: Agreement
  /// The agreement on each category that anybody saw, among those who voted.
  public let categories: [String: Agreement]
  /// Items with a majority, by verdict.
  public let majorities: [Ballot.Verdict: Int]
  /// Items on which no verdict has more than half.
  public let ties: [String]
  /// Items on which raters disagree, ties among them.
  public let contested: [String]
  /// Items with fewer ballots than raters.
  public let incomplete: [String]
  /// The number of items.
  public let itemCount: Int
  /// The ballots of each rater.
  public let raters: [String: Int]

  /// The report on tallies; `raters` is how many ballots an item should have.
  public init(tallies: [Tally], raters: Int = 3, resamples: Int = 1000, seed: UInt64 = 1) {
    itemCount = tallies.count
    verdict = Agreement(
      values: tallies.map { $0.ballots.map(\.verdict.rawValue) }, raters: raters, resamples: resamples,
      seed: seed)
    let slugs = Set(tallies.flatMap { $0.ballots.flatMap(\.categories) })
    categories = Dictionary(
      uniqueKeysWithValues: slugs.map { slug in
        let values = tallies.map { $0.ballots.map { $0.categories.contains(slug) ? "yes" : "no" } }
        return (slug, Agreement(values: values, raters: raters, resamples: resamples, seed: seed))
      })
    var majorities: [Ballot.Verdict: Int] = [:]
    var ties: [String] = []
    for tally in tallies {
      switch tally.result {
      case .majority(let verdict): majorities[verdict, default: 0] += 1
      case .tie: ties.append(tally.item)
      case .none: break
      }
    }
    self.majorities = majorities
    self.ties = ties
    contested = tallies.filter(\.isContested).map(\.item)
    incomplete = tallies.filter { $0.ballots.count < raters }.map(\.item)
    self.raters = tallies.flatMap(\.ballots).reduce(into: [:]) { $0[$1.rater, default: 0] += 1 }
  }

  /// A result as one line of JSON: the record's identifier and texts, the label of the majority (`null` for a tie,
  /// for `unsure` and for no votes), the categories of the majority, and every ballot.
  public struct Line: Encodable, Equatable, Sendable {
    /// The item's identifier.
    public var item: String
    /// The record's identifier.
    public var id: String
    /// The turns before the text.
    public var context: [String]
    /// The text.
    public var text: String
    /// `majority`, `tie` or `none`.
    public var outcome: String
    /// The verdict of the majority.
    public var verdict: String?
    /// The label that it means.
    public var label: String?
    /// The categories of the majority.
    public var categories: [String]
    /// Whether raters disagree.
    public var isContested: Bool
    /// Every ballot.
    public var ballots: [Ballot]

    private enum CodingKeys: String, CodingKey {
      case item, id, context, text, outcome, verdict, label, categories
      case isContested = "contested"
      case ballots
    }

    /// The line of an item.
    public init(_ tally: Tally, record: Record) {
      item = tally.item
      id = record.id
      context = record.history
      text = record.text
      categories = tally.categories
      isContested = tally.isContested
      ballots = tally.ballots
      switch tally.result {
      case .majority(let majority):
        outcome = "majority"
        verdict = majority.rawValue
        label = majority == .unsure ? nil : majority.rawValue
      case .tie: outcome = "tie"
      case .none: outcome = "none"
      }
    }
  }
}
