extension HangulForm {
  /// What the first stage does with one scalar.
  enum Folding: Equatable {
    case keep
    case remove
    case become(UInt32)

    /// The folding of `scalar`; `next` is the byte behind it, 0 at the end.
    init(of scalar: UInt32, next: UInt8) {
      if Hangul.isConjoiningJamo(scalar), scalar != 0x115F, scalar != 0x1160 {
        self = .keep  // NFD text is made of these, so they come first
      } else if let jamo = Hangul.compatibilityJamo(ofHalfWidth: scalar) {
        self = .become(jamo)
      } else if let narrow = Self.narrow(scalar) {
        self = .become(narrow)
      } else if scalar == 0x0D, next == 0x0A {
        self = .remove  // CR LF is one line end
      } else if Self.isSpace(scalar) {
        self = .become(0x20)
      } else if Self.isInvisible(scalar) {
        self = .remove
      } else {
        self = .keep
      }
    }

    /// What a full-width scalar is the wide form of.
    private static func narrow(_ scalar: UInt32) -> UInt32? {
      switch scalar {
      case 0xFF01...0xFF5E: scalar - 0xFF01 + 0x21
      case 0xFFE0: 0xA2
      case 0xFFE1: 0xA3
      case 0xFFE2: 0xAC
      case 0xFFE3: 0xAF
      case 0xFFE4: 0xA6
      case 0xFFE5: 0xA5
      case 0xFFE6: 0x20A9
      default: nil
      }
    }

    /// Spaces (general category Zs), line ends, and the blank Braille cell, which is used as a space.
    private static func isSpace(_ scalar: UInt32) -> Bool {
      switch scalar {
      case 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x2800, 0x3000:
        true
      default: false
      }
    }

    /// Controls, the property Default_Ignorable_Code_Point, and interlinear annotation.
    private static func isInvisible(_ scalar: UInt32) -> Bool {
      switch scalar {
      case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F:
        true
      case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0: true
      case 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
      default: false
      }
    }
  }
}
