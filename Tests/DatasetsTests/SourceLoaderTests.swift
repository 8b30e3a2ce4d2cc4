import Foundation
import Testing

@testable import Datasets

@Suite struct SourceLoaderTests {
  static let categories = ["hate", "fraud"]
  static let csv = "{type: delimited, delimiter: \",\", quotes: standard}"
  static let views = """
      - text: text
        kind: comment
        rules:
          - {when: {label: {is: ["1"]}}, label: unsafe, positive: [hate]}
          - {when: {label: {is: ["0"]}}, label: safe}
          - {when: {label: {is: ["?"]}}}
          - {when: {label: {is: [weak]}}, skip: weak label}
    """

  func loader(_ mirror: Mirror) -> SourceLoader {
    SourceLoader(mirrors: [mirror.url], categories: Self.categories)
  }

  @Test("The SHA-256 of abc is the one of FIPS 180-2")
  func checksum() throws {
    #expect(
      try Checksum.of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("Every row becomes a record, a counted omission or a bad row with its line")
  func accounting() throws {
    let mirror = try Mirror()
    let text = "text,label\n가,1\n 나 ,0\n다,?\n라,weak\n마,9\n,0\n바\n\"사\n아\",1\n"
    let manifest = try mirror.source("s", text: text, format: Self.csv, views: Self.views)
    let loaded = try loader(mirror).load(manifest)
    #expect(loaded.records.map(\.text) == ["가", "나", "다", "사\n아"])
    #expect(loaded.records.map(\.label) == [.unsafe, .safe, nil, .unsafe])
    #expect(loaded.records.map(\.id) == ["s:rows:2", "s:rows:3", "s:rows:4", "s:rows:9"])
    #expect(
      loaded.records.map(\.categories) == [
        ["hate": true], ["hate": false, "fraud": false], [:], ["hate": true],
      ])
    #expect(loaded.skipped == ["weak label": 1])
    #expect(
      loaded.badRows == [
        BadRow(source: "s", file: "rows", line: 6, fault: .unknownLabel("label=9")),
        BadRow(source: "s", file: "rows", line: 7, fault: .blankText),
        BadRow(source: "s", file: "rows", line: 8, fault: .fieldCount(expected: 2, found: 1)),
      ])
    #expect(loaded.rowCount == 8)
  }

  @Test("A file that differs from its manifest is refused before a row is read")
  func mismatch() throws {
    let mirror = try Mirror()
    let manifest = try mirror.source("s", text: "text,label\n가,1\n", format: Self.csv, views: Self.views)
    try mirror.write("text,label\n가,0\n", to: "s/rows")
    #expect(
      throws: DatasetError.checksumMismatch(
        source: "s", path: "rows", expected: manifest.files[0].sha256,
        found: try Checksum.of("text,label\n가,0\n"))
    ) { try loader(mirror).load(manifest) }
  }

  @Test("A missing folder and a missing file are told apart")
  func missing() throws {
    let mirror = try Mirror()
    let manifest = try mirror.source("s", text: "text,label\n", format: Self.csv, views: Self.views)
    let folder = mirror.url.appendingPathComponent("s")
    try FileManager.default.removeItem(at: folder.appendingPathComponent("rows"))
    #expect(throws: DatasetError.missingFile(source: "s", path: folder.appendingPathComponent("rows").path)) {
      try loader(mirror).load(manifest)
    }
    try FileManager.default.removeItem(at: folder)
    #expect(throws: DatasetError.missingFolder(source: "s", path: folder.path)) {
      try loader(mirror).load(manifest)
    }
  }

  @Test("A split of which there is no file is refused")
  func split() throws {
    let mirror = try Mirror()
    let manifest = try mirror.source("s", text: "text,label\n", format: Self.csv, views: Self.views)
    #expect(throws: DatasetError.unknownSplit(source: "s", split: "test", known: ["train"])) {
      try loader(mirror).load(manifest, splits: ["test"])
    }
  }

  @Test("A rule that names an unknown category is refused, a field that does makes its row bad")
  func unknownCategory() throws {
    let mirror = try Mirror()
    let rule = "  - {text: text, kind: request, rules: [{label: unsafe, positive: [weather]}]}"
    let wrong = try mirror.source("s", text: "{}", format: "{type: jsonl}", views: rule)
    #expect(throws: DatasetError.unknownCategory(slug: "weather", where: "s", known: Self.categories)) {
      try loader(mirror).load(wrong)
    }
    let named = "  - {text: text, kind: request, rules: [{label: unsafe, positiveFrom: c}]}"
    let rows = "{\"text\":\"가\",\"c\":\"fraud\"}\n{\"text\":\"나\",\"c\":\"weather\"}\n{\"text\":\"다\"}\n"
    let manifest = try mirror.source("t", text: rows, format: "{type: jsonl}", views: named)
    let loaded = try loader(mirror).load(manifest)
    #expect(loaded.records.map(\.categories) == [["fraud": true]])
    #expect(loaded.badRows.map(\.fault) == [.unknownCategory("weather"), .missingField("c")])
    #expect(loaded.badRows.map(\.line) == [2, 3])
  }

  @Test("Several views of a row are several records that share a group")
  func views() throws {
    let mirror = try Mirror()
    let views = """
        - {name: q, text: q, kind: question, groupEvery: 1, rules: [{label: safe}]}
        - {name: a, text: a, kind: raw, groupEvery: 1, erase: ["[NAME]"]}
      """
    let manifest = try mirror.source(
      "s", text: "q,a\n뭐 해,[NAME] 놀아요\n왜,그냥 [NAME]요\n", format: Self.csv, views: views)
    let records = try loader(mirror).load(manifest).records
    #expect(records.map(\.id) == ["s:rows:2:q", "s:rows:2:a", "s:rows:3:q", "s:rows:3:a"])
    #expect(records.map(\.group) == ["s:rows:0", "s:rows:0", "s:rows:1", "s:rows:1"])
    #expect(records.map(\.text) == ["뭐 해", "놀아요", "왜", "그냥  요"])
  }

  @Test("The identifier, group, register and licence come from the row where the view names their fields")
  func fields() throws {
    let mirror = try Mirror()
    let views =
      "  - {text: t, id: i, group: g, register: r, licence: l, kind: request, rules: [{label: safe}]}"
    let row = "{\"t\":\"가\",\"i\":\"x1\",\"g\":\"p\",\"r\":\"banmal\",\"l\":\"MIT\"}\n"
    let manifest = try mirror.source("s", text: row, format: "{type: jsonl}", views: views)
    let record = try #require(try loader(mirror).load(manifest).records.first)
    #expect(record.id == "s:rows:x1")
    #expect(record.group == "s:p")
    #expect(record.register == "banmal")
    #expect(record.licence == "MIT")
  }
}
