#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The `.vocab` file beside a model: a line for each piece, with its score behind a tab.
///
/// SentencePiece writes scores as C++ streams do, with six significant digits, so a score that is read back may differ
/// from the model's in its last bits; the pieces and their order are exact. A piece may hold a tab: the last tab of a
/// line is the separator. A piece that holds a line feed cannot be told apart from two lines; reading throws.
public struct VocabularyFile: Sendable, Equatable {
  /// One line.
  public struct Entry: Sendable, Equatable {
    /// The piece.
    public var bytes: [UInt8]
    /// The number behind the tab: its score, or in a file of symbols its id.
    public var score: Double

    /// A line from its parts.
    public init(bytes: [UInt8], score: Double) {
      self.bytes = bytes
      self.score = score
    }
  }

  /// The lines, in the order of ids.
  public var entries: [Entry]

  /// A file of these lines.
  public init(entries: [Entry]) { self.entries = entries }

  /// The vocabulary of `model`.
  public init(_ model: SentencePieceModel) {
    entries = model.pieces.map { Entry(bytes: $0.bytes, score: Double($0.score)) }
  }

  /// Reads a file. Throws ``TokenizationError/malformedVocabulary(line:)`` for a line without a tab and a number.
  public init(utf8 bytes: [UInt8]) throws(TokenizationError) {
    entries = []
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      guard let tab = line.lastIndex(of: 0x09), tab > line.startIndex,
        let score = Double(String(decoding: line[(tab + 1)...].filter { $0 != 0x0D }, as: UTF8.self))
      else { throw .malformedVocabulary(line: index + 1) }
      entries.append(Entry(bytes: Array(line[..<tab]), score: score))
    }
  }

  /// The bytes of the `.vocab` file.
  public var utf8: [UInt8] {
    entries.reduce(into: []) { file, entry in
      file += entry.bytes + [0x09] + Array(Self.text(of: entry.score).utf8) + [0x0A]
    }
  }

  /// The bytes of a file of symbols, with ids in place of scores.
  public var symbols: [UInt8] {
    entries.enumerated().reduce(into: []) { file, entry in
      file += entry.element.bytes + [0x09] + Array(String(entry.offset).utf8) + [0x0A]
    }
  }

  /// `number` as C++ streams write it by default: `%g`.
  static func text(of number: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 32)
    let capacity = buffer.count
    // SAFETY: the buffer's own length is passed; `%g` of a double needs fewer than 16 bytes.
    let count = withVaList([number]) { vsnprintf(&buffer, capacity, "%g", $0) }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
