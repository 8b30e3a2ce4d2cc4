import Foundation
import Testing

@testable import Datasets

@Suite struct CorpusManifestTests {
  static let sources = repository.appendingPathComponent("Corpora/sources")

  static func yaml(id: String = "s", sha256: String = String(repeating: "a", count: 64), rules: String = "[]")
    -> String
  {
    """
    {id: \(id), title: x, folder: x, licence: MIT, shareAlike: false, permits: [train], language: ko,
    files: [{path: rows, sha256: "\(sha256)", split: all}], format: {type: lines},
    views: [{text: text, kind: comment, rules: \(rules)}], semantics: x, citation: x}
    """
  }

  @Test("Every shipped manifest loads, and lies in the file of its name")
  func shipped() throws {
    let manifests = try CorpusManifest.load(folder: Self.sources)
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(manifests.map { "\($0.id).yaml" } == names.filter { $0.hasSuffix(".yaml") }.sorted())
    #expect(manifests.count >= 20)
  }

  @Test("The shipped recipe names only sources that are there, and uses them as they permit")
  func recipe() throws {
    let manifests = try CorpusManifest.load(folder: Self.sources)
    let recipe = try DatasetRecipe.load(
      repository.appendingPathComponent("Corpora/recipes/guardian-walking.yaml"))
    for source in recipe.data.sources {
      let manifest = try #require(manifests.first { $0.id == source.id }, "\(source.id)")
      #expect(manifest.permits.contains(source.role == .language ? .language : .train), "\(source.id)")
    }
    #expect(
      recipe.data.evaluation.map(\.name) == [
        "beep-dev", "kmhas-test", "kotox-test", "requests", "native-hard",
      ])
  }

  @Test("Shipped label rules name only categories of the shipped recipe")
  func categories() throws {
    let recipe = try DatasetRecipe.load(
      repository.appendingPathComponent("Corpora/recipes/guardian-walking.yaml"))
    for manifest in try CorpusManifest.load(folder: Self.sources) {
      let views = manifest.views + manifest.files.flatMap { $0.views ?? [] }
      for slug in views.flatMap(\.rules).flatMap({ $0.positive + $0.negative + $0.masked }) {
        #expect(recipe.data.categories.contains(slug), "\(manifest.id): \(slug)")
      }
    }
  }

  @Test("A source without a licence in its repository is measured on and nothing else")
  func licence() throws {
    for manifest in try CorpusManifest.load(folder: Self.sources) where manifest.licence == "NONE" {
      #expect(manifest.permits == [.evaluate], "\(manifest.id)")
    }
  }

  @Test("A share-alike licence and the share-alike mark go together")
  func shareAlike() throws {
    for manifest in try CorpusManifest.load(folder: Self.sources) {
      #expect(manifest.shareAlike == manifest.licence.contains("-SA-"), "\(manifest.id)")
    }
  }

  @Test("A checksum of another shape is refused")
  func checksum() {
    #expect(
      throws: DatasetError.invalidYAML(
        path: "m", key: "files[0].sha256", expected: "64 lower-case hexadecimal digits", found: "ABC")
    ) { try CorpusManifest(yaml: Self.yaml(sha256: "ABC"), path: "m") }
  }

  @Test("A safe rule with a true category contradicts itself and is refused")
  func contradiction() {
    #expect(
      throws: DatasetError.invalidYAML(
        path: "m", key: "views.rules", expected: "no true category on a safe rule", found: "hate")
    ) { try CorpusManifest(yaml: Self.yaml(rules: "[{label: safe, positive: [hate]}]"), path: "m") }
  }

  @Test("A missing key is named")
  func missingKey() {
    let yaml = Self.yaml().replacingOccurrences(of: "licence: MIT, ", with: "")
    #expect(
      throws: DatasetError.invalidYAML(path: "m", key: "licence", expected: "a value", found: "nothing")
    ) { try CorpusManifest(yaml: yaml, path: "m") }
  }

  @Test("Two manifests with one identifier are refused")
  func duplicate() throws {
    let mirror = try Mirror()
    try mirror.write(Self.yaml(), to: "a.yaml")
    try mirror.write(Self.yaml(), to: "b.yaml")
    #expect(
      throws: DatasetError.duplicateSource(id: "s", path: mirror.url.appendingPathComponent("b.yaml").path)
    ) { try CorpusManifest.load(folder: mirror.url) }
  }
}
