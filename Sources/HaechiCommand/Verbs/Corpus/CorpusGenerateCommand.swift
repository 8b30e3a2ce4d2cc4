import ArgumentParser
import Curation
import Datasets
import Foundation
import Lexicons

/// `haechi corpus generate`: queries from the project's own grammar, offline.
struct CorpusGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Put Korean queries together from a grammar, as JSON lines.",
    discussion: """
      Actions, harmful ones beside their benign twins, pass through frames and covers in four registers, so that \
      neither frame nor register tells the label. The same seed gives the same lines.
      """)

  @Option(help: "The folder of the grammar's tables.", completion: .directory)
  var grammar = "Corpora/grammar"

  @Option(help: "The harm categories.", completion: .file())
  var taxonomy = "Lexicons/taxonomy.yaml"

  @Option(help: "Pairs of a harmful query and its benign twin.")
  var pairs = 100

  @Option(help: "Everyday queries.")
  var everyday = 100

  @Option(help: "The seed of every choice.")
  var seed: UInt64 = 1

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let categories = try Taxonomy.load(URL(fileURLWithPath: taxonomy)).categories.map(\.slug)
      let source = try QueryGrammar(folder: URL(fileURLWithPath: grammar), categories: categories)
      let records = source.pairs(max(0, pairs), seed: seed) + source.everyday(max(0, everyday), seed: seed)
      var lines: [UInt8] = []
      for record in records {
        RecordLine.append(record, to: &lines)
        lines.append(0x0A)
      }
      try OutputFile.standardOutput.write(lines)
    }
  }
}
