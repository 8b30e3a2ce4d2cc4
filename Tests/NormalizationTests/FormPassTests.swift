import Testing

@testable import Normalization

@Suite struct FormPassTests {
  /// What ICU makes of the whole text, in which the standard library has put U+FFFD for what is malformed.
  static func icu(_ form: UnicodeForm, _ source: [UInt8]) throws -> [UInt8] {
    var scratch = ICUScratch()
    let bytes = Array(String(decoding: source, as: UTF8.self).utf8)
    let count = try bytes.withUnsafeBufferPointer { try scratch.normalizeBytes($0, form: form) }
    var result: [UInt8] = []
    scratch.withBytes(count) { result = Array($0) }
    return result
  }

  private func check(_ bytes: [UInt8], _ form: UnicodeForm) throws {
    let expected = try Self.icu(form, bytes)
    let text = try form.apply(to: AlignedText(utf8: bytes))
    #expect(text.utf8 == expected, "\(form) of \(bytes)")
    var appended: [UInt8] = [0x61]
    try bytes.withUnsafeBufferPointer { try form.append($0, to: &appended) }
    #expect(Array(appended.dropFirst()) == expected)
    #expect(try form.isNormalized(bytes) == (bytes == expected))
    // The map is made by another sink than the bytes; it checks that both write as much.
    #expect(text.sourceRange(of: 0..<text.utf8.count).upperBound <= bytes.count)
  }

  @Test(arguments: UnicodeForm.allCases, 0..<150 as Range<UInt64>)
  func eachFormOfNastyTextIsThatOfICU(form: UnicodeForm, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = NastyText.string(count: Int.random(in: 1...40, using: &generator), using: &generator)
    try check(Array(text.utf8), form)
  }

  @Test(arguments: UnicodeForm.allCases, 0..<150 as Range<UInt64>)
  func eachFormOfRandomBytesIsThatOfICU(form: UnicodeForm, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    try check(NastyText.bytes(count: Int.random(in: 1...80, using: &generator), using: &generator), form)
  }

  /// Korean with what interrupts it, long enough for the vector kernel and the block of the sink.
  @Test(arguments: UnicodeForm.allCases, 0..<8 as Range<UInt64>)
  func eachFormOfLongKoreanTextIsThatOfICU(form: UnicodeForm, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var text: [UInt8] = []
    while text.count < 6000 {
      switch Int.random(in: 0..<30, using: &generator) {
      case 0: text += Array(NastyText.string(count: 3, using: &generator).utf8)
      case 1...5: text += Array(" ".utf8)
      case 6: text += Array("ㅋㅋ A".utf8)
      default: text += UTF8Scalar.bytes(of: UInt32.random(in: 0xAC00...0xD7A3, using: &generator))
      }
    }
    try check(text, form)
    try check(try Self.icu(.nfd, text), form)
  }

  @Test(arguments: UnicodeForm.allCases)
  func everyScalarAloneAndBetweenSyllablesIsThatOfICU(form: UnicodeForm) throws {
    for first in stride(from: UInt32(0), to: 0x30000, by: 256) {
      var bytes: [UInt8] = []
      for scalar in first..<first + 256 where Unicode.Scalar(scalar) != nil {
        UTF8Scalar.append(scalar, to: &bytes)
        bytes += [0xEA, 0xB0, 0x80, 0x65]
      }
      #expect(try form.apply(to: AlignedText(utf8: bytes)).utf8 == Self.icu(form, bytes))
    }
  }

  /// More marks than ICU is trusted with.
  @Test(arguments: UnicodeForm.allCases, 0..<20 as Range<UInt64>)
  func longRunsOfMarksAreOrderedAsICUOrdersThem(form: UnicodeForm, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let ranges: [ClosedRange<UInt32>] = [
      0x300...0x34E, 0x591...0x5BD, 0xF71...0xF75, 0x3099...0x309A, 0xFF9E...0xFF9F, 0x200B...0x200D,
      0x1D165...0x1D169, 0xE0020...0xE0030, 0x34F...0x34F,
    ]
    var bytes = Array("가나 e".utf8)
    for _ in 0..<Int.random(in: 33...200, using: &generator) {
      let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
      UTF8Scalar.append(UInt32.random(in: range, using: &generator), to: &bytes)
    }
    bytes += Array("다\u{1161}\u{11A8}e\u{301}".utf8) + [0xFF]
    try check(bytes, form)
  }

  @Test(arguments: UnicodeForm.allCases)
  func whatTheKernelPassesOverIsPlain(form: UnicodeForm) {
    for scalar in 0...0xFFFF as ClosedRange<UInt32> where Unicode.Scalar(scalar) != nil {
      let bytes = UTF8Scalar.bytes(of: scalar)
      let end = bytes.withUnsafeBufferPointer {
        TextSpan.portable($0, accepting: form.traits.accepted)
      }
      #expect(end == 0 || form.traits.isPlain(scalar), "U+\(String(scalar, radix: 16))")
    }
  }
}
