import Curation
import Testing

@testable import HaechiCommand

@Suite struct GatheringNewsTests {
  static let estimate = Agreement(values: [["a", "a"], ["b", "b"], ["a", "b"]], raters: 2).kappa

  static let news: [GatheringNews] = [
    .fetched(source: "s", path: "p", .present), .fetched(source: "s", path: "p", .copied),
    .fetched(source: "s", path: "p", .downloaded(bytes: 5, resumedAt: 0)),
    .fetched(source: "s", path: "p", .downloaded(bytes: 5, resumedAt: 2)), .fetchEnd(files: 2, failed: 1),
    .wroteManifest(path: "p", files: 2),
    .finding(.init(source: "s", file: "f", line: 3, problem: "checksum", detail: "d\ne")),
    .finding(.init(source: "s", file: "f", line: nil, problem: "checksum", detail: "d")),
    .checked(source: "s", rows: nil, records: 0, findings: 1),
    .checked(source: "s", rows: 4, records: 3, findings: 1),
    .checkEnd(manifests: 2, findings: 1), .badRecord(path: "p", line: 1),
    .badMemoryLine(path: "p", line: 1, problem: "blank"),
    .estimate(requests: 1, answered: 2, promptTokens: 3, answerTokens: 4, price: nil),
    .estimate(requests: 1, answered: 2, promptTokens: 3, answerTokens: 4, price: "0.5"),
    .asking(done: 1, of: 2),
    .translated(rows: 4, ready: 1, flagged: 2, failed: 1), .sources(memory: 1, cache: 2, asked: 3),
    .reviewAt(path: "p", open: 2), .failuresAt(path: "p"), .partial,
    .exported(items: 2, rater: "r", path: "p"),
    .imported(path: "p", AnnotationStore.ImportCount()),
    .badBallot(path: "p", line: 2, problem: "unknown_item", found: "x"),
    .agreement(name: "verdict", measure: "Fleiss κ", estimate, items: 3),
    .agreement(name: "verdict", measure: "Fleiss κ", nil, items: 3),
    .tallies(items: 7, safe: 1, unsafe: 2, unsure: 1, ties: 1, contested: 3, incomplete: 1),
  ]

  static let faults: [CorpusFault] =
    [
      .missingFlags(["--id"]), .notAPositiveNumber(option: "--pause", value: "0"), .notAnAddress("x"),
      .noRenderer,
      .missingKey(variable: "V"), .sourceOrInput, .unknownSources(["a"], known: ["b"]),
      .fileExists(path: "p"),
      .badRaters(["a"]),
    ].map(CorpusFault.gathering)
    + [
      FetchFault.noAddress, .unsafePath, .status(404), .timedOut, .unreachable(reason: "r"),
      .checksum(expected: "a", found: "b"), .lfsPointer,
    ].map { .curation(.fetch(source: "s", path: "p", fault: $0)) }
    + [
      ProviderFault.timedOut, .unreachable(reason: "r"), .status(401, excerpt: ""), .notJSON(excerpt: ""),
      .noChoices,
      .emptyAnswer, .truncated, .filtered, .invalidRequest(reason: "r"),
    ].map { .curation(.provider(endpoint: "e", fault: $0)) }
    + [
      .curation(.badLine(path: "p", line: 2, expected: "e", found: "f")),
      .curation(.store(path: "p", reason: "r")),
    ]

  func check(_ korean: String, _ english: String) {
    func hasHangul(_ text: String) -> Bool { text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value } }
    #expect(hasHangul(korean) && !hasHangul(english))
    #expect(!korean.contains("\n") && !english.contains("\n"))
  }

  @Test("News is a line of Korean in Korean and of no Korean in English", arguments: news)
  func languages(news: GatheringNews) { check(news.text(in: .ko), news.text(in: .en)) }

  @Test("A failure is a line of Korean in Korean and of no Korean in English", arguments: faults)
  func faultLanguages(fault: CorpusFault) { check(fault.text(in: .ko), fault.text(in: .en)) }

  @Test("Agreement is told with three decimals")
  func decimals() {
    let estimate = Agreement(values: [["a", "b"], ["a", "b"]], raters: 2).kappa
    #expect(
      GatheringNews.agreement(name: "v", measure: "κ", estimate, items: 2).text(in: .en).contains("κ -1.000"))
  }
}
