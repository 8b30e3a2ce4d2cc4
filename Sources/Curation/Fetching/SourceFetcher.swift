import Crypto
import Datasets
import Foundation

/// Brings the files of a source into a folder, each with its checksum: from a mirror, or over the network.
///
/// What arrives goes into `FILE.part`, where a stopped transfer goes on by `Range`; only a file with the right
/// checksum gets its name, and a wrong one is removed.
public struct SourceFetcher: Sendable {
  /// How a file came.
  public enum Outcome: Equatable, Sendable {
    /// It was there already.
    case present
    /// It was copied from the mirror.
    case copied
    /// It was downloaded; so many bytes came over the network, after so many from an earlier run.
    case downloaded(bytes: Int, resumedAt: Int)
  }

  private let folder: URL
  private let mirror: URL?
  private let stream: (any ByteStreaming)?
  private let retry: RetryRule
  private let time: any Timekeeper
  private let rawHost: String

  /// A fetcher into a folder that holds a folder for each source. Without a stream only the mirror gives files.
  public init(
    into folder: URL, mirror: URL? = nil, stream: (any ByteStreaming)?, retry: RetryRule = RetryRule(),
    time: any Timekeeper = SystemTime(), rawHost: String = SourceAddress.rawHost
  ) {
    self.folder = folder
    self.mirror = mirror
    self.stream = stream
    self.retry = retry
    self.time = time
    self.rawHost = rawHost
  }

  /// Brings one file of a source.
  public func fetch(
    _ file: CorpusManifest.File, of manifest: CorpusManifest
  ) throws(CurationError) -> Outcome {
    let fail = { (fault: FetchFault) in
      CurationError.fetch(source: manifest.id, path: file.path, fault: fault)
    }
    guard SourceAddress.isSafe(file.path), SourceAddress.isSafe(manifest.folder) else {
      throw fail(.unsafePath)
    }
    let target = folder.appendingPathComponent(manifest.folder).appendingPathComponent(file.path)
    if FileManager.default.fileExists(atPath: target.path), try digest(of: target) == file.sha256 {
      return .present
    }
    try makeFolder(of: target)
    if let mirror {
      let source = mirror.appendingPathComponent(manifest.folder).appendingPathComponent(file.path)
      if FileManager.default.fileExists(atPath: source.path) {
        try copy(source, to: target, sha256: file.sha256, fail)
        return .copied
      }
    }
    guard let stream else {
      let path = (mirror ?? folder).appendingPathComponent(manifest.folder).appendingPathComponent(file.path)
      throw .dataset(.missingFile(source: manifest.id, path: path.path))
    }
    guard let url = SourceAddress.url(of: file, in: manifest, rawHost: rawHost) else {
      throw fail(.noAddress)
    }
    return try download(url, to: target, sha256: file.sha256, stream, fail)
  }

  // MARK: The mirror

  private func copy(
    _ source: URL, to target: URL, sha256: String, _ fail: (FetchFault) -> CurationError
  ) throws(CurationError) {
    let part = target.appendingPathExtension("copy")
    try? FileManager.default.removeItem(at: part)
    do { try FileManager.default.copyItem(at: source, to: part) } catch {
      throw .unwritable(path: target.path, reason: "\(error)")
    }
    try settle(part, as: target, sha256: sha256, fail)
  }

  /// Gives a whole file its name, if it is the right one; a wrong one is removed.
  private func settle(
    _ part: URL, as target: URL, sha256: String, _ fail: (FetchFault) -> CurationError
  ) throws(CurationError) {
    let found = try digest(of: part)
    guard found == sha256 else {
      let isPointer = Self.isLFSPointer(part)
      try? FileManager.default.removeItem(at: part)
      throw fail(isPointer ? .lfsPointer : .checksum(expected: sha256, found: found))
    }
    guard rename(part.path, target.path) == 0 else {
      throw .unwritable(path: target.path, reason: String(cString: strerror(errno)))
    }
  }

  private static func isLFSPointer(_ url: URL) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return false }
    defer { try? handle.close() }
    let start = (try? handle.read(upToCount: 64)) ?? nil
    return String(decoding: start ?? Data(), as: UTF8.self).hasPrefix("version https://git-lfs")
  }

  // MARK: The network

  private func download(
    _ url: URL, to target: URL, sha256: String, _ stream: any ByteStreaming,
    _ fail: (FetchFault) -> CurationError
  ) throws(CurationError) -> Outcome {
    let part = target.appendingPathExtension("part")
    var attempt = 1
    var received = 0
    var start = size(of: part)
    let resumedAt = start
    var mayStartOver = start > 0
    while true {
      let transfer = Transfer(part: part, start: start)
      let outcome = transfer.run(url, stream)
      received += outcome.received
      if let reason = outcome.writeFailure { throw .unwritable(path: part.path, reason: reason) }
      if let fault = outcome.fault {
        // The part is longer than the file, or the server has another file by now.
        if case .status(416) = fault, mayStartOver {
          try? FileManager.default.removeItem(at: part)
          (start, mayStartOver) = (0, false)
          continue
        }
        guard fault.isTransient, attempt < retry.attempts else { throw fail(fault) }
        time.sleep(retry.pause(after: attempt, key: sha256, asked: outcome.asked))
        // Attempts that brought something do not count.
        attempt = outcome.received > 0 ? 1 : attempt + 1
        start = size(of: part)
        mayStartOver = mayStartOver || start > 0
        continue
      }
      do throws(CurationError) {
        try settle(part, as: target, sha256: sha256, fail)
        return .downloaded(bytes: received, resumedAt: resumedAt)
      } catch {
        // What an earlier run left may be of another file: once, all of it is fetched anew.
        guard case .fetch(_, _, .checksum) = error, mayStartOver else { throw error }
        (start, mayStartOver) = (0, false)
      }
    }
  }

  private func size(of url: URL) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  private func makeFolder(of url: URL) throws(CurationError) {
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: url.deletingLastPathComponent().path, reason: "\(error)")
    }
  }

  private func digest(of url: URL) throws(CurationError) -> String { try fileDigest(url) }
}

/// The SHA-256 of a file, in lower-case hexadecimal digits.
func fileDigest(_ url: URL) throws(CurationError) -> String {
  do {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    var hash = SHA256()
    while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    return hexadecimal(hash.finalize())
  } catch {
    throw .unreadable(path: url.path, reason: "\(error)")
  }
}
