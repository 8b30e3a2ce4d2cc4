import Datasets
import Foundation
import Lexicons
import Testing

@testable import Curation

@Suite struct ManifestTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let shared = root.deletingLastPathComponent().appendingPathComponent("shared/corpora")
  static let mirror = FileManager.default.fileExists(atPath: shared.path) ? shared : nil

  static let facts = ManifestScaffold.Facts(
    id: "mine", title: "Mine: \"quoted\"", licence: "CC0-1.0", shareAlike: false,
    permits: [.train, .evaluate],
    language: "ko", origin: .native, text: nil, kind: .request, semantics: "None: nothing is judged.",
    citation: "A citation.")

  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  func check(_ yaml: String, name: String = "mine", readsAbsent: Bool = true) throws -> ManifestCheck.Result {
    try folder.write(yaml, to: "sources/\(name).yaml")
    return try ManifestCheck(mirrors: [folder.url], categories: ["fraud"], readsAbsent: readsAbsent)
      .check(folder.url.appendingPathComponent("sources/\(name).yaml"))
  }

  @Test("A scaffold finds checksums, splits, formats and columns, and its manifest passes the check")
  func scaffold() throws {
    try folder.write("text,label\n\"a, b\",1\nc,0\n", to: "my corpus/train.csv")
    try folder.write("text\tlabel\nsay \"hi\t1\n", to: "my corpus/sub/test.tsv")
    try folder.write("{\"text\": \"a\", \"n\": 1}\n", to: "my corpus/dev.jsonl")
    try folder.write("[\"a\", \"b\"]", to: "my corpus/list.json")
    try folder.write("{\"x\": {\"y\": [\"a\"]}}", to: "my corpus/tree.json")
    try folder.write("one\ntwo\n", to: "my corpus/lines.txt")
    try folder.write("MIT", to: "my corpus/LICENSE.txt")
    try folder.write("x", to: "my corpus/README.md")
    let source = folder.url.appendingPathComponent("my corpus")
    let files = try ManifestScaffold.files(in: source)
    #expect(
      files.map(\.path) == ["dev.jsonl", "lines.txt", "list.json", "sub/test.tsv", "train.csv", "tree.json"])
    #expect(files.map(\.split) == ["dev", "all", "all", "test", "train", "all"])
    #expect(
      files.map(\.columns) == [
        ["text", "n"], ["text"], ["text"], ["text", "label"], ["text", "label"],
        ["level1", "level2", "text"],
      ])
    let yaml = try ManifestScaffold.yaml(Self.facts, files: files, folder: source)
    let result = try check(yaml)
    #expect(result.findings == [] && result.records == 9)
    #expect(try CorpusManifest(yaml: yaml, path: "x").title == Self.facts.title)
  }

  @Test("A scaffold asks for the column of the text where it cannot know it")
  func columns() throws {
    try folder.write("question,answer\na,b\n", to: "c/a.csv")
    let source = folder.url.appendingPathComponent("c")
    let files = try ManifestScaffold.files(in: source)
    #expect {
      _ = try ManifestScaffold.yaml(Self.facts, files: files, folder: source)
    } throws: { error in
      guard case .badLine(_, 1, "--text: question, answer", "-") = error as? CurationError else {
        return false
      }
      return true
    }
    var facts = Self.facts
    facts.text = "answer"
    let yaml = try ManifestScaffold.yaml(facts, files: files, folder: source)
    #expect(try CorpusManifest(yaml: yaml, path: "x").views[0].text == "answer")
  }

  @Test("The check tells what is wrong by file and line")
  func findings() throws {
    try folder.write("{\"text\": \"a\"}\n{broken\n{\"other\": 1}\n{\"text\": \" \"}\n", to: "c/a.jsonl")
    let source = folder.url.appendingPathComponent("c")
    let yaml = try ManifestScaffold.yaml(
      Self.facts, files: try ManifestScaffold.files(in: source), folder: source)
    let result = try check(yaml)
    #expect(result.findings.map(\.line) == [2, 3, 4])
    #expect(result.findings.map(\.problem) == ["invalid_json", "missing_field", "blank_text"])
    #expect(result.findings.allSatisfy { $0.file == "a.jsonl" } && result.rows == 4 && result.records == 1)
    try folder.write("x", to: "c/a.jsonl")
    #expect(try check(yaml).findings.map(\.problem) == ["checksum"])
    try FileManager.default.removeItem(at: source)
    #expect(try check(yaml).findings.map(\.problem) == ["missing_folder"])
    #expect(try check(yaml, readsAbsent: false).findings == [])
    #expect(try check(yaml, name: "other", readsAbsent: false).findings.map(\.problem) == ["file_name"])
    let wrong = yaml.split(separator: "\n").map { $0.hasPrefix("permits") ? "permits: [sell]" : String($0) }
    let finding = try #require(try check(wrong.joined(separator: "\n")).findings.first)
    #expect(finding.problem == "invalid_yaml")
    #expect(finding.line == (wrong.firstIndex { $0.hasPrefix("permits") } ?? -2) + 1)
  }

  @Test(
    "Every shipped manifest agrees with the files of the mirror",
    .enabled(if: mirror != nil, "needs ../shared/corpora"))
  func shipped() throws {
    let mirror = try #require(Self.mirror)
    let taxonomy = try Taxonomy.load(Self.root.appendingPathComponent("Lexicons/taxonomy.yaml"))
    let check = ManifestCheck(
      mirrors: [Self.root.appendingPathComponent("Corpora"), mirror], categories: taxonomy.slugs,
      readsAbsent: true)
    let expected = [
      "square": 6882, "square_test": 6945, "square_responses": 480, "kobbq": 1140, "en_advbench": 520,
      "en_medsafety": 450, "en_ailuminate": 1200, "en_gptfuzz": 77, "en_hh_rlhf": 2312,
      "en_openai_moderation": 1680, "en_red_instruct": 3210,
    ]
    for (id, records) in expected.sorted(by: { $0.key < $1.key }) {
      let result = try check.check(Self.root.appendingPathComponent("Corpora/sources/\(id).yaml"))
      #expect(result.findings.isEmpty, "\(id): \(result.findings.prefix(3))")
      #expect(result.records == records, "\(id)")
    }
  }
}
