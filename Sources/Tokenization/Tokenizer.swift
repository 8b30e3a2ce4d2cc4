import Normalization

/// Cuts text into the pieces of a SentencePiece model and puts pieces together to text.
///
/// The ids are those of SentencePiece 0.2.3. Control pieces are never matched in text: user text cannot spell
/// `<s>` or any other of them. With byte fallback and the normalizer `identity`, decoding an encoding gives
/// the text back (a `▁`, U+2581, in the text comes back as a space).
public struct Tokenizer: Sendable {
  /// The model that the tokenizer runs.
  public let model: SentencePieceModel

  let vocabulary: Vocabulary
  private let preparer: TextPreparer
  /// What decoded text passes at last; nil if the model has no map for it.
  let restorer: TextPreparer?
  private let segmenter: Segmenter

  private enum Segmenter: Sendable {
    case bpe(BPESegmenter)
    case unigram(UnigramSegmenter)
    case words
    case characters
  }

  /// A tokenizer that runs `model`. Throws ``TokenizationError`` if the model cannot work.
  public init(model: SentencePieceModel) throws(TokenizationError) {
    self.model = model
    vocabulary = try Vocabulary(model)
    preparer = try TextPreparer(
      spec: model.normalizer, isSuffixed: model.trainer.treatsWhitespaceAsSuffix,
      userDefined: vocabulary.userDefined)
    restorer = try model.denormalizer.flatMap { spec throws(TokenizationError) in
      spec.precompiledCharsmap.isEmpty
        ? nil : try TextPreparer(spec: spec, isSuffixed: false, userDefined: nil)
    }
    segmenter =
      switch model.trainer.modelType {
      case .bpe: .bpe(BPESegmenter(model, vocabulary))
      case .unigram: .unigram(UnigramSegmenter(model, vocabulary))
      case .word: .words
      case .char: .characters
      }
  }

  /// How many pieces the model has.
  public var vocabularySize: Int { model.pieces.count }

  /// The id of the piece with exactly the bytes of `piece`, of any type; nil if there is none.
  public func id(of piece: String) -> Int32? { vocabulary.id(of: Array(piece.utf8)) }

  /// The pieces of `text`, with their places in the user's original. The empty text has none.
  ///
  /// Byte for byte what the model gives for the text: pass it through ``HangulForm`` first if the model was
  /// trained that way. O(n log n) in the longest word for BPE, O(n · longest piece) for unigram.
  public func encode(_ text: AlignedText) -> Encoding {
    if case .bpe(let segmenter) = segmenter, let addsDummyPrefix = preparer.onlyEscapesSpaces,
      segmenter.readsSpaces
    {
      return encodePlain(text, segmenter, .plain(addsDummyPrefix: addsDummyPrefix))
    }
    let prepared = preparer.prepare(text)
    var output = PieceOutput(vocabulary: vocabulary, text: prepared)
    prepared.utf8.withUnsafeBufferPointer { bytes in
      switch segmenter {
      case .bpe(let segmenter): segmenter.segment(bytes, reading: .prepared, into: &output)
      case .unigram(let segmenter): segmenter.segment(bytes, into: &output)
      case .words: segmentWords(bytes, into: &output)
      case .characters: segmentCharacters(bytes, into: &output)
      }
    }
    return output.encoding
  }

  /// Without preparing the text: the same pieces (a test holds the two ways together), three times as fast.
  private func encodePlain(
    _ text: AlignedText, _ segmenter: BPESegmenter, _ reading: BPESegmenter.Reading
  ) -> Encoding {
    var output = PieceOutput(vocabulary: vocabulary, text: text)
    text.utf8.withUnsafeBufferPointer { segmenter.segment($0, reading: reading, into: &output) }
    return output.encoding
  }

  /// The text that the model cuts `text` into pieces from: `▁` for spaces, the dummy prefix, mapped characters.
  public func prepared(_ text: AlignedText) -> AlignedText { preparer.prepare(text) }

  private func segmentWords(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput) {
    let isSuffixed = model.trainer.treatsWhitespaceAsSuffix
    var start = 0
    var offset = 0
    while offset < bytes.count {
      let isSpace = bytes.isSpace(at: offset)
      let length = UTF8Scalar(in: bytes, at: offset)?.length ?? 1
      if isSpace, !isSuffixed, offset > start {
        output.append(vocabulary.textID(of: bytes[start..<offset]) ?? -1, bytes: bytes, range: start..<offset)
        start = offset
      }
      offset += length
      if offset == bytes.count || (isSpace && isSuffixed) {
        output.append(vocabulary.textID(of: bytes[start..<offset]) ?? -1, bytes: bytes, range: start..<offset)
        start = offset
      }
    }
  }

  private func segmentCharacters(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout PieceOutput) {
    var offset = 0
    while offset < bytes.count {
      let symbol = vocabulary.userDefined?.longestPrefix(of: bytes, at: offset)
      let end = offset + (symbol?.length ?? UTF8Scalar(in: bytes, at: offset)?.length ?? 1)
      output.append(vocabulary.textID(of: bytes[offset..<end]) ?? -1, bytes: bytes, range: offset..<end)
      offset = end
    }
  }
}

/// Collects pieces: unknown ones become bytes, or one id for a run of them.
struct PieceOutput {
  private(set) var encoding = Encoding()
  private let vocabulary: Vocabulary
  private var cursor: AlignedText.SourceCursor
  private var endsUnknown = false

  init(vocabulary: Vocabulary, text: AlignedText) {
    self.vocabulary = vocabulary
    cursor = AlignedText.SourceCursor(text)
    encoding.ids.reserveCapacity(text.utf8.count / 4 + 4)
    encoding.spans.reserveCapacity(text.utf8.count / 4 + 4)
  }

  /// Adds the piece `id` for `range` of the text; -1 if the vocabulary does not have it.
  mutating func append(_ id: Int32, bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    if id >= 0 {
      encoding.ids.append(id)
      encoding.spans.append(cursor.sourceRange(of: range))
      endsUnknown = false
    } else if vocabulary.byteIDs.count == 256 {
      appendBytes(bytes, range: range)
    } else {
      let span = cursor.sourceRange(of: range)
      if endsUnknown, let last = encoding.spans.last {
        encoding.spans[encoding.spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        encoding.ids.append(vocabulary.unknownID)
        encoding.spans.append(span)
      }
      endsUnknown = true
    }
  }

  /// One piece a byte, each with the span of its whole character; a malformed byte is spelled as U+FFFD.
  private mutating func appendBytes(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let scalar = UTF8Scalar(in: bytes, at: offset)
      let end = min(offset + (scalar?.length ?? 1), range.upperBound)
      let span = cursor.sourceRange(of: offset..<end)
      let spelled = scalar == nil ? [0xEF, 0xBF, 0xBD] : Array(bytes[offset..<end])
      for byte in spelled {
        encoding.ids.append(vocabulary.byteIDs[Int(byte)])
        encoding.spans.append(span)
      }
      offset = end
    }
    endsUnknown = false
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether `▁` begins at `offset`.
  func isSpace(at offset: Int) -> Bool {
    self[offset] == 0xE2 && offset + 2 < count && self[offset + 1] == 0x96 && self[offset + 2] == 0x81
  }
}
