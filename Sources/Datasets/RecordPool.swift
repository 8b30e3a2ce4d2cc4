/// The records on their way through the stages, with what the stages need to know about them.
struct RecordPool {
  /// A record, its key and where it came from.
  struct Entry {
    var record: Record
    var key: TextKey
    /// The index of its source in the recipe.
    var source: Int
    /// The lowest entry of its near-duplicate cluster.
    var cluster = 0
    /// The lowest entry of everything that must stay on one side of a split with it.
    var side = 0
    var isValidation = false
  }

  let recipe: DatasetRecipe
  let name: String
  let seed: UInt64
  /// Labelled rows, in the recipe's order.
  var entries: [Entry] = []
  /// Rows without a label and rows of language sources.
  var open: [Entry] = []
  /// Rows taken out for evaluation.
  var heldOut: [Record] = []
  var report = DatasetReport()
  /// The identifier of the first row of each side; it does not change when other sources come or go.
  var sideNames: [Int: String] = [:]
  private var evaluationReads: Set<String> = []

  init(recipe: DatasetRecipe.File) {
    self.recipe = recipe.data
    name = recipe.name
    seed = recipe.seed
  }

  /// A number that depends on the seed and a text alone; choices are made in its order.
  func rank(_ text: String, salt: UInt64) -> UInt64 {
    StableHash.hash(text.utf8, seed: seed &+ salt)
  }

  // MARK: Reading

  mutating func read(with loader: SourceLoader, manifests: [CorpusManifest]) throws(DatasetError) {
    for (index, source) in recipe.sources.enumerated() {
      let manifest = try Self.manifest(source.id, among: manifests)
      let use: CorpusManifest.Use = source.role == .language ? .language : .train
      guard manifest.permits.contains(use) else {
        throw .forbiddenUse(
          source: source.id, use: use.rawValue, permitted: manifest.permits.map(\.rawValue))
      }
      let loaded = try loader.load(manifest, splits: source.splits)
      count(loaded, of: manifest, role: source.role.rawValue)
      report.isShareAlike = report.isShareAlike || manifest.shareAlike
      for record in loaded.records where source.kinds?.contains(record.kind) ?? true {
        let entry = Entry(record: record, key: TextKey(record.text), source: index)
        if record.label == nil || source.role == .language {
          open.append(entry)
        } else {
          entries.append(entry)
        }
      }
    }
  }

  mutating func readEvaluation(
    _ id: String, splits: [String]?, with loader: SourceLoader, manifests: [CorpusManifest]
  ) throws(DatasetError) -> [Record] {
    let manifest = try Self.manifest(id, among: manifests)
    guard manifest.permits.contains(.evaluate) else {
      throw .forbiddenUse(
        source: id, use: CorpusManifest.Use.evaluate.rawValue, permitted: manifest.permits.map(\.rawValue))
    }
    let loaded = try loader.load(manifest, splits: splits)
    // A source may serve several sets; its rows are counted once.
    if evaluationReads.insert("\(id) \(splits ?? [])").inserted {
      count(loaded, of: manifest, role: "evaluate")
    }
    return loaded.records
  }

  private mutating func count(_ loaded: LoadedSource, of manifest: CorpusManifest, role: String) {
    report.sources.append(
      DatasetReport.SourceCount(
        id: manifest.id, role: role, licence: manifest.licence, rows: loaded.rowCount,
        records: loaded.records.count, badRows: loaded.badRows.count, skipped: loaded.skipped))
    report.badRows += loaded.badRows
  }

  private static func manifest(
    _ id: String, among manifests: [CorpusManifest]
  ) throws(DatasetError) -> CorpusManifest {
    guard let manifest = manifests.first(where: { $0.id == id }) else {
      throw .unknownSource(id: id, known: manifests.map(\.id))
    }
    return manifest
  }

  // MARK: Counting

  /// Keeps the entries that have no reason to go, and reports the others.
  mutating func keep(stage: String, unless reasons: [String?]) {
    entries = kept(of: entries, stage: stage, unless: reasons)
  }

  /// Keeps the raw rows that have no reason to go, and reports the others.
  mutating func keepOpen(stage: String, unless reasons: [String?]) {
    open = kept(of: open, stage: stage, unless: reasons)
  }

  private mutating func kept(of all: [Entry], stage: String, unless reasons: [String?]) -> [Entry] {
    var kept: [Entry] = []
    kept.reserveCapacity(all.count)
    var dropped: [String: Int] = [:]
    for (entry, reason) in zip(all, reasons) {
      if let reason {
        dropped["\(reason)/\(entry.record.source)", default: 0] += 1
      } else {
        kept.append(entry)
      }
    }
    report.stages.append(
      DatasetReport.Stage(name: stage, taken: all.count, given: kept.count, dropped: dropped))
    return kept
  }

  // MARK: The end

  /// The dataset as it stands after all stages.
  mutating func dataset(evaluation: [EvaluationSet]) -> Dataset {
    let train = entries.filter { !$0.isValidation }.map(\.record)
    let validation = entries.filter(\.isValidation).map(\.record)
    report.languageLines = open.count
    report.licences = Set((entries + open).map(\.record.licence)).sorted()
    let splits = [("train", train), ("validation", validation)] + evaluation.map { ($0.name, $0.records) }
    for (split, records) in splits { describe(split, records) }
    let weights = Dictionary(
      recipe.sources.map { ($0.id, $0.weight ?? 1) }, uniquingKeysWith: { first, _ in first })
    return Dataset(
      name: name, categories: recipe.categories, train: train, validation: validation,
      language: open.map(\.record.text), evaluation: evaluation, weights: weights, report: report)
  }

  private mutating func describe(_ split: String, _ records: [Record]) {
    var counts: [[String]: Int] = [:]
    for record in records {
      counts[[record.source, record.label?.rawValue ?? "open", record.kind.rawValue], default: 0] += 1
    }
    for (key, records) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      report.composition.append(
        DatasetReport.Share(split: split, source: key[0], label: key[1], kind: key[2], records: records))
    }
    for category in recipe.categories {
      let known = records.compactMap { $0.categories[category] }
      let positive = known.count { $0 }
      report.categories.append(
        DatasetReport.CategoryShare(
          split: split, category: category, positive: positive, negative: known.count - positive))
    }
  }
}
