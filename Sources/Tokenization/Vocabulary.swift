import Normalization

/// The pieces of a model by their bytes, checked: what SentencePiece itself demands of a model when it loads.
final class Vocabulary: Sendable {
  /// The pieces that text can give: normal, user-defined and unused ones. Reversed for unigram models.
  let trie: PieceTrie
  /// The pieces that text never gives by their spelling.
  private let reserved: ByteStringTable
  private let reservedIDs: [Int32]
  /// The user-defined pieces by their bytes; nil if there is none.
  let userDefined: ByteTrie?
  /// The types of the pieces, by id.
  let types: FrozenArray<SentencePieceModel.PieceType>
  /// What the pieces count in the search for the best cut, by id.
  let scores: FrozenArray<Float>
  /// The lengths of the pieces in bytes, by id.
  let lengths: FrozenArray<UInt32>
  /// The id of the unknown piece; -1 if the model has none, which only byte fallback allows.
  let unknownID: Int32
  /// The score of a character that is in no piece, and the largest score of all, signs left out.
  let unknownScore: Float
  let largestScore: Float
  /// The ids of the 256 byte pieces; empty without byte fallback.
  let byteIDs: FrozenArray<Int32>
  /// What each piece is decoded to.
  let surfaces: PieceSurfaces

  /// How much worse than the worst piece an unknown character is.
  private static let unknownPenalty: Float = 10

  /// The pieces that text can give as numbers of characters, in the order of their ids.
  struct Spellings: ~Copyable {
    var trie: PieceTrie.Builder
    var ids: [Int32] = []

    init(pieceCount: Int) { trie = PieceTrie.Builder(pieceCount: pieceCount) }
  }

  /// The vocabulary of `model`; its spellings are left for the tables that need them.
  init(_ model: SentencePieceModel, _ spellings: inout Spellings) throws(TokenizationError) {
    let pieces = model.pieces
    guard pieces.count < Int(Int32.max) else { throw .tooManyPieces(found: pieces.count) }
    var checks = Checks(model)
    var reserved = ByteStringTable()
    var reservedIDs: [Int32] = []
    var symbols: [(bytes: [UInt8], value: Int32)] = []
    spellings.ids.reserveCapacity(pieces.count)
    var types: [SentencePieceModel.PieceType] = []
    var scores: [Float] = []
    var lengths: [UInt32] = []
    types.reserveCapacity(pieces.count)
    scores.reserveCapacity(pieces.count)
    lengths.reserveCapacity(pieces.count)
    for index in pieces.indices {
      let piece = pieces[index]
      let id = Int32(index)
      let length = piece.withBytes(\.count)
      try checks.check(piece, id: id, length: length)
      let score = Self.searchScore(of: piece, length: length)
      types.append(piece.type)
      scores.append(score)
      lengths.append(UInt32(clamping: length))
      guard model.isText(piece) else {
        if !piece.isText {
          let (place, isNew) = reserved.insert(piece.bytes[...])
          guard isNew else { throw .duplicatePiece(id: index, firstID: Int(reservedIDs[place])) }
          reservedIDs.append(id)
        }
        continue
      }
      if piece.type == .userDefined { symbols.append((piece.bytes, id)) }
      piece.withBytes { spellings.trie.append($0, id: id, score: score) }
      spellings.ids.append(id)
    }
    try checks.finish(model)
    trie = try spellings.trie.build(isReversed: model.trainer.modelType == .unigram)
    self.reserved = reserved
    self.reservedIDs = reservedIDs
    userDefined = symbols.isEmpty ? nil : ByteTrie(symbols)
    self.types = FrozenArray(types)
    self.scores = FrozenArray(scores)
    self.lengths = FrozenArray(lengths)
    unknownID = checks.unknownID
    unknownScore = checks.worstScore - Self.unknownPenalty
    largestScore = max(checks.largestScore, abs(unknownScore))
    byteIDs = FrozenArray(model.trainer.hasByteFallback ? checks.byteIDs : [])
    surfaces = PieceSurfaces(
      model, bytes: lengths.reduce(0) { $0 + Int($1) },
      byteIDs: model.trainer.hasByteFallback ? checks.byteIDs : [])
  }

  /// What a piece counts in the search for the best cut: user-defined pieces win against any cut, the longer
  /// the more, and unused ones are never taken. Source: `GetUserDefinedScore` in `unigram_model.cc`.
  private static func searchScore(of piece: SentencePieceModel.Piece, length: Int) -> Float {
    switch piece.type {
    case .userDefined: Float(0.1 * Double(length - 1))
    case .unused: -.infinity
    default: piece.score
    }
  }

  /// The id of a piece of any type; reserved ones come first, as in SentencePiece.
  func id(of bytes: [UInt8]) -> Int32? {
    bytes.withUnsafeBufferPointer { bytes in
      reserved.find(bytes).map { reservedIDs[$0] } ?? textID(of: bytes)
    }
  }

  /// The id of a piece that text can give.
  func textID(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    var symbols: [UInt32] = []
    var offset = 0
    while offset < bytes.count {
      let scalar = UTF8Scalar(in: bytes, at: offset)
      symbols.append(trie.alphabet[scalar?.value ?? ScalarTable.malformed + UInt32(bytes[offset])])
      offset += scalar?.length ?? 1
    }
    return symbols.withUnsafeBufferPointer { trie.id(of: $0) }
  }

  /// The id of a piece that text can give.
  func textID(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int32? {
    textID(of: UnsafeBufferPointer(rebasing: bytes))
  }
}

extension Vocabulary {
  /// What must hold of the pieces, and what is found on the way.
  fileprivate struct Checks {
    var unknownID: Int32 = -1
    var byteIDs = [Int32](repeating: -1, count: 256)
    /// Of the normal pieces.
    var worstScore = Float.greatestFiniteMagnitude
    var largestScore: Float = 0
    private var unknownCount = 0
    private var byteCount = 0
    private let isUnigram: Bool

    init(_ model: SentencePieceModel) { isUnigram = model.trainer.modelType == .unigram }

    mutating func check(
      _ piece: SentencePieceModel.Piece, id: Int32, length: Int
    ) throws(TokenizationError) {
      guard length > 0 else { throw .emptyPiece(id: Int(id)) }
      guard !piece.score.isNaN, piece.score.isFinite || !isUnigram else {
        throw .invalidScore(id: Int(id))
      }
      if piece.type == .normal { worstScore = min(worstScore, piece.score) }
      largestScore = max(largestScore, abs(piece.score), Float(length) * 0.1)
      if piece.type == .unknown {
        unknownCount += 1
        unknownID = id
      }
      if piece.type == .byte {
        guard let value = Self.byte(named: piece.bytes) else { throw .malformedBytePiece(id: Int(id)) }
        byteIDs[Int(value)] = id
        byteCount += 1
      }
    }

    func finish(_ model: SentencePieceModel) throws(TokenizationError) {
      let hasByteFallback = model.trainer.hasByteFallback
      guard unknownCount == 1 || (unknownCount == 0 && hasByteFallback) else {
        throw .unknownPieceCount(found: unknownCount)
      }
      let expected = hasByteFallback ? 256 : 0
      guard byteCount == expected else { throw .bytePieces(expected: expected, found: byteCount) }
    }

    /// The byte that `name` stands for; nil unless it is spelled exactly as ``SentencePieceModel/byteName(_:)``.
    private static func byte(named name: [UInt8]) -> UInt8? {
      guard name.count == 6, let byte = UInt8(String(decoding: name[3..<5], as: UTF8.self), radix: 16),
        name.elementsEqual(SentencePieceModel.byteName(byte).utf8)
      else { return nil }
      return byte
    }
  }
}

extension SentencePieceModel.Piece {
  /// Whether the piece is one that text can give, by its type.
  var isText: Bool { type == .normal || type == .userDefined || type == .unused }
}

extension SentencePieceModel {
  /// Whether text can give `piece`. SentencePiece 0.2.3 leaves out a piece of one NUL where a byte piece can
  /// stand for it.
  func isText(_ piece: Piece) -> Bool {
    piece.isText && !(trainer.hasByteFallback && piece.withBytes { $0.count == 1 && $0[0] == 0 })
  }
}
