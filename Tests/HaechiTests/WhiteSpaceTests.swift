import Testing

@testable import Haechi

struct WhiteSpaceTests {
  @Test("Exactly the scalars with the property White_Space are white space")
  func property() {
    for value in 0...UInt32(0x10FFFF) {
      guard let scalar = Unicode.Scalar(value), value < 0x4000 || value % 997 == 0 else { continue }
      let bytes = Array(String(scalar).utf8)
      let expected = scalar.properties.isWhitespace ? bytes.count : 0
      #expect(WhiteSpace.length(at: 0, in: bytes) == expected, "U+\(String(value, radix: 16))")
    }
  }

  @Test("A cut scalar at the end is no white space", arguments: [[0xC2], [0xE2, 0x80], [0xE3]] as [[UInt8]])
  func cut(bytes: [UInt8]) {
    #expect(WhiteSpace.length(at: 0, in: bytes) == 0)
  }

  @Test("Only white space fills a text with white space, and nothing does so too")
  func fills() {
    #expect(WhiteSpace.fills([]))
    #expect(WhiteSpace.fills(Array(" \t\r\n\u{3000}\u{A0}".utf8)))
    #expect(!WhiteSpace.fills(Array(" 가 ".utf8)))
    #expect(!WhiteSpace.fills([0]))
  }

  @Test("Trimming leaves what stands between the outer spaces")
  func trimming() {
    let bytes = Array("  가 나\u{3000}".utf8)
    #expect(WhiteSpace.trimming(0..<bytes.count, of: bytes) == 2..<9)
    #expect(WhiteSpace.trimming(0..<2, of: bytes) == nil)
    #expect(WhiteSpace.trimming(3..<3, of: bytes) == nil)
  }
}
