import ArgumentParser
import Synchronization
import Tokenization

/// `haechi spm inspect`: what a model is, and how well it fits a text.
struct SpmInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a model is and, with --text, how well it fits a text.",
    discussion: """
      A character is a Unicode scalar. A Hangul syllable is cut if several pieces share it. The NFD penalty is how many \
      times the pieces the same text takes when it is decomposed, as macOS spells file names. A text is a line.
      """)

  @Argument(help: "The model: a SentencePiece .model file or a tokenizer.json.", completion: .file())
  var model: String

  @Option(help: "A file of texts, a line each; - is the standard input.", completion: .file())
  var text: String?

  @Option(
    name: [.customLong("input-format"), .customLong("input_format")],
    help: "text: a line is a text. jsonl: a line is a JSON string.")
  var inputFormat = "text"

  @Flag(help: "Write one JSON object.")
  var json = false

  @Option(help: "How many threads work at once; the output does not depend on it.")
  var threads = 1

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      let format = try SpmInputFormat.named(inputFormat, option: "--input-format")
      guard 1...1024 ~= threads else {
        throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
      }
      let tokenizer = try SpmModel.tokenizer(path: model)
      let report = try text.map { try coverage(of: $0, format: format, tokenizer) }
      let facts = SpmFacts(model: tokenizer, report: report)
      let output = json ? facts.json : facts.table(in: spoken.language)
      try OutputFile.standardOutput.write(Array(output.utf8) + [0x0A])
    }
  }

  private func coverage(
    of path: String, format: SpmInputFormat, _ tokenizer: any TextTokenizer
  ) throws -> CoverageReport {
    let total = Mutex(CoverageReport())
    let run = SpmRun(language: spoken.language, isStrict: false, faultForm: .none)
    try run.run(SpmLineReader(paths: [path]), to: SpmOutput(path: nil), threads: threads) { line, _, _ in
      do throws(SpmFault) {
        let bytes = try SpmText.bytes(of: line, format: format)
        var report = CoverageReport()
        report.add(bytes, tokenizer)
        total.withLock { $0.add(report) }
        return nil
      } catch { return error }
    }
    return total.withLock { $0 }
  }
}
