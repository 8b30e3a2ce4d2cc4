import Testing

@testable import Datasets

@Suite struct CompressionTests {
  /// Made by `printf 'haechi\n' | gzip -n9`.
  static let gzipped: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0x4c, 0x4d, 0xce, 0xc8, 0xe4,
    0x02,
    0x00, 0xbb, 0x02, 0xf2, 0x8c, 0x07, 0x00, 0x00, 0x00,
  ]

  static func unpack(_ bytes: [UInt8], _ compression: Compression, step: Int) throws -> [UInt8] {
    var output: [UInt8] = []
    var decompressor = try Decompressor(compression)
    for start in stride(from: 0, to: bytes.count, by: step) {
      try decompressor.consume(Array(bytes[start..<min(bytes.count, start + step)])) { output += $0 }
    }
    try decompressor.finish()
    return output
  }

  static func packed(_ bytes: [UInt8], step: Int = 1 << 16) throws -> [UInt8] {
    var output: [UInt8] = []
    var encoder = try ZstdEncoder()
    for start in stride(from: 0, to: bytes.count, by: step) {
      try encoder.consume(Array(bytes[start..<min(bytes.count, start + step)])) { output += $0 }
    }
    try encoder.finish { output += $0 }
    return output
  }

  @Test("The ending of a file's name tells how it is packed")
  func names() {
    #expect(Compression(path: "a/b.jsonl.zst") == .zstd)
    #expect(Compression(path: "a.gz/b.csv.gz") == .gzip)
    #expect(Compression(path: "a.zst/b.csv") == .none)
  }

  @Test("A gzip file of two members unpacks to both, whatever the steps", arguments: [1, 5, 1000])
  func gzip(step: Int) throws {
    let text = try Self.unpack(Self.gzipped + Self.gzipped, .gzip, step: step)
    #expect(text == Array("haechi\nhaechi\n".utf8))
  }

  @Test("What is packed unpacks to the same bytes", arguments: [0, 1, 130_000, 3_000_000])
  func roundTrip(count: Int) throws {
    var generator = SeededGenerator(state: 5)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0..<8, using: &generator) }
    let frame = try Self.packed(bytes)
    #expect(try Self.unpack(frame, .zstd, step: 4099) == bytes)
    #expect(try Self.unpack(frame + frame, .zstd, step: 1 << 20) == bytes + bytes)
  }

  @Test("Bytes that end too early, or were altered, are told apart")
  func faults() throws {
    let frame = try Self.packed(Array("해치는 문을 지킨다".utf8))
    #expect(throws: CodecFault.truncated) { try Self.unpack(Array(frame.dropLast(3)), .zstd, step: 7) }
    #expect(throws: CodecFault.truncated) { try Self.unpack(Array(Self.gzipped.dropLast(4)), .gzip, step: 7) }
    var altered = frame
    altered[altered.count - 6] ^= 0x55
    #expect(throws: CodecFault.corrupt) { try Self.unpack(altered, .zstd, step: 1000) }
    #expect(throws: CodecFault.corrupt) { try Self.unpack(Array("not packed".utf8), .gzip, step: 1000) }
  }
}
