import Normalization

/// Cuts text into the pieces of a SentencePiece model and puts pieces together to text.
///
/// The ids are those of SentencePiece 0.2.3. Control pieces are never matched in text: user text cannot spell
/// `<s>` or any other of them. With byte fallback and the normalizer `identity`, decoding an encoding gives
/// the text back (a `▁`, U+2581, in the text comes back as a space).
///
/// A tokenizer may be used from any number of threads at once. One that encodes many texts one after the other
/// is served best by a ``TokenizerSession``, many texts on many threads by ``encodeBatch(_:threads:)``.
public struct Tokenizer: Sendable {
  /// The model that the tokenizer runs.
  public let model: SentencePieceModel

  let tables: EncodingTables
  /// What decoded text passes at last; nil if the model has no map for it.
  let restorer: TextPreparer?
  /// Memory that calls without a session of their own share.
  let pool = ScratchPool()

  var vocabulary: Vocabulary { tables.vocabulary }

  /// A tokenizer that runs `model`. Throws ``TokenizationError`` if the model cannot work.
  public init(model: SentencePieceModel) throws(TokenizationError) {
    self.model = model
    tables = try EncodingTables(model)
    restorer = try model.denormalizer.flatMap { spec throws(TokenizationError) in
      spec.precompiledCharsmap.isEmpty
        ? nil : try TextPreparer(spec: spec, isSuffixed: false, userDefined: nil)
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
    pool.withScratch(for: tables) { scratch in
      text.utf8.withUnsafeBufferPointer { scratch.encode($0, tables, wantsSpans: true) }
      return Encoding(ids: scratch.copiedIDs(), spans: scratch.copiedSpans(in: text))
    }
  }

  /// The ids of the pieces of `utf8`: those of ``encode(_:)``, without their places, in less time.
  ///
  /// The text may be any bytes; malformed ones are read as U+FFFD.
  public func encodeIDs(_ utf8: [UInt8]) -> [Int32] {
    pool.withScratch(for: tables) { scratch in
      utf8.withUnsafeBufferPointer { scratch.encode($0, tables, wantsSpans: false) }
      return scratch.copiedIDs()
    }
  }

  /// The text that the model cuts `text` into pieces from: `▁` for spaces, the dummy prefix, mapped characters.
  public func prepared(_ text: AlignedText) -> AlignedText { tables.preparer.prepare(text) }
}

extension EncodingScratch {
  /// The ids of the latest text.
  borrowing func copiedIDs() -> [Int32] {
    // SAFETY: `count` ids are in use.
    Array(UnsafeBufferPointer(start: ids.base, count: ids.count))
  }

  /// The places of the latest text's pieces in what `text` was made from.
  borrowing func copiedSpans(in text: AlignedText) -> [Range<Int>] {
    // SAFETY: `count` spans are in use.
    let places = UnsafeBufferPointer(start: spans.base, count: spans.count)
    guard !text.isUnchanged else { return Array(places) }
    var cursor = AlignedText.SourceCursor(text)
    return places.map { cursor.sourceRange(of: $0) }
  }
}
