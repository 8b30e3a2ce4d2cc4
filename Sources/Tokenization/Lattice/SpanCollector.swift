import Normalization

/// Collects the pieces of one cut of a prepared text, with their places in the user's original.
///
/// Unknown characters become byte pieces where the model has them, and one id for a run of them where not.
struct SpanCollector {
  private(set) var encoding = Encoding()
  private let text: AlignedText
  private var cursor: AlignedText.SourceCursor
  private let unknownID: Int32
  private let byteIDs: [Int32]
  private var endsUnknown = false

  init(_ text: AlignedText, unknownID: Int32, byteIDs: [Int32]) {
    (self.text, self.unknownID, self.byteIDs) = (text, unknownID, byteIDs)
    cursor = AlignedText.SourceCursor(text)
  }

  /// The ids of the 256 byte pieces; empty if the model has none.
  static func byteIDs(of model: SentencePieceModel) -> [Int32] {
    guard model.trainer.hasByteFallback else { return [] }
    var ids = [Int32](repeating: -1, count: 256)
    for (piece, id) in zip(model.pieces, Int32(0)...) where piece.type == .byte {
      if let byte = SentencePieceModel.byte(named: piece.bytes) { ids[Int(byte)] = id }
    }
    return ids.contains(-1) ? [] : ids
  }

  /// Adds piece `id` for `range` of the prepared text; -1 for unknown text.
  mutating func append(_ id: Int32, _ range: Range<Int>) {
    if id >= 0 {
      add(id, cursor.sourceRange(of: range))
      endsUnknown = false
    } else if !byteIDs.isEmpty {
      appendBytes(range)
    } else {
      let span = cursor.sourceRange(of: range)
      if endsUnknown, let last = encoding.spans.last {
        encoding.spans[encoding.spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        add(unknownID, span)
      }
      endsUnknown = true
    }
  }

  private mutating func add(_ id: Int32, _ span: Range<Int>) {
    encoding.ids.append(id)
    encoding.spans.append(span)
  }

  /// One piece a byte, each with the span of its whole character.
  private mutating func appendBytes(_ range: Range<Int>) {
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = range.lowerBound
      while offset < range.upperBound {
        let end = min(offset + (UTF8Scalar(in: bytes, at: offset)?.length ?? 1), range.upperBound)
        let span = cursor.sourceRange(of: offset..<end)
        for byte in bytes[offset..<end] { add(byteIDs[Int(byte)], span) }
        offset = end
      }
    }
    endsUnknown = false
  }
}
