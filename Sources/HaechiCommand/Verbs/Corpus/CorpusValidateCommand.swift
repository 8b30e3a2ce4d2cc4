import ArgumentParser
import Curation
import Datasets
import Foundation
import Lexicons

/// `haechi corpus validate [MANIFEST …]`: whether manifests and the rows they describe are what they must be.
struct CorpusValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests and every row of their files; status 65 if something is wrong.")

  @Argument(
    help: "The manifests, as files or identifiers; all of the project where none is given.",
    completion: .file(extensions: ["yaml"]))
  var manifests: [String] = []

  @Option(help: "The folder of the project's own manifests and texts.", completion: .directory)
  var corpora = "Corpora"

  @Option(
    help:
      "The folder that holds a folder for each public source; without it only what --corpora has is read.",
    completion: .directory)
  var mirror: String?

  @Option(help: "The taxonomy, a YAML file.", completion: .file(extensions: ["yaml"]))
  var taxonomy = "Lexicons/taxonomy.yaml"

  @Flag(help: "Print each finding as a line of JSON.")
  var json = false

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let own = URL(fileURLWithPath: corpora)
      let folder = own.appendingPathComponent("sources")
      let check = ManifestCheck(
        mirrors: [own] + [mirror].compactMap(\.self).map { URL(fileURLWithPath: $0) },
        categories: try Taxonomy.load(URL(fileURLWithPath: taxonomy)).slugs, readsAbsent: mirror != nil)
      var findings = 0
      let files = try files(in: folder)
      var identifiers: [String: String] = [:]
      for file in files {
        var result = try check.check(file)
        if let other = identifiers.updateValue(file.lastPathComponent, forKey: result.source) {
          result.findings.append(
            ManifestCheck.Finding(
              source: result.source, file: file.path, line: nil, problem: "repeated_source", detail: other))
        }
        findings += result.findings.count
        for finding in result.findings { try tell(finding) }
        if !json {
          say(
            .checked(
              source: result.source, rows: result.rows, records: result.records,
              findings: result.findings.count))
        }
      }
      if !json { say(.checkEnd(manifests: files.count, findings: findings)) }
      if findings > 0 { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }

  private func files(in folder: URL) throws -> [URL] {
    guard manifests.isEmpty else {
      return manifests.map { name in
        let isFile = name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/")
        return isFile ? URL(fileURLWithPath: name) : folder.appendingPathComponent("\(name).yaml")
      }
    }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        .filter { $0.hasSuffix(".yaml") }.map { folder.appendingPathComponent($0) }
    } catch {
      throw CurationError.unreadable(path: folder.path, reason: "\(error)")
    }
  }

  private func tell(_ finding: ManifestCheck.Finding) throws {
    guard json else { return say(.finding(finding)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try OutputFile.standardOutput.write([UInt8](encoder.encode(finding)) + [0x0A])
  }

  private func say(_ news: GatheringNews) {
    OutputFile.standardOutput.writeLine(news.text(in: language.language))
  }
}
