import Normalization

/// Makes of a text what the pieces are cut from: mapped characters, `▁` for spaces, the dummy prefix.
///
/// Source: `Normalizer::Normalize` of SentencePiece's `normalizer.cc`; the same bytes come out, and the map
/// to the source is that of ``AlignedText``.
struct TextPreparer: Sendable {
  let spec: SentencePieceModel.NormalizerSpec
  let isSuffixed: Bool
  let charsmap: Charsmap?
  let userDefined: ByteTrie?

  /// `userDefined` holds the symbols that are taken before any mapping.
  init(
    spec: SentencePieceModel.NormalizerSpec, isSuffixed: Bool, userDefined: ByteTrie?
  ) throws(TokenizationError) {
    self.spec = spec
    self.isSuffixed = isSuffixed
    self.userDefined = userDefined
    charsmap = spec.precompiledCharsmap.isEmpty ? nil : try Charsmap(spec.precompiledCharsmap)
  }

  /// What stands for a space.
  private var space: [UInt8] { spec.escapesWhitespace ? WordTable.space : [0x20] }

  /// `text` as the model cuts it. A text of nothing, or of nothing but removed spaces, gives the empty text.
  func prepare(_ text: AlignedText) -> AlignedText {
    var builder = AlignedTextBuilder(over: text)
    let isEmpty = text.utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      if spec.removesExtraWhitespace {
        while offset < bytes.count {
          let step = next(in: bytes, at: offset)
          guard step.isSpace(in: bytes, at: offset) else { break }
          offset += step.length
        }
      }
      builder.delete(upTo: offset)
      guard offset < bytes.count else { return true }
      if spec.addsDummyPrefix, !isSuffixed { builder.replace(upTo: offset, with: space) }
      prepareBody(bytes, from: offset, into: &builder)
      return false
    }
    if isEmpty { return builder.finish() }
    if spec.removesExtraWhitespace {
      while builder.utf8.hasSuffix(space) { builder.truncate(to: builder.count - space.count) }
    }
    if spec.addsDummyPrefix, isSuffixed { builder.replace(upTo: text.utf8.count, with: space) }
    return builder.finish()
  }

  private func prepareBody(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into builder: inout AlignedTextBuilder
  ) {
    var offset = start
    var followsSpace = spec.removesExtraWhitespace
    while offset < bytes.count {
      let step = next(in: bytes, at: offset)
      let end = offset + step.length
      switch step {
      case .keep:
        let isSpace = bytes[offset] == 0x20 && step.length == 1
        if isSpace, followsSpace {
          builder.copy(upTo: offset)
          builder.delete(upTo: end)
        } else if isSpace, spec.escapesWhitespace {
          builder.copy(upTo: offset)
          builder.replace(upTo: end, with: WordTable.space)
        }
        followsSpace = isSpace && spec.removesExtraWhitespace
      case .become(let replacement, _):
        builder.copy(upTo: offset)
        let rest = followsSpace ? replacement.drop { $0 == 0x20 } : replacement[...]
        builder.replace(upTo: end, with: spec.escapesWhitespace ? escaped(rest) : Array(rest))
        if !rest.isEmpty { followsSpace = rest.last == 0x20 && spec.removesExtraWhitespace }
      }
      offset = end
    }
    builder.copyRest()
  }

  private func escaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    bytes.reduce(into: []) { result, byte in
      if byte == 0x20 { result += WordTable.space } else { result.append(byte) }
    }
  }

  /// What becomes of the characters at one place.
  enum Step {
    case keep(length: Int)
    /// The bytes are valid as long as the text and the preparer are.
    case become(UnsafeBufferPointer<UInt8>, length: Int)

    /// How many bytes of the text it takes.
    var length: Int {
      switch self {
      case .keep(let length), .become(_, let length): length
      }
    }

    /// Whether exactly one space comes out.
    func isSpace(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
      switch self {
      case .keep(let length): length == 1 && bytes[offset] == 0x20
      case .become(let replacement, _): replacement.count == 1 && replacement.first == 0x20
      }
    }
  }

  private static let replacementCharacter = FrozenArray<UInt8>([0xEF, 0xBF, 0xBD])

  /// What becomes of the characters at `offset`, which is inside of `bytes`.
  private func next(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Step {
    stepper.next(in: bytes, at: offset)
  }

  /// The preparer's rules for loops; valid as long as this value is.
  var stepper: Stepper {
    Stepper(charsmap: charsmap?.view, userDefined: userDefined?.view, mark: Self.replacementCharacter.base)
  }

  /// Borrowed by loops.
  struct Stepper {
    fileprivate let charsmap: Charsmap.View?
    fileprivate let userDefined: ByteTrie.View?
    /// U+FFFD, which stands for malformed bytes.
    fileprivate let mark: UnsafePointer<UInt8>

    /// What becomes of the characters at `offset`, which is inside of `bytes`.
    func next(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Step {
      if let userDefined, let match = userDefined.longestPrefix(of: bytes, at: offset) {
        let symbol = UnsafeBufferPointer(rebasing: bytes[offset..<offset + match.length])
        return match.length > 1 && symbol.contains(0x20)
          ? .become(symbol, length: match.length) : .keep(length: match.length)
      }
      if let charsmap, let match = charsmap.longestMatch(in: bytes, at: offset) {
        return .become(match.replacement, length: match.length)
      }
      guard let scalar = UTF8Scalar(in: bytes, at: offset) else {
        return .become(UnsafeBufferPointer(start: mark, count: 3), length: 1)
      }
      return .keep(length: scalar.length)
    }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ other: [UInt8]) -> Bool {
    count >= other.count && self[(count - other.count)...].elementsEqual(other)
  }
}
