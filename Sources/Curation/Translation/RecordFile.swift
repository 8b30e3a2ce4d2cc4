import Datasets
import Foundation

/// Records in a file of JSON lines.
public enum RecordFile {
  /// A line that is no record.
  public struct BadLine: Equatable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// Why it is none.
    public var fault: RecordLine.Fault
  }

  /// The records of a file, and the lines that are none; packed files are unpacked.
  public static func read(_ url: URL) throws(CurationError) -> (records: [Record], badLines: [BadLine]) {
    var records: [Record] = []
    var badLines: [BadLine] = []
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw .unreadable(path: url.path, reason: "no such file, or no right to read it")
    }
    try PackedLines.forEach(in: url, lastLineNeedsEnd: false) { bytes, line in
      guard bytes.contains(where: { !" \t\r".utf8.contains($0) }) else { return }
      do throws(RecordLine.Fault) { records.append(try RecordLine.record(bytes)) } catch {
        badLines.append(BadLine(line: line, fault: error))
      }
    }
    return (records, badLines)
  }

  /// Writes records as lines, all of them or none; packed where the name ends in `.zst`.
  public static func write(_ records: [Record], to url: URL) throws(CurationError) {
    if url.pathExtension == "zst" {
      var writer = try PackedLinesWriter(to: url)
      for record in records { try writer.append(record) }
      try writer.finish()
      return
    }
    var bytes: [UInt8] = []
    for record in records {
      RecordLine.append(record, to: &bytes)
      bytes.append(0x0A)
    }
    try write(Data(bytes), to: url)
  }

  /// Writes a file, all of it or none.
  public static func write(_ data: Data, to url: URL) throws(CurationError) {
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url, options: .atomic)
    } catch {
      throw .unwritable(path: url.path, reason: "\(error)")
    }
  }
}
