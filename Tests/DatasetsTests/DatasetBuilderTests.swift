import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetBuilderTests {
  static let views = """
      - text: text
        id: id
        group: group
        kind: request
        rules:
          - {when: {label: {is: [u]}}, label: unsafe, positiveFrom: c, othersNegative: true}
          - {when: {label: {is: [s]}}, label: safe}
          - {when: {label: {is: [o]}}}
    """

  struct Row {
    var text: String
    var label: String
    var group: String?
    var category = "hate"
  }

  static func lines(_ rows: [Row]) -> String {
    rows.enumerated().map { index, row in
      let group = row.group.map { ",\"group\":\"\($0)\"" } ?? ""
      return
        "{\"id\":\"\(index)\",\"text\":\"\(row.text)\",\"label\":\"\(row.label)\",\"c\":\"\(row.category)\"\(group)}\n"
    }.joined()
  }

  static func source(
    _ mirror: Mirror, _ id: String, _ rows: [Row], permits: String = "[train, evaluate, language]"
  ) throws -> CorpusManifest {
    try mirror.source(id, text: lines(rows), format: "{type: jsonl}", views: views, permits: permits)
  }

  static func recipe(_ data: String, heldOut: Double = 0, validation: Double = 0) throws -> DatasetRecipe.File
  {
    try DatasetRecipe.file(
      yaml: """
        name: test
        seed: 5
        data:
          categories: [hate, fraud]
          heldOutFraction: \(heldOut)
          validationFraction: \(validation)
          nearDuplicates: {gram: 3, jaccard: 0.8}
        \(data)
        """, path: "recipe")
  }

  /// A text that is like no other: syllables drawn by its number.
  static func text(_ number: Int) -> String {
    var generator = SeededGenerator(state: UInt64(number) &* 1_000_003)
    let scalars = (0..<20).compactMap { _ in
      Unicode.Scalar(0xAC00 + UInt32.random(in: 0..<11172, using: &generator))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test("Equal texts leave the first, contradicting ones none, and both are told")
  func exactDuplicates() throws {
    let mirror = try Mirror()
    let a = try Self.source(
      mirror, "a",
      [
        Row(text: Self.text(1), label: "s"), Row(text: Self.text(2), label: "u"),
        Row(text: Self.text(3), label: "s"),
      ])
    let b = try Self.source(
      mirror, "b",
      [
        Row(text: Self.text(1) + "!", label: "s"), Row(text: Self.text(2), label: "s"),
        Row(text: Self.text(3), label: "o"), Row(text: Self.text(4), label: "o"),
      ])
    let recipe = try Self.recipe(
      "  sources: [{id: a, role: train}, {id: b, role: train}]\n  evaluation: []")
    let dataset = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [a, b])
    #expect(dataset.train.map(\.id) == ["a:rows:0", "a:rows:2"])
    #expect(dataset.language == [Self.text(4)])
    #expect(dataset.report.conflicts == [DatasetReport.Conflict(ids: ["a:rows:1", "b:rows:1"])])
    let stage = try #require(dataset.report.stages.first { $0.name == "exact duplicates" })
    #expect(stage.dropped == ["equal text/b": 1, "label conflict/a": 1, "label conflict/b": 1])
  }

  @Test("Near duplicates of one label leave the first; of two labels, both stay on one side")
  func nearDuplicates() throws {
    let mirror = try Mirror()
    let rows = (0..<40).flatMap { number in
      [
        Row(text: Self.text(number), label: "s"), Row(text: Self.text(number) + "요", label: "s"),
        Row(text: Self.text(number) + "지", label: "u"),
      ]
    }
    let manifest = try Self.source(mirror, "a", rows)
    let recipe = try Self.recipe(
      "  sources: [{id: a, role: train}]\n  evaluation: []", validation: 0.3)
    let dataset = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [manifest])
    #expect(dataset.train.count + dataset.validation.count == 80)
    #expect(dataset.validation.count == 24)
    func clusters(_ records: [Record]) -> Set<Int> {
      Set(records.compactMap { $0.id.split(separator: ":").last.flatMap { Int($0) }.map { $0 / 3 } })
    }
    #expect(clusters(dataset.train).isDisjoint(with: clusters(dataset.validation)))
    #expect(dataset.report.nearDuplicateClusters == 40)
  }

  @Test("A source may keep its near duplicates")
  func keepNearDuplicates() throws {
    let mirror = try Mirror()
    let manifest = try Self.source(
      mirror, "a", [Row(text: Self.text(1), label: "s"), Row(text: Self.text(1) + "요", label: "s")])
    let recipe = try Self.recipe(
      "  sources: [{id: a, role: train, keepNearDuplicates: true}]\n  evaluation: []")
    let dataset = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [manifest])
    #expect(dataset.train.count == 2)
  }

  @Test("A tenth of the harmful rows of each category is held out by group, with the twins, for evaluation")
  func heldOut() throws {
    let mirror = try Mirror()
    let rows = (0..<200).flatMap { number in
      [
        Row(
          text: Self.text(2 * number), label: "u", group: "p\(number)",
          category: number < 120 ? "hate" : "fraud"),
        Row(text: Self.text(2 * number + 1), label: "s", group: "p\(number)"),
      ]
    }
    let manifest = try Self.source(mirror, "a", rows)
    let near = try Self.source(
      mirror, "b", (0..<200).map { Row(text: Self.text(2 * $0) + "요", label: "u") })
    let recipe = try Self.recipe(
      """
        sources: [{id: a, role: train, holdOut: true}, {id: b, role: train, keepNearDuplicates: true}]
        evaluation:
          - {name: harmful, parts: [{heldOut: [a], label: unsafe}]}
          - {name: hard, parts: [{heldOut: [a]}]}
      """, heldOut: 0.1)
    let dataset = try DatasetBuilder.build(
      recipe: recipe, mirrors: [mirror.url], manifests: [manifest, near])
    let harmful = dataset.evaluation[0].records
    #expect(harmful.count { $0.categories["hate"] == true } == 12)
    #expect(harmful.count { $0.categories["fraud"] == true } == 8)
    #expect(dataset.evaluation[1].records.count == 40)
    let groups = Set(harmful.compactMap(\.group))
    #expect(dataset.train.allSatisfy { !groups.contains($0.group ?? "") })
    // What is near to a held-out row leaves with it.
    #expect(dataset.train.count { $0.source == "b" } == 180)
  }

  @Test("No training or raw text equals an evaluation text or is near to one")
  func decontamination() throws {
    let mirror = try Mirror()
    let a = try Self.source(
      mirror, "a",
      (0..<30).map { Row(text: Self.text($0), label: "s") }
        + (30..<60).map { Row(text: Self.text($0), label: "o") })
    let test = try Self.source(
      mirror, "test",
      stride(from: 0, to: 60, by: 3).map {
        Row(text: $0 % 2 == 0 ? Self.text($0) : Self.text($0) + "요", label: "s")
      })
    let recipe = try Self.recipe(
      """
        sources: [{id: a, role: train}]
        evaluation: [{name: test, parts: [{source: test}]}]
      """)
    let dataset = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [a, test])
    #expect(dataset.train.map(\.text) == (0..<30).filter { $0 % 3 != 0 }.map(Self.text))
    #expect(dataset.language == (30..<60).filter { $0 % 3 != 0 }.map(Self.text))
    #expect(dataset.evaluation[0].records.count == 20)
    let stage = try #require(dataset.report.stages.first { $0.name == "decontamination" })
    #expect(stage.dropped == ["equals a text of test/a": 5, "near a text of test/a": 5])
  }

  @Test("A cap keeps so many rows, the same ones when other sources come")
  func caps() throws {
    let mirror = try Mirror()
    let a = try Self.source(mirror, "a", (0..<50).map { Row(text: Self.text($0), label: "s") })
    let b = try Self.source(mirror, "b", (50..<60).map { Row(text: Self.text($0), label: "s") })
    let alone = try DatasetBuilder.build(
      recipe: Self.recipe("  sources: [{id: a, role: train, cap: 7}]\n  evaluation: []"),
      mirrors: [mirror.url],
      manifests: [a, b])
    let both = try DatasetBuilder.build(
      recipe: Self.recipe(
        "  sources: [{id: b, role: train}, {id: a, role: train, cap: 7}]\n  evaluation: []"),
      mirrors: [mirror.url], manifests: [a, b])
    #expect(alone.train.count == 7)
    #expect(both.train.filter { $0.source == "a" }.map(\.id) == alone.train.map(\.id))
  }

  @Test("A source of role validate goes to validation with what is near to it")
  func validate() throws {
    let mirror = try Mirror()
    let a = try Self.source(mirror, "a", (0..<4).map { Row(text: Self.text($0), label: "s") })
    let b = try Self.source(mirror, "b", [Row(text: Self.text(2) + "요", label: "u")])
    let dataset = try DatasetBuilder.build(
      recipe: Self.recipe("  sources: [{id: a, role: train}, {id: b, role: validate}]\n  evaluation: []"),
      mirrors: [mirror.url], manifests: [a, b])
    #expect(dataset.validation.map(\.id) == ["a:rows:2", "b:rows:0"])
  }

  @Test("A source that may not train is refused for training, and its evaluation is allowed")
  func forbidden() throws {
    let mirror = try Mirror()
    let a = try Self.source(mirror, "a", [Row(text: Self.text(1), label: "s")], permits: "[evaluate]")
    #expect(
      throws: DatasetError.forbiddenUse(source: "a", use: "train", permitted: ["evaluate"])
    ) {
      try DatasetBuilder.build(
        recipe: Self.recipe("  sources: [{id: a, role: train}]\n  evaluation: []"), mirrors: [mirror.url],
        manifests: [a])
    }
    let dataset = try DatasetBuilder.build(
      recipe: Self.recipe("  sources: []\n  evaluation: [{name: t, parts: [{source: a}]}]"),
      mirrors: [mirror.url], manifests: [a])
    #expect(dataset.evaluation.map(\.records.count) == [1])
  }

  @Test("An unknown source and an empty evaluation set are errors")
  func errors() throws {
    let mirror = try Mirror()
    let a = try Self.source(mirror, "a", [Row(text: Self.text(1), label: "s")])
    #expect(throws: DatasetError.unknownSource(id: "z", known: ["a"])) {
      try DatasetBuilder.build(
        recipe: Self.recipe("  sources: [{id: z, role: train}]\n  evaluation: []"), mirrors: [mirror.url],
        manifests: [a])
    }
    #expect(throws: DatasetError.emptyEvaluation(name: "t")) {
      try DatasetBuilder.build(
        recipe: Self.recipe(
          "  sources: [{id: a, role: train}]\n  evaluation: [{name: t, parts: [{source: a, label: unsafe}]}]"),
        mirrors: [mirror.url], manifests: [a])
    }
  }

  @Test("Two builds have the same bytes, and the files written are those bytes")
  func determinism() throws {
    let mirror = try Mirror()
    let a = try Self.source(
      mirror, "a", (0..<80).map { Row(text: Self.text($0 % 70), label: $0 % 2 == 0 ? "s" : "u") })
    let recipe = try Self.recipe(
      "  sources: [{id: a, role: train, holdOut: true, cap: 50}]\n  evaluation: [{name: h, parts: [{heldOut: [a]}]}]",
      heldOut: 0.1, validation: 0.1)
    let first = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [a])
    let second = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [a])
    #expect(try first.digest() == second.digest())
    try first.write(to: mirror.url.appendingPathComponent("out"))
    for (path, bytes) in try second.files() {
      #expect(try Data(contentsOf: mirror.url.appendingPathComponent("out/\(path)")) == bytes)
    }
  }

  @Test("Stages account for every record")
  func accounting() throws {
    let mirror = try Mirror()
    let a = try Self.source(
      mirror, "a", (0..<90).map { Row(text: Self.text($0 % 60), label: $0 % 5 == 0 ? "u" : "s") })
    let recipe = try Self.recipe(
      "  sources: [{id: a, role: train, holdOut: true, cap: 40}]\n  evaluation: [{name: h, parts: [{heldOut: [a]}]}]",
      heldOut: 0.2, validation: 0.1)
    let dataset = try DatasetBuilder.build(recipe: recipe, mirrors: [mirror.url], manifests: [a])
    for stage in dataset.report.stages {
      #expect(stage.taken - stage.given == stage.dropped.values.reduce(0, +), "\(stage.name)")
    }
    #expect(dataset.train.count + dataset.validation.count == 40)
  }
}
