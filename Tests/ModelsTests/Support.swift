import Foundation
import Models

extension LlamaConfiguration {
  /// A model small enough to write many times, with grouped queries.
  static let tiny = LlamaConfiguration(
    vocabularySize: 32, hiddenSize: 8, intermediateSize: 12, layers: 2, attentionHeads: 2, keyValueHeads: 1,
    headDimension: 4, maximumPositions: 16)
}

/// Gives `body` an empty folder that is gone afterwards.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "haechi-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
