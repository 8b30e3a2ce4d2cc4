import FoundationEssentials
import Tokenization

/// Makes the tokenizer that a verb of `haechi spm` asks for, and says in words why it cannot.
enum SpmModel {
  /// The bytes of the file at `path`; `-` is the standard input.
  static func bytes(path: String) throws(InputError) -> [UInt8] {
    let file = path == "-" ? InputFile.standardInput() : try InputFile(path: path)
    var bytes: [UInt8] = []
    var step = 1 << 16
    while try file.read(step, &bytes) > 0 { step = min(step * 2, 1 << 24) }
    return bytes
  }

  /// The SentencePiece model in the file at `path`.
  static func load(path: String) throws(CommandFailure) -> SentencePieceModel {
    try reporting(path) { (bytes) throws(TokenizationError) in try SentencePieceModel(serialized: bytes) }
  }

  /// A tokenizer over the file at `path`, a SentencePiece model or a `tokenizer.json`.
  static func tokenizer(path: String) throws(CommandFailure) -> any TextTokenizer {
    try reporting(path) { (bytes) throws(TokenizationError) in try TokenizerFile.tokenizer(bytes) }
  }

  /// What `body` makes of the file at `path`; its refusal names the file.
  static func reporting<Result>(
    _ path: String, _ body: ([UInt8]) throws(TokenizationError) -> Result
  ) throws(CommandFailure) -> Result {
    let bytes: [UInt8]
    do { bytes = try Self.bytes(path: path) } catch { throw error.failure }
    do {
      return try body(bytes)
    } catch {
      throw CommandFailure(
        status: .data, message: .spm(.modelUnusable(path: path, fault: .tokenization(error))))
    }
  }
}
