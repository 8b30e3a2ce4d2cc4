/// What pieces other than bytes give as text, one after another. Source: `DecodeSentencePiece` in SentencePiece 0.2.3.
struct SurfaceRule: Sendable {
  private let unknownSurface: [UInt8]
  private let removesExtraWhitespace: Bool
  private var mayStrip: Bool

  init(_ model: SentencePieceModel) {
    unknownSurface = Array(model.trainer.unknownSurface.utf8)
    removesExtraWhitespace = model.normalizer.removesExtraWhitespace
    mayStrip = model.normalizer.addsDummyPrefix || removesExtraWhitespace
  }

  /// The text of `piece`, nil being an id outside of the model. `isAtStart` tells that no text came before.
  mutating func text(of piece: SentencePieceModel.Piece?, isAtStart: Bool) -> [UInt8] {
    mayStrip = mayStrip && isAtStart
    guard let piece else { return [0xEF, 0xBF, 0xBD] }
    switch piece.type {
    case .control, .byte: return []
    case .unknown: return unknownSurface
    case .normal, .userDefined, .unused: return spaced(piece.bytes)
    }
  }

  /// A piece that the model does not have stands for itself.
  mutating func text(ofUnknown spelling: [UInt8], isAtStart: Bool) -> [UInt8] {
    mayStrip = mayStrip && isAtStart
    return spelling
  }

  /// `piece` with a space for each `▁`, less the one that was not in the text.
  private mutating func spaced(_ piece: [UInt8]) -> [UInt8] {
    let space = SentencePieceModel.spaceMark
    var text: [UInt8] = []
    var rest = piece[...]
    if mayStrip, rest.starts(with: space) {
      rest = rest.dropFirst(space.count)
      // Where no text begins with a space, all those at the start go; otherwise only the dummy prefix.
      mayStrip = removesExtraWhitespace
    }
    while let first = rest.first {
      let isSpace = first == space[0] && rest.starts(with: space)
      text.append(isSpace ? 0x20 : first)
      rest = rest.dropFirst(isSpace ? space.count : 1)
    }
    return text
  }
}

extension SentencePieceModel {
  /// `▁`, U+2581, which stands for a space in pieces.
  static let spaceMark: [UInt8] = [0xE2, 0x96, 0x81]

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
