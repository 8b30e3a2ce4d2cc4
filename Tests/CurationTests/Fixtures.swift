import Crypto
import Datasets
import Foundation

@testable import Curation

/// A generator of random numbers that gives the same ones in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 1
    return StableHash.mix(state)
  }
}

/// A folder for one test, removed with it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "haechi-curation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(path)) }

  /// Writes a source of JSON lines with `text`, `label` (`1`, `0` or `?`) and optional further members, and gives
  /// its manifest.
  func source(
    _ id: String, _ rows: [[String: String]], licence: String = "CC0-1.0", origin: String = "native"
  ) throws -> CorpusManifest {
    let lines = try rows.map { row in
      String(decoding: try JSONSerialization.data(withJSONObject: row, options: .sortedKeys), as: UTF8.self)
    }
    let text = lines.joined(separator: "\n") + "\n"
    try write(text, to: "\(id)/rows.jsonl")
    let yaml = """
      id: \(id)
      title: "A source for a test"
      folder: \(id)
      licence: \(licence)
      shareAlike: false
      permits: [train, evaluate, language]
      language: ko
      origin: \(origin)
      files:
        - {path: rows.jsonl, sha256: \(hexadecimal(SHA256.hash(data: Data(text.utf8)))), split: all}
      format: {type: jsonl}
      views:
        - text: text
          kind: request
          group: pair
          sourceText: original
          parent: parent
          rules:
            - {when: {label: {is: ["1"]}}, label: unsafe, positiveFrom: category}
            - {when: {label: {is: ["0"]}}, label: safe}
            - {when: {label: {is: ["?"]}}}
      semantics: none
      citation: "A citation of \(id)."
      """
    return try CorpusManifest(yaml: yaml, path: id)
  }
}

enum Rows {
  static func unsafe(_ text: String, _ category: String = "fraud", _ more: [String: String] = [:]) -> [String:
    String]
  {
    ["text": text, "label": "1", "category": category].merging(more) { $1 }
  }
  static func safe(_ text: String, _ more: [String: String] = [:]) -> [String: String] {
    ["text": text, "label": "0"].merging(more) { $1 }
  }

  /// Different texts of random syllables.
  static func random(_ count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(state: seed)
    return (0..<count).map { _ in
      let length = Int.random(in: 12...24, using: &generator)
      return String(
        String.UnicodeScalarView(
          (0..<length).compactMap { _ in
            Unicode.Scalar(0xAC00 + UInt32.random(in: 0..<11172, using: &generator))
          }))
    }
  }
}

enum Recipes {
  static func make(
    sources: String = "[{id: a}]", pii: String = "count", outliers: String = "", decontaminate: String = "[]",
    targets: String =
      "[{name: harmful, label: unsafe, rows: 1000, stratify: [source]}, {name: benign, label: safe, rows: 1000, stratify: [source]}]",
    splits: String = "[{name: train, share: 0.8}, {name: test, share: 0.2}]"
  ) throws -> (recipe: CorpusRecipe, text: String) {
    let text = """
      name: test-corpus
      seed: 1
      categories: [fraud, cyber]
      sources: \(sources)
      pii: \(pii)
      nearDuplicates: {gram: 3, jaccard: 0.8}
      \(outliers)
      decontaminate: \(decontaminate)
      targets: \(targets)
      splits: \(splits)
      """
    return (try CorpusRecipe(yaml: text, path: "recipe.yaml"), text)
  }

  static let plain = TextScreens(personalData: { _ in nil }, reading: { _ in nil }, versions: [:])

  static func build(
    _ made: (recipe: CorpusRecipe, text: String), _ manifests: [CorpusManifest], in folder: TemporaryFolder,
    screens: TextScreens = plain, threads: Int = 1, work: String? = nil
  ) throws -> CuratedCorpus {
    try CorpusBuilder(mirrors: [folder.url], manifests: manifests, screens: screens, threads: threads)
      .build(
        made.recipe, recipeText: made.text, workFolder: work.map { folder.url.appendingPathComponent($0) })
  }
}
