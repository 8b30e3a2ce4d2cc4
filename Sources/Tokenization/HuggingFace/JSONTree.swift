/// A JSON value (RFC 8259) whose strings are bytes: vocabularies hold strings that Swift takes for equal.
indirect enum JSONTree: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONTree])
  /// The members in the order of the file.
  case object([(key: [UInt8], value: JSONTree)])

  /// Reads a whole file. Throws ``TokenizationError/malformedJSON(offset:)``.
  init(utf8 bytes: [UInt8]) throws(TokenizationError) {
    var reader = JSONTreeReader(bytes)
    self = try reader.document()
  }

  /// The last member with this name; nil without one, for `null`, and if this is no object.
  subscript(_ name: String) -> JSONTree? {
    guard case .object(let members) = self,
      let value = members.last(where: { $0.key.elementsEqual(name.utf8) })?.value
    else { return nil }
    if case .null = value { return nil }
    return value
  }

  /// The string as text; nil if this is none.
  var text: String? {
    if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// The string's bytes; nil if this is none.
  var bytes: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }

  /// The truth value; nil if this is none.
  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The elements; nil if this is no array.
  var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members; nil if this is no object.
  var members: [(key: [UInt8], value: JSONTree)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The whole number; nil if this is none that fits 32 bits.
  var integer: Int? {
    guard case .number(let value) = self, let integer = Int32(exactly: value) else { return nil }
    return Int(integer)
  }
}

/// Reads JSON from front to back.
private struct JSONTreeReader {
  /// Values nested deeper than this are refused, so that no file exhausts the stack.
  private static let deepest = 128

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(TokenizationError) -> JSONTree {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw fault() }
    return value
  }

  private func fault() -> TokenizationError { .malformedJSON(offset: index) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(TokenizationError) {
    skipSpace()
    guard next == byte else { throw fault() }
    index += 1
  }

  private mutating func value(depth: Int) throws(TokenizationError) -> JSONTree {
    guard depth < Self.deepest else { throw fault() }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONTree) throws(TokenizationError) -> JSONTree {
    for byte in word.description.utf8 {
      guard next == byte else { throw fault() }
      index += 1
    }
    return value
  }

  private mutating func object(depth: Int) throws(TokenizationError) -> JSONTree {
    index += 1
    var members: [(key: [UInt8], value: JSONTree)] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      index += 1
      return .object(members)
    }
    while true {
      skipSpace()
      let key = try string()
      try take(UInt8(ascii: ":"))
      members.append((key, try value(depth: depth + 1)))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      index += 1
    }
    try take(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func array(depth: Int) throws(TokenizationError) -> JSONTree {
    index += 1
    var elements: [JSONTree] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      index += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      index += 1
    }
    try take(UInt8(ascii: "]"))
    return .array(elements)
  }

  private mutating func number() throws(TokenizationError) -> Double {
    let start = index
    while let byte = next, (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) {
      index += 1
    }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
      index = start
      throw fault()
    }
    return value
  }

  private mutating func string() throws(TokenizationError) -> [UInt8] {
    guard next == UInt8(ascii: "\"") else { throw fault() }
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault()
      default: text.append(byte)
      }
    }
    throw fault()
  }

  private mutating func escape(into text: inout [UInt8]) throws(TokenizationError) {
    guard let byte = next else { throw fault() }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"):
      var value = try codeUnit()
      if (0xD800...0xDBFF).contains(value), next == UInt8(ascii: "\\"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "u")
      {
        let before = index
        index += 2
        let low = try codeUnit()
        if (0xDC00...0xDFFF).contains(low) {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        } else {
          index = before
        }
      }
      text += Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default: throw fault()
    }
  }

  private mutating func codeUnit() throws(TokenizationError) -> UInt32 {
    guard index + 4 <= bytes.count else { throw fault() }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Unicode.Scalar(bytes[index]).hexDigit else { throw fault() }
      value = value << 4 | digit
      index += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  /// The value of a hexadecimal digit; nil for any other scalar.
  var hexDigit: UInt32? {
    switch value {
    case 0x30...0x39: value - 0x30
    case 0x41...0x46: value - 0x37
    case 0x61...0x66: value - 0x57
    default: nil
    }
  }
}
