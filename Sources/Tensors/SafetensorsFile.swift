import Foundation

/// A safetensors file, mapped into memory: named tensors that read as `Float`.
///
/// Opening checks the whole header against the file's length and allocates nothing in proportion to what the
/// header claims. A tensor is read, and converted from f16 or bf16, only when it is asked for.
public struct SafetensorsFile: Sendable {
  /// The element types of the format.
  public enum ScalarType: String, Sendable {
    case boolean = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case float8E4M3 = "F8_E4M3"
    case float8E5M2 = "F8_E5M2"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"
    case uint64 = "U64"

    /// The size of one element.
    public var byteCount: Int {
      switch self {
      case .boolean, .uint8, .int8, .float8E4M3, .float8E5M2: 1
      case .int16, .uint16, .float16, .bfloat16: 2
      case .int32, .uint32, .float32: 4
      case .float64, .int64, .uint64: 8
      }
    }
  }

  /// Where one tensor lies in the file and how to read it.
  public struct Entry: Sendable, Equatable {
    /// The tensor's name.
    public let name: String
    /// The type of its elements in the file.
    public let scalarType: ScalarType
    /// The length of each dimension, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Its bytes, counted from the end of the header.
    public let byteRange: Range<Int>
  }

  /// The tensors in the order of their bytes.
  public let entries: [Entry]
  /// The header's free text, such as `format: pt`.
  public let metadata: [String: String]
  private let file: MappedFile
  private let dataOffset: Int
  private let indexOfName: [String: Int]

  /// Maps the file at `url` and checks its header.
  public init(contentsOf url: URL) throws(TensorError) {
    let file = try MappedFile(contentsOf: url)
    let bytes = file.bytes
    guard bytes.count >= 8 else {
      throw .truncated(what: "header length", expected: 8, found: bytes.count)
    }
    // SAFETY: the guard above says that 8 bytes are there; the load needs no alignment.
    let claimed = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard claimed <= SafetensorsHeader.byteLimit else {
      throw .headerTooLong(limit: SafetensorsHeader.byteLimit, found: claimed)
    }
    let end = 8 + Int(claimed)
    guard end <= bytes.count else { throw .truncated(what: "header", expected: end, found: bytes.count) }
    let header = try SafetensorsHeader(
      parsing: UnsafeRawBufferPointer(rebasing: bytes[8..<end]), dataCount: bytes.count - end)
    self.file = file
    dataOffset = end
    entries = header.entries
    metadata = header.metadata
    // Names are unique by the header's check, so the first of equal keys is the only one.
    indexOfName = Dictionary(
      header.entries.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The entry called `name`.
  public func entry(_ name: String) throws(TensorError) -> Entry {
    guard let index = indexOfName[name] else { throw .missingTensor(name) }
    return entries[index]
  }

  /// The tensor called `name`, copied and widened to f32. Exact for f32, f16 and bf16.
  ///
  /// Throws `.missingTensor`, or `.unsupportedType` for any other element type.
  public func tensor(_ name: String) throws(TensorError) -> Tensor<Float> {
    let entry = try entry(name)
    let lower = dataOffset + entry.byteRange.lowerBound
    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[lower..<lower + entry.byteRange.count])
    let count = bytes.count / entry.scalarType.byteCount
    // SAFETY: in each closure index < count, and `bytes` holds count elements by the header's check;
    // the loads need no alignment. `file` outlives the copy because `self` holds it.
    let elements: [Float]
    switch entry.scalarType {
    case .float32:
      elements = Self.read(count) {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    case .float16:
      elements = Self.read(count) {
        Float(
          Float16(
            bitPattern: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))))
      }
    case .bfloat16:
      elements = Self.read(count) {
        let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
        return Float(bitPattern: UInt32(bits) << 16)
      }
    default: throw .unsupportedType(tensor: name, found: entry.scalarType.rawValue)
    }
    return Tensor(shape: entry.shape, elements: elements)
  }

  private static func read(_ count: Int, _ element: (Int) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer.initializeElement(at: index, to: element(index)) }
      initialized = count
    }
  }
}
