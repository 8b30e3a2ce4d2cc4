import Lexicons
import Testing

@testable import HaechiCommand

struct LexiconSentenceTests {
  static let problems: [LexiconIssue.Problem] = [
    .unreadable(reason: "it is a pipe"), .notUTF8(offset: 12), .carriageReturn, .noFinalLineEnd,
    .invalidField(column: "row", expected: "11", found: "3"),
    .invalidField(column: "header", expected: "id term", found: "id"),
    .invalidField(column: "match", expected: "stem word", found: "root"),
    .invalidValue(key: "schemes[0].slug", expected: "text", found: "none"),
    .duplicateName(name: "a-1", first: "t.tsv:2"),
    .duplicateSpelling(spelling: "가나", first: "t.tsv:2"), .repeatedSpelling(spelling: "가나"),
    .emptyField(column: "source"),
    .invalidID("A 1"), .notHangulForm(column: "term", text: "가 "), .unknownCategory("love"),
    .collisionWithoutTerm(collision: "다라"), .collisionIsTerm(collision: "다라"),
    .matchesBenign(spelling: "가나", benign: "가나다", place: "b.tsv:2"), .loneSwapClass(name: "lone"),
  ]

  @Test(
    "Every problem is a sentence in both languages, and no two are the same", arguments: Language.allCases)
  func sentences(language: Language) {
    let texts = Self.problems.map { LexiconSentence($0).text(in: language) }
    #expect(Set(texts).count == texts.count)
    for text in texts {
      #expect(text.hasSuffix(".") && !text.contains("\n"), "\(text)")
      if language == .ko { #expect(text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value }) }
    }
  }

  @Test("The Korean particle agrees with the word that is quoted")
  func particles() {
    #expect(LexiconSentence(.repeatedSpelling(spelling: "가나")).text(in: .ko).hasPrefix("“가나”가 "))
    #expect(LexiconSentence(.repeatedSpelling(spelling: "가난")).text(in: .ko).hasPrefix("“가난”이 "))
  }

  @Test("The news of the verbs are said in both languages")
  func news() {
    #expect(LexiconNews.lintSummary(issues: 0).text(in: .en) == "Nothing to correct.")
    #expect(LexiconNews.lintSummary(issues: 1).text(in: .en) == "One thing to correct.")
    #expect(LexiconNews.lintSummary(issues: 1200).text(in: .ko) == "고칠 것이 1,200개 있습니다.")
    #expect(LexiconNews.badLine(path: "a", line: 3, isTooLong: true).text(in: .ko) == "a:3: 줄이 너무 길어 넘어갑니다.")
  }
}
