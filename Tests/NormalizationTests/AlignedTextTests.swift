import Testing

@testable import Normalization

@Suite struct AlignedTextTests {
  @Test func anUnchangedTextMapsEveryRangeToItself() {
    let text = AlignedText("해치 haechi")
    #expect(text.isUnchanged)
    #expect(text.sourceRange(of: 3..<7) == 3..<7)
    #expect(text.sourceRange(of: 5..<5) == 5..<5)
    #expect(AlignedText("").sourceRange(of: 0..<0) == 0..<0)
  }

  @Test func aStringIsTakenInItsExactForm() {
    #expect(AlignedText("\u{1112}\u{1162}").utf8.count == 6)
    #expect(AlignedText("\u{D574}").utf8.count == 3)
  }

  @Test func invalidBytesAreRefused() {
    #expect(AlignedText(validating: Array("가나".utf8))?.utf8.count == 6)
    #expect(AlignedText(validating: [0x61, 0xFF]) == nil)
  }

  /// 가나다 with 나 spelled in jamo: 나 came from six bytes.
  @Test func aChangedRunMapsToItsWholeSource() {
    var builder = AlignedTextBuilder(over: AlignedText("가\u{1102}\u{1161}다"))
    builder.copy(upTo: 3)
    builder.replace(upTo: 9, with: Array("나".utf8))
    builder.copyRest()
    let text = builder.finish()
    #expect(text.utf8 == Array("가나다".utf8))
    #expect(text.sourceRange(of: 3..<6) == 3..<9)
    #expect(text.sourceRange(of: 4..<5) == 3..<9)
    #expect(text.sourceRange(of: 6..<9) == 9..<12)
    #expect(text.sourceRange(of: 2..<7) == 2..<10)
  }

  @Test func deletedBytesBelongToNoRangeButLieInsideOfWiderOnes() {
    var builder = AlignedTextBuilder(over: AlignedText("a--b"))
    builder.copy(upTo: 1)
    builder.delete(upTo: 3)
    builder.copyRest()
    let text = builder.finish()
    #expect(text.sourceRange(of: 0..<1) == 0..<1)
    #expect(text.sourceRange(of: 1..<2) == 3..<4)
    #expect(text.sourceRange(of: 0..<2) == 0..<4)
  }

  @Test func anInsertionHasAnEmptySource() {
    var builder = AlignedTextBuilder(over: AlignedText("나"))
    builder.replace(upTo: 0, with: Array("▁".utf8))
    builder.copyRest()
    let text = builder.finish()
    #expect(text.sourceRange(of: 0..<3) == 0..<0)
    #expect(text.sourceRange(of: 0..<6) == 0..<3)
  }

  @Test func aStageThatOnlyCopiesCostsNoMap() {
    var builder = AlignedTextBuilder(over: AlignedText("해치"))
    builder.copy(upTo: 3)
    builder.copyRest()
    #expect(builder.finish().isUnchanged)
  }
}
