/// The kind of sound with which a word ends when it is read in Korean.
public enum WordEnding: Sendable, Equatable {
  /// An open syllable.
  case vowel
  /// A final ㄹ.
  case rieul
  /// Any other final consonant.
  case consonant

  /// The ending of `utf8` as it is read; nil if it cannot be told.
  ///
  /// Punctuation and closing brackets at the end are passed over. What stands in brackets behind a word does not
  /// count: 삼성(三星)은 is read 삼성은. Digits are read as numbers, Latin letters as words, or by their names where
  /// they are an acronym, Chinese characters by their readings.
  public init?(of utf8: [UInt8]) {
    var scalars = UTF8Scalar.values(of: utf8)
    Self.dropSilence(from: &scalars)
    guard let last = scalars.last else { return nil }
    if let jamo = Hangul.jamo(of: last) {
      self = Self.ofTrailing(jamo.trailing)
    } else if Hangul.isCompatibilityJamo(last) {
      // The names of consonants end in a consonant (기역), in ㄹ only 리을; vowels are read as they are.
      self = last >= 0x314F ? .vowel : last == 0x3139 ? .rieul : .consonant
    } else if Self.isDigit(last) {
      self = NumberEnding.ending(of: scalars)
    } else if Self.isLatin(last) {
      self = LatinEnding.ending(of: scalars)
    } else if let sign = Self.signs[last] {
      self = sign
    } else if let reading = Hanja.reading(of: last), let jamo = Hangul.jamo(of: reading) {
      self = Self.ofTrailing(jamo.trailing)
    } else if 0x3041...0x30FF ~= last {
      self = last == 0x3093 || last == 0x30F3 ? .consonant : .vowel
    } else {
      return nil
    }
  }

  static func ofTrailing(_ index: Int) -> WordEnding {
    switch index {
    case 0: .vowel
    case 8: .rieul
    default: .consonant
    }
  }

  static func isDigit(_ scalar: UInt32) -> Bool { 0x30...0x39 ~= scalar }

  static func isLatin(_ scalar: UInt32) -> Bool { 0x41...0x5A ~= scalar || 0x61...0x7A ~= scalar }

  /// Signs that are read as words.
  private static let signs: [UInt32: WordEnding] = [
    0x25: .vowel /* 퍼센트 */, 0xB0: .vowel /* 도 */, 0x2103: .vowel, 0x2109: .vowel, 0x24: .vowel /* 달러 */,
    0x20A9: .consonant /* 원 */, 0x20AC: .vowel /* 유로 */, 0xA3: .vowel /* 파운드 */, 0xA5: .consonant /* 엔 */,
    0x2B: .vowel /* 플러스 */, 0x26: .vowel /* 앤드 */, 0x40: .vowel /* 골뱅이 */, 0x23: .consonant /* 샵 */,
    0x339C: .vowel /* 밀리미터 */, 0x339D: .vowel, 0x339E: .vowel, 0x33A1: .vowel /* 제곱미터 */,
    0x338F: .consonant /* 킬로그램 */,
  ]

  /// Takes away what is not read at the end: spaces, punctuation, marks, and a bracket with what is in it if a word
  /// stands before.
  private static func dropSilence(from scalars: inout [UInt32]) {
    for index in scalars.indices {
      if 0xFF01...0xFF5E ~= scalars[index] { scalars[index] -= 0xFEE0 }
    }
    while let last = scalars.last {
      if let open = brackets[last] {
        scalars.removeLast()
        guard let start = start(of: open, closedBy: last, in: scalars) else { continue }
        let isBehindWord = scalars[..<start].contains { isRead($0) }
        if isBehindWord { scalars.removeSubrange(start...) }
      } else if isRead(last) {
        return
      } else {
        guard isSilent(last) else { return }
        scalars.removeLast()
      }
    }
  }

  private static func start(of open: UInt32, closedBy close: UInt32, in scalars: [UInt32]) -> Int? {
    var depth = 1
    for index in scalars.indices.reversed() {
      if scalars[index] == close { depth += 1 }
      if scalars[index] == open { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  private static func isRead(_ scalar: UInt32) -> Bool {
    Hangul.isSyllable(scalar) || Hangul.isCompatibilityJamo(scalar) || isDigit(scalar) || isLatin(scalar)
      || signs[scalar] != nil || Hanja.reading(of: scalar) != nil || 0x3041...0x30FF ~= scalar
  }

  private static func isSilent(_ scalar: UInt32) -> Bool {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return true }
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .nonspacingMark, .control, .format, .modifierSymbol, .mathSymbol:
      return true
    default: return false
    }
  }

  /// Closing brackets whose content may explain the word before them, with what opens them.
  private static let brackets: [UInt32: UInt32] = [
    0x29: 0x28, 0x5D: 0x5B, 0x3015: 0x3014, 0x3011: 0x3010,
  ]
}
