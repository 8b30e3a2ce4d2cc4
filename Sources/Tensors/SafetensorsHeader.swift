/// What the header of a safetensors file says, checked against the length of the file's data.
///
/// The laws it keeps: every byte of the data belongs to exactly one tensor, and each tensor's byte range is as
/// long as its shape and type ask. Source: the format section of huggingface/safetensors' README.
struct SafetensorsHeader {
  /// The reference implementation's limit on the header's length.
  static let byteLimit = 100_000_000

  var entries: [SafetensorsFile.Entry]
  var metadata: [String: String]

  /// Reads and checks the header in `bytes`, for a file with `dataCount` bytes after it.
  init(parsing bytes: UnsafeRawBufferPointer, dataCount: Int) throws(TensorError) {
    var entries: [SafetensorsFile.Entry] = []
    var names: Set<String> = []
    var metadata: [String: String] = [:]
    var scanner = HeaderScanner(bytes)
    try scanner.object { (scanner: inout HeaderScanner, name: String) throws(TensorError) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try Self.metadata(&scanner)
      } else {
        entries.append(try Self.entry(named: name, &scanner, dataCount: dataCount))
      }
    }
    try scanner.end()
    entries.sort {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound) < ($1.byteRange.lowerBound, $1.byteRange.upperBound)
    }
    try Self.checkCoverage(of: entries, dataCount: dataCount)
    self.entries = entries
    self.metadata = metadata
  }

  private static func metadata(_ scanner: inout HeaderScanner) throws(TensorError) -> [String: String] {
    var result: [String: String] = [:]
    try scanner.object { (scanner: inout HeaderScanner, key: String) throws(TensorError) in
      let value = try scanner.string()
      guard result.updateValue(value, forKey: key) == nil else { throw .duplicateName(key) }
    }
    return result
  }

  private static func entry(
    named name: String, _ scanner: inout HeaderScanner, dataCount: Int
  ) throws(TensorError) -> SafetensorsFile.Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner: inout HeaderScanner, key: String) throws(TensorError) in
      switch key {
      case "dtype" where type == nil: type = try scanner.string()
      case "shape" where shape == nil: shape = try scanner.integers()
      case "data_offsets" where offsets == nil: offsets = try scanner.integers()
      case "dtype", "shape", "data_offsets": throw .duplicateName("\(name).\(key)")
      default:
        throw .malformedHeader(byteOffset: scanner.offset, expected: "dtype, shape or data_offsets")
      }
    }
    guard let type else { throw .missingField(tensor: name, field: "dtype") }
    guard let shape else { throw .missingField(tensor: name, field: "shape") }
    guard let offsets, offsets.count == 2 else { throw .missingField(tensor: name, field: "data_offsets") }
    guard offsets[0] <= offsets[1], offsets[1] <= dataCount else {
      throw .offsetsOutOfRange(tensor: name, lower: offsets[0], upper: offsets[1], limit: dataCount)
    }
    guard let scalar = SafetensorsFile.ScalarType(rawValue: type) else {
      throw .unsupportedType(tensor: name, found: type)
    }
    let expected = byteCount(of: shape, scalar)
    guard expected == offsets[1] - offsets[0] else {
      throw .wrongByteCount(tensor: name, shape: shape, expected: expected, found: offsets[1] - offsets[0])
    }
    return .init(name: name, scalarType: scalar, shape: shape, byteRange: offsets[0]..<offsets[1])
  }

  private static func byteCount(of shape: [Int], _ scalar: SafetensorsFile.ScalarType) -> Int? {
    var count = scalar.byteCount
    for length in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      if overflows { return nil }
      count = product
    }
    return count
  }

  private static func checkCoverage(
    of entries: [SafetensorsFile.Entry], dataCount: Int
  ) throws(TensorError) {
    var end = 0
    var previous = ""
    for entry in entries {
      if entry.byteRange.lowerBound < end { throw .overlap(tensor: entry.name, other: previous) }
      if entry.byteRange.lowerBound > end {
        throw .unclaimedBytes(lower: end, upper: entry.byteRange.lowerBound)
      }
      end = entry.byteRange.upperBound
      previous = entry.name
    }
    if end < dataCount { throw .unclaimedBytes(lower: end, upper: dataCount) }
  }
}
