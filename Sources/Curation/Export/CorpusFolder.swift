import Crypto
import Datasets
import Foundation

/// A corpus as a folder: packed shards, manifest, checksums, report, dataset card and Croissant metadata.
///
/// The layout is the one that Hugging Face `datasets` loads by itself: `data/<split>-<n>-of-<m>.jsonl.zst`.
public struct CorpusFolder: Sendable {
  /// What `manifest.json` holds.
  public struct Manifest: Codable, Equatable, Sendable {
    /// A file of the corpus.
    public struct File: Codable, Equatable, Sendable {
      /// The path relative to the folder.
      public var path: String
      /// The split whose rows it holds; `nil` for other files.
      public var split: String?
      /// The number of rows.
      public var rows: Int?
      /// The SHA-256 of the file.
      public var sha256: String
      /// The SHA-256 of its rows unpacked, which no version of libzstd changes.
      public var contentSHA256: String?
    }
    /// A source of which the corpus holds a row, or against which it was decontaminated.
    public struct Source: Codable, Equatable, Sendable {
      /// The identifier.
      public var id: String
      /// The title.
      public var title: String
      /// Where it is published; `nil` for text of our own.
      public var repository: String?
      /// The commit from which the files were taken.
      public var commit: String?
      /// The licence as SPDX.
      public var licence: String
      /// How to cite it.
      public var citation: String
      /// SHA-256 by path.
      public var files: [String: String]
      /// Rows of it in the corpus.
      public var rows: Int
    }
    /// The corpus's name.
    public var name: String
    /// The SHA-256 of the recipe's text.
    public var recipe: String
    /// The licence of the whole as SPDX.
    public var licence: String
    /// Rows by split.
    public var rows: [String: Int]
    /// The versions of what decided.
    public var versions: [String: String]
    /// The sources.
    public var sources: [Source]
    /// The files.
    public var files: [File]
  }

  /// Rows in a shard.
  public static let rowsPerShard = 50_000

  /// The folder.
  public let url: URL

  /// A corpus's folder, which need not exist yet.
  public init(_ url: URL) { self.url = url }

  // MARK: Writing

  /// Writes a corpus; every file appears whole or not at all, `manifest.json` and `SHA256SUMS` last.
  public func write(_ corpus: CuratedCorpus, recipeText: String) throws(CurationError) -> Manifest {
    let terms = LicenceTerms(records: corpus.records)
    guard let licence = terms.licence else { throw .licence(terms.obstacles) }
    try prepare(for: corpus.name)
    var files: [Manifest.File] = []
    for split in corpus.splits { files += try writeShards(split) }
    let statistics = CorpusStatistics(splits: corpus.splits)
    let card = DatasetCard(corpus: corpus, terms: terms, statistics: statistics)
    for (path, bytes) in [
      ("recipe.yaml", Data(recipeText.utf8)), ("report.json", try json(corpus.report)),
      ("statistics.json", try json(statistics)), ("README.md", Data(card.markdown().utf8)),
    ] {
      files.append(try writeFile(path, bytes))
    }
    let metadata = Croissant(corpus: corpus, licence: licence, shards: files.filter { $0.split != nil })
    files.append(try writeFile("croissant.json", metadata.json()))
    let counts = Dictionary(grouping: corpus.records, by: \.source).mapValues(\.count)
    let manifest = Manifest(
      name: corpus.name, recipe: corpus.recipeDigest, licence: licence,
      rows: Dictionary(corpus.splits.map { ($0.name, $0.records.count) }, uniquingKeysWith: +),
      versions: corpus.report.versions,
      sources: corpus.manifests.map { source in
        Manifest.Source(
          id: source.id, title: source.title, repository: source.repository, commit: source.commit,
          licence: source.licence, citation: source.citation,
          files: Dictionary(
            source.files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first }),
          rows: counts[source.id] ?? 0)
      }, files: files.sorted { $0.path < $1.path })
    let own = try writeFile("manifest.json", try json(manifest))
    let sums = (manifest.files + [own]).sorted { $0.path < $1.path }.map { "\($0.sha256)  \($0.path)\n" }
      .joined()
    _ = try writeFile("SHA256SUMS", Data(sums.utf8))
    return manifest
  }

  /// Refuses a folder with something else in it, and drops what a stopped build of the same name left.
  private func prepare(for name: String) throws(CurationError) {
    let known: Set<String> = [
      "data", "manifest.json", "SHA256SUMS", "report.json", "statistics.json", "README.md", "croissant.json",
      "recipe.yaml", ".work", "parquet",
    ]
    let found = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    if let stranger = found.sorted().first(where: { !known.contains($0) && !$0.hasSuffix(".part") }) {
      throw .foreignFolder(path: url.path, found: stranger)
    }
    if let manifest = try? readManifest(), manifest.name != name {
      throw .foreignFolder(path: url.path, found: manifest.name)
    }
    for path in ["SHA256SUMS", "manifest.json", "data"] where found.contains(path) {
      do { try FileManager.default.removeItem(at: url.appendingPathComponent(path)) } catch {
        throw .unwritable(path: url.appendingPathComponent(path).path, reason: "\(error)")
      }
    }
  }

  private func writeShards(_ split: CuratedCorpus.Split) throws(CurationError) -> [Manifest.File] {
    let count = max(1, (split.records.count + Self.rowsPerShard - 1) / Self.rowsPerShard)
    var files: [Manifest.File] = []
    for number in 0..<count {
      let path = "data/\(split.name)-\(padded(number))-of-\(padded(count)).jsonl.zst"
      let rows = split.records[
        number * Self.rowsPerShard..<min(split.records.count, (number + 1) * Self.rowsPerShard)]
      var writer = try PackedLinesWriter(to: url.appendingPathComponent(path))
      var hash = SHA256()
      for record in rows {
        var line: [UInt8] = []
        RecordLine.append(record, to: &line)
        hash.update(data: line + [0x0A])
        try writer.append(line)
      }
      try writer.finish()
      files.append(
        Manifest.File(
          path: path, split: split.name, rows: rows.count, sha256: try sha256(path),
          contentSHA256: hexadecimal(hash.finalize())))
    }
    return files
  }

  private func writeFile(_ path: String, _ bytes: Data) throws(CurationError) -> Manifest.File {
    let file = url.appendingPathComponent(path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: file, options: .atomic)
    } catch {
      throw .unwritable(path: file.path, reason: "\(error)")
    }
    return Manifest.File(path: path, sha256: hexadecimal(SHA256.hash(data: bytes)))
  }

  private func json(_ value: some Encodable) throws(CurationError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { return try encoder.encode(value) + Data("\n".utf8) } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
  }

  private func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  // MARK: Reading

  /// The folder's manifest.
  public func readManifest() throws(CurationError) -> Manifest {
    let file = url.appendingPathComponent("manifest.json")
    do { return try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: file)) } catch {
      throw .unreadable(path: file.path, reason: "\(error)")
    }
  }

  /// The rows of the splits in the order of the manifest.
  public func readSplits() throws(CurationError) -> [CuratedCorpus.Split] {
    var splits: [CuratedCorpus.Split] = []
    for file in try readManifest().files {
      guard let name = file.split else { continue }
      var records: [Record] = []
      let shard = url.appendingPathComponent(file.path)
      try PackedLines.forEach(in: shard) { bytes, line throws(CurationError) in
        do { records.append(try RecordLine.record(bytes)) } catch {
          throw .unreadable(path: shard.path, reason: "line \(line): \(error)")
        }
      }
      if let index = splits.firstIndex(where: { $0.name == name }) {
        splits[index].records += records
      } else {
        splits.append(CuratedCorpus.Split(name: name, records: records))
      }
    }
    return splits
  }

  /// The SHA-256 of a file of the folder, read in pieces.
  func sha256(_ path: String) throws(CurationError) -> String {
    let file = url.appendingPathComponent(path)
    var hash = SHA256()
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    } catch {
      throw .unreadable(path: file.path, reason: "\(error)")
    }
    return hexadecimal(hash.finalize())
  }
}
