import Normalization

/// Byte pair encoding: neighbours that together are a piece join, best score first, leftmost first among equals.
///
/// Symbols are numbers: the id of the piece, or a number behind the vocabulary for a character that only
/// occurs inside of pieces. Every pair of symbols that joins is in one table, so a join is one lookup.
/// Source: `bpe_model.cc` of SentencePiece.
struct BPESegmenter: Sendable {
  private let symbolOfScalar: ScalarTable
  private let joins: JoinTable
  private let scores: [Float]
  private let isUnused: [Bool]
  private let hasUnused: Bool
  private let userDefined: ByteTrie?
  private let vocabulary: Vocabulary
  /// Whether no piece holds a character and then a `▁`: then words can be cut one by one.
  private let cutsAtWords: Bool

  init(_ model: SentencePieceModel, _ vocabulary: Vocabulary) {
    let count = Int32(model.pieces.count)
    var table = ScalarTable()
    var joins = JoinTable()
    var cutsAtWords = true
    var next = count
    var scalarsOfPiece: [(id: Int32, scalars: [UTF8Scalar])] = []
    for (piece, id) in zip(model.pieces, Int32(0)...)
    where [.normal, .userDefined, .unused].contains(piece.type) {
      // A piece of malformed bytes never comes from text, which is well-formed by now.
      guard let scalars = Self.scalars(piece.bytes) else { continue }
      if scalars.count == 1 { table[scalars[0].value] = id }
      scalarsOfPiece.append((id, scalars))
      for (left, right) in zip(scalars, scalars.dropFirst()) where left.value != 0x2581 && right.value == 0x2581 {
        cutsAtWords = false
      }
    }
    for (_, scalars) in scalarsOfPiece {
      for scalar in scalars where table[scalar.value] < 0 {
        table[scalar.value] = next
        next += 1
      }
    }
    for (id, scalars) in scalarsOfPiece where scalars.count > 1 {
      let bytes = model.pieces[Int(id)].bytes
      var cut = 0
      for index in 1..<scalars.count {
        cut += scalars[index - 1].length
        let left = index == 1 ? table[scalars[0].value] : vocabulary.text.value(of: bytes[..<cut])
        let isLast = index == scalars.count - 1
        let right = isLast ? table[scalars[index].value] : vocabulary.text.value(of: bytes[cut...])
        if let left, let right { joins.insert(left, right, id) }
      }
    }
    self.joins = joins
    self.cutsAtWords = cutsAtWords
    symbolOfScalar = table
    scores = model.pieces.map(\.score)
    isUnused = model.pieces.map { $0.type == .unused }
    hasUnused = isUnused.contains(true)
    userDefined = vocabulary.userDefined
    self.vocabulary = vocabulary
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

  /// Cuts `bytes` and hands the pieces to `output`.
  func segment(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput) {
    var chunk = BPEChunk()
    var offset = 0
    var followsSpace = true
    while offset < bytes.count {
      if let userDefined, let match = userDefined.longestPrefix(of: bytes, at: offset) {
        join(&chunk, bytes: bytes, into: &output)
        let end = offset + match.length
        output.append(match.value, bytes: bytes, range: offset..<end)
        offset = end
        followsSpace = false
        continue
      }
      let scalar = UTF8Scalar(in: bytes, at: offset)
      let isSpace = scalar?.value == 0x2581
      if isSpace, !followsSpace, cutsAtWords { join(&chunk, bytes: bytes, into: &output) }
      followsSpace = isSpace
      let end = offset + (scalar?.length ?? 1)
      chunk.append(symbol: scalar.map { symbolOfScalar[$0.value] } ?? -1, from: offset, to: end)
      offset = end
    }
    join(&chunk, bytes: bytes, into: &output)
  }

  /// Joins the symbols of `chunk`, hands the pieces on and empties it.
  private func join(_ chunk: inout BPEChunk, bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput) {
    var origins: [Int32: (left: Int32, right: Int32)] = [:]
    chunk.joinAll(scores: scores) { left, right in
      guard let id = joins[left, right] else { return -1 }
      if hasUnused, isUnused[Int(id)] { origins[id] = (left, right) }
      return id
    }
    chunk.forEachSymbol { symbol, range in
      emit(symbol, range, bytes: bytes, origins: origins, into: &output)
    }
    chunk.removeAll()
  }

  /// Hands on one symbol; an unused piece falls apart into the two it was made of.
  private func emit(
    _ symbol: Int32, _ range: Range<Int>, bytes: UnsafeBufferPointer<UInt8>,
    origins: [Int32: (left: Int32, right: Int32)], into output: inout PieceOutput
  ) {
    var pending = [(symbol, range)]
    while let (symbol, range) = pending.popLast() {
      let isPiece = symbol >= 0 && Int(symbol) < scores.count
      guard isPiece, isUnused[Int(symbol)], let origin = origins[symbol] else {
        output.append(isPiece ? symbol : nil, bytes: bytes, range: range)
        continue
      }
      let cut = range.lowerBound + length(of: origin.left, bytes: bytes, at: range.lowerBound)
      pending.append((origin.right, cut..<range.upperBound))
      pending.append((origin.left, range.lowerBound..<cut))
    }
  }

  private func length(of symbol: Int32, bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    Int(symbol) < scores.count
      ? vocabulary.length(of: symbol) : UTF8Scalar(in: bytes, at: offset)?.length ?? 1
  }
}
