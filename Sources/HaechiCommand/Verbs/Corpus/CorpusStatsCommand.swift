import ArgumentParser
import Curation
import Foundation

/// `haechi corpus stats DIR`: what a corpus is made of, as text, JSON or a picture.
struct CorpusStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print lengths, kinds, categories, sources and registers of a corpus, and plot them.")

  @Argument(help: "The corpus's folder.", completion: .directory)
  var folder: String

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "Write the plots into this file as SVG.", completion: .file(extensions: ["svg"]))
  var svg: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let splits = try CorpusFolder(URL(fileURLWithPath: folder)).readSplits()
      let statistics = CorpusStatistics(splits: splits)
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try OutputFile.standardOutput.write([UInt8](encoder.encode(statistics)) + [0x0A])
      } else {
        try OutputFile.standardOutput.write(Array(text(statistics).utf8))
      }
      if let svg {
        let plot = CorpusPlot(statistics: statistics).svg()
        do { try Data(plot.utf8).write(to: URL(fileURLWithPath: svg), options: .atomic) } catch {
          throw CommandFailure(
            status: .output, message: .fileUnwritable(path: svg, reason: Detail.reason("\(error)")))
        }
      }
    }
  }

  private func text(_ statistics: CorpusStatistics) -> String {
    var lines: [String] = []
    for part in statistics.parts {
      lines.append("\(part.name): \(grouped(part.rows))")
      for (property, counts) in part.counts.sorted(by: { $0.key < $1.key }) {
        let values = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
          .map { "\($0.key) \(grouped($0.value))" }
        lines.append("  \(property): \(values.joined(separator: ", "))")
      }
      lines.append("  length: \(part.quartiles.map(String.init).joined(separator: " / "))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
