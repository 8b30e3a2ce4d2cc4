import Testing

@testable import Normalization

@Suite struct TextSpanTests {
  private static let kinds: [TextKinds] = [
    [], [.controls], [.capitals, .syllables], [.syllables, .jamo, .han], [.jamo], [.han],
    [.controls, .capitals, .syllables, .jamo, .han],
  ]

  private func compare(_ bytes: [UInt8], _ kinds: TextKinds) {
    bytes.withUnsafeBufferPointer { bytes in
      let most = TextSpan.portable(bytes, accepting: kinds)
      #expect(TextSpan.end(bytes, accepting: kinds) == most, "\(Array(bytes)) \(kinds.rawValue)")
    }
  }

  @Test(arguments: 0..<600 as Range<UInt64>)
  func theVectorKernelPassesOverWhatThePortableOneDoes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let scalars: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xAC00...0xD7A3, 0xD780...0xD7A3, 0x3131...0x3163, 0x4000...0x9FFF, 0xAC00...0xAC10,
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 10...60, using: &generator) {
      let range = scalars[Int.random(in: 0..<scalars.count, using: &generator)]
      UTF8Scalar.append(UInt32.random(in: range, using: &generator), to: &bytes)
    }
    for kinds in Self.kinds { compare(bytes, kinds) }
    // One byte changed, lost or added somewhere.
    for _ in 0..<20 {
      var broken = bytes
      let offset = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: broken[offset] = UInt8.random(in: 0...255, using: &generator)
      case 1: broken.remove(at: offset)
      default: broken.insert(UInt8.random(in: 0...255, using: &generator), at: offset)
      }
      for kinds in Self.kinds { compare(broken, kinds) }
    }
  }

  @Test func nothingIsPassedOverInAnEmptyText() {
    [UInt8]().withUnsafeBufferPointer { #expect(TextSpan.end($0, accepting: [.controls]) == 0) }
  }
}
