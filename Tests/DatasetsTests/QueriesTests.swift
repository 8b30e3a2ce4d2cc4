import Foundation
import Testing

@testable import Datasets

/// The project's own queries, as they stand in the repository.
@Suite("Corpora/queries")
struct QueriesTests {
  static let corpora = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpora")

  static func loaded() throws -> (categories: [String], source: LoadedSource) {
    let recipe = try DatasetRecipe.load(corpora.appendingPathComponent("recipes/guardian-walking.yaml")).data
    let manifests = try CorpusManifest.load(folder: corpora.appendingPathComponent("sources"))
    let manifest = try #require(manifests.first { $0.id == "queries" })
    // Loading verifies each file's checksum against the manifest.
    return (
      recipe.categories, try SourceLoader(mirrors: [corpora], categories: recipe.categories).load(manifest)
    )
  }

  @Test("Every row of every file is a labelled request with an identifier of its own")
  func rows() throws {
    let (_, source) = try Self.loaded()
    #expect(source.badRows.isEmpty && source.records.count == source.rowCount)
    #expect(Set(source.records.map(\.id)).count == source.records.count)
    #expect(source.records.allSatisfy { $0.label != nil && $0.kind == .request })
    #expect(Set(source.records.map(\.text)).count == source.records.count)
  }

  @Test(
    "A harmful row is of a category, a safe one of none, and every category has a hundred harmful rows or more"
  )
  func categories() throws {
    let (categories, source) = try Self.loaded()
    for record in source.records {
      #expect((record.label == .unsafe) == record.categories.values.contains(true), "\(record.id)")
    }
    for category in categories {
      #expect(source.records.count { $0.categories[category] == true } >= 100, "\(category)")
    }
  }

  @Test("A group is a pair of one harmful and one safe row, or a safe row alone")
  func pairs() throws {
    let (_, source) = try Self.loaded()
    for (group, rows) in Dictionary(grouping: source.records, by: \.group) {
      let labels = rows.compactMap(\.label).sorted { $0.rawValue < $1.rawValue }
      #expect(labels == [.safe] || labels == [.safe, .unsafe], "\(group ?? "none")")
    }
  }
}
