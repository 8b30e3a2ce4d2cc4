import ArgumentParser
import Curation
import Datasets
import Foundation

/// `haechi corpus add-source FOLDER`: a manifest for a folder of files.
struct CorpusAddSourceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add-source",
    abstract:
      "Write a manifest for a folder of files: checksums, formats and columns are found, the rest is asked.")

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(help: "The identifier: lower-case ASCII, digits and _.")
  var id: String?

  @Option(help: "The corpus's name.")
  var title: String?

  @Option(help: "The licence as SPDX, or NONE where the repository names none.")
  var licence: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the licence binds derived work; told by the licence's name otherwise.")
  var shareAlike: Bool?

  @Option(help: "What it may be used for: train, evaluate and language, divided by commas.")
  var permits: String?

  @Option(name: .customLong("text-language"), help: "The texts' language as BCP 47.")
  var textLanguage: String?

  @Option(help: "How the texts came to be: native, translated, written, generated or derived.")
  var origin: Record.Origin?

  @Option(help: "The sort of text: request, comment, statement, question, command, fragment, review or raw.")
  var kind: Record.Kind?

  @Option(help: "The column that holds the text; not needed where there is one column, or one named text.")
  var text: String?

  @Option(help: "What the source's labels mean.")
  var semantics: String?

  @Option(help: "How to cite it.")
  var citation: String?

  @Option(help: "Where it is published.")
  var repository: String?

  @Option(help: "The commit of its files.")
  var commit: String?

  @Option(help: "The folder of the project's own manifests.", completion: .directory)
  var corpora = "Corpora"

  @Option(
    name: [.customShort("o"), .long], help: "The manifest's file; sources/ID.yaml otherwise; - prints it.")
  var output: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let facts = try facts()
      let source = URL(fileURLWithPath: folder)
      let files = try ManifestScaffold.files(in: source)
      let yaml = try ManifestScaffold.yaml(facts, files: files, folder: source)
      if output == "-" { return try OutputFile.standardOutput.write(Array(yaml.utf8)) }
      let target = URL(fileURLWithPath: output ?? "\(corpora)/sources/\(facts.id).yaml")
      guard !FileManager.default.fileExists(atPath: target.path) else {
        throw CommandFailure(gathering: .fileExists(path: target.path))
      }
      try RecordFile.write(Data(yaml.utf8), to: target)
      OutputFile.standardOutput.writeLine(
        GatheringNews.wroteManifest(path: target.path, files: files.count).text(in: language.language))
    }
  }

  /// What the flags say; everything that is missing is told at once.
  private func facts() throws -> ManifestScaffold.Facts {
    let uses = permits?.split(separator: ",").map { CorpusManifest.Use(rawValue: String($0)) }
    let allowed = uses.flatMap { $0.contains(nil) || $0.isEmpty ? nil : $0.compactMap(\.self) }
    guard let id, let title, let licence, let allowed, let textLanguage, let origin, let kind, let semantics,
      let citation
    else {
      let all: [(Bool, String)] = [
        (self.id == nil, "--id"), (self.title == nil, "--title"), (self.licence == nil, "--licence"),
        (allowed == nil, "--permits"), (self.textLanguage == nil, "--text-language"),
        (self.origin == nil, "--origin"), (self.kind == nil, "--kind"),
        (self.semantics == nil, "--semantics"), (self.citation == nil, "--citation"),
      ]
      throw CommandFailure(gathering: .missingFlags(all.filter(\.0).map(\.1)))
    }
    return ManifestScaffold.Facts(
      id: id, title: title, licence: licence, shareAlike: shareAlike ?? licence.contains("-SA"),
      permits: allowed,
      language: textLanguage, origin: origin, text: text, kind: kind, semantics: semantics,
      citation: citation,
      repository: repository, commit: commit)
  }
}

extension Record.Origin: ExpressibleByArgument {}
extension Record.Kind: ExpressibleByArgument {}
