import Testing

@testable import Normalization

@Suite struct UnicodeFormTests {
  @Test(arguments: [
    (UnicodeForm.nfc, "\u{1100}\u{1161}\u{11A8}e\u{301}", "각é"),
    (.nfd, "각é", "\u{1100}\u{1161}\u{11A8}e\u{301}"),
    (.nfkc, "ｱ①ㄱ", "ア1\u{1100}"),
    (.nfkd, "①é", "1e\u{301}"),
    (.nfkcCasefold, "ＡＢ\u{200B}ß", "abss"),
    (.nfc, "", ""),
  ])
  func eachFormIsWhatUnicodeSays(form: UnicodeForm, text: String, expected: String) throws {
    #expect(try form.apply(to: AlignedText(text)).utf8 == Array(expected.utf8))
  }

  @Test func theMapLeadsEachSyllableToItsJamo() throws {
    let text = try UnicodeForm.nfc.apply(to: AlignedText("a\u{1100}\u{1161}b"))
    #expect(text.sourceRange(of: 0..<1) == 0..<1)
    #expect(text.sourceRange(of: 1..<4) == 1..<7)
    #expect(text.sourceRange(of: 4..<5) == 7..<8)
  }

  @Test func aTextThatGrowsBeyondTheFirstGuessIsWhole() throws {
    // U+FDFA has the longest compatibility decomposition: 18 scalars.
    let text = try UnicodeForm.nfkd.apply(to: AlignedText(String(repeating: "\u{FDFA}", count: 1000)))
    #expect(text.utf8.count == 33_000)
    #expect(text.sourceRange(of: 33..<66) == 3..<6)
  }

  @Test func theVersionsAreThoseOfALibraryThatKnowsItsData() {
    #expect(UnicodeForm.icuVersion.contains("."))
    #expect(UnicodeForm.unicodeVersion.split(separator: ".").compactMap { Int($0) }.count >= 2)
  }

  @Test func scriptsAreKnown() {
    #expect(UnicodeFacts.script(0xAC00) == .hangul)
    #expect(UnicodeFacts.script(0x314B) == .hangul)
    #expect(UnicodeFacts.script(0x61) == .latin)
    #expect(UnicodeFacts.script(0x4E00) == .han)
    #expect(UnicodeFacts.script(0x31) == .common)
  }
}
