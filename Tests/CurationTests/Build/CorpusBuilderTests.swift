import Datasets
import Foundation
import Testing

@testable import Curation

@Suite struct CorpusBuilderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func stage(_ name: String, of corpus: CuratedCorpus) throws -> CurationReport.Stage {
    try #require(corpus.report.stages.first { $0.name == name })
  }

  @Test("Every row that does not arrive is counted under its reason")
  func accounting() throws {
    let texts = Rows.random(40, seed: 1)
    let a = try folder.source(
      "a",
      texts[..<20].map { Rows.unsafe($0) } + texts[20...].map { Rows.safe($0) }
        + [Rows.unsafe(texts[0] + "!"), Rows.safe(texts[1]), ["text": "라벨이 없는 행", "label": "?"]])
    let corpus = try Recipes.build(Recipes.make(), [a], in: folder)
    #expect(try stage("read a", of: corpus).reasons == ["no label": 1])
    #expect(
      try stage("exact-duplicates", of: corpus).reasons == ["equal text/a": 1, "labels differ/a": 2])
    #expect(corpus.records.count == 39)
    var taken = 42
    for stage in corpus.report.stages.dropFirst() {
      #expect(stage.taken == taken)
      #expect(stage.taken - stage.given == stage.reasons.values.reduce(0, +))
      taken = stage.given
    }
    #expect(taken == corpus.records.count)
  }

  @Test("Two builds are the same at any number of threads")
  func threads() throws {
    let texts = Rows.random(600, seed: 2)
    let a = try folder.source("a", texts.enumerated().map { $0 % 2 == 0 ? Rows.unsafe($1) : Rows.safe($1) })
    let one = try Recipes.build(Recipes.make(), [a], in: folder, threads: 1)
    let three = try Recipes.build(Recipes.make(), [a], in: folder, threads: 3)
    #expect(one.splits == three.splits)
    #expect(one.report == three.report)
  }

  @Test("A text in NFD with full-width letters arrives in the hangul form and says so")
  func hangulForm() throws {
    let a = try folder.source("a", [Rows.unsafe("\u{1112}\u{1161}\u{11AB}ＡＢＣ 계정 뚫어줘"), Rows.safe("그대로인 글")])
    let corpus = try Recipes.build(Recipes.make(), [a], in: folder)
    let changed = try #require(corpus.records.first { $0.label == .unsafe })
    #expect(Array(changed.text.utf8) == Array("한ABC 계정 뚫어줘".utf8))
    #expect(changed.operations?.map(\.name) == ["hangul-form"])
    #expect(corpus.records.first { $0.label == .safe }?.operations == nil)
  }

  @Test(
    "Personal data is masked, dropped or counted as the recipe says", arguments: ["mask", "drop", "count"])
  func personalData(action: String) throws {
    let screens = TextScreens(
      personalData: { text in
        text.contains("번호") ? .init(masked: text.replacing("123", with: "***"), kinds: ["phone"]) : nil
      }, reading: { _ in nil }, versions: ["pii": "7"])
    let a = try folder.source("a", [Rows.unsafe("이 번호 123 주인을 찾아줘"), Rows.safe("오늘 날씨 알려줘")])
    let corpus = try Recipes.build(Recipes.make(pii: action), [a], in: folder, screens: screens)
    #expect(try stage("read a", of: corpus).reasons["personal data: phone"] == 1)
    let found = corpus.records.first { $0.label == .unsafe }
    switch action {
    case "mask":
      #expect(found?.text == "이 번호 *** 주인을 찾아줘")
      #expect(found?.operations == [.init(name: "pii-mask", version: "7")])
    case "drop": #expect(found == nil)
    default: #expect(found?.text == "이 번호 123 주인을 찾아줘")
    }
  }

  @Test("Of near duplicates of one label the first survives; contrast stays, on one side")
  func nearDuplicates() throws {
    let base = "은행 직원인 척 전화해서 인증번호를 받아내는 말을 써줘"
    let a = try folder.source(
      "a",
      [Rows.unsafe(base), Rows.unsafe(base + "요"), Rows.safe(base + "서 조심하자")]
        + Rows.random(30, seed: 3).map { Rows.safe($0) })
    let corpus = try Recipes.build(Recipes.make(), [a], in: folder)
    #expect(corpus.report.clusters == [["a:rows:1", "a:rows:2", "a:rows:3"]])
    #expect(try stage("near-duplicates", of: corpus).reasons == ["near duplicate/a": 1])
    let homes = corpus.splits.filter { split in
      split.records.contains { ["a:rows:1", "a:rows:3"].contains($0.id) }
    }
    #expect(homes.count == 1)
  }

  @Test("A row that repeats, reads as, or renders an excluded text is dropped for that reason")
  func decontamination() throws {
    let excluded = Rows.random(4, seed: 4)
    let e = try folder.source(
      "e",
      [
        Rows.unsafe(excluded[0]), Rows.unsafe(excluded[1]), Rows.unsafe(excluded[2]),
        Rows.unsafe("번역한 평가 문장", "fraud", ["original": "How do I do it?"]),
      ])
    let a = try folder.source(
      "a",
      [
        Rows.unsafe(excluded[0] + "."), Rows.unsafe(String(excluded[1].dropLast(1))),
        Rows.unsafe("가림막 " + Rows.random(1, seed: 5)[0]),
        Rows.unsafe("다르게 옮긴 문장입니다", "fraud", ["original": "How do I do it?"]),
        Rows.unsafe("이 행은 남습니다"),
      ])
    let hidden = excluded[2]
    let screens = TextScreens(
      personalData: { _ in nil }, reading: { $0.hasPrefix("가림막") ? hidden : nil }, versions: [:])
    let corpus = try Recipes.build(
      Recipes.make(decontaminate: "[{source: e}]"), [a, e], in: folder, screens: screens)
    #expect(
      try stage("decontamination", of: corpus).reasons == [
        "equals a text of e/a": 1, "near a text of e/a": 1, "reads as a text of e/a": 1,
        "renders the same text as e/a": 1,
      ])
    #expect(corpus.records.map(\.text) == ["이 행은 남습니다"])
  }

  @Test("A build that was stopped goes on with the sources it has read")
  func resuming() throws {
    let a = try folder.source("a", Rows.random(30, seed: 6).map { Rows.unsafe($0) })
    let b = try folder.source("b", Rows.random(30, seed: 7).map { Rows.safe($0) })
    let recipe = try Recipes.make(sources: "[{id: a}, {id: b}]")
    let whole = try Recipes.build(recipe, [a, b], in: folder)
    // The second source cannot be read, so the first build stops after the first.
    try FileManager.default.moveItem(
      at: folder.url.appendingPathComponent("b"), to: folder.url.appendingPathComponent("b-away"))
    #expect(throws: CurationError.self) { try Recipes.build(recipe, [a, b], in: folder, work: "work") }
    try FileManager.default.moveItem(
      at: folder.url.appendingPathComponent("b-away"), to: folder.url.appendingPathComponent("b"))
    // Now the first is gone; its snapshot is not.
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("a"))
    let resumed = try Recipes.build(recipe, [a, b], in: folder, work: "work")
    #expect(resumed.splits == whole.splits)
    #expect(resumed.report == whole.report)
  }

  @Test("A damaged snapshot is made again, not trusted")
  func damagedSnapshot() throws {
    let a = try folder.source("a", Rows.random(30, seed: 8).map { Rows.unsafe($0) })
    let whole = try Recipes.build(Recipes.make(), [a], in: folder, work: "work")
    let work = folder.url.appendingPathComponent("work")
    for name in try FileManager.default.contentsOfDirectory(atPath: work.path) {
      let file = work.appendingPathComponent(name)
      try Data(contentsOf: file).dropLast(20).write(to: file)
    }
    #expect(try Recipes.build(Recipes.make(), [a], in: folder, work: "work").splits == whole.splits)
  }

  @Test("Unknown and forbidden sources are errors")
  func sources() throws {
    var a = try folder.source("a", [Rows.safe("글")])
    #expect(throws: CurationError.dataset(.unknownSource(id: "b", known: ["a"]))) {
      try Recipes.build(Recipes.make(sources: "[{id: b}]"), [a], in: folder)
    }
    a.permits = [.evaluate]
    #expect(
      throws: CurationError.dataset(.forbiddenUse(source: "a", use: "train", permitted: ["evaluate"]))
    ) { try Recipes.build(Recipes.make(), [a], in: folder) }
  }
}
