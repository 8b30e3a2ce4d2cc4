/// The pieces that are there before any text: special, control and user-defined pieces, and bytes.
///
/// Source: `TrainerInterface::InitMetaPieces` of SentencePiece 0.2.3.
struct MetaPieces {
  /// The pieces by their ids.
  private(set) var pieces: [Int: (name: [UInt8], type: SentencePieceModel.PieceType)] = [:]

  private var next = 0

  init(_ spec: SentencePieceModel.TrainerSpec, escapesWhitespace: Bool) throws(TokenizerTrainingError) {
    let specials = [
      (spec.unknownID, spec.unknownPiece, "unk_piece"), (spec.beginID, spec.beginPiece, "bos_piece"),
      (spec.endID, spec.endPiece, "eos_piece"), (spec.paddingID, spec.paddingPiece, "pad_piece"),
    ]
    for (_, name, setting) in specials where name.isEmpty { throw .emptySymbol(setting: setting) }
    for (id, name, _) in specials where id >= 0 { try place(name, at: id, spec) }
    guard spec.hasByteFallback || spec.unknownID >= 0 else { throw .unknownPieceMissing }
    var seen: Set<[UInt8]> = []
    for symbol in spec.controlSymbols { try add(symbol, .control, spec, &seen) }
    for symbol in spec.userDefinedSymbols {
      try add(symbol, .userDefined, spec, &seen)
      if spec.modelType == .word, escapesWhitespace, !symbol.utf8.starts(with: WordTable.space) {
        try add("\u{2581}" + symbol, .userDefined, spec, &seen)
      }
    }
    for byte in UInt8.min...UInt8.max where spec.hasByteFallback {
      try add(SentencePieceModel.byteName(byte), .byte, spec, &seen)
    }
  }

  private mutating func place(
    _ name: String, at id: Int, _ spec: SentencePieceModel.TrainerSpec
  ) throws(TokenizerTrainingError) {
    guard id < spec.vocabularySize else {
      throw .specialIDOutOfRange(piece: name, id: id, vocabularySize: spec.vocabularySize)
    }
    guard pieces[id] == nil else { throw .specialIDTaken(piece: name, id: id) }
    let bytes = Array(name.utf8)
    let isUnknown = bytes == Array(spec.unknownPiece.utf8)
    guard !isUnknown || !pieces.values.contains(where: { $0.type == .unknown }) else {
      throw .duplicateSymbol(name: name)
    }
    pieces[id] = (bytes, isUnknown ? .unknown : .control)
  }

  private mutating func add(
    _ symbol: String, _ type: SentencePieceModel.PieceType, _ spec: SentencePieceModel.TrainerSpec,
    _ seen: inout Set<[UInt8]>
  ) throws(TokenizerTrainingError) {
    let name = Array(symbol.utf8)
    guard !name.isEmpty else {
      throw .emptySymbol(setting: type == .control ? "control_symbols" : "user_defined_symbols")
    }
    guard seen.insert(name).inserted, name != Array(spec.unknownPiece.utf8) else {
      throw .duplicateSymbol(name: symbol)
    }
    let specials = [
      (spec.beginID, spec.beginPiece), (spec.endID, spec.endPiece), (spec.paddingID, spec.paddingPiece),
    ]
    if let (id, _) = specials.first(where: { $0 >= 0 && Array($1.utf8) == name }) {
      pieces[id]?.type = type
      return
    }
    while pieces[next] != nil { next += 1 }
    pieces[next] = (name, type)
  }

  /// How many there are.
  var count: Int { pieces.count }

  /// The names, for finding them in text.
  var names: [[UInt8]] { pieces.values.map(\.name) }

  /// The vocabulary: each special piece at its id, and `learned` in the places between.
  func vocabulary(
    _ learned: [(bytes: [UInt8], score: Float)], size: Int
  ) throws(TokenizerTrainingError) -> [SentencePieceModel.Piece] {
    var vocabulary: [SentencePieceModel.Piece] = []
    var rest = learned[...]
    var seen: Set<[UInt8]> = []
    for id in 0..<size {
      if let (name, type) = pieces[id] {
        guard vocabulary.count == id else {
          throw .specialIDUnreached(
            piece: String(decoding: name, as: UTF8.self), id: id, pieces: vocabulary.count)
        }
        vocabulary.append(SentencePieceModel.Piece(bytes: name, score: 0, type: type))
      } else if let piece = rest.popFirst() {
        vocabulary.append(SentencePieceModel.Piece(bytes: piece.bytes, score: piece.score, type: .normal))
      } else {
        continue
      }
      if let last = vocabulary.last, !seen.insert(last.bytes).inserted {
        throw .duplicateSymbol(name: last.text)
      }
    }
    return vocabulary
  }
}
