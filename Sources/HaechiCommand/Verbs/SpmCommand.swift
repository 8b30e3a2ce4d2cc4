import ArgumentParser

/// `haechi spm`: the work of SentencePiece's own commands, with the names of their flags.
struct SpmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spm",
    abstract: "Work with SentencePiece models: encode, decode and the rest of the family.",
    discussion: """
      Flags have the names of spm_encode and its siblings; `--output_format` and `--output-format` are the same. \
      Texts are lines of the files that are named, or of the standard input.
      """,
    subcommands: [
      SpmTrainCommand.self, SpmEncodeCommand.self, SpmDecodeCommand.self, SpmNormalizeCommand.self,
      SpmExportVocabCommand.self,
      SpmInspectCommand.self,
    ])
}
