import Normalization

/// A text and its pieces as SentencePiece itself tells of them: spellings and places by its own rules.
///
/// Where ``Encoding`` gives each byte piece the whole character, here only the last one has a place and the others are
/// empty; and of several pieces that one character became, only the last has it. These are the `piece`, `begin` and
/// `end` of 0.2.3's `SentencePieceText`.
public struct SentencePieceText: Sendable, Equatable {
  /// One piece.
  public struct Piece: Sendable, Equatable {
    /// Its id.
    public var id: Int32
    /// Its spelling; for the unknown piece the text that it stands for.
    public var bytes: [UInt8]
    /// The UTF-8 range of the user's text.
    public var span: Range<Int>
  }

  /// The pieces, in the order of the text.
  public var pieces: [Piece]
}

extension Tokenizer {
  /// The pieces of `text` by SentencePiece's own rules.
  public func sentencePieceText(_ text: AlignedText) -> SentencePieceText {
    sentencePieceText(text, encoding: encode(text))
  }

  /// The pieces of `encoding`, which must be a cut of `text`, by SentencePiece's own rules.
  public func sentencePieceText(_ text: AlignedText, encoding: Encoding) -> SentencePieceText {
    let prepared = prepared(text)
    return sentencePieceText(
      encoding, prepared: prepared, places: NormalizedPlaces(prepared, of: text, self))
  }

  /// Normalizes `text` as the model does, with the place in the user's text of each byte and of the end.
  ///
  /// Source: `NormalizeWithOffsets` of SentencePiece 0.2.3.
  public func normalized(_ text: AlignedText) -> (utf8: [UInt8], offsets: [Int]) {
    let prepared = prepared(text)
    let places = NormalizedPlaces(prepared, of: text, self)
    var offsets = (0...prepared.utf8.count).map(places.place)
    // A user-defined piece is taken whole, and so all of it has the place of its first character.
    let symbols = PrefixTable(model.pieces.filter { $0.type == .userDefined }.map { ($0.bytes, 0) })
    var index = 0
    while text.isUnchanged, index < prepared.utf8.count {
      let start = offsets[index]
      var length = 0
      symbols.forEachPrefix(of: text.utf8, at: start) { count, _ in length = count }
      index += 1
      while index < prepared.utf8.count, offsets[index] < start + length {
        offsets[index] = start
        index += 1
      }
    }
    return (prepared.utf8, offsets)
  }

  private func sentencePieceText(
    _ encoding: Encoding, prepared: AlignedText, places: NormalizedPlaces
  ) -> SentencePieceText {
    var pieces: [SentencePieceText.Piece] = []
    let bytes = prepared.utf8
    var position = 0
    for (index, id) in encoding.ids.enumerated() {
      let piece = model.pieces[Int(id)]
      var end = min(position + (piece.type == .byte ? 1 : piece.bytes.count), bytes.count)
      var spelling = piece.bytes
      if piece.type == .unknown {
        end = unknownEnd(index, encoding, prepared, from: position)
        spelling = Array(bytes[position..<end])
      }
      var span = places.place(position)..<max(places.place(position), places.place(end))
      if piece.type == .byte {
        let character = Self.character(around: position, in: bytes)
        let low = places.place(character.lowerBound)
        span = low..<(end == character.upperBound ? max(low, places.place(end)) : low)
      }
      pieces.append(SentencePieceText.Piece(id: id, bytes: spelling, span: span))
      position = end
    }
    return SentencePieceText(pieces: pieces)
  }

  /// The bytes of the character that byte `offset` is a part of.
  private static func character(around offset: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = offset
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }

  /// Where the unknown text ends that begins at `start`: where the next piece is spelled, at its place.
  private func unknownEnd(
    _ index: Int, _ encoding: Encoding, _ prepared: AlignedText, from start: Int
  ) -> Int {
    guard index + 1 < encoding.ids.count else { return prepared.utf8.count }
    let next = model.pieces[Int(encoding.ids[index + 1])].bytes
    var end = start + 1
    while end + next.count <= prepared.utf8.count {
      if prepared.utf8[end] & 0xC0 != 0x80, prepared.utf8[end..<end + next.count] == next[...],
        prepared.sourceRange(of: end..<end + next.count) == encoding.spans[index + 1],
        prepared.sourceRange(of: start..<end).upperBound == encoding.spans[index].upperBound
      {
        return end
      }
      end += 1
    }
    return prepared.utf8.count
  }
}

/// The place in the user's text of each byte of a normalized one, as SentencePiece counts.
struct NormalizedPlaces {
  private let prepared: AlignedText
  private let end: Int

  init(_ prepared: AlignedText, of text: AlignedText, _ tokenizer: Tokenizer) {
    self.prepared = prepared
    let count = prepared.utf8.count
    let sourceEnd = prepared.sourceRange(of: count..<count).upperBound
    let textEnd = text.sourceRange(of: text.utf8.count..<text.utf8.count).upperBound
    guard tokenizer.model.normalizer.removesExtraWhitespace, sourceEnd < textEnd, text.isUnchanged else {
      end = tokenizer.model.normalizer.removesExtraWhitespace ? sourceEnd : textEnd
      return
    }
    // Spaces that were taken away at the end lie behind the last place, what a rule deletes there does not: between
    // two letters the rest of the text shows whether it holds a space.
    let probe = tokenizer.prepared(AlignedText(utf8: [0x61] + text.utf8[sourceEnd..<textEnd] + [0x61]))
    let space = tokenizer.model.normalizer.escapesWhitespace ? SentencePieceModel.spaceMark : [0x20]
    let first = probe.utf8.firstIndex(of: 0x61).map { $0 + 1 } ?? 0
    let isSpace = probe.utf8[first...].starts(with: space)
    end = isSpace ? sourceEnd + probe.sourceRange(of: first..<first + 1).lowerBound - 1 : textEnd
  }

  /// The place of byte `offset`, or of the end.
  func place(_ offset: Int) -> Int {
    offset < prepared.utf8.count ? prepared.sourceRange(of: offset..<offset + 1).lowerBound : end
  }
}
