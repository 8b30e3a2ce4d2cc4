import Normalization

/// The decoding rules of SentencePiece, one id at a time. Source: `Decode` in `sentencepiece_processor.cc`.
struct SentencePieceSurfaces: StreamingSurfaces {
  private let tokenizer: Tokenizer
  private var assembler = UTF8Assembler(repair: .eachByte)
  private var rule: SurfaceRule
  private var hasText = false
  /// All text so far, for a denormalizer to change at the end.
  private var held: [UInt8]?

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    rule = SurfaceRule(tokenizer.model)
    held = tokenizer.restorer == nil ? nil : []
  }

  mutating func append(_ id: Int32, to text: inout [UInt8]) {
    var surface: [UInt8] = []
    let piece = tokenizer.piece(of: id)
    if let piece, piece.type == .byte, let byte = SentencePieceModel.byte(named: piece.bytes) {
      assembler.append(byte, to: &surface)
    } else {
      assembler.finish(to: &surface)
      surface += rule.text(of: piece, isAtStart: !hasText && surface.isEmpty)
    }
    hasText = hasText || !surface.isEmpty
    if held == nil { text += surface } else { held? += surface }
  }

  mutating func finish(to text: inout [UInt8]) {
    var surface: [UInt8] = []
    assembler.finish(to: &surface)
    if let held {
      text += tokenizer.restorer?.prepare(AlignedText(utf8: held + surface)).utf8 ?? []
    } else {
      text += surface
    }
    self = SentencePieceSurfaces(tokenizer)
  }
}
