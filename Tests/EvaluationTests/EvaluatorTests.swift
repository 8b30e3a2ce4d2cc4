import Datasets
import Foundation
import Testing

@testable import Evaluation

@Suite struct EvaluatorTests {
  /// Gives each text the score that it spells.
  struct Reader: QueryScorer {
    var categories = 1
    func scores(for texts: [String]) -> [QueryScore] {
      texts.map { text in
        let score = Double(text)
        return QueryScore(label: score ?? .nan, categories: (0..<categories).map { _ in score ?? 0 })
      }
    }
  }

  struct Mute: QueryScorer {
    func scores(for texts: [String]) -> [QueryScore] { [] }
  }

  static func record(_ text: String, _ label: Record.Label?, _ categories: [String: Bool] = [:]) -> Record {
    Record(
      id: text, text: text, label: label, categories: categories, kind: .comment, source: "s", licence: "MIT")
  }

  static let set = EvaluationSet(
    name: "test",
    records: [
      record("0.9", .unsafe, ["hate": true]), record("0.8", .unsafe), record("0.3", .unsafe, ["hate": false]),
      record("0.6", .safe, ["hate": false]), record("0.1", .safe, ["hate": false]),
    ])

  static let evaluator = Evaluator(
    categories: ["hate", "fraud"], bootstrap: Bootstrap(resamples: 20, seed: 0))

  static func contestant(_ scorer: any QueryScorer, name: String = "reader") -> Contestant {
    Contestant(name: name, scorer: scorer, threshold: 0.5, categoryThresholds: [0.5, 0.5])
  }

  static func report() throws -> EvaluationReport {
    try evaluator.evaluate([contestant(Reader(categories: 2))], on: [set])
  }

  @Test("A masked category row does not count, an unknown category is left out")
  func masks() throws {
    let result = try #require(try Self.report().results.first)
    #expect(result.label.positives == 3)
    #expect(result.categories.map(\.category) == ["hate"])
    let hate = result.categories[0].metrics
    #expect(hate.positives == 1)
    #expect(hate.negatives == 3)
    #expect(hate.auc?.value == 1)
    #expect(try abs(#require(result.label.auc).value - 5.0 / 6) < BinaryMetricsTests.tolerance)
  }

  @Test("Contestants stand side by side, set by set")
  func order() throws {
    let second = EvaluationSet(name: "second", records: Self.set.records)
    let contestants = [
      Self.contestant(Reader(categories: 2), name: "a"), Self.contestant(Reader(categories: 2), name: "b"),
    ]
    let report = try Self.evaluator.evaluate(contestants, on: [Self.set, second])
    #expect(
      report.results.map { "\($0.set)/\($0.contestant)" } == ["test/a", "test/b", "second/a", "second/b"])
  }

  @Test("A scorer that gives too few scores is an error with its name")
  func count() {
    #expect(throws: EvaluationError.scoreCount(contestant: "mute", set: "test", expected: 5, found: 0)) {
      try Self.evaluator.evaluate([Self.contestant(Mute(), name: "mute")], on: [Self.set])
    }
  }

  @Test("A scorer with another number of categories is an error")
  func categoryCount() {
    #expect(
      throws: EvaluationError.categoryCount(contestant: "reader", set: "test", row: 0, expected: 2, found: 1)
    ) { try Self.evaluator.evaluate([Self.contestant(Reader())], on: [Self.set]) }
  }

  @Test("A score that is no number is an error with its row")
  func nonFinite() {
    let set = EvaluationSet(
      name: "test", records: [Self.record("0.5", .safe), Self.record("no number", .unsafe)])
    #expect(throws: EvaluationError.nonFiniteScore(contestant: "reader", set: "test", row: 1)) {
      try Self.evaluator.evaluate([Self.contestant(Reader(categories: 2))], on: [set])
    }
  }

  @Test("A row without a label cannot be measured on")
  func unlabelled() {
    let set = EvaluationSet(name: "test", records: [Self.record("0.5", nil)])
    #expect(throws: EvaluationError.unlabelledRow(set: "test", id: "0.5")) {
      try Self.evaluator.evaluate([Self.contestant(Reader(categories: 2))], on: [set])
    }
  }

  @Test("JSON round-trips")
  func json() throws {
    let report = try Self.report()
    #expect(try JSONDecoder().decode(EvaluationReport.self, from: report.json()) == report)
  }

  @Test("The Markdown table has a cell a column in every row")
  func markdown() throws {
    let lines = try Self.report().markdown().split(separator: "\n")
    #expect(lines.count == 6)
    #expect(Set(lines.prefix(3).map { $0.count { $0 == "|" } }) == [12])
    #expect(Set(lines.suffix(3).map { $0.count { $0 == "|" } }) == [13])
    #expect(lines[2].hasPrefix("| test | reader | 3 | 2 | .833 ("))
  }

  @Test("The terminal table shows Korean names in aligned columns")
  func terminal() throws {
    let text = try Self.report().terminal(names: ["hate": "혐오"])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.first { $0.contains("혐오") })
    let rule = try #require(lines.last { $0.hasPrefix("─") })
    #expect(DisplayWidth.of(String(row)) == DisplayWidth.of(String(rule)))
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test(
    "Numbers stand with three decimals and no leading zero",
    arguments: [(0.0, ".000"), (0.0005, ".001"), (0.8734, ".873"), (0.9996, "1.000"), (1, "1.000")])
  func decimals(value: Double, text: String) {
    #expect(EvaluationReport.decimals(value) == text)
  }
}
