import Normalization

/// Byte pair encoding: neighbours that together are a piece join, best score first, leftmost first among equals.
///
/// Symbols are numbers: the id of the piece, or a number behind the vocabulary for a character that only
/// occurs inside of pieces. Every pair of symbols that joins is in one table, so a join is one lookup.
/// Source: `bpe_model.cc` of SentencePiece.
final class BPESegmenter: Sendable {
  private let symbols: ScalarTable
  private let joins: JoinTable
  private let vocabulary: Vocabulary
  private let vocabularySize: Int32
  private let unusedPieces: UnusedPieces?
  /// Whether no piece holds a character and then a `▁`: then words can be cut one by one.
  private let cutsAtWords: Bool

  /// Whether the segmenter can read spaces for `▁` itself, so that text needs no preparation.
  let readsSpaces: Bool

  init(_ model: SentencePieceModel, _ vocabulary: Vocabulary) {
    var symbols = ScalarTable.Builder()
    var joins = JoinTable.Builder()
    var cutsAtWords = true
    var pieces: [(id: Int32, scalars: [UTF8Scalar])] = []
    pieces.reserveCapacity(model.pieces.count)
    for (piece, id) in zip(model.pieces, Int32(0)...) where model.isText(piece) {
      // A piece of malformed bytes never comes from text, which is well-formed by now.
      guard let scalars = Self.scalars(piece.bytes) else { continue }
      if scalars.count == 1 { symbols[scalars[0].value] = id }
      for index in 1..<max(1, scalars.count)
      where scalars[index].value == 0x2581 && scalars[index - 1].value != 0x2581 {
        cutsAtWords = false
      }
      pieces.append((id, scalars))
    }
    var next = Int32(model.pieces.count)
    for (_, scalars) in pieces {
      for scalar in scalars where symbols[scalar.value] < 0 {
        symbols[scalar.value] = next
        next += 1
      }
    }
    for (id, scalars) in pieces where scalars.count > 1 {
      let piece = model.pieces[Int(id)]
      piece.bytes.withUnsafeBufferPointer { bytes in
        var cut = 0
        for index in 1..<scalars.count {
          cut += scalars[index - 1].length
          let left = index == 1 ? symbols[scalars[0].value] : vocabulary.textID(of: bytes[..<cut])
          let isLast = index == scalars.count - 1
          let right = isLast ? symbols[scalars[index].value] : vocabulary.textID(of: bytes[cut...])
          if let left, let right { joins.insert(left, right, id: id, score: piece.score) }
        }
      }
    }
    self.symbols = ScalarTable(symbols)
    self.joins = JoinTable(joins)
    self.vocabulary = vocabulary
    self.cutsAtWords = cutsAtWords
    vocabularySize = Int32(model.pieces.count)
    unusedPieces = UnusedPieces(model)
    // Unused pieces are cut by lengths in prepared text.
    readsSpaces = symbols[0x2581] >= 0 && unusedPieces == nil
  }

  private static func scalars(_ bytes: [UInt8]) -> [UTF8Scalar]? {
    bytes.withUnsafeBufferPointer { bytes in
      var scalars: [UTF8Scalar] = []
      var offset = 0
      while offset < bytes.count {
        guard let scalar = UTF8Scalar(in: bytes, at: offset) else { return nil }
        scalars.append(scalar)
        offset += scalar.length
      }
      return scalars
    }
  }

  /// How the segmenter reads its text.
  enum Reading {
    /// Prepared text: spaces are spaces.
    case prepared
    /// Text as it is: a space is a `▁`, a malformed byte is U+FFFD, and the text may begin with a `▁`.
    case plain(addsDummyPrefix: Bool)
  }

  /// Cuts `bytes` and hands the pieces to `output`.
  func segment(_ bytes: UnsafeBufferPointer<UInt8>, reading: Reading, into output: inout PieceOutput) {
    var chunk = BPEChunk()
    var offset = 0
    var followsSpace = true
    var isPlain = false
    if case .plain(let addsDummyPrefix) = reading {
      isPlain = true
      if addsDummyPrefix, !bytes.isEmpty { chunk.append(symbol: symbols[0x2581], from: 0, to: 0) }
    }
    while offset < bytes.count {
      if let userDefined = vocabulary.userDefined,
        let match = userDefined.longestPrefix(of: bytes, at: offset)
      {
        join(&chunk, bytes: bytes, into: &output)
        let end = offset + match.length
        output.append(match.value, bytes: bytes, range: offset..<end)
        offset = end
        followsSpace = false
        continue
      }
      let scalar = UTF8Scalar(in: bytes, at: offset)
      var value = scalar?.value ?? 0xFFFD
      if isPlain, value == 0x20 { value = 0x2581 }
      let isSpace = value == 0x2581
      if isSpace, !followsSpace, cutsAtWords { join(&chunk, bytes: bytes, into: &output) }
      followsSpace = isSpace
      let end = offset + (scalar?.length ?? 1)
      chunk.append(symbol: symbols[value], from: offset, to: end)
      offset = end
    }
    join(&chunk, bytes: bytes, into: &output)
  }

  /// Joins the symbols of `chunk`, hands the pieces on and empties it.
  private func join(
    _ chunk: inout BPEChunk, bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput
  ) {
    chunk.joinAll(joins, unused: unusedPieces)
    for index in 0..<chunk.count {
      let (symbol, range) = chunk[index]
      if let unusedPieces, unusedPieces.contains(symbol) {
        for (part, range) in unusedPieces.parts(of: symbol, range, joins: chunk.unusedJoins) {
          output.append(part < vocabularySize ? part : -1, bytes: bytes, range: range)
        }
      } else {
        output.append(symbol < vocabularySize ? symbol : -1, bytes: bytes, range: range)
      }
    }
    chunk.removeAll()
  }
}
