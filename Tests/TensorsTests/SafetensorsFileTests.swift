import Foundation
import Testing

@testable import Tensors

@Suite struct SafetensorsFileTests {
  @Test func whatIsWrittenIsReadBack() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      let matrix = Tensor<Float>(shape: [2, 3], elements: [1, -2, 3.5, 0, -0.0, .infinity])
      let scalar = Tensor<Float>(shape: [], elements: [7])
      let empty = Tensor<Float>(shape: [0, 5], elements: [])
      try SafetensorsFile.write(
        [("m\"\\\n가", matrix), ("empty", empty), ("scalar", scalar)], metadata: ["format": "pt", "b": "1"],
        to: url)
      let file = try SafetensorsFile(contentsOf: url)
      #expect(Set(file.entries.map(\.name)) == ["m\"\\\n가", "empty", "scalar"])
      #expect(file.metadata == ["format": "pt", "b": "1"])
      #expect(try file.tensor("m\"\\\n가") == matrix)
      #expect(try file.tensor("empty") == empty)
      #expect(try file.tensor("scalar") == scalar)
      #expect(throws: TensorError.missingTensor("none")) { try file.tensor("none") }
    }
  }

  @Test func theDataBeginsAtAMultipleOfEightBytes() throws {
    try withTemporaryFolder { folder in
      for length in 1...9 {
        let url = folder.appending(path: "\(length).safetensors")
        let name = String(repeating: "x", count: length)
        try SafetensorsFile.write([(name, Tensor<Float>(shape: [1], elements: [1]))], to: url)
        let count = try Data(contentsOf: url).count
        #expect((count - 4) % 8 == 0)
      }
    }
  }

  @Test func halfPrecisionTypesWidenExactly() throws {
    try withTemporaryFolder { folder in
      let header =
        #"{"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"#
        + #""b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]}}"#
      // f16: 1, -2, the smallest subnormal; bf16: 1, -3.
      let file = try open(
        header, data: [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0x80, 0x3F, 0x40, 0xC0], in: folder)
      #expect(try file.tensor("h").elements == [1, -2, 0x1p-24])
      #expect(try file.tensor("b").elements == [1, -3])
    }
  }

  @Test func aTypeThatIsNotFloatIsListedButDoesNotRead() throws {
    try withTemporaryFolder { folder in
      let header = #"{"i":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}"#
      let file = try open(header, data: [1, 2], in: folder)
      #expect(file.entries.map(\.scalarType) == [.int8])
      #expect(throws: TensorError.unsupportedType(tensor: "i", found: "I8")) { try file.tensor("i") }
    }
  }

  /// A header, the number of data bytes behind it, and what is wrong.
  static let lies: [(String, Int, TensorError)] = [
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}"#,
      8, .duplicateName("a")
    ),
    (#"{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 8, .duplicateName("a.dtype")),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      12, .overlap(tensor: "b", other: "a")
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4,
      .offsetsOutOfRange(tensor: "a", lower: 0, upper: 8, limit: 4)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8,
      .offsetsOutOfRange(tensor: "a", lower: 8, upper: 0, limit: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8,
      .wrongByteCount(tensor: "a", shape: [3], expected: 12, found: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}}"#, 8,
      .wrongByteCount(tensor: "a", shape: [1 << 62, 8], expected: nil, found: 8)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8,
      .unclaimedBytes(lower: 0, upper: 4)
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8,
      .unclaimedBytes(lower: 4, upper: 8)
    ),
    (
      #"{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}"#, 4,
      .unsupportedType(tensor: "a", found: "Q4")
    ),
    (#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 4, .missingField(tensor: "a", field: "shape")),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4,
      .missingField(tensor: "a", field: "data_offsets")
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4,
      .malformedHeader(byteOffset: 29, expected: "an integer")
    ),
    (#"{"a":1}"#, 0, .malformedHeader(byteOffset: 5, expected: "{")),
    (#"{} {}"#, 0, .malformedHeader(byteOffset: 3, expected: "the end of the header")),
    (#"{"\ud800":{}}"#, 0, .malformedHeader(byteOffset: 8, expected: "a trail surrogate")),
    ("", 0, .malformedHeader(byteOffset: 0, expected: "{")),
  ]

  @Test(arguments: lies) func aHeaderThatLiesIsRefused(
    header: String, dataCount: Int, error: TensorError
  ) throws {
    try withTemporaryFolder { folder in
      #expect(throws: error) {
        try self.open(header, data: [UInt8](repeating: 0, count: dataCount), in: folder)
      }
    }
  }

  @Test func aLengthBeyondTheFileOrTheLimitIsRefused() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      try Data([1, 2, 3]).write(to: url)
      #expect(throws: TensorError.truncated(what: "header length", expected: 8, found: 3)) {
        try SafetensorsFile(contentsOf: url)
      }
      try Data([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).write(to: url)
      #expect(throws: TensorError.headerTooLong(limit: 100_000_000, found: .max)) {
        try SafetensorsFile(contentsOf: url)
      }
      try Data([16, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]).write(to: url)
      #expect(throws: TensorError.truncated(what: "header", expected: 24, found: 10)) {
        try SafetensorsFile(contentsOf: url)
      }
    }
  }

  @Test func aMissingFileAndAFolderAreUnreadable() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "none")
      #expect(throws: TensorError.unreadable(path: missing.path, code: ENOENT)) {
        try SafetensorsFile(contentsOf: missing)
      }
      #expect(throws: TensorError.unreadable(path: folder.path, code: EISDIR)) {
        try SafetensorsFile(contentsOf: folder)
      }
    }
  }

  /// Corrupts a good file in every way a seeded generator finds; the reader may refuse it, and whatever it
  /// accepts must read whole.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func aCorruptedFileIsRefusedOrReadsWhole(seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      let tensors = (0..<4).map { ("t\($0)", Tensor<Float>(shape: [$0, 3], repeating: Float($0))) }
      try SafetensorsFile.write(tensors, metadata: ["format": "pt"], to: url)
      let good = [UInt8](try Data(contentsOf: url))
      var generator = SplitMix64(state: seed)
      for _ in 0..<25 {
        let bytes = corrupted(good, using: &generator)
        try Data(bytes).write(to: url)
        guard let file = try? SafetensorsFile(contentsOf: url) else { continue }
        #expect(file.entries.reduce(0) { $0 + $1.byteRange.count } <= bytes.count)
        for entry in file.entries where entry.scalarType == .float32 {
          #expect(try file.tensor(entry.name).elements.count * 4 == entry.byteRange.count)
        }
      }
    }
  }

  @Test func aFailedWriteLeavesTheOldFile() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      let tensor = Tensor<Float>(shape: [1], elements: [1])
      try SafetensorsFile.write([("a", tensor)], to: url)
      let before = try Data(contentsOf: url)
      #expect(throws: TensorError.duplicateName("b")) {
        try SafetensorsFile.write([("b", tensor), ("b", tensor)], to: url)
      }
      do {
        let file = try FileReplacement(of: url)
        try file.write([1, 2, 3])
      }
      #expect(try Data(contentsOf: url) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
    }
  }

  private func corrupted(_ good: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = good
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes[index] = Array("0123456789{}[]\",:\\".utf8).randomElement(using: &generator) ?? 0
      case 3: bytes.remove(at: index)
      default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 1...9, using: &generator)))
      }
    }
    return bytes
  }

  @discardableResult
  private func open(_ header: String, data: [UInt8], in folder: URL) throws -> SafetensorsFile {
    let url = folder.appending(path: "header.safetensors")
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    try Data(length + Array(header.utf8) + data).write(to: url)
    return try SafetensorsFile(contentsOf: url)
  }
}
