extension SentencePieceModel {
  /// The longest piece in bytes that SentencePiece 0.2.3 loads.
  static let maximumPieceBytes = 7999

  /// Throws what keeps the model from working.
  ///
  /// These are the demands of SentencePiece 0.2.3: pieces that are not empty, hold no NUL and are shorter than 8,000
  /// bytes, scores that are finite numbers, and character maps whose tries stay inside of themselves. What
  /// ``Tokenizer`` demands beyond (no piece twice, one unknown piece, the byte pieces) it checks itself. O(model).
  public func validate() throws(TokenizationError) {
    guard !pieces.isEmpty else { throw .noPieces }
    for (id, piece) in pieces.enumerated() {
      guard !piece.bytes.isEmpty else { throw .emptyPiece(id: id) }
      guard piece.bytes.count <= Self.maximumPieceBytes else {
        throw .pieceTooLong(id: id, found: piece.bytes.count, limit: Self.maximumPieceBytes)
      }
      guard piece.score.isFinite else { throw .invalidScore(id: id) }
      // A piece of one NUL is passed over where a byte piece stands for it, or where it is unused.
      let isSparedNUL = piece.bytes == [0] && (trainer.hasByteFallback || piece.type == .unused)
      if piece.bytes.contains(0), !isSparedNUL { throw .nulInPiece(id: id) }
    }
    for spec in [normalizer, denormalizer].compactMap(\.self) where !spec.precompiledCharsmap.isEmpty {
      try CharsmapRules.validate(spec.precompiledCharsmap)
    }
  }
}
