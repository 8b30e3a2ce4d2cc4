import ArgumentParser
import Foundation
import Lexicons

/// `haechi lexicon`: the folder Lexicons, checked and used.
struct LexiconCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lexicon",
    abstract: "Check the lexicons, and find their terms and personal data in texts.",
    subcommands: [LexiconLintCommand.self, LexiconMatchCommand.self])
}

/// `haechi lexicon lint [DIR]`: what is wrong in the files of a folder of lexicons.
struct LexiconLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Check the files of a folder of lexicons: schema, names, spellings, collisions, benign texts.",
    discussion: """
      Each issue is one line, FILE:LINE: and what is wrong, on the standard output; the summary is on the standard error.

      Exit status: 0 nothing is wrong, 64 wrong usage, 65 something is, 66 there is no such folder.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var directory = "Lexicons"

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      let issues = try LexiconLint.issues(in: URL(fileURLWithPath: directory))
      // Paths as a reader in the working directory would write them.
      let here = FileManager.default.currentDirectoryPath + "/"
      let lines = issues.map { issue in
        "\(issue.path):\(issue.line): \(LexiconSentence(issue.problem).text(in: spoken.language))\n"
          .replacingOccurrences(of: here, with: "")
      }
      try OutputFile.standardOutput.write(Array(lines.joined().utf8))
      OutputFile.standardError.writeLine(
        LexiconNews.lintSummary(issues: issues.count).text(in: spoken.language))
      if !issues.isEmpty { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }
}
