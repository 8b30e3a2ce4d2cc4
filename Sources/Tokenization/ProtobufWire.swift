/// The wire format of Protocol Buffers, as far as SentencePiece models use it.
///
/// Source: "Encoding", protobuf.dev. Hand-written, because it is small, a generated reader would bring in a
/// large dependency, and unknown fields have to come out again byte for byte.
enum ProtobufWire {
  static let varint = 0
  static let fixed64 = 1
  static let lengthDelimited = 2
  static let fixed32 = 5

  /// One field of a message.
  struct Field {
    var number: Int
    var wireType: Int
    /// Where the key begins.
    var offset: Int
    /// The number of a varint or fixed field.
    var value: UInt64 = 0
    /// The content of a length-delimited field.
    var content: Range<Int> = 0..<0
    /// Key and content.
    var whole: Range<Int> = 0..<0
  }

  /// Reads the fields of one message out of a larger buffer.
  struct Reader {
    let bytes: [UInt8]
    let name: String
    private(set) var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], range: Range<Int>, name: String) {
      self.bytes = bytes
      self.name = name
      self.offset = range.lowerBound
      self.end = range.upperBound
    }

    mutating func next() throws(TokenizationError) -> Field? {
      guard offset < end else { return nil }
      let start = offset
      let key = try number()
      guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw .malformedKey(offset: start, found: key) }
      var field = Field(number: Int(key >> 3), wireType: Int(key & 7), offset: start)
      switch field.wireType {
      case varint:
        field.value = try number()
      case fixed64:
        field.value = try fixed(bytes: 8)
      case fixed32:
        field.value = try fixed(bytes: 4)
      case lengthDelimited:
        let length = try number()
        guard length <= UInt64(end - offset) else {
          throw .lengthOutOfBounds(field: name, offset: start, expectedAtMost: end - offset, found: length)
        }
        field.content = offset..<offset + Int(length)
        offset = field.content.upperBound
      default:
        throw .malformedKey(offset: start, found: key)
      }
      field.whole = start..<offset
      return field
    }

    private mutating func number() throws(TokenizationError) -> UInt64 {
      let start = offset
      var value: UInt64 = 0
      for shift in stride(from: 0, to: 70, by: 7) {
        guard offset < end else { throw .truncated(field: name, offset: start) }
        let byte = bytes[offset]
        offset += 1
        value |= UInt64(byte & 0x7F) << UInt64(shift)
        if byte < 0x80 { return value }
      }
      throw .malformedNumber(offset: start)
    }

    private mutating func fixed(bytes count: Int) throws(TokenizationError) -> UInt64 {
      guard end - offset >= count else { throw .truncated(field: name, offset: offset) }
      var value: UInt64 = 0
      for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
      offset += count
      return value
    }
  }

  /// Writes the fields of one message.
  struct Writer {
    var bytes: [UInt8] = []

    private mutating func key(_ field: Int, _ wireType: Int) { number(UInt64(field) << 3 | UInt64(wireType)) }

    private mutating func number(_ value: UInt64) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    mutating func integer(_ field: Int, _ value: Int) {
      key(field, varint)
      number(UInt64(bitPattern: Int64(value)))
    }

    mutating func boolean(_ field: Int, _ value: Bool) { integer(field, value ? 1 : 0) }

    mutating func float(_ field: Int, _ value: Float) {
      key(field, fixed32)
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }

    mutating func content(_ field: Int, _ value: some Collection<UInt8>) {
      key(field, lengthDelimited)
      number(UInt64(value.count))
      bytes.append(contentsOf: value)
    }

    mutating func string(_ field: Int, _ value: String) { content(field, value.utf8) }
  }
}
