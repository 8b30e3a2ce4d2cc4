import ArgumentParser
import Curation
import Foundation

/// `haechi corpus verify DIR`: recomputes all that a corpus says of itself.
struct CorpusVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Recompute checksums, counts, splits, statistics and terms of a corpus; status 65 if one differs.")

  @Argument(help: "The corpus's folder.", completion: .directory)
  var folder: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let findings = try CorpusFolder(URL(fileURLWithPath: folder)).verify()
      let lines = findings.isEmpty ? [CorpusNews.whole] : findings.map(CorpusNews.finding)
      let text = lines.map { $0.text(in: language.language) + "\n" }.joined()
      try OutputFile.standardOutput.write(Array(text.utf8))
      if !findings.isEmpty { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }
}
