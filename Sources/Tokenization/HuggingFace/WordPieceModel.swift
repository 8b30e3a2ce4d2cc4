import Normalization

/// The model `WordPiece` of `tokenizer.json`: the longest token first, from left to right.
///
/// Source: `models/wordpiece` of the `tokenizers` library; Devlin et al. 2019, BERT.
struct WordPieceModel: Sendable {
  private let vocabulary: PrefixTable
  private let prefix: [UInt8]
  private let unknown: Int32
  private let longestWord: Int

  /// Reads the member `model`.
  init(_ tree: JSONTree, vocabulary: HuggingFaceVocabulary) throws(TokenizationError) {
    self.vocabulary = vocabulary.model
    prefix = tree["continuing_subword_prefix"]?.bytes ?? Array("##".utf8)
    longestWord = tree["max_input_chars_per_word"]?.integer ?? 100
    let name = tree["unk_token"]?.bytes ?? Array("[UNK]".utf8)
    guard let id = vocabulary.model.value(of: name[...]) else {
      throw .malformedMember(
        path: "model.unk_token", expected: "a token of the vocabulary")
    }
    unknown = id
  }

  /// The tokens of a word, each with the number of scalars that it takes; one unknown token if a part has none.
  func segment(_ scalars: [UInt32], _ output: (_ id: Int32, _ units: Int) -> Void) {
    guard !scalars.isEmpty else { return }
    guard scalars.count <= longestWord else { return output(unknown, scalars.count) }
    let bytes = scalars.map(UTF8Scalar.bytes(of:))
    var tokens: [(id: Int32, units: Int)] = []
    var start = 0
    while start < scalars.count {
      var key = start > 0 ? prefix : []
      let prefixCount = key.count
      for part in bytes[start...] { key += part }
      var end = scalars.count
      while end > start {
        if let id = vocabulary.value(of: key[...]) {
          tokens.append((id, end - start))
          break
        }
        end -= 1
        key.removeLast(bytes[end].count)
      }
      guard end > start, key.count > prefixCount else { return output(unknown, scalars.count) }
      start = end
    }
    for token in tokens { output(token.id, token.units) }
  }
}
