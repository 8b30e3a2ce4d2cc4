/// What one rater says about one item.
public struct Ballot: Codable, Equatable, Sendable {
  /// The judgement.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// No harm of any category.
    case safe
    /// Harm of at least one category.
    case unsafe
    /// The rater cannot tell.
    case unsure
  }

  /// The item's identifier.
  public var item: String
  /// The rater.
  public var rater: String
  /// The judgement.
  public var verdict: Verdict
  /// The categories that the rater sees, sorted; none unless unsafe.
  public var categories: [String]
  /// What the rater adds, if anything.
  public var note: String

  /// A ballot from its parts.
  public init(item: String, rater: String, verdict: Verdict, categories: [String] = [], note: String = "") {
    self.item = item
    self.rater = rater
    self.verdict = verdict
    self.categories = categories.sorted()
    self.note = note
  }
}

/// What the raters of an item say together.
public struct Tally: Equatable, Sendable {
  /// How it came out.
  public enum Result: Equatable, Sendable {
    /// More than half of the raters who voted say so.
    case majority(Ballot.Verdict)
    /// No verdict has more than half.
    case tie
    /// Nobody has voted.
    case none
  }

  /// The item's identifier.
  public var item: String
  /// The ballots, by rater.
  public var ballots: [Ballot]

  /// The tally of ballots on one item.
  public init(item: String, ballots: [Ballot]) {
    self.item = item
    self.ballots = ballots.sorted { $0.rater < $1.rater }
  }

  /// The verdict of more than half of those who voted.
  public var result: Result {
    guard !ballots.isEmpty else { return .none }
    for verdict in Ballot.Verdict.allCases {
      let count = ballots.count { $0.verdict == verdict }
      if count * 2 > ballots.count { return .majority(verdict) }
    }
    return .tie
  }

  /// Whether the raters disagree.
  public var isContested: Bool { Set(ballots.map(\.verdict)).count > 1 }

  /// The categories that more than half of those who voted see, sorted.
  public var categories: [String] {
    var counts: [String: Int] = [:]
    for category in ballots.flatMap(\.categories) { counts[category, default: 0] += 1 }
    return counts.filter { $0.value * 2 > ballots.count }.keys.sorted()
  }
}
