import Crypto
import Datasets
import Foundation
import Normalization

/// Builds a corpus from a recipe: read, normalize, mask, deduplicate, decontaminate, balance and split.
///
/// Deterministic: every choice is made by a hash of the seed and an identifier, every tie falls to the row that
/// stands first in the recipe's order, and the number of threads changes nothing.
public struct CorpusBuilder: Sendable {
  /// How far a build is.
  public enum Progress: Equatable, Sendable {
    /// A source is being read, the so-manieth of so many.
    case reading(source: String, number: Int, of: Int)
    /// A stage after reading begins with so many rows.
    case stage(String, rows: Int)
  }

  /// The folders that hold a folder for each source.
  public let mirrors: [URL]
  /// Every manifest there is.
  public let manifests: [CorpusManifest]
  /// What looks into texts.
  public let screens: TextScreens
  /// Threads to use.
  public let threads: Int
  /// The folder of the grammar; without one nothing is generated.
  public let grammarFolder: URL?

  /// A builder over sources.
  public init(
    mirrors: [URL], manifests: [CorpusManifest], screens: TextScreens, threads: Int, grammarFolder: URL? = nil
  ) {
    precondition(threads > 0)
    self.mirrors = mirrors
    self.manifests = manifests
    self.screens = screens
    self.threads = threads
    self.grammarFolder = grammarFolder
  }

  /// The corpus of a recipe. Snapshots of the sources lie in `workFolder`, where a stopped build goes on.
  public func build(
    _ recipe: CorpusRecipe, recipeText: String, workFolder: URL?, report: (Progress) -> Void = { _ in }
  ) throws(CurationError) -> CuratedCorpus {
    var pool = CandidatePool(recipe: recipe)
    let loader = SourceLoader(mirrors: mirrors, categories: recipe.categories)
    var used: Set<String> = []
    var generated: CorpusManifest?
    for (number, source) in recipe.sources.enumerated() {
      let manifest = try manifest(source.id, for: .train)
      used.insert(manifest.id)
      report(.reading(source: manifest.id, number: number + 1, of: recipe.sources.count))
      let stage = SourceStage(
        manifest: manifest, source: source, recipe: recipe, loader: loader, screens: screens)
      take(try stage.run(snapshots: workFolder), of: manifest, into: &pool)
    }
    if let generation = recipe.generate, let grammarFolder {
      generated = try generate(generation, folder: grammarFolder, recipe: recipe, into: &pool, report: report)
    }
    report(.stage("exact-duplicates", rows: pool.candidates.count))
    pool.dropExactDuplicates()
    report(.stage("near-duplicates", rows: pool.candidates.count))
    pool.dropNearDuplicates(threads: threads)
    report(.stage("decontamination", rows: pool.candidates.count))
    var exclusions: [(name: String, records: [Record])] = []
    for exclusion in recipe.decontaminate {
      let manifest = try manifest(exclusion.source, for: .evaluate)
      used.insert(manifest.id)
      let loaded = try asCuration { () throws(DatasetError) in
        try loader.load(manifest, splits: exclusion.splits)
      }
      exclusions.append((manifest.id, loaded.records))
    }
    pool.decontaminate(against: exclusions, screens: screens, threads: threads)
    if let rule = recipe.outliers {
      report(.stage("outliers", rows: pool.candidates.count))
      pool.dropOutliers(rule)
    }
    report(.stage("balance", rows: pool.candidates.count))
    pool.balance()
    report(.stage("split", rows: pool.candidates.count))
    pool.report.versions = versions
    return CuratedCorpus(
      name: recipe.name, recipeDigest: hexadecimal(SHA256.hash(data: Data(recipeText.utf8))),
      manifests: manifests.filter { used.contains($0.id) } + [generated].compactMap(\.self),
      splits: pool.splits(), report: pool.report)
  }

  /// Adds the grammar's queries and gives the manifest under which they go.
  private func generate(
    _ generation: CorpusRecipe.Generation, folder: URL, recipe: CorpusRecipe, into pool: inout CandidatePool,
    report: (Progress) -> Void
  ) throws(CurationError) -> CorpusManifest {
    report(.stage("generate", rows: pool.candidates.count))
    let grammar = try QueryGrammar(folder: folder, categories: recipe.categories)
    let manifest = try QueryGrammar.manifest(folder: folder)
    var records =
      grammar.pairs(generation.pairs, seed: recipe.seed)
      + grammar.everyday(generation.everyday, seed: recipe.seed)
    for index in records.indices {
      for slug in recipe.categories where records[index].categories[slug] == nil {
        records[index].categories[slug] = false
      }
    }
    let wanted = 2 * generation.pairs + generation.everyday
    if records.count < wanted {
      pool.report.shortfalls.append(
        CurationReport.Shortfall(target: "generated", wanted: wanted, found: records.count))
    }
    let result = SourceStage.Result(rows: records.count, given: records.count)
    take((records, result), of: manifest, into: &pool)
    return manifest
  }

  private func take(
    _ made: (records: [Record], result: SourceStage.Result), of manifest: CorpusManifest,
    into pool: inout CandidatePool
  ) {
    let length = 4096
    let records = made.records
    let keys = concurrentMap((records.count + length - 1) / length, threads: threads) { chunk in
      records[chunk * length..<min(records.count, (chunk + 1) * length)].map { TextKey($0.text) }
    }
    pool.candidates += zip(records, keys.joined()).map { Candidate(record: $0, key: $1) }
    pool.report.stages.append(
      CurationReport.Stage(
        name: "read \(manifest.id)", taken: made.result.rows, given: made.result.given,
        reasons: made.result.reasons))
    pool.report.badRows += made.result.badRows
  }

  private func manifest(
    _ id: String, for use: CorpusManifest.Use
  ) throws(CurationError) -> CorpusManifest {
    guard let manifest = manifests.first(where: { $0.id == id }) else {
      throw .dataset(.unknownSource(id: id, known: manifests.map(\.id)))
    }
    guard manifest.permits.contains(use) else {
      throw .dataset(
        .forbiddenUse(source: id, use: use.rawValue, permitted: manifest.permits.map(\.rawValue)))
    }
    return manifest
  }

  private var versions: [String: String] {
    screens.versions.merging(["icu": UnicodeForm.icuVersion, "unicode": UnicodeForm.unicodeVersion]) { $1 }
  }
}
