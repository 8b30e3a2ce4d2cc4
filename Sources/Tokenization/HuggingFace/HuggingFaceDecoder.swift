import Normalization

/// The decoders of `tokenizer.json`: they make text of tokens.
indirect enum HuggingFaceDecoder: Sendable {
  case byteLevel
  case wordPiece(prefix: [UInt8], cleansUp: Bool)
  /// Tokens with spaces between: what a file without a decoder does.
  case spaces
  case replace(from: [UInt8], to: [UInt8])
  case byteFallback
  case fuse
  case strip(content: [UInt8], start: Int, stop: Int)
  case sequence([HuggingFaceDecoder])

  /// Reads the member `decoder`.
  init(_ tree: JSONTree?, path: String) throws(TokenizationError) {
    guard let tree else {
      self = .spaces
      return
    }
    let type = try tree.required("type", path).text ?? ""
    switch type {
    case "ByteLevel": self = .byteLevel
    case "WordPiece":
      self = .wordPiece(
        prefix: tree["prefix"]?.bytes ?? Array("##".utf8), cleansUp: tree["cleanup"]?.boolean ?? true)
    case "ByteFallback": self = .byteFallback
    case "Fuse": self = .fuse
    case "Replace":
      guard let from = tree["pattern"]?["String"]?.bytes, !from.isEmpty else {
        throw .unsupportedMember(path: path + ".pattern", found: "Regex")
      }
      self = .replace(from: from, to: try tree.required("content", path).bytes ?? [])
    case "Strip":
      self = .strip(
        content: try tree.required("content", path).bytes ?? [], start: tree["start"]?.integer ?? 0,
        stop: tree["stop"]?.integer ?? 0)
    case "Sequence":
      var stages: [HuggingFaceDecoder] = []
      for (index, stage) in (try tree.required("decoders", path).elements ?? []).enumerated() {
        stages.append(try HuggingFaceDecoder(stage, path: "\(path).decoders.\(index)"))
      }
      self = .sequence(stages)
    default: throw .unsupportedMember(path: path + ".type", found: type)
    }
  }

  /// The bytes of `tokens`.
  func text(of tokens: [[UInt8]]) -> [UInt8] {
    if case .spaces = self { return Array(tokens.joined(separator: [0x20])) }
    return Array(chain(tokens).joined())
  }

  /// One stage: tokens to tokens.
  private func chain(_ tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .spaces: return tokens
    case .byteLevel:
      var assembler = UTF8Assembler(repair: .maximalSubpart)
      var text: [UInt8] = []
      for token in tokens { for byte in ByteAlphabet.unspelled(token) { assembler.append(byte, to: &text) } }
      assembler.finish(to: &text)
      return [text]
    case .wordPiece(let prefix, let cleansUp):
      return tokens.enumerated().map { index, token in
        Self.wordPiece(token, isFirst: index == 0, prefix: prefix, cleansUp: cleansUp)
      }
    case .replace(let from, let to): return tokens.map { Self.replaced($0, from, to) }
    case .fuse: return [Array(tokens.joined())]
    case .strip(let content, let start, let stop):
      return tokens.map { token in
        var token = token[...]
        for _ in 0..<max(0, start) where !content.isEmpty && token.starts(with: content) {
          token = token.dropFirst(content.count)
        }
        for _ in 0..<max(0, stop) where !content.isEmpty && token.suffix(content.count) == content[...] {
          token = token.dropLast(content.count)
        }
        return Array(token)
      }
    case .byteFallback: return Self.bytesJoined(tokens)
    case .sequence(let stages): return stages.reduce(tokens) { $1.chain($0) }
    }
  }

  /// Runs of byte tokens as text; a run that is no UTF-8 is one U+FFFD for each token.
  private static func bytesJoined(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func flush() {
      if run.isEmpty { return }
      if UTF8Validation.firstInvalidOffset(in: run) == nil {
        result.append(run)
      } else {
        result += Array(repeating: [0xEF, 0xBF, 0xBD], count: run.count)
      }
      run = []
    }
    for token in tokens {
      if let byte = SentencePieceModel.byte(named: token) {
        run.append(byte)
      } else {
        flush()
        result.append(token)
      }
    }
    flush()
    return result
  }

  /// A token of WordPiece as it stands in text: a space in front, unless it goes on with a word.
  static func wordPiece(_ token: [UInt8], isFirst: Bool, prefix: [UInt8], cleansUp: Bool) -> [UInt8] {
    var text = token
    if !isFirst {
      text =
        !prefix.isEmpty && token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
    }
    guard cleansUp else { return text }
    for (from, to) in cleanups { text = replaced(text, from, to) }
    return text
  }

  private static let cleanups: [(from: [UInt8], to: [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private static func replaced(_ text: [UInt8], _ from: [UInt8], _ to: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.starts(with: from) {
        result += to
        rest = rest.dropFirst(from.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
