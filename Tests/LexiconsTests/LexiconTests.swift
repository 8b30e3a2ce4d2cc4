import Foundation
import Normalization
import Testing

@testable import Lexicons

@Suite struct LexiconTests {
  @Test("What the binary holds equals the folder, file by file")
  func bundled() throws {
    let folder = try Lexicon.load(folder: lexiconsFolder)
    let bundled = try Lexicon.bundled()
    #expect(bundled == folder)
    #expect(
      try LexiconFolder.tables(of: lexiconsFolder.appendingPathComponent("terms")).map(\.lastPathComponent)
        == BundledFile.terms.map { String($0.path.dropFirst("Lexicons/terms/".count)) })
  }

  @Test("There are thousands of terms, of every category, and words of identity and of seeking help")
  func amounts() throws {
    let lexicon = try Lexicon.bundled()
    #expect(lexicon.terms.count > 3000)
    #expect(Set(lexicon.terms.map(\.category)) == Set(try Taxonomy.bundled().slugs))
    #expect(lexicon.identities.count > 300)
    #expect(lexicon.safetyPhrases.count > 300)
  }

  @Test("A row gives a term with all its fields")
  func row() throws {
    let table =
      LexiconTerm.columns.joined(separator: "\t") + "\n# comment\n"
      + "a-1\t시발\tprofanity\tslang\thigh\t씨발|쓰발\tgender-women\t시발점\tstem\ta fact\treviewed\n"
    let terms = try LexiconTerm.list(inTable: Array(table.utf8), path: "t.tsv")
    #expect(
      terms == [
        LexiconTerm(
          id: "a-1", term: "시발", category: "profanity", kind: "slang", severity: .high,
          variants: ["씨발", "쓰발"],
          target: "gender-women", collisions: ["시발점"], placement: .stem, source: "a fact", review: .reviewed)
      ])
  }

  @Test(
    "A file with another header, a row with another number of fields and an unknown word are refused with line and column"
  )
  func refused() {
    let header = LexiconTerm.columns.joined(separator: "\t") + "\n"
    let good = "a\tb\thate\tk\tlow\t-\t-\t-\tstem\ts\tdraft\n"
    for (table, line, column) in [
      ("id\tterm\n", 1, "header"), (header + good + "a\tb\n", 3, "row"), ("", 1, "header"),
      (header + good.replacing("low", with: "lower"), 2, "severity"),
      (header + good.replacing("stem", with: "root"), 2, "match"),
      (header + good.replacing("draft", with: "-"), 2, "review"),
    ] {
      #expect {
        try LexiconTerm.list(inTable: Array(table.utf8), path: "t.tsv")
      } throws: { error in
        guard case LexiconError.invalidRow("t.tsv", line, column, _, _) = error else { return false }
        return true
      }
    }
  }

  @Test("A folder without terms is an error with its path")
  func unreadable() {
    #expect {
      try Lexicon.load(folder: URL(fileURLWithPath: "/nowhere"))
    } throws: { error in
      guard case LexiconError.unreadable("/nowhere/terms", _) = error else { return false }
      return true
    }
  }

  @Test("Every word of identity can be swapped for another of its class")
  func swaps() throws {
    let classes = Dictionary(grouping: try Lexicon.bundled().identities, by: \.swapClass)
    for (name, terms) in classes { #expect(terms.count > 1, "\(name)") }
  }
}
