/// The arithmetic of Hangul on UTF-8 bytes: jamo to syllables, or syllables to jamo, many in a row.
///
/// Source: The Unicode Standard, section 3.12. The bytes are told by their fixed patterns: a leading jamo is
/// E1 84 80–92, a vowel E1 85 A1–B5, a trailing jamo E1 86 A8–BF or E1 87 80–82, a syllable EA B0 80 to ED 9E A3.
struct HangulRule: Sendable {
  /// The two directions.
  enum Direction: Sendable {
    case compose
    case decompose
  }

  let direction: Direction
  /// The form's traits: only before something plain, a leading jamo or the end does an open syllable stand alone.
  let traits: ScalarTraits
  /// Whether A to Z are copied; case folding changes them.
  let keepsCapitals: Bool

  /// The most bytes that one step writes.
  static let longestStep = 9

  /// Whether the scalar at `offset` is where this rule may find something to do.
  @inline(__always)
  func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    switch direction {
    case .compose:
      bytes[offset] == 0xE1 && offset + 2 < bytes.count && bytes[offset + 1] == 0x84
        && 0x80...0x92 ~= bytes[offset + 2]
    case .decompose:
      0xEA...0xED ~= bytes[offset] && Self.syllable(bytes, at: offset) != nil
    }
  }

  /// Steps on from `offset` until there is nothing more to do here, or the block is full, and says whether it is.
  @inline(__always)
  func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int
  ) -> Bool {
    var (from, to) = (offset, used)
    defer { (offset, used) = (from, to) }
    while to + Self.longestStep <= block.count {
      switch direction {
      case .compose: HangulRun.compose(bytes, at: &from, to: block, at: &to, keepsCapitals: keepsCapitals)
      case .decompose: HangulRun.decompose(bytes, at: &from, to: block, at: &to)
      }
      // What ends a run may still be a step, at the end of the text or before something unusual.
      guard to + Self.longestStep <= block.count else { break }
      guard step(bytes, at: &from, to: block, at: &to) else { return false }
    }
    return true
  }

  /// Converts one syllable, or copies one ASCII character that stands between Hangul. `block` has room for
  /// ``longestStep`` bytes. False if neither is at `offset`.
  @inline(__always)
  func step(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int
  ) -> Bool {
    guard offset < bytes.count else { return false }
    switch direction {
    case .compose: return compose(bytes, at: &offset, to: block, at: &used)
    case .decompose: return decompose(bytes, at: &offset, to: block, at: &used)
    }
  }

  @inline(__always)
  private func compose(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int
  ) -> Bool {
    let left = bytes.count - offset
    let first = bytes[offset]
    if first < 0x80 {
      // Before anything but visible ASCII and a leading jamo it may be a letter that a mark joins, if need be once a
      // control between them is gone.
      guard 0x20...0x7E ~= first, keepsCapitals || !(0x41...0x5A ~= first),
        left == 1 || 0x20...0x7E ~= bytes[offset + 1]
          || (bytes[offset + 1] == 0xE1 && mayBegin(bytes, at: offset + 1))
      else { return false }
      block[used] = first
      used += 1
      offset += 1
      return true
    }
    guard left >= 6, first == 0xE1, bytes[offset + 1] == 0x84, bytes[offset + 3] == 0xE1,
      bytes[offset + 4] == 0x85
    else { return false }
    let leading = Int(bytes[offset + 2]) - 0x80
    let vowel = Int(bytes[offset + 5]) - 0xA1
    guard 0...18 ~= leading, 0...20 ~= vowel else { return false }
    let trailing = Self.trailing(bytes, at: offset + 6)
    if trailing == 0, left > 6, !isQuiet(bytes, at: offset + 6) { return false }
    Self.write(
      0xAC00 + UInt32((leading * 21 + vowel) * 28 + trailing), to: block, at: used)
    used += 3
    offset += trailing == 0 ? 6 : 9
    return true
  }

  /// Whether what begins at `offset` has nothing to do with the open syllable before it.
  @inline(__always)
  private func isQuiet(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    let first = bytes[offset]
    if 0x20...0x7E ~= first || (first == 0xE1 && mayBegin(bytes, at: offset)) { return true }
    // U+FFFD, which stands for malformed bytes, joins nothing.
    guard let scalar = UTF8Scalar(in: bytes, at: offset) else { return true }
    return traits.isPlain(scalar.value)
  }

  /// The index of the trailing jamo at `offset`, 1 to 27; 0 if there is none.
  @inline(__always)
  private static func trailing(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    guard offset + 2 < bytes.count, bytes[offset] == 0xE1 else { return 0 }
    let (second, third) = (Int(bytes[offset + 1]), Int(bytes[offset + 2]))
    guard second & 0xFE == 0x86, third & 0xC0 == 0x80 else { return 0 }
    let index = (second & 0x01) << 6 + (third & 0x3F) - 0x27
    return 1...27 ~= index ? index : 0
  }

  @inline(__always)
  private func decompose(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int
  ) -> Bool {
    let first = bytes[offset]
    if 0x20...0x7E ~= first {
      block[used] = first
      used += 1
      offset += 1
      return true
    }
    guard 0xEA...0xED ~= first, let index = Self.syllable(bytes, at: offset) else { return false }
    let (leading, rest) = index.quotientAndRemainder(dividingBy: 588)
    let (vowel, trailing) = rest.quotientAndRemainder(dividingBy: 28)
    Self.write(0x1100 + UInt32(leading), to: block, at: used)
    Self.write(0x1161 + UInt32(vowel), to: block, at: used + 3)
    Self.write(0x11A7 + UInt32(trailing), to: block, at: used + 6)
    used += trailing == 0 ? 6 : 9
    offset += 3
    return true
  }

  /// The number of the syllable at `offset`, from 0.
  @inline(__always)
  private static func syllable(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
    guard offset + 2 < bytes.count else { return nil }
    let (second, third) = (Int(bytes[offset + 1]), Int(bytes[offset + 2]))
    guard second & 0xC0 == 0x80, third & 0xC0 == 0x80 else { return nil }
    let scalar = (Int(bytes[offset]) & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
    return 0xAC00...0xD7A3 ~= scalar ? scalar - 0xAC00 : nil
  }

  /// Writes a scalar of three bytes.
  @inline(__always)
  private static func write(_ scalar: UInt32, to block: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
    block[offset] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
    block[offset + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
    block[offset + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
  }
}
