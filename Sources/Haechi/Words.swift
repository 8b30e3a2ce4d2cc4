/// A word (eojeol) of the user's text and the pieces that spell it.
struct Word: Equatable {
  /// The pieces, as positions in the window.
  var pieces: Range<Int>
  /// UTF-8 byte offsets into the user's text.
  var bytes: Range<Int>
}

/// How a window of pieces is cut into the words that evidence can name.
enum Words {
  /// A word of more pieces than this is cut.
  static let longestWord = 16
  /// The fewest pieces of a part of a word that was cut, its last part left aside.
  static let piecesPerPart = 8

  /// The words of `source` that `spans` touch, in order and without overlap.
  ///
  /// A word is a run without white space, as far as the window shows it. A piece of nothing but white space belongs
  /// to no word. Writing without spaces would give one word for the whole text, so a word of more than
  /// ``longestWord`` pieces is cut into parts.
  ///
  /// - Parameters:
  ///   - spans: the pieces' UTF-8 ranges in `source`, in the order of the text.
  ///   - source: the user's text.
  static func under(spans: ArraySlice<Range<Int>>, source: [UInt8]) -> [Word] {
    let ink = spans.map { WhiteSpace.trimming($0, of: source) }
    var words: [Word] = []
    for (position, bytes) in ink.enumerated() {
      guard let bytes else { continue }
      if let last = words.last, !isGap(from: last.bytes.upperBound, to: bytes.lowerBound, in: source) {
        words[words.count - 1].pieces = last.pieces.lowerBound..<position + 1
        words[words.count - 1].bytes =
          last.bytes.lowerBound..<max(last.bytes.upperBound, bytes.upperBound)
      } else {
        words.append(Word(pieces: position..<position + 1, bytes: bytes))
      }
    }
    return words.flatMap { $0.pieces.count > longestWord ? parts(of: $0, ink: ink) : [$0] }
  }

  private static func isGap(from end: Int, to start: Int, in source: [UInt8]) -> Bool {
    start > end && WhiteSpace.occurs(in: end..<start, of: source)
  }

  /// `word` cut into parts. A cut falls only where one piece's text ends and the next one's begins: the pieces of a
  /// character in byte fallback share its span and stay together.
  private static func parts(of word: Word, ink: [Range<Int>?]) -> [Word] {
    var parts: [Word] = []
    for position in word.pieces {
      guard let bytes = ink[position] else { continue }
      if let last = parts.last, last.pieces.count < piecesPerPart || bytes.lowerBound < last.bytes.upperBound
      {
        parts[parts.count - 1].pieces = last.pieces.lowerBound..<position + 1
        parts[parts.count - 1].bytes =
          last.bytes.lowerBound..<max(last.bytes.upperBound, bytes.upperBound)
      } else {
        parts.append(Word(pieces: position..<position + 1, bytes: bytes))
      }
    }
    return parts
  }
}
