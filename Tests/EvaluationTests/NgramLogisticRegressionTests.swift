import Datasets
import Testing

@testable import Evaluation

@Suite struct NgramLogisticRegressionTests {
  /// Texts in which one syllable gives the label away, and another the category among unsafe ones.
  static func records(_ count: Int, seed: UInt64) -> [Record] {
    var generator = SplitMix64(seed: seed)
    let syllables = Array("가나다라마바사아자차카타파하").map(String.init)
    return (0..<count).map { index in
      var words = (0..<6).map { _ in syllables[generator.next(below: syllables.count)] }
      let isUnsafe = index % 3 == 0
      let isHate = isUnsafe && index % 2 == 0
      if isUnsafe { words.insert("독", at: generator.next(below: 6)) }
      if isHate { words.insert("혐", at: generator.next(below: 6)) }
      // Half of the unsafe rows leave the category open.
      let known: [String: Bool] = isUnsafe && index % 4 > 1 ? [:] : ["hate": isHate]
      return Record(
        id: "\(index)", text: words.joined(), label: isUnsafe ? .unsafe : .safe, categories: known,
        kind: .request, source: index % 2 == 0 ? "a" : "b", licence: "MIT")
    }
  }

  static func dataset(_ train: [Record], weights: [String: Double] = [:]) -> Dataset {
    Dataset(
      name: "test", categories: ["hate"], train: train, validation: records(120, seed: 2),
      weights: weights)
  }

  @Test("It learns label and category, and its threshold parts the validation rows")
  func learns() throws {
    let model = try NgramLogisticRegression(dataset: Self.dataset(Self.records(400, seed: 1)))
    let rows = Self.records(200, seed: 3)
    let scores = model.scores(for: rows.map(\.text))
    let label = BinaryMetrics(
      scores: scores.map(\.label), isPositive: rows.map { $0.label == .unsafe }, threshold: model.threshold,
      bootstrap: Bootstrap(resamples: 1))
    #expect(try #require(label.auc).value > 0.99)
    #expect(try #require(label.f1).value > 0.9)
    let known = zip(rows, scores).compactMap { row, score in row.categories["hate"].map { (score, $0) } }
    let hate = BinaryMetrics(
      scores: known.map(\.0.categories[0]), isPositive: known.map(\.1),
      threshold: model.categoryThresholds[0], bootstrap: Bootstrap(resamples: 1))
    #expect(try #require(hate.auc).value > 0.95)
  }

  @Test("Two trainings give the same scores")
  func deterministic() throws {
    let dataset = Self.dataset(Self.records(100, seed: 1))
    let texts = Self.records(30, seed: 3).map(\.text)
    let first = try NgramLogisticRegression(dataset: dataset).scores(for: texts)
    #expect(try NgramLogisticRegression(dataset: dataset).scores(for: texts) == first)
  }

  @Test("A source of weight 0 teaches nothing")
  func weights() throws {
    let rows = Self.records(100, seed: 1)
    let texts = Self.records(30, seed: 3).map(\.text)
    let all = try NgramLogisticRegression(dataset: Self.dataset(rows, weights: ["b": 0])).scores(for: texts)
    // What the rows of the other source say can change without changing a score.
    let turned = rows.map { row in
      var row = row
      if row.source == "b" { row.label = row.label == .safe ? .unsafe : .safe }
      return row
    }
    let other = try NgramLogisticRegression(dataset: Self.dataset(turned, weights: ["b": 0]))
    #expect(other.scores(for: texts) == all)
  }

  @Test("A masked category teaches nothing about it: without known rows every score is one half")
  func masks() throws {
    let rows = Self.records(100, seed: 1).map { row in
      var row = row
      row.categories = [:]
      return row
    }
    let model = try NgramLogisticRegression(dataset: Self.dataset(rows))
    for score in model.scores(for: rows.prefix(10).map(\.text)) { #expect(score.categories == [0.5]) }
  }

  @Test("Training rows of one label alone are refused")
  func missingClass() {
    let safe = Self.records(50, seed: 1).filter { $0.label == .safe }
    #expect(throws: EvaluationError.missingClass(label: "unsafe")) {
      try NgramLogisticRegression(dataset: Self.dataset(safe))
    }
  }

  @Test("The logistic function does not overflow", arguments: [(-1000, 0), (0, 0.5), (1000, 1)])
  func logistic(x: Float, y: Float) {
    #expect(sigmoid(x) == y)
  }
}
