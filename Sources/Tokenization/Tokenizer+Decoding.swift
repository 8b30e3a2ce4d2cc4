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
    ids.withUnsafeBufferPointer { decode($0, into: &text) }
    return text
  }

  /// Adds the UTF-8 of the text of `ids` to `text`.
  public func decode(_ ids: UnsafeBufferPointer<Int32>, into text: inout [UInt8]) {
    var decoder = Decoder(self, ids: ids.count)
    decoder.append(ids)
    if let restorer {
      text += restorer.prepare(AlignedText(utf8: Array(decoder.bytes))).utf8
    } else {
      text.append(contentsOf: decoder.bytes)
    }
  }
}

/// Puts the texts of pieces side by side.
private struct Decoder: ~Copyable {
  private let tokenizer: Tokenizer
  private var text: ScratchBuffer<UInt8>
  private var run: [UInt8] = []
  private var mayStrip: Bool
  // Where no text begins with a space, all those at the start go; otherwise only the dummy prefix.
  private let stripsAll: Bool

  init(_ tokenizer: Tokenizer, ids: Int) {
    self.tokenizer = tokenizer
    text = ScratchBuffer(capacity: ids * 6 + 2 * PieceSurfaces.slack)
    stripsAll = tokenizer.model.normalizer.removesExtraWhitespace
    mayStrip = tokenizer.model.normalizer.addsDummyPrefix || stripsAll
  }

  /// What is written so far.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text.base, count: text.count) }

  mutating func append(_ ids: UnsafeBufferPointer<Int32>) {
    let surfaces = tokenizer.vocabulary.surfaces
    let entries = surfaces.entries
    for id in ids {
      guard id >= 0, Int(id) < entries.count else {
        repairRun()
        append(other: [0xEF, 0xBF, 0xBD])
        continue
      }
      // SAFETY: the id is one of the entries.
      let entry = entries.base[Int(id)]
      if entry.kind <= PieceSurfaces.Entry.spacedText {
        repairRun()
        let start = surfaces.arena.base + Int(entry.start)
        let isStripped = mayStrip && strips(entry)
        append(start + (isStripped ? 1 : 0), count: entry.length - (isStripped ? 1 : 0))
      } else if entry.kind == PieceSurfaces.Entry.byte {
        run.append(UInt8(truncatingIfNeeded: entry.start))
      } else {
        repairRun()
        if entry.kind == PieceSurfaces.Entry.unknown {
          append(other: Array(tokenizer.model.trainer.unknownSurface.utf8))
        }
      }
    }
    repairRun()
  }

  /// Whether the space that the piece begins with goes.
  private mutating func strips(_ entry: PieceSurfaces.Entry) -> Bool {
    mayStrip = text.count == 0
    let isStripped = mayStrip && entry.kind == PieceSurfaces.Entry.spacedText
    if isStripped, !stripsAll { mayStrip = false }
    return isStripped
  }

  @inline(__always)
  private mutating func append(_ start: UnsafePointer<UInt8>, count: Int) {
    text.reserve(text.count + count + PieceSurfaces.slack)
    let end = text.base + text.count
    if count <= PieceSurfaces.slack {
      // SAFETY: so many bytes may be read behind any text, and there is room for them.
      let sixteen = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(end).storeBytes(of: sixteen, as: SIMD16<UInt8>.self)
    } else {
      end.update(from: start, count: count)
    }
    text.count += count
  }

  private mutating func append(other bytes: [UInt8]) {
    text.reserve(text.count + bytes.count)
    for byte in bytes { text.push(byte) }
  }

  /// Writes the bytes of a run of byte pieces, malformed ones as U+FFFD each, and empties the run.
  @inline(__always)
  private mutating func repairRun() {
    if !run.isEmpty { appendRun() }
  }

  private mutating func appendRun() {
    text.reserve(text.count + 3 * run.count)
    let bytes = run
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        let length = scalar?.length ?? 1
        if scalar == nil {
          append(other: [0xEF, 0xBF, 0xBD])
        } else {
          for index in offset..<offset + length { text.push(bytes[index]) }
        }
        offset += length
      }
    }
    run.removeAll(keepingCapacity: true)
  }
}
