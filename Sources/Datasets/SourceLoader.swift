import Crypto
import Foundation

/// What a source's files gave: records, and every row that did not become one.
public struct LoadedSource: Sendable {
  /// The records in the order of files, rows and views.
  public var records: [Record]
  /// The rows that were read, faulty ones included.
  public var rowCount: Int
  /// The faulty rows.
  public var badRows: [BadRow]
  /// The number of rows that the manifest's rules leave out, by reason.
  public var skipped: [String: Int]
}

/// Reads a source from the first mirror that has its folder, after its checksums.
public struct SourceLoader: Sendable {
  private static let chunkBytes = 1 << 20

  /// Folders that hold a folder for each source; the first that has a source's folder gives it.
  public let mirrors: [URL]
  /// Every category that exists.
  public let categories: [String]

  /// A loader over mirrors.
  public init(mirrors: [URL], categories: [String]) {
    precondition(!mirrors.isEmpty)
    self.mirrors = mirrors
    self.categories = categories
  }

  /// The records of a source's files in the given splits; all splits where `splits` is nil.
  public func load(
    _ manifest: CorpusManifest, splits: [String]? = nil
  ) throws(DatasetError) -> LoadedSource {
    try checkCategories(manifest)
    var loaded = LoadedSource(records: [], rowCount: 0, badRows: [], skipped: [:])
    let known = Array(Set(manifest.files.map(\.split))).sorted()
    for split in splits ?? [] where !known.contains(split) {
      throw .unknownSplit(source: manifest.id, split: split, known: known)
    }
    for file in manifest.files where splits?.contains(file.split) ?? true {
      try verify(file, of: manifest)
      var shaper = RecordShaper(manifest: manifest, file: file, categories: categories)
      var reader = RowReader(format: file.format ?? manifest.format)
      try forEachUnpackedChunk(of: file, in: manifest) { chunk in
        reader.consume(chunk) { shaper.take($0) }
      }
      reader.finish { shaper.take($0) }
      loaded.records += shaper.records
      loaded.rowCount += shaper.rowCount
      loaded.badRows += shaper.badRows
      loaded.skipped.merge(shaper.skipped, uniquingKeysWith: +)
    }
    return loaded
  }

  /// The SHA-256 of a file of a source, in lower-case hexadecimal digits.
  public func checksum(
    of file: CorpusManifest.File, in manifest: CorpusManifest
  ) throws(DatasetError) -> String {
    var hash = SHA256()
    try forEachChunk(of: file, in: manifest) { hash.update(data: $0) }
    return hexadecimal(hash.finalize())
  }

  private func verify(_ file: CorpusManifest.File, of manifest: CorpusManifest) throws(DatasetError) {
    let found = try checksum(of: file, in: manifest)
    guard found == file.sha256 else {
      throw .checksumMismatch(
        source: manifest.id, path: file.path, expected: file.sha256, found: found)
    }
  }

  /// The bytes of a file without the packing that its name tells.
  private func forEachUnpackedChunk(
    of file: CorpusManifest.File, in manifest: CorpusManifest, _ body: ([UInt8]) -> Void
  ) throws(DatasetError) {
    let packing = { (fault: CodecFault) in
      DatasetError.packing(source: manifest.id, path: file.path, fault: fault)
    }
    var decompressor: Decompressor
    do throws(CodecFault) { decompressor = try Decompressor(Compression(path: file.path)) } catch {
      throw packing(error)
    }
    try forEachChunk(of: file, in: manifest) { chunk throws(DatasetError) in
      do throws(CodecFault) { try decompressor.consume(chunk, emit: body) } catch { throw packing(error) }
    }
    do throws(CodecFault) { try decompressor.finish() } catch { throw packing(error) }
  }

  private func forEachChunk(
    of file: CorpusManifest.File, in manifest: CorpusManifest,
    _ body: ([UInt8]) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    let folders = mirrors.map { $0.appendingPathComponent(manifest.folder) }
    guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw .missingFolder(source: manifest.id, path: folders[folders.count - 1].path)
    }
    let url = folder.appendingPathComponent(file.path)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .missingFile(source: manifest.id, path: url.path)
    }
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      while let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty {
        try body([UInt8](chunk))
      }
    } catch let error as DatasetError {
      throw error
    } catch {
      throw .unreadable(path: url.path, reason: "\(error)")
    }
  }

  private func checkCategories(_ manifest: CorpusManifest) throws(DatasetError) {
    for view in manifest.views + manifest.files.flatMap({ $0.views ?? [] }) {
      for slug in view.rules.flatMap({ $0.positive + $0.negative + $0.masked + $0.flags.keys.sorted() })
      where !categories.contains(slug) {
        throw .unknownCategory(slug: slug, where: manifest.id, known: categories)
      }
    }
  }
}
