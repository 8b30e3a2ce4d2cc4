/// Ties the fields of a specification to their numbers in the file, once for reading and writing.
enum SpecField<Spec>: Sendable {
  case boolean(Int, WritableKeyPath<Spec, Bool> & Sendable)
  case integer(Int, WritableKeyPath<Spec, Int> & Sendable)
  case float(Int, WritableKeyPath<Spec, Float> & Sendable)
  case string(Int, WritableKeyPath<Spec, String> & Sendable)
  case strings(Int, WritableKeyPath<Spec, [String]> & Sendable)
  case bytes(Int, WritableKeyPath<Spec, [UInt8]> & Sendable)

  var number: Int {
    switch self {
    case .boolean(let number, _), .integer(let number, _), .float(let number, _), .string(let number, _),
      .strings(let number, _), .bytes(let number, _):
      number
    }
  }

  private var wireType: Int {
    switch self {
    case .boolean, .integer: ProtobufWire.varint
    case .float: ProtobufWire.fixed32
    case .string, .strings, .bytes: ProtobufWire.lengthDelimited
    }
  }

  func read(
    _ field: ProtobufWire.Field, of bytes: [UInt8], into spec: inout Spec, name: String
  ) throws(TokenizationError) {
    guard field.wireType == wireType else {
      throw .wrongWireType(field: name, offset: field.offset, expected: wireType, found: field.wireType)
    }
    switch self {
    case .boolean(_, let path): spec[keyPath: path] = field.value != 0
    case .integer(_, let path): spec[keyPath: path] = field.integer
    case .float(_, let path):
      spec[keyPath: path] = Float(bitPattern: UInt32(truncatingIfNeeded: field.value))
    case .string(_, let path): spec[keyPath: path] = String(decoding: bytes[field.content], as: UTF8.self)
    case .strings(_, let path):
      spec[keyPath: path].append(String(decoding: bytes[field.content], as: UTF8.self))
    case .bytes(_, let path): spec[keyPath: path] = Array(bytes[field.content])
    }
  }

  /// Writes the field if it is not what its absence means.
  func write(_ spec: Spec, default absent: Spec, to message: inout ProtobufWire.Writer) {
    switch self {
    case .boolean(let number, let path):
      if spec[keyPath: path] != absent[keyPath: path] { message.boolean(number, spec[keyPath: path]) }
    case .integer(let number, let path):
      if spec[keyPath: path] != absent[keyPath: path] { message.integer(number, spec[keyPath: path]) }
    case .float(let number, let path):
      if spec[keyPath: path] != absent[keyPath: path] { message.float(number, spec[keyPath: path]) }
    case .string(let number, let path):
      let value = spec[keyPath: path]
      if !value.utf8.elementsEqual(absent[keyPath: path].utf8) { message.string(number, value) }
    case .strings(let number, let path):
      for value in spec[keyPath: path] { message.string(number, value) }
    case .bytes(let number, let path):
      if spec[keyPath: path] != absent[keyPath: path] { message.content(number, spec[keyPath: path]) }
    }
  }
}

extension ProtobufWire.Field {
  /// A varint as the 32-bit number that the specifications hold.
  var integer: Int { Int(Int32(truncatingIfNeeded: value)) }
}
