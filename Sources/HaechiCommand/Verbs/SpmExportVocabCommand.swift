import ArgumentParser
import Tokenization

/// `haechi spm export-vocab`: the pieces of a model as text.
struct SpmExportVocabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-vocab",
    abstract: "Write the pieces of a model, a line each.",
    discussion: "vocab writes pieces and scores, syms pieces and ids, with a tab between.",
    aliases: ["export_vocab"])

  /// What stands behind the tab.
  enum Form: String, CaseIterable, Sendable {
    case vocab
    case syms
  }

  @Option(help: "The model: a SentencePiece .model file.", completion: .file())
  var model: String

  @Option(
    name: [.customLong("output-format"), .customLong("output_format")], help: "vocab or syms.")
  var outputFormat = "vocab"

  @Option(help: "A file to write; - is the standard output. (default: -)", completion: .file())
  var output: String?

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      let form = try Form.named(outputFormat, option: "--output-format")
      let file = VocabularyFile(try SpmModel.load(path: model))
      let sink = try SpmOutput(path: output)
      do {
        try sink.write(form == .vocab ? file.utf8 : file.symbols)
      } catch OutputError.closed {
        return
      }
      try sink.finish()
    }
  }
}
