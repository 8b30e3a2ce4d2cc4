import ArgumentParser
import Foundation
import Haechi

/// `haechi model`: what the guardian is, which thresholds it ships with, and what it was trained on.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Show the model's name, categories, thresholds, licence and training sources.")

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.reportingFailure {
      let metadata = try GuardianLoading.guardian(path: shared.model).metadata
      let text: String
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(metadata), as: UTF8.self)
      } else {
        let categories = metadata.categories.map { "  \($0.slug)  \($0.korean) / \($0.english)  \($0.threshold)" }
        text =
          (["\(metadata.name) \(metadata.version)  \(metadata.licence)", "threshold \(metadata.threshold)"]
          + categories + metadata.sources.map { "  \($0)" }).joined(separator: "\n")
      }
      try OutputFile.standardOutput.write(Array(text.utf8) + [0x0A])
    }
  }
}
