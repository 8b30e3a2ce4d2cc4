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

  /// The words of `source` that the pieces of `window` touch, in order and without overlap.
  ///
  /// A word is a run without white space. A piece of nothing but white space belongs to no word. Writing without
  /// spaces would give one word for the whole text, so a word of more than ``longestWord`` pieces is cut into parts.
  /// A shorter word that the window's edge cuts has the pieces inside of the window, but the bytes of the whole.
  ///
  /// - Parameters:
  ///   - window: positions in `spans`; the words' pieces count from its start.
  ///   - spans: the pieces' UTF-8 ranges in `source`, in the order of the text.
  ///   - source: the user's text.
  static func under(_ window: Range<Int>, of spans: [Range<Int>], source: [UInt8]) -> [Word] {
    // Around the window as many pieces as tell whether a word at its edge is a short one.
    let view = max(0, window.lowerBound - longestWord)..<min(spans.count, window.upperBound + longestWord)
    let ink = spans[view].map { WhiteSpace.trimming($0, of: source) }
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
    let inside = window.lowerBound - view.lowerBound..<window.upperBound - view.lowerBound
    return words.flatMap { word in
      let pieces = word.pieces.clamped(to: inside)
      if pieces.isEmpty { return [Word]() }
      return word.pieces.count > longestWord
        ? parts(of: pieces, ink: ink) : [Word(pieces: pieces, bytes: word.bytes)]
    }.map { word in
      Word(
        pieces: word.pieces.lowerBound - inside.lowerBound..<word.pieces.upperBound - inside.lowerBound,
        bytes: word.bytes)
    }
  }

  private static func isGap(from end: Int, to start: Int, in source: [UInt8]) -> Bool {
    start > end && WhiteSpace.occurs(in: end..<start, of: source)
  }

  /// The word of `pieces` cut into parts. A cut falls only where one piece's text ends and the next one's begins: the pieces of a
  /// character in byte fallback share its span and stay together.
  private static func parts(of pieces: Range<Int>, ink: [Range<Int>?]) -> [Word] {
    var parts: [Word] = []
    for position in pieces {
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
