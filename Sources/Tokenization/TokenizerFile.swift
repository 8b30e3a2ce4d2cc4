/// Files that hold tokenizers, told apart by their first byte.
public enum TokenizerFile {
  /// The tokenizer in a file: a `tokenizer.json` if its first byte that is no white space is a brace, else a
  /// SentencePiece model. Throws ``TokenizationError`` if it is neither.
  public static func tokenizer(_ bytes: [UInt8]) throws(TokenizationError) -> any TextTokenizer {
    if isJSON(bytes) { return try HuggingFaceTokenizer(json: bytes) }
    let model = try SentencePieceModel(serialized: bytes)
    try model.validate()
    return try Tokenizer(model: model)
  }

  /// Whether the file is a `tokenizer.json`.
  public static func isJSON(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let first = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    // A model begins with the key of its first piece, 0x0A, which is a line feed as well: reading decides.
    return first == UInt8(ascii: "{") && (bytes.first != 0x0A || (try? JSONTree(utf8: bytes)) != nil)
  }
}
