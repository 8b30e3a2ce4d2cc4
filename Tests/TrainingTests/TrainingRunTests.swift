import Foundation
import Lexicons
import Models
import Testing

@testable import Datasets
@testable import Training

@Suite("TrainingRun")
struct TrainingRunTests {
  struct Interruption: Error {}

  static let slugs = ["violence", "fraud"]

  static let recipe = """
    name: tiny
    seed: 9
    guardian: {name: tiny, version: "1", contextTokens: 24}
    tokenizer: {vocabularySize: 340, characterCoverage: 1, maximumPieceLength: 8}
    model: {hiddenSize: 8, intermediateSize: 12, layers: 1, attentionHeads: 2, keyValueHeads: 1, headDimension: 4, maximumPositions: 32}
    stages:
      - {name: language, rows: language, epochs: 1, tokensPerBatch: 96, warmupShare: 0.1, settings: {languageWeight: 1}}
      - {name: safety, rows: labelled, epochs: 2, tokensPerBatch: 96, warmupShare: 0.1, spacing: {share: 0.5, dropped: 0.2, inserted: 0.2}, settings: {dropout: 0.1, averageDecay: 0.9}}
    """

  static func taxonomy() throws -> Taxonomy {
    let category = { (slug: String) in
      "  - {slug: \(slug), name: {ko: 가, en: a}, severity: low, definition: {ko: 가, en: a}, covers: {ko: [가], en: [a]}, excludes: {ko: [가], en: [a]}}"
    }
    return try Taxonomy(
      yaml: (["version: \"1\"", "categories:"] + slugs.map(category)).joined(separator: "\n"),
      path: "taxonomy")
  }

  static func dataset() -> Dataset {
    let nouns = ["가방", "친구", "시험", "저녁", "통장", "자전거", "우산", "편지"]
    let records = nouns.enumerated().flatMap { index, noun in
      [
        Record(
          id: "u\(index)", text: "\(noun) 훔쳐서 속이는 법 \(index)", label: .unsafe, categories: ["fraud": true],
          kind: .request, source: "a", licence: "CC0-1.0"),
        Record(
          id: "s\(index)", text: "\(noun) 고르는 법 알려줘 \(index)", label: .safe,
          categories: ["fraud": false, "violence": false], kind: .request, source: "b", licence: "CC0-1.0"),
      ]
    }
    return Dataset(
      name: "tiny", categories: slugs, train: records, validation: Array(records.prefix(4)),
      language: nouns.map { "\($0)은 어제 새로 샀다" }, evaluation: [], weights: ["a": 1.5],
      report: DatasetReport())
  }

  static func run(in folder: URL, threads: Int = 1, seed: UInt64 = 9) throws -> TrainingRun {
    var recipe = try decodeYAML(GuardianRecipe.self, from: recipe, path: "recipe")
    recipe.seed = seed
    return try TrainingRun(
      recipe: recipe, dataset: dataset(), taxonomy: taxonomy(), folder: folder, threads: threads)
  }

  func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  static func bits(_ checkpoint: Checkpoint) -> [String: [UInt32]] {
    checkpoint.parameters.mapValues { $0.elements.map(\.bitPattern) }
  }

  @Test("A run cut off in any stage and started again ends in the same bits and the same log")
  func resumes() throws {
    try withFolder { whole in
      var total = 0
      let expected = try Self.run(in: whole).run { if case .step = $0 { total += 1 } }
      let log = try Data(contentsOf: whole.appendingPathComponent("log.jsonl"))
      #expect(expected.parameters.count == expected.configuration.parameterShapes.count)
      for cut in [1, total / 2, total - 1, total] {
        try withFolder { folder in
          var steps = 0
          #expect(throws: Interruption.self) {
            _ = try Self.run(in: folder, threads: 2).run { event in
              if case .step = event {
                steps += 1
                if steps == cut { throw Interruption() }
              }
            }
          }
          let resumed = try Self.run(in: folder).run { _ in }
          #expect(Self.bits(resumed) == Self.bits(expected))
          #expect(resumed.metadata == expected.metadata)
          #expect(try Data(contentsOf: folder.appendingPathComponent("log.jsonl")) == log)
        }
      }
    }
  }

  @Test("A folder of another run is refused")
  func foreignFolder() throws {
    try withFolder { folder in
      _ = try Self.run(in: folder)
      #expect(throws: TrainingRunError.foreignFolder(path: folder.path)) {
        _ = try Self.run(in: folder, seed: 10)
      }
    }
  }

  @Test("The metadata names each category's own token, and the licence follows the data")
  func metadata() throws {
    try withFolder { folder in
      let checkpoint = try Self.run(in: folder).run { _ in }
      let metadata = try #require(checkpoint.metadata)
      #expect(metadata.categories.map(\.slug) == Self.slugs)
      #expect(Set(metadata.readoutIDs).count == 2 + Self.slugs.count)
      #expect(metadata.licence == "Apache-2.0")
    }
  }

  @Test("A category order that is not the taxonomy's is refused")
  func categories() throws {
    try withFolder { folder in
      var dataset = Self.dataset()
      dataset.categories.reverse()
      let recipe = try decodeYAML(GuardianRecipe.self, from: Self.recipe, path: "recipe")
      #expect(throws: TrainingRunError.categories(expected: Self.slugs, found: Self.slugs.reversed())) {
        _ = try TrainingRun(
          recipe: recipe, dataset: dataset, taxonomy: try Self.taxonomy(), folder: folder, threads: 1)
      }
    }
  }

  @Test("A weight is the expected number of readings an epoch")
  func epochRows() {
    let rows = EpochRows(seed: 4)
    for weight in [0, 0.25, 1, 2.5] {
      let copies = (0..<4000).map { rows.copies(of: $0, weight: weight, epoch: 3) }
      #expect(copies.allSatisfy { Double($0) >= weight.rounded(.down) && Double($0) <= weight.rounded(.up) })
      // 4000 draws: a standard deviation of at most 0.008 around the weight.
      #expect(abs(Double(copies.reduce(0, +)) / 4000 - weight) < 0.04)
    }
    #expect(
      (0..<100).map { rows.copies(of: $0, weight: 0.5, epoch: 0) }
        != (0..<100).map { rows.copies(of: $0, weight: 0.5, epoch: 1) })
  }

  @Test("Spacing noise moves spaces alone, as often as it says, and the same for the same draw")
  func spacingNoise() {
    let text = "가나다 라마바 사아자 차카타 파하가", spaces = 4, joints = 10
    let letters = text.filter { $0 != " " }
    func spacesLeft(_ noise: SpacingNoise) -> Int {
      (0..<400).reduce(0) { sum, draw in
        var random = CounterRandom(1, UInt64(draw)), again = CounterRandom(1, UInt64(draw))
        let disturbed = noise.disturb(text, using: &random)
        #expect(disturbed == noise.disturb(text, using: &again))
        #expect(disturbed.filter { $0 != " " } == letters)
        return sum + disturbed.count { $0 == " " }
      }
    }
    // 1600 and 4000 draws: standard deviations of 20 and 27.
    #expect(abs(spacesLeft(SpacingNoise(share: 1, dropped: 0.5, inserted: 0)) - 400 * spaces / 2) < 100)
    #expect(
      abs(spacesLeft(SpacingNoise(share: 1, dropped: 0, inserted: 0.25)) - 400 * (spaces * 4 + joints) / 4)
        < 135)
    var random = CounterRandom(2)
    #expect(SpacingNoise(share: 0, dropped: 1, inserted: 1).disturb(text, using: &random) == text)
    #expect(SpacingNoise(share: 1, dropped: 1, inserted: 0).disturb(text, using: &random) == letters)
  }

  @Test("A misspelt setting is refused, and an absent one keeps its default")
  func settings() throws {
    let settings = try decodeYAML(TrainingSettings.self, from: "{dropout: 0.2, clipNorm: null}", path: "s")
    var expected = TrainingSettings()
    expected.dropout = 0.2
    expected.clipNorm = nil
    #expect(settings == expected)
    #expect(throws: DatasetError.self) {
      try decodeYAML(TrainingSettings.self, from: "{dropuot: 0.2}", path: "s")
    }
  }
}
