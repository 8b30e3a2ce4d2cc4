import Normalization

/// What characters of Unicode 16 and 17 decompose and fold to, for an ICU that does not know them yet.
///
/// With them the charsmaps hold what those of SentencePiece 0.2.3 hold, which follow Unicode 17.
/// Source: `UnicodeData.txt` and `CaseFolding.txt` of the Unicode Character Database, version 17.0.
enum LaterUnicode {
  /// Full decompositions: one character if it only looks different, several if it is composed of them.
  static let decompositions: [UInt32: [UInt32]] = {
    var decompositions: [UInt32: [UInt32]] = [
      0xA7F1: [0x53], 0x105C9: [0x105D2, 0x0307], 0x105E4: [0x105DA, 0x0307],
      0x11383: [0x11382, 0x113C9], 0x11385: [0x11384, 0x113BB], 0x1138E: [0x1138B, 0x113C2],
      0x11391: [0x11390, 0x113C9], 0x113C5: [0x113C2, 0x113C2], 0x113C7: [0x113C2, 0x113B8],
      0x113C8: [0x113C2, 0x113C9], 0x16121: [0x1611E, 0x1611E], 0x16122: [0x1611E, 0x16129],
      0x16123: [0x1611E, 0x1611F], 0x16124: [0x16129, 0x1611F], 0x16125: [0x1611E, 0x16120],
      0x16126: [0x1611E, 0x1611E, 0x1611F], 0x16127: [0x1611E, 0x16129, 0x1611F],
      0x16128: [0x1611E, 0x1611E, 0x16120], 0x16D68: [0x16D67, 0x16D67], 0x16D69: [0x16D63, 0x16D67],
      0x16D6A: [0x16D63, 0x16D67, 0x16D67],
    ]
    // Outlined letters and digits.
    for letter in 0..<UInt32(26) { decompositions[0x1CCD6 + letter] = [0x41 + letter] }
    for digit in 0..<UInt32(10) { decompositions[0x1CCF0 + digit] = [0x30 + digit] }
    return decompositions
  }()

  /// `scalar` with its case folded to one scalar.
  static func foldedCase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x1C89, 0xA7CC, 0xA7CE, 0xA7D2, 0xA7D4, 0xA7DA: scalar + 1
    case 0xA7CB: 0x0264
    case 0xA7DC: 0x019B
    case 0x10D50...0x10D65: scalar + 0x20
    case 0x16EA0...0x16EB8: scalar + 0x1B
    default: UnicodeFacts.foldedCase(scalar)
    }
  }
}
