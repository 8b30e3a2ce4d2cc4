import ArgumentParser
import Curation
import Datasets
import Foundation
import Lexicons

/// `haechi corpus annotate`: judgements of people, out and in, and how far they agree.
struct CorpusAnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Hand records to raters, take their ballots in, and tell how far they agree.",
    subcommands: [AnnotateExportCommand.self, AnnotateImportCommand.self, AnnotateAgreementCommand.self])
}

/// The options of the three.
struct BallotOptions: ParsableArguments {
  @Option(help: "The database of items and ballots, an SQLite file.", completion: .file())
  var votes: String

  @Option(help: "The taxonomy, a YAML file.", completion: .file(extensions: ["yaml"]))
  var taxonomy = "Lexicons/taxonomy.yaml"

  /// The database.
  func store() throws -> AnnotationStore { try AnnotationStore(URL(fileURLWithPath: votes)) }

  /// The categories and their guidelines.
  func categories() throws -> Taxonomy { try Taxonomy.load(URL(fileURLWithPath: taxonomy)) }
}

/// `haechi corpus annotate export FILE --votes DB -o DIR`.
struct AnnotateExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a batch for each rater as JSON lines and CSV, with the guideline.",
    discussion: """
      Each rater gets every item, in an order of their own, without label and source. Ballots that a rater has cast \
      are filled in. A response stands with its query as context.
      """)

  @Argument(help: "Records as JSON lines; .gz and .zst are unpacked.", completion: .file())
  var input: String

  @OptionGroup var ballots: BallotOptions

  @Option(help: "The raters, divided by commas.")
  var raters = "rater1,rater2,rater3"

  @Option(help: "The seed of the raters' orders.")
  var seed: UInt64 = 1

  @Option(help: "The guideline's language: ko or en.")
  var guideline: Language = .ko

  @Option(name: [.customShort("o"), .long], help: "The folder for the batches.", completion: .directory)
  var output: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let names = raters.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      let isName = { (name: String) in
        !name.isEmpty && !name.hasPrefix("-")
          && name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains($0)
          }
      }
      guard names.count > 1, Set(names).count == names.count, names.allSatisfy(isName) else {
        throw CommandFailure(gathering: .badRaters(names))
      }
      let taxonomy = try ballots.categories()
      let file = try RecordFile.read(URL(fileURLWithPath: input))
      for line in file.badLines {
        OutputFile.standardError.writeLine(
          GatheringNews.badRecord(path: input, line: line.line).text(in: language.language))
      }
      let store = try ballots.store()
      try store.add(file.records)
      let wanted = Set(file.records.map { AnnotationStore.item(for: $0) })
      let items = try store.items().filter { wanted.contains($0.item) }
      let folder = URL(fileURLWithPath: output)
      let tongue: AnnotationBatch.GuidelineLanguage = guideline == .ko ? .ko : .en
      for name in names {
        let batch = AnnotationBatch(
          records: items, rater: name, seed: seed, taxonomy: taxonomy, language: tongue,
          ballots: try store.ballots(of: name))
        let path = folder.appendingPathComponent("\(name).jsonl")
        try RecordFile.write(batch.jsonLines(), to: path)
        try RecordFile.write(batch.csv(), to: folder.appendingPathComponent("\(name).csv"))
        OutputFile.standardOutput.writeLine(
          GatheringNews.exported(items: batch.items.count, rater: name, path: path.path).text(
            in: language.language))
      }
      let page = AnnotationBatch.guideline(taxonomy, language: tongue)
      try RecordFile.write(Data(page.utf8), to: folder.appendingPathComponent("GUIDELINE.md"))
    }
  }
}

/// `haechi corpus annotate import FILE … --votes DB`.
struct AnnotateImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take ballots in from files that came back; status 65 if rows count for nothing.",
    discussion: """
      A file may be half-finished, and may be taken in as often as one likes: a ballot that is there changes nothing, \
      one that says otherwise corrects it, an empty row takes nothing away.
      """)

  @Argument(help: "The files, .jsonl, .csv or .tsv.", completion: .file())
  var files: [String]

  @OptionGroup var ballots: BallotOptions

  @Option(help: "The rater, in place of the files' column.")
  var rater: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let store = try ballots.store()
      let items = try store.knownItems()
      let categories = Set(try ballots.categories().slugs)
      var badRows = 0
      for path in files {
        let file = try BallotFile(
          URL(fileURLWithPath: path), rater: rater, items: items, categories: categories)
        let count = try store.take(file.ballots, open: file.openRows)
        for row in file.badRows {
          OutputFile.standardError.writeLine(
            GatheringNews.badBallot(
              path: path, line: row.line, problem: row.problem.rawValue, found: row.found
            )
            .text(in: language.language))
        }
        badRows += file.badRows.count
        OutputFile.standardOutput.writeLine(
          GatheringNews.imported(path: path, count).text(in: language.language))
      }
      if badRows > 0 { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }
}

/// `haechi corpus annotate agreement --votes DB`.
struct AnnotateAgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Tell majorities, ties, Fleiss' kappa and Krippendorff's alpha with intervals.")

  @OptionGroup var ballots: BallotOptions

  @Option(help: "How many ballots an item should have.")
  var raters = 3

  @Option(help: "How many bootstrap samples the intervals come from.")
  var resamples = 1000

  @Option(help: "The seed of the samples.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON.")
  var json = false

  @Option(
    name: [.customShort("o"), .long], help: "Write every item with its ballots as JSON lines.",
    completion: .file())
  var output: String?

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      try requirePositive("--resamples", Double(resamples))
      try requirePositive("--raters", Double(raters - 1))
      let store = try ballots.store()
      let tallies = try store.tallies()
      let report = AnnotationReport(tallies: tallies, raters: raters, resamples: resamples, seed: seed)
      if let output {
        var data = Data()
        for (tally, item) in zip(tallies, try store.items()) {
          data += try Self.encoder.encode(AnnotationReport.Line(tally, record: item.record)) + Data("\n".utf8)
        }
        try RecordFile.write(data, to: URL(fileURLWithPath: output))
      }
      if json {
        try OutputFile.standardOutput.write([UInt8](Self.encoder.encode(Summary(report))) + [0x0A])
      } else {
        for news in Self.lines(report) {
          OutputFile.standardOutput.writeLine(news.text(in: language.language))
        }
      }
    }
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private struct Summary: Encodable {
    var items: Int
    var majorities: [String: Int]
    var ties: [String]
    var contested: [String]
    var incomplete: [String]
    var raters: [String: Int]
    var verdict: Agreement
    var categories: [String: Agreement]

    init(_ report: AnnotationReport) {
      items = report.itemCount
      majorities = Dictionary(uniqueKeysWithValues: report.majorities.map { ($0.key.rawValue, $0.value) })
      (ties, contested, incomplete) = (report.ties, report.contested, report.incomplete)
      (raters, verdict, categories) = (report.raters, report.verdict, report.categories)
    }
  }

  private static func lines(_ report: AnnotationReport) -> [GatheringNews] {
    var lines: [GatheringNews] = [
      .tallies(
        items: report.itemCount, safe: report.majorities[.safe] ?? 0, unsafe: report.majorities[.unsafe] ?? 0,
        unsure: report.majorities[.unsure] ?? 0, ties: report.ties.count, contested: report.contested.count,
        incomplete: report.incomplete.count)
    ]
    let named =
      [("verdict", report.verdict)] + report.categories.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    for (name, agreement) in named {
      lines.append(
        .agreement(
          name: name, measure: "Fleiss κ", agreement.kappa, items: agreement.completeItems))
      lines.append(
        .agreement(
          name: name, measure: "Krippendorff α", agreement.alpha, items: agreement.pairableItems))
    }
    return lines
  }
}
