import Testing

@testable import Normalization

@Suite struct TextFormTests {
  @Test func eachFormIsFoundByItsName() {
    #expect(
      TextForm.allCases.map(\.name) == ["hangul", "nfc", "nfd", "nfkc", "nfkd", "nfkc-casefold"])
    for form in TextForm.allCases { #expect(TextForm(name: form.name) == form) }
    #expect(TextForm(name: "nfx") == nil)
  }

  @Test(arguments: [
    ("hangul", "\u{1112}\u{1162}", FormReason.composed), ("hangul", "Ａ", .width),
    ("hangul", "\u{3000}", .blank),
    ("hangul", "\u{200B}", .invisible), ("hangul", "\u{110F}", .jamo), ("hangul", "ﾡￂ", .width),
    ("nfc", "e\u{301}", .composed), ("nfd", "é", .decomposed), ("nfkc", "①", .compatibility),
    ("nfkc", "e\u{301}", .composed), ("nfkd", "①", .compatibility), ("nfkd", "가", .decomposed),
    ("nfkc-casefold", "A", .caseFolded), ("nfkc-casefold", "①", .compatibility),
    ("nfkc-casefold", "\u{200B}", .invisible),
  ])
  func aChangeHasItsReason(name: String, source: String, reason: FormReason) throws {
    let form = try #require(TextForm(name: name))
    let text = try form.apply(to: AlignedText(source))
    #expect(form.reason(source: Array(source.utf8), result: text.utf8) == reason)
  }

  @Test func malformedBytesAreAReasonOfTheirOwn() {
    #expect(TextForm.hangul.reason(source: [0xFF], result: [0xEF, 0xBF, 0xBD]) == .malformed)
  }
}
