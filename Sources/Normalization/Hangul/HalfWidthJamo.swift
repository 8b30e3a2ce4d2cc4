/// Half-width jamo (U+FFA1 to U+FFDC) that stand in a row, joined as an input method joins keys: a consonant
/// before a vowel begins a syllable, a consonant behind it that is not followed by another vowel ends it.
enum HalfWidthJamo {
  /// The syllable that the half-width jamo at `offset` spell and its length in bytes; nil if they spell none.
  static func syllable(
    in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (scalar: UInt32, length: Int)? {
    guard let first = jamo(in: bytes, at: offset), let leading = Hangul.leadingIndex(ofCompatibility: first),
      let second = jamo(in: bytes, at: offset + 3), let vowel = Hangul.vowelIndex(ofCompatibility: second)
    else { return nil }
    var jamo = Hangul.Jamo(leading: leading, vowel: vowel)
    var length = 6
    if let third = self.jamo(in: bytes, at: offset + 6),
      let trailing = Hangul.trailingIndex(ofCompatibility: third)
    {
      let next = self.jamo(in: bytes, at: offset + 9).flatMap(Hangul.vowelIndex(ofCompatibility:))
      // Before a vowel a consonant begins the next syllable, unless it is a pair such as ㄳ, which cannot.
      if next == nil || Hangul.leadingIndex(ofCompatibility: third) == nil {
        (jamo.trailing, length) = (trailing, 9)
      }
    }
    return Hangul.syllable(of: jamo).map { ($0, length) }
  }

  /// The compatibility jamo of the half-width jamo at `offset`, which has three bytes.
  private static func jamo(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32? {
    guard offset + 2 < bytes.count, bytes[offset] == 0xEF, let scalar = UTF8Scalar(in: bytes, at: offset)
    else { return nil }
    return Hangul.compatibilityJamo(ofHalfWidth: scalar.value)
  }
}
