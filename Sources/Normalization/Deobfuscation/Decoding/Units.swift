/// The scalars of a text as the decoder sees them: what each is, and which bytes it is.
struct Unit {
  enum Kind: UInt8 {
    case syllable, jamo, space, latin, digit, ideograph, sign, invisible
  }

  /// The scalar; conjoining and half-width jamo as the compatibility jamo they look like, Latin in lower case.
  var scalar: UInt32
  /// The scalar as it stands in the text.
  var written: UInt32
  var start: Int32
  var end: Int32
  var kind: Kind

  /// The units of valid UTF-8; a malformed byte is a sign.
  static func units(of bytes: [UInt8]) -> [Unit] {
    var units: [Unit] = []
    units.reserveCapacity(bytes.count / 2 + 8)
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        let end = offset + (scalar?.length ?? 1)
        units.append(Unit(scalar?.value ?? 0xFFFD, Int32(offset), Int32(end)))
        offset = end
      }
    }
    return units
  }

  private init(_ value: UInt32, _ start: Int32, _ end: Int32) {
    self.start = start
    self.end = end
    written = value
    scalar = value
    if Hangul.isSyllable(value) {
      kind = .syllable
    } else if value < 0x80 {
      switch value {
      case 0x20, 0x09, 0x0A, 0x0D: kind = .space
      case 0x30...0x39: kind = .digit
      case 0x41...0x5A:
        kind = .latin
        scalar = value + 0x20
      case 0x61...0x7A: kind = .latin
      default: kind = .sign
      }
    } else if Hangul.isCompatibilityJamo(value) {
      kind = .jamo
    } else if let jamo = Hangul.compatibilityJamo(ofConjoining: value)
      ?? Hangul.compatibilityJamo(ofHalfWidth: value)
    {
      scalar = jamo
      kind = .jamo
    } else if value >= 0x3400 && value <= 0x9FFF {
      kind = .ideograph
    } else if value >= 0xFF01 && value <= 0xFF5E {
      self = Unit(value - 0xFEE0, start, end)
      written = value
    } else {
      kind = Unit.isInvisible(value) ? .invisible : .sign
    }
  }

  /// Whether `text` has only scalars that nobody sees.
  static func isInvisible(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { isInvisible($0.value) } }

  private static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0:
      true
    default: false
    }
  }

  /// Whether the unit is part of a Hangul word.
  var isHangul: Bool { kind == .syllable || kind == .jamo }
}
