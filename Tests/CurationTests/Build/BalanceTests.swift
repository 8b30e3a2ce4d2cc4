import Datasets
import Testing

@testable import Curation

@Suite struct BalanceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "Strata give the same number, or all they have",
    arguments: [
      ([10, 10, 10], 9, [3, 3, 3]), ([1, 10, 10], 9, [1, 4, 4]), ([2, 2, 100], 50, [2, 2, 46]),
      ([5, 5], 3, [2, 1]), ([3, 4], 100, [3, 4]), ([], 5, []), ([4], 0, [0]),
    ])
  func quotas(sizes: [Int], total: Int, expected: [Int]) {
    #expect(evenQuotas(sizes: sizes, total: total) == expected)
  }

  @Test("A target takes what it asks for, evenly over strata, and tells what is missing")
  func targets() throws {
    let texts = Rows.random(200, seed: 1)
    let a = try folder.source("a", texts[..<80].map { Rows.unsafe($0) })
    let b = try folder.source(
      "b", texts[80..<90].map { Rows.unsafe($0, "cyber") } + texts[90...].map { Rows.safe($0) })
    let recipe = try Recipes.make(
      sources: "[{id: a}, {id: b}]",
      targets: """
        [{name: harmful, label: unsafe, rows: 40, stratify: [source]},
         {name: benign, label: safe, rows: 500, stratify: [source]}]
        """)
    let corpus = try Recipes.build(recipe, [a, b], in: folder)
    let unsafe = corpus.records.filter { $0.label == .unsafe }
    #expect(unsafe.count == 40)
    #expect(unsafe.count { $0.source == "b" } == 10)
    #expect(corpus.report.shortfalls == [.init(target: "benign", wanted: 500, found: 110)])
  }

  @Test("Quotas serve selections first, and limits cut them")
  func selections() throws {
    let texts = Rows.random(200, seed: 2)
    let a = try folder.source(
      "a", texts[..<150].map { Rows.unsafe($0) } + texts[150...].map { Rows.unsafe($0, "cyber") })
    let least = try Recipes.build(
      Recipes.make(
        targets:
          "[{name: h, label: unsafe, rows: 60, stratify: [], atLeast: [{where: {categories: [cyber]}, rows: 45}]}]"
      ),
      [a], in: folder)
    #expect(least.records.count == 60)
    #expect(least.records.count { $0.categories["cyber"] == true } >= 45)
    let most = try Recipes.build(
      Recipes.make(
        targets:
          "[{name: h, label: unsafe, rows: 180, stratify: [], atMost: [{where: {categories: [fraud]}, rows: 20}]}]"
      ),
      [a], in: folder)
    #expect(most.records.count { $0.categories["fraud"] == true } == 20)
    #expect(most.records.count == 70)
    #expect(most.report.shortfalls == [.init(target: "h", wanted: 180, found: 70)])
  }

  @Test("Splits have their shares, and rows of one group or parent lie in one")
  func splits() throws {
    let texts = Rows.random(400, seed: 3)
    let rows = texts.enumerated().map { index, text in
      index % 2 == 0
        ? Rows.unsafe(text, "fraud", ["pair": "\(index / 4)"]) : Rows.safe(text, ["pair": "\(index / 4)"])
    }
    let a = try folder.source("a", rows)
    let corpus = try Recipes.build(
      Recipes.make(
        splits: "[{name: train, share: 0.7}, {name: validation, share: 0.2}, {name: test, share: 0.1}]"),
      [a], in: folder)
    #expect(corpus.splits.map(\.name) == ["train", "validation", "test"])
    #expect(corpus.splits.map(\.records.count) == [280, 80, 40])
    var homes: [String: Set<String>] = [:]
    for split in corpus.splits {
      for record in split.records { homes[record.group ?? "", default: []].insert(split.name) }
    }
    #expect(homes.values.allSatisfy { $0.count == 1 })
  }

  @Test("Ordinary lengths are those of the rule's formula")
  func lengths() {
    let iqr = LengthRange(lengths: [10, 20, 30, 40, 50], rule: .init(method: .iqr, factor: 1.5))
    #expect([iqr.least, iqr.most] == [-10, 70])
    // The logarithms of 1 and e^2 have mean 1 and standard deviation 1.
    let zscore = LengthRange(lengths: [1, 7.38905609893065], rule: .init(method: .zscore, factor: 1))
    #expect(abs(zscore.least - 1) < 1e-9)
    #expect(abs(zscore.most - 7.38905609893065) < 1e-9)
  }

  @Test("Rows of unusual length are left out, unless their group is too small to tell")
  func outliers() throws {
    let a = try folder.source(
      "a",
      Rows.random(50, seed: 4).map { Rows.unsafe($0) } + [Rows.unsafe(String(repeating: "긴 글을 ", count: 200))]
        + [Rows.safe("짧"), Rows.safe(String(repeating: "다른 긴 글 ", count: 150))])
    let corpus = try Recipes.build(
      Recipes.make(outliers: "outliers: {method: iqr, factor: 3}"), [a], in: folder)
    let stage = try #require(corpus.report.stages.first { $0.name == "outliers" })
    #expect(stage.reasons == ["too long/a": 1])
  }
}
