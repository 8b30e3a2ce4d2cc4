import Normalization

/// The pieces of a model by their bytes, checked: what SentencePiece itself demands of a model when it loads.
final class Vocabulary: Sendable {
  /// The pieces that text can give (normal, user-defined and unused ones) and their ids.
  private let text: PieceTable
  /// The pieces that text never gives by their spelling.
  private let reserved: PieceTable
  /// The user-defined pieces; nil if there is none.
  let userDefined: ByteTrie?
  /// The id of the unknown piece.
  let unknownID: Int32
  /// The ids of the 256 byte pieces; empty without byte fallback.
  let byteIDs: FrozenArray<Int32>
  /// What each piece is decoded to.
  let surfaces: PieceSurfaces

  init(_ model: SentencePieceModel) throws(TokenizationError) {
    guard model.pieces.count < Int(Int32.max) else { throw .tooManyPieces(found: model.pieces.count) }
    var text = PieceTable(capacity: model.pieces.count)
    var reserved = PieceTable(capacity: 0)
    var symbols: [(bytes: [UInt8], value: Int32)] = []
    var unknown: [Int32] = []
    var byteIDs = [Int32](repeating: -1, count: 256)
    for (piece, id) in zip(model.pieces, Int32(0)...) {
      guard !piece.bytes.isEmpty else { throw .emptyPiece(id: Int(id)) }
      guard !piece.score.isNaN else { throw .invalidScore(id: Int(id)) }
      if model.isText(piece) {
        try text.insert(piece.bytes, id: id)
        if piece.type == .userDefined { symbols.append((piece.bytes, id)) }
        continue
      }
      if piece.type == .unknown { unknown.append(id) }
      if piece.type == .byte {
        guard let value = Self.byte(named: piece.bytes) else { throw .malformedBytePiece(id: Int(id)) }
        byteIDs[Int(value)] = id
      }
      if !piece.isText { try reserved.insert(piece.bytes, id: id) }
    }
    guard unknown.count == 1 else { throw .unknownPieceCount(found: unknown.count) }
    let expected = model.trainer.hasByteFallback ? 256 : 0
    let found = model.pieces.count { $0.type == .byte }
    guard found == expected else { throw .bytePieces(expected: expected, found: found) }
    self.text = text
    self.reserved = reserved
    userDefined = symbols.isEmpty ? nil : ByteTrie(symbols)
    unknownID = unknown[0]
    self.byteIDs = FrozenArray(expected == 0 ? [] : byteIDs)
    surfaces = PieceSurfaces(model, byteIDs: expected == 0 ? [] : byteIDs)
  }

  /// The id of a piece of any type; reserved ones come first, as in SentencePiece.
  func id(of bytes: [UInt8]) -> Int32? {
    bytes.withUnsafeBufferPointer { reserved.id(of: $0) ?? text.id(of: $0) }
  }

  /// The id of a piece that text can give.
  func textID(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int32? {
    text.id(of: UnsafeBufferPointer(rebasing: bytes))
  }

  /// The byte that `name` stands for; nil unless it is spelled exactly as ``SentencePieceModel/byteName(_:)``.
  private static func byte(named name: [UInt8]) -> UInt8? {
    guard name.count == 6, let byte = UInt8(String(decoding: name[3..<5], as: UTF8.self), radix: 16),
      name.elementsEqual(SentencePieceModel.byteName(byte).utf8)
    else { return nil }
    return byte
  }
}

/// Pieces by their bytes, each once.
private struct PieceTable: Sendable {
  private var strings = ByteStringTable()
  private var ids: [Int32] = []

  init(capacity: Int) { strings.reserve(capacity) }

  mutating func insert(_ bytes: [UInt8], id: Int32) throws(TokenizationError) {
    let (index, isNew) = strings.insert(bytes[...])
    guard isNew else { throw .duplicatePiece(id: Int(id), firstID: Int(ids[index])) }
    ids.append(id)
  }

  func id(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? { strings.find(bytes).map { ids[$0] } }
}

extension SentencePieceModel.Piece {
  /// Whether the piece is one that text can give, by its type.
  var isText: Bool { type == .normal || type == .userDefined || type == .unused }
}

extension SentencePieceModel {
  /// Whether text can give `piece`. SentencePiece 0.2.3 leaves out a piece of one NUL where a byte piece can
  /// stand for it.
  func isText(_ piece: Piece) -> Bool { piece.isText && !(trainer.hasByteFallback && piece.bytes == [0]) }
}
