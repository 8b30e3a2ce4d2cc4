import Testing

@testable import Lexicons

@Suite struct PolicyListsTests {
  static func rule(_ term: String, _ action: ListRule.Action, _ scope: ListRule.Scope = .phrase) -> ListRule {
    ListRule(term: term, action: action, scope: scope, reason: "r", added: "2026-11-22")
  }

  static let lists = Result {
    try PolicyLists([
      rule("시발점", .allow), rule("시발", .block), rule("해치 프로젝트", .block), rule("해치", .allow),
      rule("죽고 싶다", .allow, .text), rule("죽고 싶다", .block), rule("X-Ray", .block),
    ])
  }

  @Test(
    "Of an allowed and a blocked stretch the longer one decides",
    arguments: [
      ("시발점이 어디야", false), ("시발 뭐야", true), ("시발점에서 시발", true), ("해치는 좋다", false), ("해치  프로젝트는", true),
      ("죽고 싶다", false), (" 죽고 싶다 ", false), ("정말 죽고 싶다", true), ("x-ray 찍자", true), ("xx-ray", false),
      ("다시발견", false), ("", false), (decomposed("시발"), true),
    ])
  func decision(text: String, isBlocked: Bool) throws {
    #expect(try Self.lists.get().apply(to: text).isBlocked == isBlocked)
  }

  @Test("The audit tells every rule that applied, where, and whether it stands")
  func audit() throws {
    let text = "시\u{200B}발점 시발"
    let outcome = try Self.lists.get().apply(to: text)
    #expect(outcome.applications.map(\.rule.term) == ["시발점", "시발"])
    #expect(outcome.applications.map { piece(text, $0.source) } == ["시\u{200B}발점", "시발"])
    #expect(outcome.applications.map(\.isDecisive) == [true, true])
    let overruled = try Self.lists.get().apply(to: "해치 프로젝트")
    #expect(overruled.applications.map(\.rule.term) == ["해치 프로젝트", "해치"])
    #expect(overruled.applications.map(\.isDecisive) == [true, false])
  }

  @Test("A text allowed as a whole says so, and evidence inside of what is allowed does not count")
  func allowed() throws {
    let lists = try Self.lists.get()
    #expect(lists.apply(to: "죽고 싶다").isAllowed)
    #expect(!lists.apply(to: "해치").isAllowed)
    let matcher = LexiconMatcher(lexicon: Lexicon(terms: [term("해치", .anywhere), term("시발", .anywhere)]))
    let text = "해치 시발"
    let matches = matcher.matches(in: text)
    #expect(matches.count == 2)
    #expect(lists.apply(to: text).admitting(matches).map(\.matched) == ["시발"])
  }

  @Test("A term that is empty or has two rules of one scope is refused")
  func refused() {
    #expect(throws: LexiconError.self) { try PolicyLists([Self.rule("\u{200B}", .block)]) }
    #expect(throws: LexiconError.duplicate(path: "list", key: "term", value: "ＧＨＢ")) {
      try PolicyLists([Self.rule("ghb", .block), Self.rule("ＧＨＢ", .allow)])
    }
  }

  @Test("A table gives the rules, and a row that is none is named")
  func table() throws {
    let header = "term\taction\tscope\treason\tadded\n"
    let lists = try PolicyLists(
      table: Array((header + "# c\n시발점\tallow\tphrase\t출발점\t2026-11-22\n").utf8), path: "l.tsv")
    #expect(
      lists.rules == [
        ListRule(term: "시발점", action: .allow, scope: .phrase, reason: "출발점", added: "2026-11-22")
      ])
    for (row, column) in [
      ("a\tlet\tphrase\tr\t2026-11-22", "action"), ("a\tallow\tall\tr\t2026-11-22", "scope"),
      ("a\tallow\ttext\t-\t2026-11-22", "reason"), ("a\tallow\ttext\tr\ttoday", "added"),
    ] {
      #expect {
        try PolicyLists(table: Array((header + row + "\n").utf8), path: "l.tsv")
      } throws: { error in
        guard case LexiconError.invalidRow("l.tsv", 2, let found, _, _) = error else { return false }
        return found == column
      }
    }
  }
}
