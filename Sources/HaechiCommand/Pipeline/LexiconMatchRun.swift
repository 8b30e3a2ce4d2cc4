import Foundation
import Lexicons
import Normalization

/// Finds terms and personal data in chunks of lines, and writes what it found.
struct LexiconMatchRun {
  /// The output of one chunk.
  struct Part: Equatable {
    var bytes: [UInt8] = []
    var badLines: [BadLine] = []
  }

  /// A line that is no text.
  struct BadLine: Equatable {
    let line: Int
    let isTooLong: Bool
  }

  private let matcher: LexiconMatcher
  private let scanner: PIIScanner?
  private let isMasking: Bool
  private let isJSON: Bool

  /// A run over the lexicons of `folder`, or over those inside the binary.
  init(
    folder: String?, isDeobfuscating: Bool, isFindingPII: Bool, isMasking: Bool, isJSON: Bool
  ) throws {
    let lexicon = try folder.map { try Lexicon.load(folder: URL(fileURLWithPath: $0)) } ?? Lexicon.bundled()
    matcher = LexiconMatcher(lexicon: lexicon, deobfuscator: isDeobfuscating ? lexicon.deobfuscator() : nil)
    scanner = isFindingPII ? try PIIScanner.bundled() : nil
    (self.isMasking, self.isJSON) = (isMasking, isJSON)
  }

  /// What the lines of `chunk` of the file `path` give.
  func output(of chunk: Chunk, path: String) -> Part {
    var part = Part()
    for row in chunk.rows {
      let bytes = Array(chunk.bytes[row.range])
      guard row.fault == nil, let text = AlignedText(validating: bytes) else {
        part.badLines.append(BadLine(line: row.line, isTooLong: row.fault != nil))
        // A masked copy without the line would be silently shorter; with its bytes it would not be masked.
        if isMasking, !isJSON { part.bytes.append(0x0A) }
        continue
      }
      let data = scanner?.matches(in: text) ?? []
      if isMasking, !isJSON {
        part.bytes += PIIScanner.masked(bytes, matches: data) + [0x0A]
      } else {
        let matches = matcher.matches(in: text)
        let record = LexiconRecord(line: row.line, bytes: bytes, matches: matches, data: data)
        if isJSON {
          record.appendJSON(
            path: path, hasData: scanner != nil,
            masked: isMasking ? PIIScanner.masked(bytes, matches: data) : nil, to: &part.bytes)
        } else {
          record.appendLines(path: path, to: &part.bytes)
        }
      }
    }
    return part
  }
}
