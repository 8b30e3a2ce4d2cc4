import Foundation
import Testing

@testable import Lexicons

@Suite struct LexiconLintTests {
  /// A copy of a small, right folder, which a test may spoil.
  final class Folder {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory.appendingPathComponent("lint-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: url.appendingPathComponent("terms"), withIntermediateDirectories: true)
      for name in ["taxonomy.yaml", "crosswalks.yaml", "hotlines.yaml", "pii.tsv"] {
        try FileManager.default.copyItem(
          at: lexiconsFolder.appendingPathComponent(name), to: url.appendingPathComponent(name))
      }
      try write("terms/a.tsv", [Self.row()])
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    static func row(
      id: String = "a-1", term: String = "시발", category: String = "profanity", severity: String = "low",
      variants: String = "-", collisions: String = "시발점", match: String = "stem", source: String = "x",
      review: String = "draft"
    ) -> String {
      [id, term, category, "profanity", severity, variants, "-", collisions, match, source, review]
        .joined(separator: "\t")
    }

    func write(_ name: String, _ rows: [String], header: [String] = LexiconTerm.columns, end: String = "\n")
      throws
    {
      let text = ([header.joined(separator: "\t")] + rows).joined(separator: "\n") + end
      try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    func issues() throws -> [String] {
      try LexiconLint.issues(in: url).map { issue in
        let name = issue.path.replacingOccurrences(of: url.path + "/", with: "")
        return "\(name):\(issue.line) \(issue.problem)"
      }
    }
  }

  @Test("The repository's own lexicons have nothing to correct")
  func own() throws {
    let issues = try LexiconLint.issues(in: lexiconsFolder)
    for issue in issues.prefix(40) { Issue.record("\(issue.path):\(issue.line): \(issue.problem)") }
    #expect(issues.isEmpty, "\(issues.count) issues")
  }

  @Test("A small right folder has nothing to correct")
  func small() throws {
    #expect(try Folder().issues().isEmpty)
  }

  @Test(
    "A spoiled row is named with its line and column",
    arguments: [
      (Folder.row(severity: "grave"), "invalidField(column: \"severity\""),
      (Folder.row(match: "inside"), "invalidField(column: \"match\""),
      (Folder.row(review: "-"), "invalidField(column: \"review\""),
      (Folder.row(source: "-"), "emptyField(column: \"source\""),
      (Folder.row(id: "A 1"), "invalidID(\"A 1\")"),
      (Folder.row(category: "love"), "unknownCategory(\"love\")"),
      (Folder.row(term: "시\u{200B}발"), "notHangulForm(column: \"term\""),
      (Folder.row(variants: "씨발| 씨발"), "notHangulForm(column: \"variants\""),
      (Folder.row(variants: "씨발||쓰발"), "emptyField(column: \"variants\""),
      (Folder.row(variants: "씨발|씨발"), "repeatedSpelling"),
      (Folder.row(collisions: "출발점"), "collisionWithoutTerm"),
      (Folder.row(collisions: "시발"), "collisionIsTerm"), ("a-1\t시발", "invalidField(column: \"row\""),
    ])
  func rows(row: String, problem: String) throws {
    let folder = try Folder()
    try folder.write("terms/a.tsv", [row])
    let issues = try folder.issues()
    #expect(issues.contains { $0.hasPrefix("terms/a.tsv:2 \(problem)") }, "\(issues)")
  }

  @Test("Names and spellings are compared over all files, within a category")
  func duplicates() throws {
    let folder = try Folder()
    try folder.write(
      "terms/b.tsv",
      [
        Folder.row(id: "a-1", term: "병신", collisions: "-"), Folder.row(id: "b-2", collisions: "-"),
        Folder.row(id: "b-3", category: "hate", collisions: "-"),
        Folder.row(id: "b-4", term: "시발점", collisions: "-"),
      ])
    let issues = try folder.issues()
    #expect(issues.contains { $0.hasPrefix("terms/b.tsv:2 duplicateName") })
    #expect(issues.contains { $0.hasPrefix("terms/b.tsv:3 duplicateSpelling") })
    #expect(!issues.contains { $0.hasPrefix("terms/b.tsv:4") })
    #expect(issues.count == 2)
  }

  @Test("A term that matches in a benign text is named where it stands")
  func benign() throws {
    let folder = try Folder()
    try folder.write("benign.tsv", ["시발점이다\t-", "시발 택시\t차"], header: ["text", "note"])
    let issues = try folder.issues()
    #expect(issues.count == 1)
    #expect(
      issues.first?.hasPrefix("terms/a.tsv:2 matchesBenign(spelling: \"시발\", benign: \"시발 택시\"") == true)
  }

  @Test("Bytes that are no UTF-8, CR LF and a missing last line end are named")
  func text() throws {
    let folder = try Folder()
    try folder.write("terms/b.tsv", [Folder.row(id: "b-1", term: "병신", collisions: "-") + "\r"], end: "")
    let header = LexiconTerm.columns.joined(separator: "\t") + "\n"
    try Data(Array(header.utf8) + [0x61, 0xFF, 0x0A]).write(
      to: folder.url.appendingPathComponent("terms/c.tsv"))
    let issues = try folder.issues()
    #expect(issues.contains("terms/b.tsv:2 carriageReturn"))
    #expect(issues.contains("terms/b.tsv:2 noFinalLineEnd"))
    #expect(issues.contains { $0.hasPrefix("terms/c.tsv:2 notUTF8") })
  }

  @Test("A broken value of a YAML file is named with the line where it stands")
  func yaml() throws {
    let folder = try Folder()
    let file = folder.url.appendingPathComponent("crosswalks.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = try #require(
      lines.firstIndex { $0.contains("{ours: harassment, fit: primary, answer: primary}") })
    var spoiled = lines.map(String.init)
    spoiled[index] = spoiled[index].replacing("harassment", with: "harrasment")
    try Data(spoiled.joined(separator: "\n").utf8).write(to: file)
    let issues = try folder.issues()
    #expect(issues.count == 1)
    #expect(
      issues.first?.hasPrefix(
        "crosswalks.yaml:\(index + 1) invalidValue(key: \"schemes[0].labels[0].to[0].ours\"") == true)
  }

  @Test(
    "A hotline without a known category, a table of data with a wrong shape and a lone swap class are named")
  func others() throws {
    let folder = try Folder()
    try folder.write(
      "identity.tsv",
      [
        "i-1\t여성\tgender\tg\t-\tx\tdraft", "i-2\t남성\tgender\tg\t-\tx\tdraft",
        "i-3\t학생\tage\tlone\t-\tx\tdraft",
      ],
      header: IdentityTerm.columns)
    try folder.write(
      "help_seeking.tsv", ["h-1\t도와줘\tlove|hate\thelp\tx\treviewed"], header: SafetyPhrase.columns)
    try folder.write(
      "pii.tsv", ["p-1\tmobile_phone\t가\ta\t01[0-\tnone\t-\thigh\thigh\t3+4\tx\tdraft"],
      header: PIIPattern.columns)
    let issues = try folder.issues()
    #expect(issues.contains("identity.tsv:4 loneSwapClass(name: \"lone\")"))
    #expect(issues.contains("help_seeking.tsv:2 unknownCategory(\"love\")"))
    #expect(issues.contains { $0.hasPrefix("pii.tsv:2 invalidField(column: \"shape\"") })
  }

  @Test("A folder that is not there is an error")
  func missing() {
    #expect(throws: LexiconError.unreadable(path: "/no/such", reason: "not a folder")) {
      try LexiconLint.issues(in: URL(fileURLWithPath: "/no/such"))
    }
  }
}
