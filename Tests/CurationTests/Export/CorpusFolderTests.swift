import Datasets
import Foundation
import Testing

@testable import Curation

@Suite struct CorpusFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func corpus(seed: UInt64 = 1, licence: String = "CC-BY-SA-4.0") throws -> (CuratedCorpus, String) {
    let texts = Rows.random(60, seed: seed)
    let a = try folder.source(
      "a", texts.enumerated().map { $0 % 3 == 0 ? Rows.unsafe($1) : Rows.safe($1, ["pair": "\($0 / 3)"]) },
      licence: licence)
    let recipe = try Recipes.make()
    return (try Recipes.build(recipe, [a], in: folder), recipe.text)
  }

  func written(_ name: String = "out", seed: UInt64 = 1) throws -> CorpusFolder {
    let (corpus, text) = try corpus(seed: seed)
    let out = CorpusFolder(folder.url.appendingPathComponent(name))
    _ = try out.write(corpus, recipeText: text)
    return out
  }

  func paths(_ out: CorpusFolder) throws -> [String] {
    try out.readManifest().files.map(\.path) + ["manifest.json", "SHA256SUMS"]
  }

  @Test("What was written is read again, and verifies")
  func roundTrip() throws {
    let (corpus, _) = try corpus()
    let out = try written()
    #expect(try out.readSplits().sorted { $0.name < $1.name } == corpus.splits.sorted { $0.name < $1.name })
    #expect(try out.verify() == [])
  }

  @Test("Two builds of one recipe are the same bytes, in every file")
  func sameBytes() throws {
    let (a, b) = (try written("one"), try written("two"))
    for path in try paths(a) {
      #expect(
        try Data(contentsOf: a.url.appendingPathComponent(path))
          == Data(contentsOf: b.url.appendingPathComponent(path)), "\(path)")
    }
    #expect(try paths(a) == paths(b))
    #expect(CorpusDifference(from: try a.readSplits(), to: try b.readSplits()).isEmpty)
  }

  @Test(
    "Any altered or missing file is found", arguments: ["shard", "report.json", "README.md", "SHA256SUMS"])
  func alteration(what: String) throws {
    let out = try written()
    let path =
      what == "shard" ? try #require(try out.readManifest().files.first { $0.split != nil }).path : what
    let file = out.url.appendingPathComponent(path)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    #expect(try !out.verify().isEmpty)
    guard what != "SHA256SUMS" else { return }
    try FileManager.default.removeItem(at: file)
    #expect(try out.verify().contains(.missing(path: path)))
  }

  @Test("A file that nobody listed is found")
  func stranger() throws {
    let out = try written()
    try folder.write("{}", to: "out/data/extra.jsonl")
    #expect(try out.verify() == [.stranger(path: "data/extra.jsonl")])
  }

  @Test("A folder of something else is left alone; one of the same recipe is replaced")
  func foreignFolders() throws {
    try folder.write("mine", to: "out/thesis.txt")
    let (corpus, text) = try corpus()
    let out = CorpusFolder(folder.url.appendingPathComponent("out"))
    #expect(throws: CurationError.foreignFolder(path: out.url.path, found: "thesis.txt")) {
      try out.write(corpus, recipeText: text)
    }
    try FileManager.default.removeItem(at: out.url.appendingPathComponent("thesis.txt"))
    _ = try out.write(corpus, recipeText: text)
    let again = try written(seed: 2)
    #expect(try again.verify() == [])
  }

  @Test("A mix that cannot be released is not written")
  func unreleasable() throws {
    let (corpus, text) = try corpus(licence: "NONE")
    let out = folder.url.appendingPathComponent("out")
    #expect(
      throws: CurationError.licence([.init(source: "a", licence: "NONE", reason: .unlicensed)])
    ) { try CorpusFolder(out).write(corpus, recipeText: text) }
    #expect(!FileManager.default.fileExists(atPath: out.path))
  }

  @Test("The card names licence, splits, sources and shortfalls")
  func card() throws {
    let out = try written()
    let card = try String(contentsOf: out.url.appendingPathComponent("README.md"), encoding: .utf8)
    for text in [
      "license: cc-by-sa-4.0", "split: train", "path: data/train-*.jsonl.zst", "A citation of a.",
      "| harmful | 1000 | 20 |",
    ] { #expect(card.contains(text), "\(text)") }
  }

  @Test("The Croissant metadata names every shard with its checksum")
  func croissant() throws {
    let out = try written()
    let value = try JSONSerialization.jsonObject(with: folder.bytes("out/croissant.json")) as? [String: Any]
    let distribution = value?["distribution"] as? [[String: Any]]
    let shards = try out.readManifest().files.filter { $0.split != nil }
    #expect(Set(distribution?.compactMap { $0["sha256"] as? String } ?? []) == Set(shards.map(\.sha256)))
    #expect(value?["conformsTo"] as? String == "http://mlcommons.org/croissant/1.1")
  }
}

@Suite struct CorpusDifferenceTests {
  static func record(_ id: String, _ text: String) -> Record {
    Record(id: id, text: text, label: .safe, kind: .request, source: "s", licence: "CC0-1.0")
  }

  @Test("Removed, added, changed and moved rows are told apart")
  func kinds() {
    let first: [CuratedCorpus.Split] = [
      .init(name: "train", records: [Self.record("1", "가"), Self.record("2", "나"), Self.record("3", "다")]),
      .init(name: "test", records: [Self.record("4", "라")]),
    ]
    let second: [CuratedCorpus.Split] = [
      .init(name: "train", records: [Self.record("1", "가"), Self.record("2", "나나"), Self.record("4", "라")]),
      .init(name: "test", records: [Self.record("5", "마")]),
    ]
    let difference = CorpusDifference(from: first, to: second)
    #expect(difference.removed == ["3"])
    #expect(difference.added == ["5"])
    #expect(difference.changed.map(\.id) == ["2"])
    #expect(difference.changed.map(\.members) == [["text"]])
    #expect(difference.moved.map(\.id) == ["4"])
    #expect(difference.same == 1)
    #expect(!difference.isEmpty)
    #expect(CorpusDifference(from: first, to: first).isEmpty)
  }
}

@Suite struct LicenceTermsTests {
  static func terms(_ licences: [String]) -> LicenceTerms {
    LicenceTerms(mix: Set(licences.map { SourceLicence(source: "s-\($0)", licence: $0) }))
  }

  @Test(
    "The whole takes the strictest terms of its parts",
    arguments: [
      (["CC0-1.0"], "CC0-1.0"), (["CC0-1.0", "MIT"], "CC-BY-4.0"), (["MIT", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
      (["Apache-2.0", "CC-BY-NC-4.0"], "CC-BY-NC-4.0"), (["CC-BY-NC-SA-4.0", "MIT"], "CC-BY-NC-SA-4.0"),
    ])
  func strictest(licences: [String], expected: String) { #expect(Self.terms(licences).licence == expected) }

  @Test(
    "A mix that cannot be is refused with the source that stands in the way",
    arguments: [
      (["MIT", "NONE"], "NONE", LicenceTerms.Obstacle.Reason.unlicensed),
      (["CC-BY-ND-4.0"], "CC-BY-ND-4.0", .noDerivatives),
      (["CC-BY-SA-4.0", "CC-BY-NC-4.0"], "CC-BY-NC-4.0", .nonCommercialBesideShareAlike),
      (["MIT", "My-Own-1.0"], "My-Own-1.0", .unknown),
    ])
  func refused(licences: [String], culprit: String, reason: LicenceTerms.Obstacle.Reason) {
    let terms = Self.terms(licences)
    #expect(terms.licence == nil)
    #expect(terms.obstacles == [.init(source: "s-\(culprit)", licence: culprit, reason: reason)])
  }
}

@Suite struct CorpusStatisticsTests {
  @Test("Lengths, quartiles and counts are those of the rows")
  func numbers() throws {
    let records = [1, 5, 6, 20, 500].map { length in
      Record(
        id: "\(length)", text: String(repeating: "가", count: length), label: length > 6 ? .unsafe : .safe,
        categories: length > 6 ? ["fraud": true, "cyber": false] : [:], kind: .request, source: "s",
        licence: "CC0-1.0", origin: .written)
    }
    let statistics = CorpusStatistics(splits: [.init(name: "train", records: records)])
    let all = try #require(statistics.parts.last)
    #expect(all.name == "all")
    #expect(all.lengths == [2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(all.quartiles == [1, 5, 6, 20, 500])
    #expect(all.counts["label"] == ["safe": 3, "unsafe": 2])
    #expect(all.counts["category"] == ["fraud": 2])
    #expect(all.distinctEndingsPerHundred == 40)
  }

  @Test("The plot holds a bar for every value and is whole XML")
  func plot() throws {
    let record = Record(
      id: "1", text: "가<나>", label: .safe, kind: .request, source: "a&b", licence: "CC0-1.0", origin: .written
    )
    let svg = CorpusPlot(statistics: CorpusStatistics(splits: [.init(name: "train", records: [record])]))
      .svg()
    #expect(svg.contains("a&amp;b"))
    #expect(svg.matches(of: #/<rect /#).count == CorpusStatistics.bounds.count + 5)
    #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"))
  }
}
