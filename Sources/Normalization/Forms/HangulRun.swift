/// The loops of ``HangulRule`` without their corner cases: whole words are read and written, and branches are left
/// for what seldom changes. They stop, short of the last bytes, at whatever is not the usual.
enum HangulRun {
  /// The trailing jamo that ends in byte `third` after E1 86 (from 0 on) or E1 87 (from 256 on); 0 for none.
  // SAFETY: written once, before anyone reads it.
  private nonisolated(unsafe) static let trailingIndices: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
    table.initialize(repeating: 0, count: 512)
    for index in 1...24 { table[0xA7 + index] = UInt8(index) }
    for index in 25...27 { table[256 + 0x80 + index - 25] = UInt8(index) }
    // SAFETY: never freed, and never written again.
    return UnsafePointer(table)
  }()

  /// Composes jamo to syllables and copies ASCII between them, as long as all is usual and the block has room.
  ///
  /// A step is right only if the next one is one: what stands behind an open syllable or a letter may join it. So
  /// the last step is taken back. The one branch that text makes unforeseeable, whether a syllable has a trailing
  /// jamo, is arithmetic.
  @inline(__always)
  static func compose(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int, keepsCapitals: Bool
  ) {
    guard let source = UnsafeRawPointer(bytes.baseAddress),
      let target = UnsafeMutableRawPointer(block.baseAddress)
    else { return }
    let trailingIndices = Self.trailingIndices
    // A step reads 10 bytes and writes 4.
    let (lastFrom, lastTo) = (bytes.count - 10, block.count - 4)
    var (from, to) = (offset, used)
    while from <= lastFrom, to <= lastTo {
      // SAFETY: 10 bytes from `from` on lie in the source, 4 from `to` on in the block, by the loop's condition.
      let word = UInt64(littleEndian: (source + from).loadUnaligned(as: UInt64.self))
      if word & 0xFF_FF00_FFFF == 0x85_E100_84E1 {
        let leading = UInt32(truncatingIfNeeded: word >> 16 & 0xFF) &- 0x80
        let vowel = UInt32(truncatingIfNeeded: word >> 40) & 0xFF &- 0xA1
        guard leading <= 18, vowel <= 20 else { break }
        (offset, used) = (from, to)
        let ninth = Int((source + from + 8).load(as: UInt8.self))
        let index = UInt64(trailingIndices[Int(truncatingIfNeeded: word >> 48 & 0x100) | ninth])
        // Only this decides where the next step begins: the look into the table is not waited for.
        let isJamo = ((word >> 48 & 0xFEFF ^ 0x86E1) &- 1) >> 63
        let trailing = index & (0 &- isJamo)
        // An old jamo there ends the loop, without a branch of its own.
        let isOld = isJamo & ((index &- 1) >> 63)
        let scalar = 0xAC00 &+ (leading &* 21 &+ vowel) &* 28 &+ UInt32(truncatingIfNeeded: trailing)
        let spelled = 0x8080E0 | scalar >> 12 | (scalar << 2 & 0x3F00) | (scalar << 16 & 0x3F0000)
        // A space goes with the syllable before it: the end of a word is not foreseeable either.
        let tenth = (source + from + 9).load(as: UInt8.self)
        let behind = word >> 48 & 0xFF ^ (word >> 48 & 0xFF ^ UInt64(tenth)) & (0 &- isJamo)
        let isSpace = Int(truncatingIfNeeded: ((behind ^ 0x20) &- 1) >> 63)
        (target + to).storeBytes(of: (spelled | 0x2000_0000).littleEndian, as: UInt32.self)
        to &+= 3 &+ isSpace
        from &+= 6 &+ Int(truncatingIfNeeded: 3 &* isJamo | isOld << 40) &+ isSpace
      } else {
        let first = UInt32(truncatingIfNeeded: word & 0xFF)
        guard first &- 0x20 < 0x5F, keepsCapitals || first &- 0x41 >= 26 else { break }
        (offset, used) = (from, to)
        (target + to).storeBytes(of: UInt8(truncatingIfNeeded: first), as: UInt8.self)
        to &+= 1
        from &+= 1
      }
    }
  }

  /// Decomposes syllables to jamo and copies ASCII between them, as long as all is usual and the block has room.
  @inline(__always)
  static func decompose(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: inout Int, to block: UnsafeMutableBufferPointer<UInt8>,
    at used: inout Int
  ) {
    guard let source = UnsafeRawPointer(bytes.baseAddress),
      let target = UnsafeMutableRawPointer(block.baseAddress)
    else { return }
    let (lastFrom, lastTo) = (bytes.count - 4, block.count - 10)
    var (from, to) = (offset, used)
    defer { (offset, used) = (from, to) }
    while from <= lastFrom, to <= lastTo {
      // SAFETY: 4 bytes from `from` on lie in the source, 10 from `to` on in the block, by the loop's condition.
      let word = UInt32(littleEndian: (source + from).loadUnaligned(as: UInt32.self))
      if word & 0xC0C0F0 == 0x8080E0 {
        let index = ((word & 0x0F) << 12 | word >> 2 & 0xFC0 | word >> 16 & 0x3F) &- 0xAC00
        guard index < 11172 else { return }
        let (leading, rest) = (index / 588, index % 588)
        let (vowel, trailing) = (rest / 28, rest % 28)
        // 25 to 27 lie behind E1 87, which begins anew at 80.
        let late: UInt32 = trailing >= 25 ? 1 : 0
        let low = 0xE100_84E1 | UInt64(0x80 &+ leading) << 16 | UInt64(0x85) << 32
        let high = UInt64(0xA1 &+ vowel) << 40 | UInt64(0xE1) << 48 | UInt64(0x86 &+ late) << 56
        (target + to).storeBytes(of: (low | high).littleEndian, as: UInt64.self)
        (target + to + 8).storeBytes(
          of: UInt8(truncatingIfNeeded: 0xA7 &+ trailing &- late << 6), as: UInt8.self)
        to &+= trailing == 0 ? 6 : 9
        // A space goes with the syllable before it: the end of a word is not foreseeable.
        let isSpace = word >> 24 == 0x20 ? 1 : 0
        (target + to).storeBytes(of: 0x20, as: UInt8.self)
        to &+= isSpace
        from &+= 3 &+ isSpace
      } else {
        guard word & 0xFF &- 0x20 < 0x5F else { return }
        (target + to).storeBytes(of: UInt8(truncatingIfNeeded: word), as: UInt8.self)
        to &+= 1
        from &+= 1
      }
    }
  }
}
