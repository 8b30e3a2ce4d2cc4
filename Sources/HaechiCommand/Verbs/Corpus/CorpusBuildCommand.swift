import ArgumentParser
import Curation
import Datasets
import Foundation

/// `haechi corpus build RECIPE`: the corpus of a recipe, the same bytes every time.
struct CorpusBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build a corpus from a recipe.",
    discussion: """
      Reads the sources (their checksums first), brings texts into the hangul form, covers personal data, removes \
      duplicates and near duplicates, drops what repeats an excluded set, balances and splits. Writes packed JSON \
      lines, manifest, checksums, report, card and Croissant metadata. Stopped and run again, it goes on with the \
      sources it has read.
      """)

  @Argument(help: "The recipe, a YAML file.", completion: .file(extensions: ["yaml"]))
  var recipe: String

  @Option(help: "The folder that holds a folder for each public source.", completion: .directory)
  var mirror: String?

  @Option(help: "The folder of the project's own manifests and texts.", completion: .directory)
  var corpora = "Corpora"

  @Option(help: "How many threads work; the result does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(name: [.customShort("o"), .long], help: "The corpus's folder.", completion: .directory)
  var output: String

  @Flag(help: "Keep the snapshots of the sources, so that another build of them starts faster.")
  var keepWork = false

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      guard 1...1024 ~= threads else {
        throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
      }
      let own = URL(fileURLWithPath: corpora)
      let (recipe, text) = try CorpusRecipe.load(URL(fileURLWithPath: recipe))
      let folder = CorpusFolder(URL(fileURLWithPath: output))
      let work = folder.url.appendingPathComponent(".work")
      let builder = CorpusBuilder(
        mirrors: [own] + [mirror].compactMap(\.self).map { URL(fileURLWithPath: $0) },
        manifests: try CorpusManifest.load(folder: own.appendingPathComponent("sources")),
        screens: try .standard(), threads: threads, grammarFolder: own.appendingPathComponent("grammar"))
      let speaker = language.language
      let corpus = try builder.build(recipe, recipeText: text, workFolder: work) { progress in
        OutputFile.standardError.writeLine(CorpusNews.progress(progress).text(in: speaker))
      }
      let manifest = try folder.write(corpus, recipeText: text)
      if !keepWork { try? FileManager.default.removeItem(at: work) }
      for shortfall in corpus.report.shortfalls {
        OutputFile.standardError.writeLine(CorpusNews.shortfall(shortfall).text(in: speaker))
      }
      let lines =
        corpus.splits.map { split in
          CorpusNews.split(
            name: split.name, rows: split.records.count, unsafe: split.records.count { $0.label == .unsafe })
        } + [.wrote(path: folder.url.path, licence: manifest.licence)]
      let summary = lines.map { $0.text(in: speaker) + "\n" }.joined()
      try OutputFile.standardOutput.write(Array(summary.utf8))
    }
  }
}
