import ArgumentParser
import Curation
import Datasets
import Foundation

/// `haechi corpus fetch [SOURCE …]`: the files of sources, with their checksums.
struct CorpusFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Bring the files of sources into a folder, from a mirror or over the network.",
    discussion: """
      A file is copied from --mirror where it has it, else downloaded from its own address or from its repository and \
      commit on GitHub. A stopped download goes on where it stopped. A file with a wrong checksum is not kept. Status \
      75 if something is missing that another run may bring, 65 if a file is not the one that its manifest describes.
      """)

  @Argument(help: "The sources' identifiers; all that have a repository where none is given.")
  var sources: [String] = []

  @Option(help: "The folder of the project's own manifests and texts.", completion: .directory)
  var corpora = "Corpora"

  @Option(help: "A folder that holds a folder for each source.", completion: .directory)
  var mirror: String?

  @Flag(help: "Use the mirror alone.")
  var offline = false

  @Option(name: [.customShort("o"), .long], help: "The folder to fill.", completion: .directory)
  var output: String

  @Option(help: "What stands before OWNER/REPO/COMMIT/PATH in the address of a raw file.")
  var rawHost = SourceAddress.rawHost

  @Option(help: "How many seconds to wait for the next bytes.")
  var timeout = 60.0

  @Option(help: "How often a file is asked for without progress.")
  var attempts = 6

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      try requirePositive("--timeout", timeout)
      try requirePositive("--attempts", Double(attempts))
      let all = try CorpusManifest.load(
        folder: URL(fileURLWithPath: corpora).appendingPathComponent("sources"))
      let strangers = sources.filter { name in !all.contains { $0.id == name } }
      guard strangers.isEmpty else {
        throw CommandFailure(gathering: .unknownSources(strangers, known: all.map(\.id)))
      }
      let wanted = all.filter { manifest in
        sources.isEmpty
          ? manifest.repository != nil || manifest.files.contains { $0.url != nil }
          : sources.contains(manifest.id)
      }
      let fetcher = SourceFetcher(
        into: URL(fileURLWithPath: output), mirror: mirror.map { URL(fileURLWithPath: $0) },
        stream: offline ? nil : URLSessionStream(timeoutSeconds: timeout),
        retry: RetryRule(attempts: attempts),
        rawHost: rawHost)
      var statuses: [CommandFailure.Status] = []
      var count = 0
      for manifest in wanted {
        for file in manifest.files {
          count += 1
          do {
            let outcome = try fetcher.fetch(file, of: manifest)
            say(.fetched(source: manifest.id, path: file.path, outcome))
          } catch let error as CurationError {
            // A full disk ends all; one file that does not come does not.
            if case .unwritable = error { throw error }
            let fault = CorpusFault.curation(error)
            OutputFile.standardError.writeLine("haechi: " + fault.text(in: language.language))
            statuses.append(fault.status)
          }
        }
      }
      say(.fetchEnd(files: count, failed: statuses.count))
      if let worst = statuses.first(where: { $0 == .data }) ?? statuses.first {
        throw ExitCode(worst.rawValue)
      }
    }
  }

  private func say(_ news: GatheringNews) {
    OutputFile.standardOutput.writeLine(news.text(in: language.language))
  }
}

extension CommandFailure {
  /// A wrong use of a verb that gathers texts.
  init(gathering fault: GatheringFault) {
    self.init(status: fault.status, message: .corpus(.gathering(fault)))
  }
}

/// Refuses a number that is not above zero.
func requirePositive(_ option: String, _ value: Double) throws {
  guard value > 0, value.isFinite else {
    throw CommandFailure(gathering: .notAPositiveNumber(option: option, value: "\(value)"))
  }
}
