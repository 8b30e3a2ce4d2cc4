import Normalization

/// The decoding rules of SentencePiece, one id at a time. Source: `Decode` in `sentencepiece_processor.cc`.
struct SentencePieceSurfaces: StreamingSurfaces {
  private let tokenizer: Tokenizer
  private var assembler = UTF8Assembler(repair: .eachByte)
  private var mayStrip: Bool
  private var hasText = false
  /// All text so far, for a denormalizer to change at the end.
  private var held: [UInt8]?

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    let normalizer = tokenizer.model.normalizer
    mayStrip = normalizer.addsDummyPrefix || normalizer.removesExtraWhitespace
    held = tokenizer.restorer == nil ? nil : []
  }

  mutating func append(_ id: Int32, to text: inout [UInt8]) {
    var surface: [UInt8] = []
    appendSurface(id, to: &surface)
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

  private mutating func appendSurface(_ id: Int32, to text: inout [UInt8]) {
    guard let piece = tokenizer.piece(of: id) else {
      assembler.finish(to: &text)
      mayStrip = mayStrip && !hasText && text.isEmpty
      text += [0xEF, 0xBF, 0xBD]
      return
    }
    if piece.type == .byte, let byte = SentencePieceModel.byte(named: piece.bytes) {
      assembler.append(byte, to: &text)
      return
    }
    assembler.finish(to: &text)
    mayStrip = mayStrip && !hasText && text.isEmpty
    switch piece.type {
    case .control, .byte: break
    case .unknown: text += Array(tokenizer.model.trainer.unknownSurface.utf8)
    case .normal, .userDefined, .unused: appendText(of: piece.bytes, to: &text)
    }
  }

  private mutating func appendText(of piece: [UInt8], to text: inout [UInt8]) {
    let space = WordTable.space
    var rest = piece[...]
    if mayStrip, rest.starts(with: space) {
      rest = rest.dropFirst(space.count)
      // Where no text begins with a space, all those at the start go; otherwise only the dummy prefix.
      mayStrip = tokenizer.model.normalizer.removesExtraWhitespace
    }
    while let first = rest.first {
      let isSpace = first == space[0] && rest.starts(with: space)
      text.append(isSpace ? 0x20 : first)
      rest = rest.dropFirst(isSpace ? space.count : 1)
    }
  }
}

extension SentencePieceModel {
  /// The byte that `name` stands for; nil unless it is spelled `<0x00>` to `<0xFF>`, in capitals.
  static func byte(named name: [UInt8]) -> UInt8? {
    guard name.count == 6, name.starts(with: [0x3C, 0x30, 0x78]), name[5] == 0x3E else { return nil }
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x37
      default: nil
      }
    }
    guard let high = digit(name[3]), let low = digit(name[4]) else { return nil }
    return high << 4 | low
  }
}
