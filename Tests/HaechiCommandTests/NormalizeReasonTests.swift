import Normalization
import Testing

@testable import HaechiCommand

struct NormalizeReasonTests {
  @Test("Every reason has words of its own in both languages", arguments: [Language.ko, .en])
  func words(language: Language) {
    let slugs = FormReason.allCases.map(\.rawValue) + DeobfuscationRule.allCases.map(\.rawValue)
    let words = slugs.map { NormalizeReason.text($0, in: language) }
    #expect(Set(words).count == slugs.count)
    #expect(zip(slugs, words).allSatisfy { $0 != $1 || language == .en })
    #expect(NormalizeReason.text("unknown", in: language) == "unknown")
  }

  @Test("What would not show stands as its number")
  func shown() {
    #expect(
      NormalizeRecord.shown("가\u{200B}\u{1100} \u{3000}e\u{301}") == "“가[U+200B][U+1100] [U+3000]e[U+0301]”")
  }
}
