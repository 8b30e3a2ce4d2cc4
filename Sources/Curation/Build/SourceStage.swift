import Crypto
import Datasets
import Foundation
import Normalization

/// Reads one source, brings its texts into the hangul form and covers personal data.
///
/// The result lies in a snapshot named by everything it depends on, so that a build that was stopped goes on
/// with the sources it has, and a changed source is read again.
struct SourceStage: Sendable {
  /// What a source gave.
  struct Result: Codable, Equatable, Sendable {
    var rows = 0
    var badRows: [BadRow] = []
    var reasons: [String: Int] = [:]
    var given = 0
  }

  let manifest: CorpusManifest
  let source: CorpusRecipe.Source
  let recipe: CorpusRecipe
  let loader: SourceLoader
  let screens: TextScreens

  private static let capSalt: UInt64 = 10
  /// Raised when the stage itself changes what it gives.
  private static let version = "1"

  /// The digest of all that decides what the stage gives.
  var key: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var hash = SHA256()
    for part in [
      try? encoder.encode(manifest), try? encoder.encode(source), try? encoder.encode(screens.versions),
      Data("\(Self.version) \(recipe.seed) \(recipe.pii.rawValue) \(recipe.categories)".utf8),
    ] { hash.update(data: part ?? Data()) }
    return String(hexadecimal(hash.finalize()).prefix(24))
  }

  /// The records and the counts, from the snapshot in `folder` or from the source.
  func run(snapshots folder: URL?) throws(CurationError) -> (records: [Record], result: Result) {
    let url = folder?.appendingPathComponent("source-\(manifest.id)-\(key).jsonl.zst")
    if let url, FileManager.default.fileExists(atPath: url.path), let found = try? read(url) { return found }
    let made = try load()
    if let url { try write(made, to: url) }
    return made
  }

  private func load() throws(CurationError) -> (records: [Record], result: Result) {
    let loaded = try asCuration { () throws(DatasetError) in
      try loader.load(manifest, splits: source.splits)
    }
    var result = Result(rows: loaded.rowCount, badRows: loaded.badRows)
    for (reason, count) in loaded.skipped { result.reasons[reason, default: 0] += count }
    var records = loaded.records.compactMap { record -> Record? in
      var record = record
      if record.label == nil { record.label = source.openAs }
      if let reason = refusal(of: record) {
        result.reasons[reason, default: 0] += 1
        return nil
      }
      return record
    }
    if let cap = source.cap, records.count > cap {
      let ranked = records.indices.map { index in
        (StableHash.hash(records[index].id.utf8, seed: recipe.seed &+ Self.capSalt), index)
      }.sorted { $0 < $1 }
      result.reasons["over the cap", default: 0] += records.count - cap
      records = ranked.prefix(cap).map(\.1).sorted().map { records[$0] }
    }
    records = records.compactMap { screened($0, counting: &result.reasons) }
    result.given = records.count
    return (records, result)
  }

  private func refusal(of record: Record) -> String? {
    if record.label == nil { return "no label" }
    if let labels = source.labels, let label = record.label, !labels.contains(label) {
      return "label not taken"
    }
    if let kinds = source.kinds, !kinds.contains(record.kind) { return "kind not taken" }
    if let length = source.length {
      let count = record.text.unicodeScalars.count
      if count < length[0] || count > length[1] { return "length not taken" }
    }
    return nil
  }

  private func screened(_ record: Record, counting reasons: inout [String: Int]) -> Record? {
    var record = record
    let form = String(decoding: HangulForm.normalize(AlignedText(record.text)).utf8, as: UTF8.self)
    guard form.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      reasons["blank in the hangul form", default: 0] += 1
      return nil
    }
    if !form.utf8.elementsEqual(record.text.utf8) {
      record.text = form
      record.operations = (record.operations ?? []) + [Record.Operation(name: "hangul-form", version: "1")]
    }
    guard let found = screens.personalData(record.text) else { return record }
    for kind in Set(found.kinds).sorted() { reasons["personal data: \(kind)", default: 0] += 1 }
    switch recipe.pii {
    case .drop: return nil
    case .count: return record
    case .mask:
      record.text = found.masked
      record.operations =
        (record.operations ?? []) + [
          Record.Operation(name: "pii-mask", version: screens.versions["pii"] ?? "1")
        ]
      return record
    }
  }

  // MARK: Snapshots

  private func write(_ made: (records: [Record], result: Result), to url: URL) throws(CurationError) {
    var writer = try PackedLinesWriter(to: url)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let header = try? encoder.encode(made.result) else {
      throw .unwritable(path: url.path, reason: "the counts cannot be encoded")
    }
    try writer.append([UInt8](header))
    for record in made.records { try writer.append(record) }
    try writer.finish()
  }

  private func read(_ url: URL) throws(CurationError) -> (records: [Record], result: Result) {
    var result: Result?
    var records: [Record] = []
    try PackedLines.forEach(in: url) { bytes, line throws(CurationError) in
      guard line > 1 else {
        result = try? JSONDecoder().decode(Result.self, from: Data(bytes))
        return
      }
      do { records.append(try RecordLine.record(bytes)) } catch {
        throw .unreadable(path: url.path, reason: "line \(line): \(error)")
      }
    }
    guard let result, result.given == records.count else {
      throw .unreadable(path: url.path, reason: "the snapshot is not whole")
    }
    return (records, result)
  }
}
