/// Lines of an input on their way to a worker: what stands between line feeds, byte for byte.
///
/// SentencePiece's commands keep a carriage return and a byte order mark as parts of the text, and so does this.
struct SpmBatch: Sendable {
  /// The lines' bytes, one after another, without line feeds.
  var bytes: [UInt8] = []
  /// Where each line ends in ``bytes``.
  var ends: [Int] = []
  /// The number of the first line, counted from 1 in its file.
  var firstLine = 1
  /// How many lines of all files came before.
  var firstNumber = 0

  /// Line `index`.
  func line(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
  }
}

/// Reads files one after another as batches of lines, in memory bounded by the longest line.
final class SpmLineReader {
  private let mostLines: Int
  private let readBytes: Int
  private var paths: ArraySlice<String>
  private var file: InputFile?
  private var held: [UInt8] = []
  private var looked = 0
  private var line = 1
  private var number = 0

  /// A reader of the files at `paths`; `-`, and no path at all, is the standard input.
  init(paths: [String], mostLines: Int = 256, readBytes: Int = 1 << 18) {
    self.paths = (paths.isEmpty ? ["-"] : paths)[...]
    self.mostLines = mostLines
    self.readBytes = readBytes
  }

  /// The next lines, at least one; nil at the end of the last file.
  func next() throws(InputError) -> SpmBatch? {
    while true {
      if file == nil {
        guard let path = paths.popFirst() else { return nil }
        file = path == "-" ? InputFile.standardInput() : try InputFile(path: path)
        (held, looked, line) = ([], 0, 1)
      }
      if let batch = cut() { return batch }
      guard let file else { continue }
      if try file.read(readBytes, &held) == 0 {
        self.file = nil
        if !held.isEmpty { return rest() }
      }
    }
  }

  /// The whole lines that are held, up to the limit; nil if none has ended yet.
  private func cut() -> SpmBatch? {
    var batch = SpmBatch(firstLine: line, firstNumber: number)
    var start = 0
    held.withUnsafeBufferPointer { bytes in
      var offset = looked
      while offset < bytes.count, batch.ends.count < mostLines {
        if bytes[offset] == 0x0A {
          batch.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<offset]))
          batch.ends.append(batch.bytes.count)
          start = offset + 1
        }
        offset += 1
      }
      looked = offset
    }
    guard start > 0 else { return nil }
    line += batch.ends.count
    number += batch.ends.count
    looked -= start
    held.removeSubrange(..<start)
    return batch
  }

  /// The last line, which no line feed ends.
  private func rest() -> SpmBatch {
    defer { (held, looked, number) = ([], 0, number + 1) }
    return SpmBatch(bytes: held, ends: [held.count], firstLine: line, firstNumber: number)
  }
}
