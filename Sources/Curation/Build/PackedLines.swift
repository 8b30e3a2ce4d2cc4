import Datasets
import Foundation

/// Lines of text in a Zstandard file, written whole or not at all.
struct PackedLinesWriter: ~Copyable {
  private let url: URL
  private let temporary: URL
  private let handle: FileHandle
  private var encoder: ZstdEncoder
  private var buffer: [UInt8] = []
  private(set) var byteCount = 0

  /// Starts a file that appears under `url` once it is finished.
  init(to url: URL) throws(CurationError) {
    let temporary = url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
    let handle: FileHandle
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: temporary)
      handle = try FileHandle(forWritingTo: temporary)
    } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
    let encoder: ZstdEncoder
    do throws(CodecFault) { encoder = try ZstdEncoder(level: 6) } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
    (self.url, self.temporary, self.handle) = (url, temporary, handle)
    self.encoder = encoder
  }

  /// Appends a line; the line feed is added.
  mutating func append(_ line: [UInt8]) throws(CurationError) {
    buffer += line
    buffer.append(0x0A)
    if buffer.count >= 1 << 20 { try flush() }
  }

  /// Appends a record as a line.
  mutating func append(_ record: Record) throws(CurationError) {
    RecordLine.append(record, to: &buffer)
    buffer.append(0x0A)
    if buffer.count >= 1 << 20 { try flush() }
  }

  private mutating func flush() throws(CurationError) {
    do {
      byteCount += buffer.count
      let handle = handle
      try encoder.consume(buffer) { try handle.write(contentsOf: Data($0)) }
      buffer.removeAll(keepingCapacity: true)
    } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
  }

  /// Ends the file and gives it its name.
  consuming func finish() throws(CurationError) {
    try flush()
    do {
      let handle = handle
      try encoder.finish { try handle.write(contentsOf: Data($0)) }
      try handle.synchronize()
      try handle.close()
      guard rename(temporary.path, url.path) == 0 else {
        throw CocoaError(.fileWriteUnknown)
      }
    } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
  }
}

/// Reads the lines of a Zstandard file as they are unpacked.
enum PackedLines {
  /// Calls `body` with each line and its number, from 1.
  static func forEach(
    in url: URL, lastLineNeedsEnd: Bool = true, _ body: ([UInt8], _ line: Int) throws(CurationError) -> Void
  ) throws(CurationError) {
    let unreadable = { (reason: String) in CurationError.unreadable(path: url.path, reason: reason) }
    var pending: [UInt8] = []
    var number = 0
    var failure: CurationError?
    let take = { (bytes: [UInt8]) in
      guard failure == nil else { return }
      var start = 0
      while let end = bytes[start...].firstIndex(of: 0x0A) {
        pending += bytes[start..<end]
        number += 1
        do throws(CurationError) { try body(pending, number) } catch {
          failure = error
          return
        }
        pending.removeAll(keepingCapacity: true)
        start = end + 1
      }
      pending += bytes[start...]
    }
    do {
      var decompressor = try Decompressor(Compression(path: url.path))
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      while failure == nil, let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
        try decompressor.consume([UInt8](chunk), emit: take)
      }
      if failure == nil { try decompressor.finish() }
    } catch {
      throw unreadable("\(error)")
    }
    if let failure { throw failure }
    guard !pending.isEmpty else { return }
    guard !lastLineNeedsEnd else { throw unreadable("the last line has no end") }
    try body(pending, number + 1)
  }
}
