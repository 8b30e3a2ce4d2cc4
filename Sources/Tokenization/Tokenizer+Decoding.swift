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
    text.reserveCapacity(ids.count * 6)
    var run: [UInt8] = []
    let stripsSpace = model.normalizer.addsDummyPrefix || model.normalizer.removesExtraWhitespace
    // Where no text begins with a space, all those at the start go; otherwise only the dummy prefix.
    let stripsAll = model.normalizer.removesExtraWhitespace
    var mayStrip = stripsSpace
    for id in ids {
      let kind = vocabulary.surfaces.kind(of: id)
      if case .byte(let byte) = kind {
        run.append(byte)
        continue
      }
      Self.appendRepaired(&run, to: &text)
      mayStrip = mayStrip && text.isEmpty
      switch kind {
      case .text(let beginsWithSpace):
        let strips = mayStrip && beginsWithSpace
        text += strips ? vocabulary.surfaces.text(of: id).dropFirst() : vocabulary.surfaces.text(of: id)
        if strips, !stripsAll { mayStrip = false }
      case .unknown: text += Array(model.trainer.unknownSurface.utf8)
      case .outside: text += Self.replacementCharacter
      case .silent, .byte: break
      }
    }
    Self.appendRepaired(&run, to: &text)
    guard let restorer else { return text }
    return restorer.prepare(AlignedText(utf8: text)).utf8
  }

  private static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Appends the bytes of a run of byte pieces, malformed ones as U+FFFD each, and empties the run.
  private static func appendRepaired(_ run: inout [UInt8], to text: inout [UInt8]) {
    guard !run.isEmpty else { return }
    run.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        let length = scalar?.length ?? 1
        text += scalar == nil ? replacementCharacter[...] : ArraySlice(bytes[offset..<offset + length])
        offset += length
      }
    }
    run.removeAll(keepingCapacity: true)
  }
}
