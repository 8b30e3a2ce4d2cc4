import ArgumentParser
import Curation
import Datasets
import Foundation
import Lexicons

/// `haechi corpus translate [FILE] --recipe R -o OUT`: records of any language in Korean, judged and reviewed.
struct CorpusTranslateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Render records into Korean by a translation memory, a chat endpoint or both.",
    discussion: """
      Renderings pass gates; those that a gate flags wait in the review file for a verdict (accept, reject or correct \
      with a correction), and are taken in by the next run. Answers are kept in the cache as they come, so that a run \
      that was stopped pays for nothing twice. The provider's key is read from an environment variable. Status 75 if \
      the provider left something undone.
      """)

  @Argument(help: "Records as JSON lines; .gz and .zst are unpacked.", completion: .file())
  var input: String?

  @Option(help: "Render this source instead of a file.")
  var source: String?

  @Option(help: "The folder of the project's own manifests and texts.", completion: .directory)
  var corpora = "Corpora"

  @Option(help: "The folder that holds a folder for each public source.", completion: .directory)
  var mirror: String?

  @Option(help: "The taxonomy, a YAML file, for --source.", completion: .file(extensions: ["yaml"]))
  var taxonomy = "Lexicons/taxonomy.yaml"

  @Option(help: "How to render, a YAML file.", completion: .file(extensions: ["yaml"]))
  var recipe: String

  @Option(help: "A translation memory: JSON lines of source and rendering.", completion: .file())
  var memory: String?

  @OptionGroup var provider: ProviderOptions

  @Option(help: "At most so many records, from the first on.")
  var limit: Int?

  @Option(help: "The review file, tab-separated; OUT.review.tsv otherwise.", completion: .file())
  var review: String?

  @Option(
    name: [.customShort("o"), .long], help: "The file for the records that are ready.", completion: .file())
  var output: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      try provider.check()
      guard provider.isGiven || memory != nil else { throw CommandFailure(gathering: .noRenderer) }
      let recipe = try TranslationRecipe.load(URL(fileURLWithPath: recipe))
      let memory = try readMemory()
      let records = try readRecords()
      let cache = provider.isGiven ? try provider.cache(beside: output) : nil
      let answers = try cache.map { try provider.run(cache: $0, isDry: provider.dryRun) }
      let translator = Translator(
        recipe: recipe, memory: memory, model: provider.model, run: answers, cache: cache)
      if provider.isGiven { try tell(translator.estimate(records)) }
      guard !provider.dryRun else { return }
      let reviewFile = URL(fileURLWithPath: review ?? output + ".review.tsv")
      let earlier = try TranslationReview.load(reviewFile)
      let speaker = language.language
      let isShown = OutputFile.standardError.isTerminal
      let outcome = try translator.translate(records, review: earlier) { done, count in
        if isShown || done % 500 == 0 {
          OutputFile.standardError.writeLine(GatheringNews.asking(done: done, of: count).text(in: speaker))
        }
      }
      try write(outcome, review: reviewFile, hadReview: !earlier.rows.isEmpty)
      if let fault = outcome.stoppedBy {
        throw CurationError.provider(endpoint: provider.provider ?? "", fault: fault)
      }
      if outcome.isPartial {
        warn(.partial)
        throw ExitCode(CommandFailure.Status.partial.rawValue)
      }
    }
  }

  // MARK: Reading

  private func readMemory() throws -> TranslationMemory {
    guard let memory else { return TranslationMemory() }
    let read = try TranslationMemory(URL(fileURLWithPath: memory))
    for line in read.badLines {
      warn(.badMemoryLine(path: memory, line: line.line, problem: line.problem.rawValue))
    }
    return read
  }

  private func readRecords() throws -> [Record] {
    let records: [Record]
    switch (input, source) {
    case (let input?, nil):
      let file = try RecordFile.read(URL(fileURLWithPath: input))
      for line in file.badLines { warn(.badRecord(path: input, line: line.line)) }
      records = file.records
    case (nil, let source?):
      let own = URL(fileURLWithPath: corpora)
      let manifests = try CorpusManifest.load(folder: own.appendingPathComponent("sources"))
      guard let manifest = manifests.first(where: { $0.id == source }) else {
        throw CommandFailure(gathering: .unknownSources([source], known: manifests.map(\.id)))
      }
      records = try SourceLoader(
        mirrors: [own] + [mirror].compactMap(\.self).map { URL(fileURLWithPath: $0) },
        categories: Taxonomy.load(URL(fileURLWithPath: taxonomy)).slugs
      ).load(manifest).records
    default: throw CommandFailure(gathering: .sourceOrInput)
    }
    return limit.map { Array(records.prefix(max(0, $0))) } ?? records
  }

  // MARK: Telling

  private func tell(_ estimate: CostEstimate) {
    let news = GatheringNews.estimate(
      requests: estimate.requests, answered: estimate.answered, promptTokens: estimate.promptTokens,
      answerTokens: estimate.answerTokens, price: provider.price(of: estimate))
    OutputFile.standardOutput.writeLine(news.text(in: language.language))
  }

  private func write(_ outcome: Translator.Outcome, review: URL, hadReview: Bool) throws {
    try RecordFile.write(outcome.ready, to: URL(fileURLWithPath: output))
    if hadReview || !outcome.review.rows.isEmpty {
      try RecordFile.write(Data(outcome.review.text.utf8), to: review)
    }
    let failed = outcome.rows.filter { $0.failure != nil }
    let failures = URL(fileURLWithPath: output + ".failures.jsonl")
    if failed.isEmpty {
      try? FileManager.default.removeItem(at: failures)
    } else {
      try RecordFile.write(Self.failureLines(failed), to: failures)
    }
    let waiting = outcome.rows.count { $0.failure == nil && !$0.isReady }
    say(.sources(memory: outcome.fromMemory, cache: outcome.fromCache, asked: outcome.asked))
    say(
      .translated(
        rows: outcome.rows.count, ready: outcome.ready.count, flagged: waiting, failed: failed.count))
    for (slug, rows) in Dictionary(grouping: failed, by: { $0.failure?.slug ?? "" }).sorted(by: {
      $0.key < $1.key
    }) {
      say(.failures(slug: slug, count: rows.count))
    }
    if waiting > 0 { say(.reviewAt(path: review.path, open: waiting)) }
    if !failed.isEmpty { say(.failuresAt(path: failures.path)) }
  }

  /// A line of JSON for each record without a rendering: its identifier, the reason, and what the provider said.
  private static func failureLines(_ rows: [Translator.Row]) throws -> Data {
    struct Line: Encodable {
      var id: String
      var failure: String
      var detail: String?
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for row in rows {
      var detail: String?
      switch row.failure {
      case .provider(.status(_, let excerpt)), .provider(.notJSON(let excerpt)): detail = excerpt
      case .provider(.unreachable(let reason)), .provider(.invalidRequest(let reason)): detail = reason
      default: break
      }
      data += try encoder.encode(
        Line(id: row.source.id, failure: row.failure?.slug ?? "", detail: detail))
      data.append(0x0A)
    }
    return data
  }

  private func say(_ news: GatheringNews) {
    OutputFile.standardOutput.writeLine(news.text(in: language.language))
  }

  private func warn(_ news: GatheringNews) {
    OutputFile.standardError.writeLine(news.text(in: language.language))
  }
}
