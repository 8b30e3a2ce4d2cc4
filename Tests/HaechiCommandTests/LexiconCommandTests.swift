import Foundation
import Lexicons
import Testing

@testable import HaechiCommand

struct LexiconCommandTests {
  private static let header = LexiconTerm.columns.joined(separator: "\t") + "\n"

  /// A folder of lexicons with one term, and a table of data as the repository has it.
  private static func lexicons(_ scratch: Scratch, row: String) throws -> String {
    let terms = scratch.url("lexicons/terms")
    try FileManager.default.createDirectory(at: terms, withIntermediateDirectories: true)
    try Data((header + row + "\n").utf8).write(to: terms.appendingPathComponent("a.tsv"))
    return scratch.url("lexicons").path
  }

  private static let row = "a-1\t나쁜말\tprofanity\tprofanity\tlow\t-\t-\t나쁜말씨\tstem\tx\tdraft"

  @Test("A line that holds a term gives its place, bytes, category, severity, entry and words")
  func lines() throws {
    let scratch = try Scratch()
    let folder = try Self.lexicons(scratch, row: Self.row)
    let outcome = try HaechiProcess.run(
      ["lexicon", "match", "--lexicons", folder, "--no-deobfuscate"],
      input: Array("나쁜말씨\n그런 나쁜말은 싫어\n".utf8))
    #expect(outcome.status == 0)
    #expect(outcome.output == "-:2\t7-16\tprofanity\tlow\ta-1\t나쁜말\t\n")
  }

  @Test("With --json every line gives an object with its matches, and with --pii its personal data")
  func json() throws {
    let scratch = try Scratch()
    let folder = try Self.lexicons(scratch, row: Self.row)
    let file = try scratch.file("a.txt", "나쁜말 010-0000-1234\n\n")
    let outcome = try HaechiProcess.run(
      ["lexicon", "match", "--lexicons", folder, "--no-deobfuscate", "--json", "--pii", "--mask", file])
    #expect(outcome.status == 0)
    try #require(outcome.lines.count == 2)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.lines[0].utf8)) as? [String: Any])
    #expect(object["file"] as? String == file)
    #expect(object["line"] as? Int == 1)
    #expect(object["masked"] as? String == "나쁜말 010-****-1234")
    let match = try #require((object["matches"] as? [[String: Any]])?.first)
    #expect(match["id"] as? String == "a-1")
    #expect(match["start"] as? Int == 0 && match["end"] as? Int == 9)
    let data = try #require((object["pii"] as? [[String: Any]])?.first)
    #expect(data["kind"] as? String == "mobile_phone")
    #expect(data["start"] as? Int == 10 && data["end"] as? Int == 23)
    #expect(
      outcome.lines[1].hasSuffix(",\"line\":2,\"text\":\"\",\"matches\":[],\"pii\":[],\"masked\":\"\"}"))
  }

  @Test("--mask alone copies the lines with personal data masked")
  func mask() throws {
    let outcome = try HaechiProcess.run(
      ["lexicon", "match", "--mask", "--no-deobfuscate"], input: Array("전화 010-0000-1234\n메일 없음\n".utf8))
    #expect(outcome.output == "전화 010-****-1234\n메일 없음\n")
  }

  @Test("A line that is not UTF-8 is told and passed over, and the exit status says so")
  func badLine() throws {
    let outcome = try HaechiProcess.run(
      ["lexicon", "match", "--no-deobfuscate", "--lang", "en"], input: [0xFF, 0x0A] + Array("가\n".utf8))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("-:1: The line is not UTF-8"))
    let missing = try HaechiProcess.run(["lexicon", "match", "/no/such/file"])
    #expect(missing.status == 66)
  }

  @Test("Obfuscated terms are found unless that is switched off")
  func deobfuscation() throws {
    let text = Array("ㅂㅕㅇㅅㅣㄴ아\n".utf8)
    let read = try HaechiProcess.run(["lexicon", "match", "--json"], input: text)
    #expect(read.status == 0)
    #expect(read.output.contains("\"rules\":[\"jamo_split\""), "\(read.output)")
    let written = try HaechiProcess.run(["lexicon", "match", "--no-deobfuscate"], input: text)
    #expect(written.output.isEmpty)
  }

  @Test("Lint of a folder with a wrong row names file and line in both languages and ends with 65")
  func lint() throws {
    let scratch = try Scratch()
    let folder = try Self.lexicons(scratch, row: Self.row.replacing("low", with: "grave"))
    let english = try HaechiProcess.run(["lexicon", "lint", folder, "--lang", "en"])
    #expect(english.status == 65)
    #expect(
      english.output.contains(
        "terms/a.tsv:2: The column “severity” should be one of “low medium high critical”"))
    let korean = try HaechiProcess.run(["lexicon", "lint", folder, "--lang", "ko"])
    #expect(korean.status == 65)
    #expect(korean.output.contains("terms/a.tsv:2: “severity” 칸은"))
    #expect(try HaechiProcess.run(["lexicon", "lint", "/no/such"]).status == 66)
  }

  @Test("Lint of the repository's own folder says that nothing is to correct and ends with 0")
  func ownLint() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Lexicons").standardizedFileURL
    let outcome = try HaechiProcess.run(["lexicon", "lint", folder.path, "--lang", "en"])
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "Nothing to correct.\n")
    #expect(outcome.status == 0)
  }
}
