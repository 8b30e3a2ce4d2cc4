/// What the first byte of a character tells of how the model's preparation treats it.
///
/// Nearly all Korean text is Hangul, plain ASCII and spaces, which no usual character map touches: whole words
/// of it are read without looking into the map. A byte that might take part in anything else is
/// ``careful``.
struct ByteClasses: Sendable {
  static let careful: UInt8 = 0
  /// An ASCII character that stays as it is.
  static let plain: UInt8 = 1
  /// Begins a Hangul syllable, which stays as it is, or something near to the syllables.
  static let hangul: UInt8 = 2
  /// A space that is just a space.
  static let space: UInt8 = 3

  let table: FrozenArray<UInt8>

  /// The classes under a character map and with user-defined symbols that are taken before it.
  init(charsmap: Charsmap?, userDefined: [[UInt8]]) {
    var classes = [UInt8](repeating: Self.careful, count: 256)
    for byte in 0..<0x80 { classes[byte] = Self.plain }
    classes[0x20] = Self.space
    for byte in 0xEA...0xED { classes[byte] = Self.hangul }
    if let charsmap { Self.exclude(keysOf: charsmap, from: &classes) }
    // A symbol that the map would leave alone needs no care: whether it is seen or not, it stays as it is.
    for symbol in userDefined where !symbol.allSatisfy({ Self.isLetter(classes[Int($0)], $0) }) {
      classes[Int(symbol[0])] = Self.careful
    }
    table = FrozenArray(classes)
  }

  /// Whether a byte of a symbol is one of plain ASCII or may be one of a syllable.
  private static func isLetter(_ byteClass: UInt8, _ byte: UInt8) -> Bool {
    byteClass == plain || byteClass == hangul || (0x80..<0xC0).contains(byte)
  }

  /// Excludes what begins a key, and what goes on with one that begins with a plain character.
  private static func exclude(keysOf charsmap: Charsmap, from classes: inout [UInt8]) {
    var continuing = [Bool](repeating: false, count: 256)
    func lookBehind(_ place: Charsmap.Place) {
      for byte in UInt8(0x01)...0xFF where !continuing[Int(byte)] {
        if charsmap.place(after: place, byte: byte) != nil { continuing[Int(byte)] = true }
      }
    }
    for byte in UInt8(0)..<0x80 {
      guard let place = charsmap.place(after: charsmap.root, byte: byte) else { continue }
      if place.endsKey { classes[Int(byte)] = careful } else { lookBehind(place) }
    }
    for first in UInt8(0xEA)...0xED {
      guard let lead = charsmap.place(after: charsmap.root, byte: first) else { continue }
      for second in UInt8(0x80)...0xBF {
        guard let middle = charsmap.place(after: lead, byte: second) else { continue }
        for third in UInt8(0x80)...0xBF where isSyllable(first, second, third) {
          guard let place = charsmap.place(after: middle, byte: third) else { continue }
          if place.endsKey { classes[Int(first)] = careful } else { lookBehind(place) }
        }
      }
    }
    for byte in 0...0xFF where continuing[byte] { classes[byte] = careful }
  }

  /// Whether three bytes spell a Hangul syllable, U+AC00 to U+D7A3.
  @inline(__always)
  static func isSyllable(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    guard second & 0xC0 == 0x80, third & 0xC0 == 0x80 else { return false }
    let value = UInt32(first & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)
    return value &- 0xAC00 < 11_172
  }

  /// Where the plain characters from `start` on end.
  @inline(__always)
  static func endOfPlain(
    _ bytes: UnsafePointer<UInt8>, from start: Int, count: Int, _ classes: UnsafePointer<UInt8>
  ) -> Int {
    var offset = start
    while offset < count {
      let byteClass = classes[Int(bytes[offset])]
      if byteClass == hangul {
        guard offset + 2 < count, isSyllable(bytes[offset], bytes[offset + 1], bytes[offset + 2]) else {
          break
        }
        offset += 3
      } else if byteClass == plain {
        offset += 1
      } else {
        break
      }
    }
    return offset
  }
}
