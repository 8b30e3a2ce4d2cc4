import ArgumentParser
import Normalization
import Tokenization

/// A tokenizer as a verb uses it: its file, and what the options make of it.
struct SpmTokenizer: Sendable {
  /// What encodes and decodes.
  var encoder: any TextTokenizer
  /// What a SentencePiece model tells of itself; nil for a `tokenizer.json`.
  var model: Tokenizer?
  /// What is done with a text first.
  var options: Tokenizer.Options = []

  /// `utf8` as the model is to see it.
  func text(_ utf8: [UInt8]) -> AlignedText { options.apply(to: AlignedText(utf8: utf8)) }
}

/// How the tokenizer of a verb differs from what its model alone says.
struct SpmVariantOptions: ParsableArguments {
  @Option(
    help: "Whose behaviour: 0.2.3, or 0.2.0 for that of SentencePiece 0.2.0 and 0.2.1 where it differs.")
  var compat = "0.2.3"

  @Flag(
    name: [.customLong("compose-hangul"), .customLong("compose_hangul")],
    help:
      "Compose decomposed text (NFD, as macOS writes names) before the model sees it; offsets stay those of the text."
  )
  var composesHangul = false

  @Flag(
    name: [.customLong("hangul-form"), .customLong("hangul_form")],
    help: "Bring text into the hangul form before the model sees it, as Haechi's own models are trained.")
  var hangulForm = false

  @Option(
    help: "A vocabulary file: only its pieces and single characters are given out (unigram and BPE).",
    completion: .file())
  var vocabulary: String?

  @Option(
    name: [.customLong("vocabulary-threshold"), .customLong("vocabulary_threshold")],
    help: "The least number behind a piece of the vocabulary file for it to count.")
  var vocabularyThreshold = 0

  @Flag(
    name: [.customLong("no-special-tokens"), .customLong("no_special_tokens")],
    help: "A tokenizer.json: leave out the tokens of its template.")
  var noSpecialTokens = false

  /// The tokenizer over the file at `path`.
  func tokenizer(path: String) throws -> SpmTokenizer {
    guard compat == "0.2.3" || compat == "0.2.0" || compat == "0.2.1" else {
      throw CommandFailure(
        .optionUnknown(option: "--compat", value: compat, valid: ["0.2.3", "0.2.1", "0.2.0"]))
    }
    var options: Tokenizer.Options = []
    if composesHangul { options.insert(.composesHangul) }
    if hangulForm { options.insert(.hangulForm) }
    let allowed = try vocabulary.map { path in try pieces(path: path) }
    let base = try SpmModel.reporting(path) { (bytes) throws(TokenizationError) -> any TextTokenizer in
      guard let allowed, !TokenizerFile.isJSON(bytes) else { return try TokenizerFile.tokenizer(bytes) }
      let model = try SentencePieceModel(serialized: bytes)
      try model.validate()
      return try Tokenizer(model: model.restricted(to: allowed))
    }
    if var tokenizer = base as? HuggingFaceTokenizer {
      if compat != "0.2.3" || allowed != nil {
        throw CommandFailure(
          .unavailable(what: allowed == nil ? "--compat" : "--vocabulary", type: "tokenizer.json"))
      }
      tokenizer.addsSpecialTokens = !noSpecialTokens
      return SpmTokenizer(encoder: tokenizer, model: nil, options: options)
    }
    guard let model = base as? Tokenizer else { return SpmTokenizer(encoder: base, options: options) }
    return SpmTokenizer(
      encoder: compat == "0.2.3" ? model : SentencePiece020(model), model: model, options: options)
  }

  /// The pieces of a vocabulary file whose numbers reach the threshold; a line without a number counts as 1.
  private func pieces(path: String) throws(CommandFailure) -> Set<[UInt8]> {
    let bytes: [UInt8]
    do { bytes = try SpmModel.bytes(path: path) } catch { throw error.failure }
    var pieces: Set<[UInt8]> = []
    for line in bytes.split(separator: 0x0A) {
      let fields = line.split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
      let count = fields.count > 1 ? Double(String(decoding: fields[1], as: UTF8.self)) ?? 0 : 1
      if count >= Double(vocabularyThreshold), let piece = fields.first { pieces.insert(Array(piece)) }
    }
    return pieces
  }
}
