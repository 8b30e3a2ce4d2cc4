import Testing

@testable import Normalization

@Suite struct HangulFormTests {
  private func form(_ text: String) -> String {
    String(decoding: HangulForm.normalize(AlignedText(text)).utf8, as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""),
    ("해치는 옳고 그름을 가립니다.", "해치는 옳고 그름을 가립니다."),
    ("ㅋㅋㅋ ㅠㅠ ㅅㅂ ㄱㅏㄱ", "ㅋㅋㅋ ㅠㅠ ㅅㅂ ㄱㅏㄱ"),
    ("\u{1112}\u{1162}\u{110E}\u{1175}", "해치"),
    ("\u{1100}\u{1161}\u{11A8}", "각"),
    ("\u{AC00}\u{11A8}", "각"),
    ("ﾾￂﾤﾡￚﾩ", "한글"),
    ("ﾡￂￂ", "가ㅏ"),
    ("ﾡￂﾣￂ", "갃ㅏ"),
    ("ﾡￂﾨￂ", "가따"),
    ("ﾻﾻﾻ ﾣￂ ￂﾡ", "ㅋㅋㅋ ㄳㅏ ㅏㄱ"),
    ("ㄱﾡￂㅏ", "ㄱ가ㅏ"),
    ("ＡＢＣ１２３！", "ABC123!"),
    ("a\u{3000}b\u{A0}c\u{2003}d\u{2800}e", "a b c d e"),
    ("a\tb\nc\r\nd\re\u{2028}f", "a b c d e f"),
    ("시\u{200B}발\u{FEFF}점\u{AD}\u{200D}", "시발점"),
    ("\u{0}가\u{7}나\u{7F}\u{85}다", "가나 다"),
    ("가\u{3164}나\u{FFA0}다\u{115F}라", "가나다라"),
    ("e\u{301}\u{323} Å", "\u{1EB9}\u{301} Å"),
    ("か\u{3099}", "が"),
    ("\u{110F}\u{110F}\u{110F}", "ㅋㅋㅋ"),
    ("\u{AC01}\u{11A8}", "각ㄱ"),
    ("\u{1102}\u{119E}", "\u{1102}\u{119E}"),
    ("👨\u{200D}👩\u{200D}👧", "👨👩👧"),
    ("❤\u{FE0F}", "❤"),
    ("\u{1100}\u{200B}\u{1161}", "가"),
    ("\u{F900}", "\u{8C48}"),
    ("\u{1107}\u{1175}g\u{10}\u{301}", "비\u{1F5}"),
  ])
  func textsGetTheirForm(text: String, expected: String) {
    #expect(Array(form(text).utf8) == Array(expected.utf8))
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func theFormIsComposedIdempotentAndTheSameForEquivalentTexts(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = AlignedText(
      NastyText.string(count: Int.random(in: 1...30, using: &generator), using: &generator))
    let once = HangulForm.normalize(text)
    #expect(UTF8Validation.firstInvalidOffset(in: once.utf8) == nil)
    #expect(HangulForm.normalize(once).utf8 == once.utf8)
    #expect(try UnicodeForm.nfc.apply(to: once).utf8 == once.utf8)
    let decomposed = AlignedText(utf8: try UnicodeForm.nfd.apply(to: text).utf8)
    let composed = AlignedText(utf8: try UnicodeForm.nfc.apply(to: text).utf8)
    #expect(HangulForm.normalize(decomposed).utf8 == once.utf8)
    #expect(HangulForm.normalize(composed).utf8 == once.utf8)
    var appended: [UInt8] = [0x61]
    text.utf8.withUnsafeBufferPointer { HangulForm.append($0, to: &appended) }
    #expect(Array(appended.dropFirst()) == once.utf8)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func everyByteOfTheFormComesFromWholeScalarsOfTheSource(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let source = Array(NastyText.string(count: 25, using: &generator).utf8)
    let text = HangulForm.normalize(AlignedText(utf8: source))
    var offset = 0
    var end = 0
    while offset < text.utf8.count {
      let length = text.utf8.withUnsafeBufferPointer { UTF8Scalar(in: $0, at: offset)?.length ?? 1 }
      let span = text.sourceRange(of: offset..<offset + length)
      #expect(UTF8Validation.firstInvalidOffset(in: Array(source[span])) == nil)
      #expect(!span.isEmpty && span.upperBound >= end)
      end = span.upperBound
      offset += length
    }
  }

  @Test func spansLeadToTheUsersBytes() {
    let source = "\u{FEFF}나\u{200B}쁜 \u{1106}\u{1161}\u{11AF}"
    let text = HangulForm.normalize(AlignedText(source))
    #expect(text.utf8 == Array("나쁜 말".utf8))
    #expect(text.sourceRange(of: 0..<6) == 3..<12)
    #expect(text.sourceRange(of: 7..<10) == 13..<22)
  }

  @Test func malformedBytesBecomeReplacementCharacters() {
    #expect(
      HangulForm.normalize(AlignedText(utf8: [0x61, 0xFF, 0xEA, 0xB0])).utf8
        == Array("a\u{FFFD}\u{FFFD}\u{FFFD}".utf8))
  }

  /// The fast path must never keep what another stage would change.
  @Test func plainScalarsAreThoseThatNoStageTouches() {
    for scalar in 0...0x1FFFF as ClosedRange<UInt32> where HangulForm.traits.isPlain(scalar) {
      #expect(HangulForm.Folding(of: scalar, next: 0) == .keep, "U+\(String(scalar, radix: 16))")
      #expect(UnicodeForm.nfc.traits.isBoundary(scalar), "U+\(String(scalar, radix: 16))")
      #expect(!Hangul.isConjoiningJamo(scalar))
    }
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func theFastWayGivesWhatTheStagesGive(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes =
      seed.isMultiple(of: 4)
      ? NastyText.bytes(count: 40, using: &generator)
      : Array(NastyText.string(count: Int.random(in: 1...60, using: &generator), using: &generator).utf8)
    let text = AlignedText(utf8: bytes)
    let staged = HangulForm.staged(text)
    let fast = HangulForm.normalize(text)
    #expect(fast.utf8 == staged.utf8, "\(bytes)")
    for offset in fast.utf8.indices {
      #expect(!fast.sourceRange(of: offset..<offset + 1).isEmpty)
    }
  }

  /// Each of these takes hours if ordering, composing or mapping is quadratic.
  @Test(arguments: [
    "\u{301}", "\u{301}\u{323}", "\u{F73}\u{301}", "a\u{301}\u{323}", "\u{1100}", "\u{1161}\u{11A8}",
    "\u{200B}\u{301}\u{323}",
    "\u{1100}\u{A960}", "\u{3164}", "ㅋ",
  ])
  func longRunsTakeLinearTime(unit: String) {
    let text = AlignedText(String(repeating: unit, count: 200_000))
    let once = HangulForm.normalize(text)
    #expect(UTF8Validation.firstInvalidOffset(in: once.utf8) == nil)
  }

  @Test func longRunsOfMarksGetTheirCanonicalOrder() throws {
    var generator = SeededGenerator(seed: 7)
    var marks = (0..<200).map { _ in UInt32.random(in: 0x300...0x34E, using: &generator) }
    marks.append(0xF73)
    let text = AlignedText(utf8: marks.reduce(into: Array("a".utf8)) { UTF8Scalar.append($1, to: &$0) })
    #expect(HangulForm.normalize(text).utf8 == (try UnicodeForm.nfc.apply(to: text).utf8))
  }
}
