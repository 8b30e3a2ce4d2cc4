import Foundation
import Testing

@testable import Datasets

/// The options of manifests that cut, flag and nest.
@Suite struct ViewOptionsTests {
  func shape(_ bytes: String, format: String, view: String) throws -> RecordShaper {
    let manifest = try CorpusManifest(
      yaml: """
        {id: s, title: x, folder: x, licence: MIT, shareAlike: false, permits: [train], language: en,
        files: [{path: rows, sha256: "\(String(repeating: "a", count: 64))", split: all}], format: \(format),
        views: [\(view)], semantics: x, citation: x}
        """, path: "s.yaml")
    var shaper = RecordShaper(manifest: manifest, file: manifest.files[0], categories: ["hate", "fraud"])
    var reader = RowReader(format: manifest.format)
    reader.consume(Array(bytes.utf8)) { shaper.take($0) }
    reader.finish { shaper.take($0) }
    return shaper
  }

  @Test("Nested JSON gives its leaves, with the names above them as fields")
  func nested() throws {
    let shaper = try shape(
      #"{"a": {"b": ["one", "two"]}, "c": {"d": ["three"], "e": "four"}, "f": ["five"]}"#,
      format: "{type: nested, columns: [topic, kind, text]}",
      view:
        "{text: text, kind: request, group: topic, rules: [{when: {kind: {is: [e]}}, label: safe}, {label: unsafe}]}"
    )
    #expect(shaper.records.map(\.text) == ["one", "two", "three", "four"])
    #expect(shaper.records.map(\.group) == ["s:a", "s:a", "s:c", "s:c"])
    #expect(shaper.records.map(\.label) == [.unsafe, .unsafe, .unsafe, .safe])
    #expect(shaper.badRows.map(\.fault) == [.fieldCount(expected: 3, found: 2)])
  }

  @Test("An array of texts is nested JSON of one column")
  func texts() throws {
    let view = "{text: text, kind: request}"
    #expect(
      try shape(#"["a", "b"]"#, format: "{type: nested, columns: [text]}", view: view).records.map(\.id) == [
        "s:rows:1", "s:rows:2",
      ])
    #expect(try shape("[1", format: "{type: nested, columns: [text]}", view: view).badRows.count == 1)
  }

  @Test("A text is cut out between its marks, and its history comes from other fields")
  func between() throws {
    let shaper = try shape(
      #"{"t": "\n\nHuman: a b\n\nAssistant: c\n\nHuman: d", "q": "before"}"# + "\n" + #"{"t": "Human: e"}"#
        + "\n" + #"{"t": "none"}"#,
      format: "{type: jsonl}",
      view: #"{text: t, kind: request, between: ["Human:", "\n\nAssistant:"], history: [q]}"#)
    #expect(shaper.records.map(\.text) == ["a b", "e"])
    #expect(shaper.records.map(\.history) == [["before"], []])
    #expect(shaper.badRows.map(\.fault) == [.missingSeparator])
  }

  @Test("A category is true if one of its flags is, false if all are, and else unknown")
  func flags() throws {
    let rules =
      "rules: [{when: {h: {is: [\"1\"]}}, label: unsafe, flags: {hate: [h, i], fraud: [f]}}, {label: safe, othersNegative: false, flags: {hate: [h, i], fraud: [f]}}]"
    let rows = [
      #"{"t":"a","h":1,"f":0}"#, #"{"t":"b","h":0,"i":false,"f":0}"#, #"{"t":"c","h":0}"#,
      #"{"t":"d","f":true}"#,
    ]
    let shaper = try shape(
      rows.joined(separator: "\n"), format: "{type: jsonl}", view: "{text: t, kind: raw, \(rules)}")
    #expect(
      shaper.records.map(\.categories) == [
        ["hate": true, "fraud": false], ["hate": false, "fraud": false], [:],
      ])
    // Nothing is true of what is safe.
    #expect(shaper.badRows.map(\.line) == [4])
  }

  @Test("Marks are two")
  func marks() {
    #expect(
      throws: DatasetError.invalidYAML(
        path: "s.yaml", key: "views.between", expected: "two marks", found: "a")
    ) {
      try shape("", format: "{type: lines}", view: "{text: text, kind: raw, between: [a]}")
    }
  }
}
