/// Checks of UTF-8 by the letter of the Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
public enum UTF8Validation {
  /// The offset of the first byte that begins no well-formed sequence, or nil if there is none. O(n).
  public static func firstInvalidOffset(in utf8: [UInt8]) -> Int? {
    utf8.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        if bytes[offset] < 0x80 {
          offset += 1
        } else if let scalar = UTF8Scalar(in: bytes, at: offset) {
          offset += scalar.length
        } else {
          return offset
        }
      }
      return nil
    }
  }
}

/// One Unicode scalar and the number of bytes that spell it.
public struct UTF8Scalar: Sendable, Equatable {
  /// The scalar's number, 0 to 0x10FFFF without the surrogates.
  public let value: UInt32
  /// 1 to 4 bytes.
  public let length: Int

  /// Reads the scalar that begins at `offset`; nil if the bytes there are not well-formed.
  @inlinable
  public init?(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    let left = bytes.count - offset
    guard left > 0 else { return nil }
    let first = UInt32(bytes[offset])
    if first < 0x80 {
      self.init(value: first, length: 1)
      return
    }
    func trail(_ index: Int) -> UInt32? {
      guard index < left else { return nil }
      let byte = bytes[offset + index]
      return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
    if first >= 0xC2, first < 0xE0 {
      guard let second = trail(1) else { return nil }
      self.init(value: (first & 0x1F) << 6 | second, length: 2)
    } else if first >= 0xE0, first < 0xF0 {
      guard let second = trail(1), let third = trail(2) else { return nil }
      let value = (first & 0x0F) << 12 | second << 6 | third
      guard value >= 0x800, !(0xD800...0xDFFF).contains(value) else { return nil }
      self.init(value: value, length: 3)
    } else if first >= 0xF0, first < 0xF5 {
      guard let second = trail(1), let third = trail(2), let fourth = trail(3) else { return nil }
      let value = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
      guard (0x10000...0x10FFFF).contains(value) else { return nil }
      self.init(value: value, length: 4)
    } else {
      return nil
    }
  }

  @inlinable
  init(value: UInt32, length: Int) {
    self.value = value
    self.length = length
  }

  /// Appends the UTF-8 bytes of `value`, which must be a Unicode scalar.
  @inlinable
  public static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    if value < 0x80 {
      bytes.append(UInt8(value))
    } else if value < 0x800 {
      bytes.append(UInt8(0xC0 | value >> 6))
      bytes.append(UInt8(0x80 | value & 0x3F))
    } else if value < 0x10000 {
      bytes.append(UInt8(0xE0 | value >> 12))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    } else {
      bytes.append(UInt8(0xF0 | value >> 18))
      bytes.append(UInt8(0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    }
  }

  /// Writes the UTF-8 bytes of `value`, which must be a Unicode scalar, to `bytes` from `offset` on, which moves
  /// behind them. There must be room.
  @inline(__always)
  static func write(_ value: UInt32, to bytes: UnsafeMutableBufferPointer<UInt8>, at offset: inout Int) {
    func put(_ byte: UInt32) {
      bytes[offset] = UInt8(truncatingIfNeeded: byte)
      offset += 1
    }
    if value < 0x80 {
      put(value)
    } else if value < 0x800 {
      put(0xC0 | value >> 6)
      put(0x80 | value & 0x3F)
    } else {
      if value < 0x10000 {
        put(0xE0 | value >> 12)
      } else {
        put(0xF0 | value >> 18)
        put(0x80 | value >> 12 & 0x3F)
      }
      put(0x80 | value >> 6 & 0x3F)
      put(0x80 | value & 0x3F)
    }
  }

  /// How many bytes the malformed sequence at `offset` has, 1 to 3: the longest beginning of a well-formed one.
  ///
  /// Source: The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts", as ICU does it.
  static func malformedLength(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    func byte(_ index: Int) -> UInt8 { offset + index < bytes.count ? bytes[offset + index] : 0 }
    let second: ClosedRange<UInt8>
    switch byte(0) {
    case 0xE0: second = 0xA0...0xBF
    case 0xED: second = 0x80...0x9F
    case 0xE1...0xEF: second = 0x80...0xBF
    case 0xF0: second = 0x90...0xBF
    case 0xF4: second = 0x80...0x8F
    case 0xF1...0xF3: second = 0x80...0xBF
    default: return 1
    }
    guard second ~= byte(1) else { return 1 }
    return byte(0) >= 0xF0 && 0x80...0xBF ~= byte(2) ? 3 : 2
  }

  /// The UTF-8 bytes of `value`, which must be a Unicode scalar.
  public static func bytes(of value: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return bytes
  }

  /// The scalars of `utf8`; a malformed byte counts as one U+FFFD.
  public static func values(of utf8: [UInt8]) -> [UInt32] {
    utf8.withUnsafeBufferPointer { bytes in
      var values: [UInt32] = []
      values.reserveCapacity(bytes.count)
      var offset = 0
      while offset < bytes.count {
        let scalar = UTF8Scalar(in: bytes, at: offset)
        values.append(scalar?.value ?? 0xFFFD)
        offset += scalar?.length ?? 1
      }
      return values
    }
  }
}
