import Normalization

extension Tokenizer {
  /// The text of `ids`.
  ///
  /// `▁` becomes a space, the dummy prefix goes, control pieces are silent, the unknown piece gives the model's
  /// surface for it (` ⁇ `). Byte pieces that stand together are read as UTF-8; a byte that does not fit
  /// becomes U+FFFD, as does an id outside of the vocabulary. Source: `Decode` in `sentencepiece_processor.cc`.
  public func decode(_ ids: [Int32]) -> String { String(decoding: decodedBytes(ids), as: UTF8.self) }

  /// The UTF-8 of ``decode(_:)``.
  public func decodedBytes(_ ids: [Int32]) -> [UInt8] {
    var text: [UInt8] = []
    var run: [UInt8] = []
    var mayStrip = true
    for id in ids {
      if id >= 0, Int(id) < vocabulary.byteValues.count, vocabulary.byteValues[Int(id)] >= 0 {
        run.append(UInt8(vocabulary.byteValues[Int(id)]))
        continue
      }
      appendRepaired(&run, to: &text)
      if mayStrip, !text.isEmpty { mayStrip = false }
      mayStrip = append(id, isAtStart: mayStrip, to: &text) && mayStrip
    }
    appendRepaired(&run, to: &text)
    guard let restorer else { return text }
    return restorer.prepare(AlignedText(utf8: text)).utf8
  }

  /// Whether encoding adds a space that decoding takes away.
  private var stripsSpace: Bool {
    model.normalizer.addsDummyPrefix || model.normalizer.removesExtraWhitespace
  }

  /// Appends the text of one piece; false once the space at the start has been taken away for good.
  private func append(_ id: Int32, isAtStart: Bool, to text: inout [UInt8]) -> Bool {
    guard model.pieces.indices.contains(Int(id)) else {
      text += [0xEF, 0xBF, 0xBD]
      return true
    }
    let piece = model.pieces[Int(id)]
    if piece.type == .control { return true }
    if piece.type == .unknown {
      text += Array(model.trainer.unknownSurface.utf8)
      return true
    }
    var bytes = piece.bytes[...]
    var mayStripAgain = true
    if isAtStart, stripsSpace, bytes.starts(with: WordTable.space) {
      bytes = bytes.dropFirst(WordTable.space.count)
      // With extra spaces removed no text begins with one, so all of them go.
      mayStripAgain = model.normalizer.removesExtraWhitespace
    }
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let isSpace = bytes.isSpace(at: offset)
        text.append(isSpace ? 0x20 : bytes[offset])
        offset += isSpace ? WordTable.space.count : 1
      }
    }
    return mayStripAgain
  }

  /// Appends the bytes of a run of byte pieces, malformed ones as U+FFFD each, and empties the run.
  private func appendRepaired(_ run: inout [UInt8], to text: inout [UInt8]) {
    guard !run.isEmpty else { return }
    run.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        if let scalar = UTF8Scalar(in: bytes, at: offset) {
          text += bytes[offset..<offset + scalar.length]
          offset += scalar.length
        } else {
          text += [0xEF, 0xBF, 0xBD]
          offset += 1
        }
      }
    }
    run.removeAll(keepingCapacity: true)
  }
}
