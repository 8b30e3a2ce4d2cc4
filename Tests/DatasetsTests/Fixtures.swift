import Foundation
import Testing

@testable import Datasets

/// A generator of random numbers that gives the same ones in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 1
    return StableHash.mix(state)
  }
}

/// A mirror folder for one test, removed with it.
final class Mirror {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("haechi-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Writes a source of one file and gives its manifest.
  func source(
    _ id: String, text: String, format: String, views: String,
    permits: String = "[train, evaluate, language]",
    split: String = "train"
  ) throws -> CorpusManifest {
    try write(text, to: "\(id)/rows")
    let yaml = """
      id: \(id)
      title: "A source for a test"
      folder: \(id)
      licence: CC0-1.0
      shareAlike: false
      permits: \(permits)
      language: ko
      files:
        - {path: rows, sha256: "\(try Checksum.of(text))", split: \(split)}
      format: \(format)
      views:
      \(views.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n"))
      semantics: none
      citation: none
      """
    return try CorpusManifest(yaml: yaml, path: id)
  }
}

enum Checksum {
  /// The SHA-256 of a text, by way of a loader over a file that holds it.
  static func of(_ text: String) throws -> String {
    let mirror = try Mirror()
    try mirror.write(text, to: "x/rows")
    let manifest = try CorpusManifest(
      yaml: """
        {id: x, title: x, folder: x, licence: x, shareAlike: false, permits: [], language: ko,
        files: [{path: rows, sha256: "\(String(repeating: "0", count: 64))", split: all}],
        format: {type: lines}, views: [], semantics: x, citation: x}
        """, path: "x")
    return try SourceLoader(mirrors: [mirror.url], categories: []).checksum(
      of: manifest.files[0], in: manifest)
  }
}

/// The repository's root.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../..").standardizedFileURL
