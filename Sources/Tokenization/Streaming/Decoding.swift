import Normalization

/// The text of a list of pieces, and which part of it each piece gave.
public struct Decoding: Sendable, Equatable {
  /// The text's bytes.
  public var utf8: [UInt8] = []
  /// For each piece a range of ``utf8``. Of the byte pieces of one character the last has it and the others are empty.
  ///
  /// A denormalizer changes the text afterwards; the ranges are those of the text before, as in SentencePiece 0.2.3.
  public var ranges: [Range<Int>] = []

  /// A text whose pieces are not known.
  public init(utf8: [UInt8] = []) { self.utf8 = utf8 }
}

extension Tokenizer {
  /// The text of `ids`, and which part each id gave.
  public func decoding(_ ids: [Int32]) -> Decoding {
    decoding(tokens: ids.map { (piece(of: $0), nil) })
  }

  /// The text of pieces that are given by their spellings, and which part each gave.
  ///
  /// A spelling that the model does not have stands for itself, `▁` and all, as in SentencePiece.
  public func decoding(pieces: [[UInt8]]) -> Decoding {
    decoding(
      tokens: pieces.map { bytes in
        guard !bytes.isEmpty, let id = id(of: String(decoding: bytes, as: UTF8.self)),
          model.pieces[Int(id)].bytes == bytes
        else { return (nil, bytes) }
        return (model.pieces[Int(id)], nil)
      })
  }

  private func decoding(tokens: [(piece: SentencePieceModel.Piece?, spelling: [UInt8]?)]) -> Decoding {
    var decoding = Decoding()
    var rule = SurfaceRule(model)
    var run: [UInt8] = []
    for token in tokens {
      if let piece = token.piece, piece.type == .byte, let byte = SentencePieceModel.byte(named: piece.bytes)
      {
        run.append(byte)
        continue
      }
      decoding.append(bytes: &run)
      let isAtStart = decoding.utf8.isEmpty
      if let spelling = token.spelling {
        decoding.append(rule.text(ofUnknown: spelling, isAtStart: isAtStart))
      } else {
        decoding.append(rule.text(of: token.piece, isAtStart: isAtStart))
      }
    }
    decoding.append(bytes: &run)
    if let restorer { decoding.utf8 = restorer.prepare(AlignedText(utf8: decoding.utf8)).utf8 }
    return decoding
  }
}

extension Decoding {
  /// Adds the text of one piece.
  fileprivate mutating func append(_ text: some Collection<UInt8>) {
    ranges.append(utf8.count..<utf8.count + text.count)
    utf8 += text
  }

  /// Adds what a run of byte pieces spells, U+FFFD for each byte that spells nothing, and empties the run.
  fileprivate mutating func append(bytes run: inout [UInt8]) {
    let bytes = run
    run = []
    var offset = 0
    while offset < bytes.count {
      let length = bytes.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset)?.length }
      for _ in 1..<(length ?? 1) { append([]) }
      if let length { append(bytes[offset..<offset + length]) } else { append([0xEF, 0xBF, 0xBD]) }
      offset += length ?? 1
    }
  }
}
