import Testing

@testable import Normalization

@Suite struct UTF8ValidationTests {
  /// Unicode Standard, table 3-7: bytes and where the first bad one is.
  @Test(
    arguments: [
      ([], nil), ([0x41], nil), ([0xED, 0x95, 0xB4], nil), ([0xF0, 0x9F, 0x98, 0x80], nil), ([0x00], nil),
      ([0x80], 0), ([0x41, 0xBF], 1), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xE0, 0x9F, 0xBF], 0),
      ([0xED, 0xA0, 0x80], 0), ([0xED, 0x9F, 0xBF], nil), ([0xF0, 0x8F, 0xBF, 0xBF], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0),
      ([0xF4, 0x8F, 0xBF, 0xBF], nil), ([0xF5, 0x80, 0x80, 0x80], 0), ([0x41, 0xE3, 0x85], 1),
      ([0xEA, 0xB0], 0),
      ([0xEA, 0xB0, 0x80, 0xFF], 3), ([0xC2], 0),
    ] as [([UInt8], Int?)])
  func theFirstBadByteIsFound(bytes: [UInt8], offset: Int?) {
    #expect(UTF8Validation.firstInvalidOffset(in: bytes) == offset)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func randomBytesAreJudgedAsTheStandardLibraryJudgesThem(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let leads: [UInt8] = [
      0x20, 0x7F, 0x80, 0xBF, 0xC2, 0xDF, 0xE0, 0xEA, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xA0, 0x90,
    ]
    let bytes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
      leads[Int.random(in: 0..<leads.count, using: &generator)]
    }
    #expect(
      (UTF8Validation.firstInvalidOffset(in: bytes) == nil)
        == (String(validating: bytes, as: UTF8.self) != nil))
  }

  @Test func everyScalarIsReadAndWritten() {
    for scalar in stride(from: UInt32(0), through: 0x10FFFF, by: 7) where !(0xD800...0xDFFF).contains(scalar)
    {
      #expect(UTF8Scalar.values(of: UTF8Scalar.bytes(of: scalar)) == [scalar])
    }
  }

  @Test func aMalformedByteCountsAsOneReplacementCharacter() {
    #expect(UTF8Scalar.values(of: [0x61, 0xE3, 0x85, 0x62]) == [0x61, 0xFFFD, 0xFFFD, 0x62])
  }
}
