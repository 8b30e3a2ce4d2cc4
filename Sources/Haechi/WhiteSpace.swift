/// White space in UTF-8 bytes: the scalars with Unicode's property White_Space (PropList.txt).
enum WhiteSpace {
  /// The length in bytes of the white space at `offset`; 0 when there is none.
  static func length(at offset: Int, in bytes: [UInt8]) -> Int {
    switch bytes[offset] {
    case 0x20, 0x09...0x0D:
      return 1
    case 0xC2:
      guard offset + 1 < bytes.count else { return 0 }
      return bytes[offset + 1] == 0x85 || bytes[offset + 1] == 0xA0 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard offset + 2 < bytes.count else { return 0 }
      switch (bytes[offset], bytes[offset + 1], bytes[offset + 2]) {
      case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
        (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
        return 3
      default:
        return 0
      }
    default:
      return 0
    }
  }

  /// Whether `bytes` holds nothing but white space; true of no bytes at all.
  static func fills(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let length = length(at: offset, in: bytes)
      if length == 0 { return false }
      offset += length
    }
    return true
  }

  /// Whether white space begins anywhere in `range` of `bytes`.
  static func occurs(in range: Range<Int>, of bytes: [UInt8]) -> Bool {
    range.contains { length(at: $0, in: bytes) > 0 }
  }

  /// `range` without the white space at its two ends; `nil` when nothing else is in it.
  static func trimming(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int>? {
    var offset = range.lowerBound
    var ink: Range<Int>?
    while offset < range.upperBound {
      let length = length(at: offset, in: bytes)
      if length == 0 {
        ink = (ink?.lowerBound ?? offset)..<offset + 1
        offset += 1
      } else {
        offset += length
      }
    }
    return ink
  }
}
