import ArgumentParser
import Haechi

/// `haechi version`: the release of the program and of its model.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Show the release of the program and of its model.")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.reportingFailure {
      let guardian = try GuardianLoading.guardian(path: shared.model)
      let lines = ["haechi \(RootCommand.version)", "\(guardian.metadata.name) \(guardian.metadata.version)"]
      try OutputFile.standardOutput.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }
  }
}
