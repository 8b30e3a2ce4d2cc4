/// What a scalar is for the boundaries of words.
enum ScalarKind {
  /// A precomposed syllable, as of 시.
  case syllable
  /// A compatibility jamo, as of ㅅ.
  case jamo
  /// A jamo that people append for laughing or crying: ㅋ ㅎ ㅠ ㅜ ㅡ.
  case interjection
  /// A letter or digit of another script.
  case alphanumeric
  /// Anything else: spaces, punctuation, symbols.
  case other

  /// The kind of `scalar`.
  init(_ scalar: UInt32) {
    switch scalar {
    case 0xAC00...0xD7A3: self = .syllable
    case 0x314B, 0x314E, 0x3160, 0x315C, 0x3161: self = .interjection
    case 0x3131...0x3163: self = .jamo
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x370...0x52F, 0x3041...0x30FF, 0x4E00...0x9FFF:
      self = .alphanumeric
    default: self = .other
    }
  }
}

/// Reads scalars of valid UTF-8 in both directions.
enum ScalarReading {
  /// The scalar that begins at `offset` and the offset behind it; `nil` at the end.
  static func scalar(in utf8: UnsafeBufferPointer<UInt8>, at offset: Int) -> (value: UInt32, end: Int)? {
    guard offset < utf8.count else { return nil }
    let lead = utf8[offset]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard length > 1, offset + length <= utf8.count else { return (UInt32(lead), offset + 1) }
    var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for index in 1..<length { value = value << 6 | UInt32(utf8[offset + index] & 0x3F) }
    return (value, offset + length)
  }

  /// The scalar that ends at `offset` and where it begins; `nil` at the start.
  static func scalar(in utf8: UnsafeBufferPointer<UInt8>, before offset: Int) -> (value: UInt32, start: Int)?
  {
    guard offset > 0 else { return nil }
    var start = offset - 1
    while start > 0, utf8[start] & 0xC0 == 0x80, offset - start < 4 { start -= 1 }
    return scalar(in: utf8, at: start).map { ($0.value, start) }
  }
}

/// The syllables around a place in a text, up to the ends of their run.
enum Eojeol {
  /// The longest run of syllables that is looked at; a longer one is taken as no particle.
  static let longestRun = 24

  /// The precomposed syllables from `offset` on: their scalars and where each begins, with the end of the last.
  static func syllables(
    in utf8: UnsafeBufferPointer<UInt8>, from offset: Int
  ) -> (scalars: [UInt32], offsets: [Int]) {
    var (scalars, offsets) = ([UInt32](), [offset])
    var position = offset
    while scalars.count <= longestRun, let next = ScalarReading.scalar(in: utf8, at: position),
      ScalarKind(next.value) == .syllable
    {
      scalars.append(next.value)
      offsets.append(next.end)
      position = next.end
    }
    return (scalars, offsets)
  }

  /// The precomposed syllables that end at `offset`, in the order of the text, with the offsets as above.
  static func syllables(
    in utf8: UnsafeBufferPointer<UInt8>, before offset: Int
  ) -> (scalars: [UInt32], offsets: [Int]) {
    var (scalars, offsets) = ([UInt32](), [offset])
    var position = offset
    while scalars.count <= longestRun, let next = ScalarReading.scalar(in: utf8, before: position),
      ScalarKind(next.value) == .syllable
    {
      scalars.append(next.value)
      offsets.append(next.start)
      position = next.start
    }
    return (scalars.reversed(), offsets.reversed())
  }
}
