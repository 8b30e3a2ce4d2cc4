/// Reads the small part of JSON (RFC 8259) that a safetensors header is made of.
///
/// A general parser keeps one of two equal keys in silence; a header with two must be refused, so the keys are
/// read here one by one. The grammar nests a fixed two levels, so no input can exhaust the stack.
struct HeaderScanner {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Reads `{ "key": value, ... }`, giving each key to `member`, which must read the value.
  mutating func object(
    _ member: (inout HeaderScanner, String) throws(TensorError) -> Void
  ) throws(TensorError) {
    try expect(UInt8(ascii: "{"))
    if skip(UInt8(ascii: "}")) { return }
    repeat {
      let key = try string()
      try expect(UInt8(ascii: ":"))
      try member(&self, key)
    } while skip(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// Reads `[1, 2, ...]`, an array of integers that are not negative.
  mutating func integers() throws(TensorError) -> [Int] {
    try expect(UInt8(ascii: "["))
    if skip(UInt8(ascii: "]")) { return [] }
    var result: [Int] = []
    repeat { result.append(try integer()) } while skip(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return result
  }

  /// Reads an integer that is not negative and fits `Int`.
  mutating func integer() throws(TensorError) -> Int {
    skipSpace()
    let start = offset
    var value = 0
    while let digit = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if first || second { throw .malformedHeader(byteOffset: start, expected: "an integer below 2^63") }
      value = sum
      offset += 1
    }
    guard offset > start else { throw .malformedHeader(byteOffset: start, expected: "an integer") }
    let hasLeadingZero = offset > start + 1 && bytes[start] == UInt8(ascii: "0")
    if hasLeadingZero { throw .malformedHeader(byteOffset: start, expected: "no leading zero") }
    return value
  }

  /// Reads a string and resolves its escapes.
  mutating func string() throws(TensorError) -> String {
    try expect(UInt8(ascii: "\""))
    let start = offset
    var utf8: [UInt8] = []
    while let byte = peek() {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validating: utf8, as: UTF8.self) else {
          throw .malformedHeader(byteOffset: start, expected: "UTF-8")
        }
        return result
      case UInt8(ascii: "\\"): try escape(into: &utf8)
      case 0..<0x20: throw .malformedHeader(byteOffset: offset - 1, expected: "no control character")
      default: utf8.append(byte)
      }
    }
    throw .malformedHeader(byteOffset: offset, expected: "\"")
  }

  /// Checks that only space is left.
  mutating func end() throws(TensorError) {
    skipSpace()
    if offset < bytes.count { throw .malformedHeader(byteOffset: offset, expected: "the end of the header") }
  }

  private mutating func escape(into utf8: inout [UInt8]) throws(TensorError) {
    let at = offset
    guard let byte = peek() else { throw .malformedHeader(byteOffset: at, expected: "an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): utf8.append(byte)
    case UInt8(ascii: "b"): utf8.append(0x08)
    case UInt8(ascii: "f"): utf8.append(0x0C)
    case UInt8(ascii: "n"): utf8.append(0x0A)
    case UInt8(ascii: "r"): utf8.append(0x0D)
    case UInt8(ascii: "t"): utf8.append(0x09)
    case UInt8(ascii: "u"): try unicodeEscape(into: &utf8)
    default: throw .malformedHeader(byteOffset: at, expected: "an escape")
    }
  }

  private mutating func unicodeEscape(into utf8: inout [UInt8]) throws(TensorError) {
    let at = offset
    var units = [try hexadecimalUnit()]
    if UTF16.isLeadSurrogate(units[0]) {
      guard peek() == UInt8(ascii: "\\") else {
        throw .malformedHeader(byteOffset: offset, expected: "a trail surrogate")
      }
      offset += 1
      guard peek() == UInt8(ascii: "u") else {
        throw .malformedHeader(byteOffset: offset, expected: "a trail surrogate")
      }
      offset += 1
      units.append(try hexadecimalUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .malformedHeader(byteOffset: at, expected: "a Unicode scalar")
    }
    utf8 += text.utf8
  }

  private mutating func hexadecimalUnit() throws(TensorError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw .malformedHeader(byteOffset: offset, expected: "a hexadecimal digit")
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }

  private mutating func expect(_ byte: UInt8) throws(TensorError) {
    guard skip(byte) else {
      throw .malformedHeader(byteOffset: offset, expected: String(UnicodeScalar(byte)))
    }
  }

  /// Steps over `byte` and the space before it, if it comes next.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek() == byte else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private func peek() -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }
}
