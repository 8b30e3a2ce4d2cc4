import ArgumentParser

/// `haechi spm`: the work of SentencePiece's own commands, with the names of their flags.
struct SpmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spm",
    abstract: "Work with SentencePiece models.",
    subcommands: [SpmTrainCommand.self])
}
