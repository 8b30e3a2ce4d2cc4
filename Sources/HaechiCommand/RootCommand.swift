import ArgumentParser

/// The command line of Haechi: one verb a subcommand, one file a verb.
@main
struct RootCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "haechi",
    abstract: "Tells whether a Korean text seeks or does harm, which kind, and which words say so.",
    version: version,
    subcommands: [
      CheckCommand.self, TrainCommand.self, ConvertCommand.self, EvalCommand.self, BenchCommand.self,
      ModelCommand.self, SpmCommand.self, VersionCommand.self,
    ])
}
