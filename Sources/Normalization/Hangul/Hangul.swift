/// The arithmetic of Hangul: syllables, conjoining jamo and compatibility jamo.
///
/// Source: The Unicode Standard, section 3.12 (Conjoining Jamo Behavior). A syllable is a leading consonant
/// (one of 19), a vowel (one of 21) and a trailing consonant (one of 27, or 0 for none).
public enum Hangul {
  /// The three indices of a syllable; `trailing` 0 stands for none.
  public struct Jamo: Sendable, Equatable {
    /// 0 to 18, ㄱ to ㅎ.
    public var leading: Int
    /// 0 to 20, ㅏ to ㅣ.
    public var vowel: Int
    /// 1 to 27, ㄱ to ㅎ; 0 for an open syllable.
    public var trailing: Int

    /// Jamo by their indices.
    public init(leading: Int, vowel: Int, trailing: Int = 0) {
      self.leading = leading
      self.vowel = vowel
      self.trailing = trailing
    }
  }

  static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
  static let leadingJamo: ClosedRange<UInt32> = 0x1100...0x1112
  static let vowelJamo: ClosedRange<UInt32> = 0x1161...0x1175
  static let trailingJamo: ClosedRange<UInt32> = 0x11A8...0x11C2

  /// Whether `scalar` is one of the 11,172 precomposed syllables.
  @inlinable
  public static func isSyllable(_ scalar: UInt32) -> Bool { scalar >= 0xAC00 && scalar <= 0xD7A3 }

  /// Whether `scalar` is a modern compatibility jamo, ㄱ to ㅣ.
  @inlinable
  public static func isCompatibilityJamo(_ scalar: UInt32) -> Bool { scalar >= 0x3131 && scalar <= 0x3163 }

  /// Whether `scalar` is a conjoining jamo, modern or old.
  @inlinable
  public static func isConjoiningJamo(_ scalar: UInt32) -> Bool {
    (scalar >= 0x1100 && scalar <= 0x11FF) || (scalar >= 0xA960 && scalar <= 0xA97C)
      || (scalar >= 0xD7B0 && scalar <= 0xD7FB)
  }

  /// The jamo of a precomposed syllable; nil for any other scalar.
  @inlinable
  public static func jamo(of syllable: UInt32) -> Jamo? {
    guard isSyllable(syllable) else { return nil }
    let index = Int(syllable - 0xAC00)
    return Jamo(leading: index / 588, vowel: index % 588 / 28, trailing: index % 28)
  }

  /// The precomposed syllable of `jamo`; nil if an index is out of its range.
  public static func syllable(of jamo: Jamo) -> UInt32? {
    guard 0..<19 ~= jamo.leading, 0..<21 ~= jamo.vowel, 0..<28 ~= jamo.trailing else { return nil }
    return 0xAC00 + UInt32((jamo.leading * 21 + jamo.vowel) * 28 + jamo.trailing)
  }

  /// The precomposed syllable of two or three modern conjoining jamo; nil if they do not form one.
  static func composed(_ leading: UInt32, _ vowel: UInt32, _ trailing: UInt32? = nil) -> UInt32? {
    guard leadingJamo.contains(leading), vowelJamo.contains(vowel) else { return nil }
    if let trailing, !trailingJamo.contains(trailing) { return nil }
    return syllable(
      of: Jamo(
        leading: Int(leading - 0x1100), vowel: Int(vowel - 0x1161),
        trailing: trailing.map { Int($0 - 0x11A7) } ?? 0))
  }

  /// The compatibility jamo that a leading consonant looks like, by index 0 to 18.
  public static let leadingCompatibility: [UInt32] = [
    0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145, 0x3146, 0x3147, 0x3148,
    0x3149, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
  ]

  /// The compatibility jamo that a trailing consonant looks like, by index 1 to 27; 0 stands at index 0.
  public static let trailingCompatibility: [UInt32] = [
    0, 0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3139, 0x313A, 0x313B, 0x313C, 0x313D, 0x313E,
    0x313F, 0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146, 0x3147, 0x3148, 0x314A, 0x314B, 0x314C, 0x314D,
    0x314E,
  ]

  /// The compatibility jamo of a vowel by index 0 to 20.
  @inlinable
  public static func vowelCompatibility(_ index: Int) -> UInt32 { 0x314F + UInt32(index) }

  /// The index of the leading consonant that the compatibility jamo `scalar` looks like, 0 to 18; nil if none does.
  public static func leadingIndex(ofCompatibility scalar: UInt32) -> Int? {
    guard scalar >= 0x3131, scalar <= 0x314E else { return nil }
    let index = Int(leadingIndices[Int(scalar - 0x3131)])
    return index < 0 ? nil : index
  }

  /// The index of the vowel that the compatibility jamo `scalar` looks like, 0 to 20; nil if it is no vowel.
  public static func vowelIndex(ofCompatibility scalar: UInt32) -> Int? {
    scalar >= 0x314F && scalar <= 0x3163 ? Int(scalar - 0x314F) : nil
  }

  /// The index of the trailing consonant that the compatibility jamo `scalar` looks like, 1 to 27; nil if none does.
  public static func trailingIndex(ofCompatibility scalar: UInt32) -> Int? {
    guard scalar >= 0x3131, scalar <= 0x314E else { return nil }
    let index = Int(trailingIndices[Int(scalar - 0x3131)])
    return index < 0 ? nil : index
  }

  private static let leadingIndices = inverse(of: leadingCompatibility)
  private static let trailingIndices = inverse(of: trailingCompatibility)

  private static func inverse(of jamo: [UInt32]) -> [Int8] {
    (0x3131...0x314E as ClosedRange<UInt32>).map { Int8(jamo.firstIndex(of: $0) ?? -1) }
  }

  /// The compatibility jamo that looks like the modern conjoining jamo `scalar`; nil for any other scalar.
  public static func compatibilityJamo(ofConjoining scalar: UInt32) -> UInt32? {
    if leadingJamo.contains(scalar) { return leadingCompatibility[Int(scalar - 0x1100)] }
    if vowelJamo.contains(scalar) { return vowelCompatibility(Int(scalar - 0x1161)) }
    if trailingJamo.contains(scalar) { return trailingCompatibility[Int(scalar - 0x11A7)] }
    return nil
  }

  /// The compatibility jamo that the half-width jamo `scalar` (U+FFA1 to U+FFDC) stands for; nil for any other.
  public static func compatibilityJamo(ofHalfWidth scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0xFFA1...0xFFBE: 0x3131 + scalar - 0xFFA1
    case 0xFFC2...0xFFC7: 0x314F + scalar - 0xFFC2
    case 0xFFCA...0xFFCF: 0x3155 + scalar - 0xFFCA
    case 0xFFD2...0xFFD7: 0x315B + scalar - 0xFFD2
    case 0xFFDA...0xFFDC: 0x3161 + scalar - 0xFFDA
    default: nil
    }
  }

  /// `utf8` with every precomposed syllable spelled in compatibility jamo: 각 becomes ㄱㅏㄱ.
  ///
  /// Other bytes stay as they are. Made for n-gram features. O(n); the result is at most three times as long.
  public static func decomposed(_ utf8: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count * 3)
    utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        guard bytes[offset] >= 0xEA, bytes[offset] <= 0xED, let scalar = UTF8Scalar(in: bytes, at: offset),
          let jamo = jamo(of: scalar.value)
        else {
          result.append(bytes[offset])
          offset += 1
          continue
        }
        UTF8Scalar.append(leadingCompatibility[jamo.leading], to: &result)
        UTF8Scalar.append(vowelCompatibility(jamo.vowel), to: &result)
        if jamo.trailing > 0 { UTF8Scalar.append(trailingCompatibility[jamo.trailing], to: &result) }
        offset += scalar.length
      }
    }
    return result
  }
}
