/// The alphabet of the language model of readings: a number below 2^14 for everything that it tells apart.
///
/// Every Hangul syllable, every compatibility jamo and every Latin letter is a symbol of its own; digits are
/// one, and so are the kinds of punctuation. Text is expected in the hangul form.
package enum ReadingSymbol {
  package typealias ID = UInt16

  /// Fills the contexts before the start of a text. Never predicted.
  package static let filler: ID = 0
  /// Stands before the first symbol of a text and behind its last one.
  package static let boundary: ID = 1
  package static let space: ID = 2
  package static let digit: ID = 3
  static let otherPunctuation: ID = 9
  static let latin: ID = 10
  static let jamo: ID = 36
  package static let other: ID = 88
  static let ideograph: ID = 89
  static let syllable: ID = 96
  /// How many symbols there are.
  package static let count = Int(syllable) + 11172

  static let bits: UInt64 = 14

  /// The symbol of `scalar`.
  @inline(__always)
  package static func of(_ scalar: UInt32) -> ID {
    if scalar >= 0xAC00 && scalar <= 0xD7A3 { return syllable + ID(scalar - 0xAC00) }
    if scalar < 0x80 { return ascii(scalar) }
    if scalar >= 0x3131 && scalar <= 0x3163 { return jamo + ID(scalar - 0x3131) }
    if scalar >= 0x4E00 && scalar <= 0x9FFF { return ideograph }
    if scalar >= 0x2018 && scalar <= 0x201D { return otherPunctuation }
    if scalar == 0x2026 { return of(0x2E) }
    return other
  }

  private static func ascii(_ scalar: UInt32) -> ID {
    switch scalar {
    case 0x20, 0x09, 0x0A, 0x0D: space
    case 0x30...0x39: digit
    case 0x2E: 4
    case 0x2C: 5
    case 0x3F: 6
    case 0x21: 7
    case 0x7E: 8
    case 0x41...0x5A: latin + ID(scalar - 0x41)
    case 0x61...0x7A: latin + ID(scalar - 0x61)
    default: otherPunctuation
    }
  }

  /// Whether `symbol` is a Hangul syllable.
  @inline(__always)
  package static func isSyllable(_ symbol: ID) -> Bool { symbol >= syllable }
}
