import Datasets
import Foundation
import Models
import Testing

@testable import Evaluation

@Suite("Calibration")
struct CalibrationTests {
  typealias Point = Calibration.Point

  /// A scorer that reads its scores off the text: `label category`.
  struct Spoken: QueryScorer {
    func scores(for texts: [String]) -> [QueryScore] {
      texts.map { text in
        let numbers = text.split(separator: " ").compactMap { Double($0) }
        return QueryScore(label: numbers[0], categories: [numbers[1]])
      }
    }
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  static let metadata = GuardianMetadata(
    name: "test", version: "1", normalization: "hangul", bosID: 1, predID: 3, safeID: 4, unsafeID: 5,
    contextTokens: 16, threshold: 0.5, temperature: 1,
    categories: [.init(slug: "hate", korean: "혐오", english: "Hate", tokenID: 6, threshold: 0.5)],
    licence: "CC0-1.0", sources: [])

  @Test("The temperature undoes an over-confident scale")
  func temperature() {
    // Truths drawn with probability σ(z); the scores say 3z, so the temperature is near 3.
    var random = SplitMix64(seed: 7)
    let points = (0..<20_000).map { _ in
      let z = Double.random(in: -3...3, using: &random)
      let isPositive = Double.random(in: 0..<1, using: &random) < Self.sigmoid(z)
      return Point(score: 3 * z, isPositive: isPositive, weight: 1)
    }
    #expect(abs(Calibration.temperature(points) - 3) < 0.15)
  }

  @Test("One class alone leaves the temperature at 1 and gives no threshold")
  func oneClass() {
    let points = [
      Point(score: 0.2, isPositive: true, weight: 1), Point(score: 0.9, isPositive: true, weight: 1),
    ]
    #expect(Calibration.temperature(points) == 1)
    #expect(Calibration.bestThreshold(points) == nil)
  }

  @Test("The threshold has the highest weighted F1 of all cuts, by trying each")
  func threshold() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<50 {
      let points = (0..<40).map { _ in
        Point(
          score: Double(Int.random(in: 0..<12, using: &random)) / 12, isPositive: Bool.random(using: &random),
          weight: Double(Int.random(in: 1...3, using: &random)))
      }
      func f1(_ cut: Double) -> Double {
        let called = points.filter { $0.score >= cut }
        let hits = called.filter(\.isPositive).reduce(0) { $0 + $1.weight }
        let total = points.filter(\.isPositive).reduce(0) { $0 + $1.weight }
        return 2 * hits / (total + called.reduce(0) { $0 + $1.weight })
      }
      let chosen = try #require(Calibration.bestThreshold(points))
      let best = points.map { f1($0.score) }.max() ?? 0
      #expect(abs(f1(chosen) - best) < 1e-12)
    }
  }

  @Test("Calibrating writes temperature, threshold and category thresholds, and leaves unknown ones alone")
  func calibrated() {
    func record(_ text: String, _ label: Record.Label, _ hate: Bool?) -> Record {
      Record(
        id: text, text: text, label: label, categories: hate.map { ["hate": $0] } ?? [:], kind: .request,
        source: "s", licence: "CC0-1.0")
    }
    let rows = [
      record("0.9 0.8", .unsafe, true), record("0.7 0.6", .unsafe, true), record("0.4 0.3", .safe, false),
      record("0.1 0.2", .safe, false),
    ]
    let weights = [1.0, 1, 1, 1]
    let all = Calibration(records: rows, weights: weights, scorer: Spoken()).calibrated(Self.metadata)
    #expect(all.temperature != 1)
    // The label's cut lies between the images of 0.4 and 0.7 at the new temperature.
    let image = { (p: Double) in Self.sigmoid(log(p / (1 - p)) / Double(all.temperature)) }
    #expect(Double(all.threshold) > image(0.4) && Double(all.threshold) < image(0.7))
    #expect(abs(all.categories[0].threshold - 0.45) < 1e-6)
    let masked = rows.map { record($0.text, $0.label ?? .safe, nil) }
    let without = Calibration(records: masked, weights: weights, scorer: Spoken()).calibrated(Self.metadata)
    #expect(without.categories == Self.metadata.categories)
  }
}
