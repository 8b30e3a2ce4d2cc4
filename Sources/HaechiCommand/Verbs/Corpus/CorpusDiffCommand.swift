import ArgumentParser
import Curation
import Foundation

/// `haechi corpus diff A B`: what tells two builds apart.
struct CorpusDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell two builds apart, row by row; status 1 if they differ.")

  @Argument(help: "The first corpus's folder.", completion: .directory)
  var first: String

  @Argument(help: "The second corpus's folder.", completion: .directory)
  var second: String

  @Option(help: "At most so many rows are named for each kind of difference.")
  var limit = 20

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let difference = CorpusDifference(
        from: try CorpusFolder(URL(fileURLWithPath: first)).readSplits(),
        to: try CorpusFolder(URL(fileURLWithPath: second)).readSplits())
      let removed = difference.removed.prefix(max(0, limit)).map { "- \($0)" }
      let added = difference.added.prefix(max(0, limit)).map { "+ \($0)" }
      let changed = difference.changed.prefix(max(0, limit)).map {
        "~ \($0.id): \($0.members.joined(separator: ", "))"
      }
      let moved = difference.moved.prefix(max(0, limit)).map { "> \($0.id): \($0.from) -> \($0.to)" }
      let summary = CorpusNews.difference(
        same: difference.same, removed: difference.removed.count, added: difference.added.count,
        changed: difference.changed.count, moved: difference.moved.count)
      let lines = removed + added + changed + moved + [summary.text(in: language.language)]
      try OutputFile.standardOutput.write(Array((lines.joined(separator: "\n") + "\n").utf8))
      if !difference.isEmpty { throw ExitCode(1) }
    }
  }
}
