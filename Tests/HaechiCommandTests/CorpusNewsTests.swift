import Curation
import Testing

@testable import HaechiCommand

@Suite struct CorpusNewsTests {
  static let obstacle = LicenceTerms(mix: [SourceLicence(source: "s", licence: "NONE")]).obstacles[0]

  static let news: [CorpusNews] = [
    .progress(.reading(source: "s", number: 1, of: 2)), .progress(.stage("pii", rows: 3)),
    .shortfall(.init(target: "t", wanted: 5, found: 4)), .split(name: "train", rows: 6, unsafe: 2),
    .wrote(path: "/a", licence: "MIT"), .whole, .finding(.missing(path: "p")), .finding(.stranger(path: "p")),
    .finding(.altered(path: "p")), .finding(.sums(path: "p")),
    .finding(.rows(path: "p", expected: 1, found: 2)), .finding(.badLine(path: "p", line: 3)),
    .finding(.repeatedID("i")), .finding(.repeatedText(first: "i", second: "j")),
    .finding(.straddling(id: "i", other: "j")), .finding(.statistics),
    .finding(.licence(named: "MIT", found: nil)),
    .difference(same: 1, removed: 2, added: 3, changed: 4, moved: 5), .terms("MIT"), .terms(nil),
    .obstacle(obstacle), .survivors(rows: 3, survivors: 2, tooShort: 1),
  ]

  static let faults: [CorpusFault] = [
    .notASimilarity(gram: 0, jaccard: 2), .curation(.dataset(.emptyEvaluation(name: "x"))),
    .curation(.unwritable(path: "/a", reason: "r")), .curation(.unreadable(path: "/a", reason: "r")),
    .curation(.invalidRecipe(path: "/a", key: "k", expected: "e", found: "f")),
    .curation(.invalidGrammar(path: "/a", line: 3, expected: "e", found: "f")),
    .curation(.foreignFolder(path: "/a", found: "f")), .curation(.licence([obstacle])),
  ]

  func check(_ korean: String, _ english: String) {
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    #expect(hasHangul(korean) && !hasHangul(english))
    #expect(!korean.contains("\n") && !english.contains("\n"))
  }

  @Test("News is a line of Korean in Korean and of no Korean in English", arguments: news)
  func languages(news: CorpusNews) { check(news.text(in: .ko), news.text(in: .en)) }

  @Test("A failure is a line of Korean in Korean and of no Korean in English", arguments: faults)
  func faultLanguages(fault: CorpusFault) { check(fault.text(in: .ko), fault.text(in: .en)) }
}
