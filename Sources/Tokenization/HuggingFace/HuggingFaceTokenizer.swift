import Normalization

/// Runs a `tokenizer.json` of the Hugging Face `tokenizers` library: byte-level BPE (Llama 3, Qwen) and WordPiece
/// (BERT), with their normalizers, pre-tokenizers, added tokens, templates and decoders.
///
/// The ids are those of `tokenizers` 0.23 for `Tokenizer.from_file(…).encode(text)`. What a file asks for that is not
/// here is refused when it is read, never passed over. Its settings for cutting texts off and filling them up are not
/// followed: a text is encoded whole. A malformed byte is read as U+FFFD.
public struct HuggingFaceTokenizer: TextTokenizer {
  /// Whether the tokens of the file's template stand around those of the text.
  public var addsSpecialTokens = true

  /// Whether decoding leaves out special tokens.
  public var skipsSpecialTokens = true

  let vocabulary: HuggingFaceVocabulary
  private let addedTokens: HuggingFaceAddedTokens
  private let normalizer: HuggingFaceNormalizer?
  private let preTokenizer: HuggingFacePreTokenizer?
  private let model: Model
  private let template: HuggingFaceTemplate
  let decoder: HuggingFaceDecoder

  private enum Model: Sendable {
    case bytePair(BytePairModel)
    case wordPiece(WordPieceModel)
  }

  /// Reads a `tokenizer.json`. Throws ``TokenizationError`` if it is none, or asks for what is not here.
  public init(json bytes: [UInt8]) throws(TokenizationError) {
    let tree = try JSONTree(utf8: bytes)
    guard let model = tree["model"] else { throw .malformedMember(path: "model", expected: "an object") }
    let tokens = try HuggingFaceAddedTokens.read(tree)
    vocabulary = try HuggingFaceVocabulary(model: model, added: tokens)
    normalizer = try tree["normalizer"].map { (stage) throws(TokenizationError) in
      try HuggingFaceNormalizer(stage, path: "normalizer")
    }
    preTokenizer = try tree["pre_tokenizer"].map { (stage) throws(TokenizationError) in
      try HuggingFacePreTokenizer(stage, path: "pre_tokenizer")
    }
    addedTokens = HuggingFaceAddedTokens(tokens: tokens, normalizer: normalizer)
    // Old files do not name the type of their model.
    let type = model["type"]?.text ?? (model["merges"] == nil ? "WordPiece" : "BPE")
    switch type {
    case "BPE": self.model = .bytePair(try BytePairModel(model, vocabulary: vocabulary))
    case "WordPiece": self.model = .wordPiece(try WordPieceModel(model, vocabulary: vocabulary))
    default: throw .unsupportedMember(path: "model.type", found: type)
    }
    template = try HuggingFaceTemplate(tree["post_processor"], path: "post_processor")
    decoder = try HuggingFaceDecoder(tree["decoder"], path: "decoder")
  }

  /// How many ids there are.
  public var vocabularySize: Int { vocabulary.spellings.count }

  /// The id of the piece that is spelled so; nil if there is none.
  public func id(of piece: String) -> Int32? { vocabulary.id(of: Array(piece.utf8)) }

  /// The spelling of piece `id`; nil if there is none.
  public func spelling(of id: Int32) -> [UInt8]? { vocabulary.spelling(of: id) }

  /// The pieces of `text`, with their places in the user's original.
  public func encode(_ text: AlignedText) -> Encoding {
    var encoding = Encoding()
    if addsSpecialTokens { add(template.before, at: 0, to: &encoding) }
    let text = Self.repaired(text)
    for part in addedTokens.parts(of: text.utf8, normalized: false) {
      if let id = part.id {
        encoding.ids.append(id)
        encoding.spans.append(text.sourceRange(of: part.range))
      } else {
        encodePart(text.part(part.range), into: &encoding)
      }
    }
    if addsSpecialTokens {
      add(
        template.behind, at: text.sourceRange(of: text.utf8.count..<text.utf8.count).upperBound, to: &encoding
      )
    }
    return encoding
  }

  private func add(_ ids: [Int32], at place: Int, to encoding: inout Encoding) {
    encoding.ids += ids
    encoding.spans += Array(repeating: place..<place, count: ids.count)
  }

  /// Encodes text without raw added tokens.
  private func encodePart(_ text: AlignedText, into encoding: inout Encoding) {
    let text = normalizer?.apply(to: text) ?? text
    if addedTokens.isEmpty(normalized: true) { return encodeWords(text, into: &encoding) }
    for part in addedTokens.parts(of: text.utf8, normalized: true) {
      if let id = part.id {
        encoding.ids.append(id)
        encoding.spans.append(text.sourceRange(of: part.range))
      } else {
        encodeWords(text.part(part.range), into: &encoding)
      }
    }
  }

  /// Encodes normalized text without added tokens.
  private func encodeWords(_ text: AlignedText, into encoding: inout Encoding) {
    guard !text.utf8.isEmpty else { return }
    let scalars = ScalarText(text.utf8)
    let whole = HuggingFaceWord(range: 0..<scalars.count)
    let words = preTokenizer?.apply(to: [whole], of: scalars) ?? [whole]
    let spellsBytes = preTokenizer?.spellsBytes ?? false
    var cursor = AlignedText.SourceCursor(text)
    for word in words {
      let units = WordUnits(word, of: scalars, spellsBytes: spellsBytes)
      var start = 0
      func output(_ id: Int32, _ count: Int) {
        let first = units.scalars[min(start, units.scalars.count - 1)]
        let last = units.scalars[max(0, start + count - 1)]
        let low = scalars.offsets[first.lowerBound]
        let high = max(low, scalars.offsets[last.upperBound])
        encoding.ids.append(id)
        encoding.spans.append(cursor.sourceRange(of: low..<high))
        start += count
      }
      switch model {
      case .bytePair(let model): model.segment(units.values, output)
      case .wordPiece(let model): model.segment(units.values, output)
      }
    }
  }

  private static func repaired(_ text: AlignedText) -> AlignedText {
    guard UTF8Validation.firstInvalidOffset(in: text.utf8) != nil else { return text }
    var builder = AlignedTextBuilder(over: text)
    text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let length = UTF8Scalar(in: bytes, at: offset)?.length
        if length == nil {
          builder.copy(upTo: offset)
          builder.replace(upTo: offset + 1, withScalar: 0xFFFD)
        }
        offset += length ?? 1
      }
    }
    return builder.finishCopyingRest()
  }

  /// The UTF-8 of the text of `ids`.
  public func decodedBytes(_ ids: [Int32]) -> [UInt8] { decoder.text(of: ids.compactMap(token)) }

  /// The token of `id` as the decoder sees it; nil for what it does not see.
  func token(_ id: Int32) -> [UInt8]? {
    skipsSpecialTokens && vocabulary.special.contains(id) ? nil : vocabulary.spelling(of: id)
  }

  /// A decoder of ids that arrive one at a time.
  public func streamingDecoder(holdsClusters: Bool = false) -> StreamingDecoder {
    StreamingDecoder(HuggingFaceSurfaces(self), holdsClusters: holdsClusters)
  }
}

/// The units of a word that a model joins, and the scalars of the text that each came from.
private struct WordUnits {
  var values: [UInt32] = []
  var scalars: [Range<Int>] = []

  init(_ word: HuggingFaceWord, of text: ScalarText, spellsBytes: Bool) {
    func add(_ scalar: UInt32, _ range: Range<Int>) {
      guard spellsBytes else {
        values.append(scalar)
        return scalars.append(range)
      }
      for byte in UTF8Scalar.bytes(of: scalar) {
        values.append(ByteAlphabet.scalars[Int(byte)])
        scalars.append(range)
      }
    }
    for scalar in word.prefix { add(scalar, word.range.lowerBound..<word.range.lowerBound) }
    for index in word.range { add(text.values[index], index..<index + 1) }
  }
}

extension AlignedText {
  /// The stretch `range` of this text; its bytes still lead to the same source.
  func part(_ range: Range<Int>) -> AlignedText {
    if range == 0..<utf8.count { return self }
    var builder = AlignedTextBuilder(over: self)
    builder.delete(upTo: range.lowerBound)
    builder.copy(upTo: range.upperBound)
    builder.delete(upTo: utf8.count)
    return builder.finish()
  }
}
