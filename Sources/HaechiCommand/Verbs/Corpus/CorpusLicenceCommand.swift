import ArgumentParser
import Curation
import Foundation

/// `haechi corpus licence DIR`: under which terms a corpus may be released.
struct CorpusLicenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "licence",
    abstract: "Say under which terms a corpus may be released; status 65 if it may not be.")

  @Argument(help: "The corpus's folder.", completion: .directory)
  var folder: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let splits = try CorpusFolder(URL(fileURLWithPath: folder)).readSplits()
      let terms = LicenceTerms(records: splits.flatMap(\.records))
      let speaker = language.language
      var lines = [CorpusNews.terms(terms.licence).text(in: speaker)]
      lines += terms.attributions.sorted { $0.key < $1.key }.map { licence, sources in
        "- \(licence): \(sources.joined(separator: ", "))"
      }
      lines += terms.obstacles.map { CorpusNews.obstacle($0).text(in: speaker) }
      try OutputFile.standardOutput.write(Array((lines.joined(separator: "\n") + "\n").utf8))
      if terms.licence == nil { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }
}
