/// Decodes the ids of a `tokenizer.json` one at a time.
///
/// Byte-level and WordPiece decoders can say at once what is certain; the text of any other comes at the end.
struct HuggingFaceSurfaces: StreamingSurfaces {
  private let tokenizer: HuggingFaceTokenizer
  private var assembler = UTF8Assembler(repair: .maximalSubpart)
  private var isFirst = true
  private var held: [Int32] = []

  init(_ tokenizer: HuggingFaceTokenizer) { self.tokenizer = tokenizer }

  mutating func append(_ id: Int32, to text: inout [UInt8]) {
    switch tokenizer.decoder {
    case .byteLevel:
      guard let token = tokenizer.token(id) else { return }
      for byte in ByteAlphabet.unspelled(token) { assembler.append(byte, to: &text) }
    case .wordPiece(let prefix, let cleansUp):
      guard let token = tokenizer.token(id) else { return }
      text += HuggingFaceDecoder.wordPiece(token, isFirst: isFirst, prefix: prefix, cleansUp: cleansUp)
      isFirst = false
    default: held.append(id)
    }
  }

  mutating func finish(to text: inout [UInt8]) {
    assembler.finish(to: &text)
    if !held.isEmpty { text += tokenizer.decodedBytes(held) }
    self = HuggingFaceSurfaces(tokenizer)
  }
}
