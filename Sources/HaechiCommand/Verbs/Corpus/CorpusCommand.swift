import ArgumentParser

/// `haechi corpus`: from sources to a corpus that can be defended.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Build, check, compare and describe corpora of Korean queries.",
    subcommands: [
      CorpusBuildCommand.self, CorpusVerifyCommand.self, CorpusDiffCommand.self, CorpusStatsCommand.self,
      CorpusLicenceCommand.self, CorpusDedupCommand.self,
      CorpusGenerateCommand.self,
      CorpusFetchCommand.self, CorpusAddSourceCommand.self, CorpusValidateCommand.self,
      CorpusTranslateCommand.self, CorpusAnnotateCommand.self,
    ])
}
