import Normalization

/// The pieces of a model by their bytes, checked: what SentencePiece itself demands of a model when it loads.
struct Vocabulary: Sendable {
  /// The pieces that text can give: normal, user-defined and unused ones.
  let text: ByteTrie
  /// The pieces that text never gives by their spelling.
  private let reserved: ByteTrie
  /// The user-defined pieces; nil if there is none.
  let userDefined: ByteTrie?
  /// The id of the unknown piece.
  let unknownID: Int32
  /// The ids of the 256 byte pieces; empty without byte fallback.
  let byteIDs: [Int32]
  /// The byte that a byte piece stands for, by id; nil for other pieces.
  let byteValues: [Int32: UInt8]
  private let lengths: [Int32]

  init(_ model: SentencePieceModel) throws(TokenizationError) {
    guard model.pieces.count < Int(Int32.max) else { throw .tooManyPieces(found: model.pieces.count) }
    var text: [(bytes: [UInt8], value: Int32)] = []
    var reserved: [(bytes: [UInt8], value: Int32)] = []
    var unknown: [Int32] = []
    var bytes: [UInt8: Int32] = [:]
    for (piece, index) in zip(model.pieces, 0...) {
      guard !piece.bytes.isEmpty else { throw .emptyPiece(id: index) }
      guard !piece.score.isNaN else { throw .invalidScore(id: index) }
      let id = Int32(index)
      switch piece.type {
      case .normal, .userDefined, .unused: text.append((piece.bytes, id))
      case .unknown: unknown.append(id)
      case .control: break
      case .byte:
        guard let value = Self.byte(named: piece.bytes) else { throw .malformedBytePiece(id: index) }
        bytes[value] = id
      }
      if ![.normal, .userDefined, .unused].contains(piece.type) { reserved.append((piece.bytes, id)) }
    }
    guard unknown.count == 1 else { throw .unknownPieceCount(found: unknown.count) }
    let byteCount = model.pieces.count { $0.type == .byte }
    let expected = model.trainer.hasByteFallback ? 256 : 0
    guard bytes.count == expected, byteCount == expected else {
      throw .bytePieces(expected: expected, found: byteCount)
    }
    try Self.checkDuplicates(text)
    try Self.checkDuplicates(reserved)
    self.text = ByteTrie(text)
    self.reserved = ByteTrie(reserved)
    let symbols = text.filter { model.pieces[Int($0.value)].type == .userDefined }
    userDefined = symbols.isEmpty ? nil : ByteTrie(symbols)
    unknownID = unknown[0]
    lengths = model.pieces.map { Int32($0.bytes.count) }
    byteIDs = expected == 0 ? [] : (UInt8.min...UInt8.max).compactMap { bytes[$0] }
    byteValues = Dictionary(bytes.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
  }

  /// The bytes of piece `id`.
  func length(of id: Int32) -> Int { Int(lengths[Int(id)]) }

  /// The id of a piece of any type; reserved ones come first, as in SentencePiece.
  func id(of bytes: [UInt8]) -> Int32? { reserved.value(of: bytes) ?? text.value(of: bytes) }

  /// The id of a piece that text can give.
  func textID(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int32? { text.value(of: bytes) }

  private static func checkDuplicates(_ keys: [(bytes: [UInt8], value: Int32)]) throws(TokenizationError) {
    var first: [[UInt8]: Int32] = [:]
    first.reserveCapacity(keys.count)
    for (bytes, id) in keys {
      if let other = first.updateValue(id, forKey: bytes) {
        throw .duplicatePiece(id: Int(id), firstID: Int(other))
      }
    }
  }

  private static func byte(named name: [UInt8]) -> UInt8? {
    guard name.count == 6, name.starts(with: Array("<0x".utf8)), name[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(String(decoding: name[3..<5], as: UTF8.self), radix: 16)
  }
}
