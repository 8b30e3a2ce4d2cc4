import Normalization

extension Tokenizer {
  /// What may be done with a text before a model sees it.
  public struct Options: OptionSet, Sendable {
    /// The options as bits.
    public let rawValue: Int

    /// Options from their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Decomposed text is composed (NFC).
    ///
    /// For models with the normalizer `identity`, which know composed syllables only: Llama 2 needs 3.7 times the pieces
    /// for Korean as macOS spells it in file names. Composed text is not changed by it, and its ids are the same.
    public static let composesHangul = Options(rawValue: 1)

    /// Text is brought into the hangul form, the one that Haechi's own models are trained on.
    ///
    /// The law: with byte fallback and the normalizer `identity`, decoding the ids gives the hangul form of the text byte
    /// for byte, and so, for text that is in it, the text itself. A `▁` (U+2581) comes back as a space.
    public static let hangulForm = Options(rawValue: 2)
  }

  /// The pieces of `text` after `options`, with their places in the user's original.
  public func encode(_ text: AlignedText, options: Options) -> Encoding { encode(options.apply(to: text)) }
}

extension Tokenizer.Options {
  /// `text` as the model is to see it.
  public func apply(to text: AlignedText) -> AlignedText {
    if contains(.hangulForm) { return HangulForm.normalize(text) }
    return contains(.composesHangul) ? HuggingFaceNormalizer.form(.nfc).apply(to: text) : text
  }
}

extension SentencePieceModel {
  /// The model with only the pieces of `vocabulary` in use, and all single characters.
  ///
  /// A piece that is not in use keeps its id, and text is cut without it. Control, unknown, byte and user-defined pieces
  /// stay as they are. Source: `SetVocabulary` of SentencePiece 0.2.0; Sennrich's `subword-nmt` has the same.
  /// Throws ``TokenizationError/unsupportedOperation(name:type:)`` for word and character models.
  public func restricted(to vocabulary: Set<[UInt8]>) throws(TokenizationError) -> SentencePieceModel {
    guard trainer.modelType == .unigram || trainer.modelType == .bpe else {
      throw .unsupportedOperation(name: "restriction to a vocabulary", type: trainer.modelType)
    }
    var model = self
    for id in pieces.indices where pieces[id].type == .normal || pieces[id].type == .unused {
      let bytes = pieces[id].bytes
      let isSingle = bytes.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: 0)?.length } == bytes.count
      model.pieces[id].type = isSingle || vocabulary.contains(bytes) ? .normal : .unused
    }
    return model
  }
}
