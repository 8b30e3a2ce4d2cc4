import ArgumentParser
import Curation
import Datasets
import Foundation

/// `haechi corpus dedup FILE`: the near duplicates among the lines of a file.
struct CorpusDedupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedup",
    abstract: "Find near duplicates among lines or JSON lines.",
    discussion: """
      Prints the rows that survive, in order: of each cluster the first. With --pairs it prints every pair of near \
      duplicates instead, as two line numbers and their Jaccard index. Similarity is that of sets of jamo n-grams of \
      the hangul form without spaces and punctuation.
      """)

  @Argument(help: "The file; .gz and .zst are unpacked.", completion: .file())
  var file: String

  @Option(help: "Read JSON lines and compare this field.")
  var field: String?

  @Option(help: "The number of jamo in an n-gram.")
  var gram = 3

  @Option(help: "The Jaccard index from which two texts are near duplicates.")
  var jaccard = 0.8

  @Flag(help: "Print pairs instead of the rows that survive.")
  var pairs = false

  @Option(help: "How many threads work; the result does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      guard 1...1024 ~= threads else {
        throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
      }
      guard gram > 0, jaccard > 0, jaccard <= 1 else {
        throw CommandFailure(status: .usage, message: .corpus(.notASimilarity(gram: gram, jaccard: jaccard)))
      }
      let search = try NearDuplicateFile(
        URL(fileURLWithPath: file), field: field, gram: gram, jaccard: jaccard, threads: threads)
      if pairs {
        var output: [UInt8] = []
        for pair in search.pairs() {
          output += Array(
            "\(pair.first)\t\(pair.second)\t\((pair.jaccard * 10_000).rounded() / 10_000)\n".utf8)
        }
        try OutputFile.standardOutput.write(output)
      } else {
        let survivors = search.survivors()
        var output: [UInt8] = []
        for index in survivors { output += search.lines[index] + [0x0A] }
        try OutputFile.standardOutput.write(output)
        OutputFile.standardError.writeLine(
          CorpusNews.survivors(
            rows: search.lines.count, survivors: survivors.count, tooShort: search.tooShortToJudge
          ).text(in: language.language))
      }
    }
  }
}
