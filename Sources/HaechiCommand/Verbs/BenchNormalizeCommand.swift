import ArgumentParser
import FoundationEssentials
import Normalization

/// `haechi bench normalize`: how fast the forms are, beside ICU.
struct BenchNormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Time the forms on Korean lines, beside ICU's normalizeUTF8.",
    discussion: """
      Each row is measured in turn with all others, on one core in CPU time, several times over; the median counts. \
      Lines are normalized one by one into one buffer, by us and by ICU alike. “with spans” also asks where the text \
      came from. Without --file the texts of Corpora/queries are used where that folder is, else the queries inside.
      """)

  @Option(help: "A text to measure on, in UTF-8.", completion: .file())
  var file: String?

  @Option(help: "The most bytes of text that are taken.")
  var bytes = 8_000_000

  @Option(help: "How many times everything is measured.")
  var rounds = 7

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      for count in [rounds, bytes] where count < 1 {
        throw CommandFailure(status: .usage, message: .notAnIterationCount(value: count))
      }
      let (name, lines) = try texts()
      let report = try NormalizeBench(lines: lines, rounds: rounds).measured(on: name)
      let output = json ? report.json : report.table(in: spoken.language)
      try OutputFile.standardOutput.write(Array(output.utf8) + [0x0A])
    }
  }

  /// The text's name and its lines.
  private func texts() throws -> (name: String, lines: [[UInt8]]) {
    if let file {
      var parts = try Self.parts(of: file)
      var lines: [[UInt8]] = []
      var left = bytes
      while left > 0, let part = try parts.next() {
        left -= part.bytes.count
        if !part.bytes.isEmpty { lines.append(part.bytes) }
      }
      return (file, repeated(lines))
    }
    let folder = "Corpora/queries"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    var lines: [[UInt8]] = []
    for name in names where name.hasSuffix(".jsonl") {
      var parts = try Self.parts(of: folder + "/" + name)
      while let part = try parts.next() {
        guard let members = try? JSONRow.members([Array("text".utf8)], of: part.bytes[...]),
          let text = members[0].flatMap(JSONString.text(of:))
        else { continue }
        lines.append(text)
      }
    }
    guard lines.isEmpty else { return (folder, repeated(lines)) }
    return ("BenchQueries", repeated(BenchQueries.all.map { Array($0.utf8) }))
  }

  private static func parts(of path: String) throws -> LineParts {
    let file = try InputFile(path: path)
    return LineParts { (count, bytes) throws(InputError) in try file.read(count, &bytes) }
  }

  /// `lines` over and over, up to the most bytes wanted or a megabyte, whichever is less.
  private func repeated(_ lines: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var count = 0
    repeat {
      for line in lines where count < bytes {
        result.append(line)
        count += line.count
      }
    } while count < min(bytes, 1_000_000) && count > 0
    return result
  }
}
