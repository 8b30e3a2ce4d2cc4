import Foundation
import Testing

/// The verbs over corpora, run as a user does, on the project's own queries.
@Suite struct CorpusCommandTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let recipe = """
    name: small
    seed: 3
    categories: [violence, drugs, self_harm, sexual, hate, harassment, profanity, fraud, privacy, cyber, misinformation, dangerous_advice, jailbreak]
    sources: [{id: queries, cap: 600}]
    pii: mask
    nearDuplicates: {gram: 3, jaccard: 0.8}
    decontaminate: []
    targets:
      - {name: harmful, label: unsafe, rows: 200, stratify: [category]}
      - {name: benign, label: safe, rows: 5000, stratify: [source]}
    splits: [{name: train, share: 0.9}, {name: test, share: 0.1}]
    """

  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try Data(Self.recipe.utf8).write(to: scratch.url("small.yaml"))
  }

  func arguments(_ output: String) -> [String] {
    [
      "corpus", "build", scratch.url("small.yaml").path, "--corpora",
      Self.root.appendingPathComponent("Corpora").path, "-o", scratch.url(output).path, "--lang", "en",
    ]
  }

  /// Every file of a folder by its path, hidden folders aside.
  func contents(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let url = scratch.url(folder)
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) where !path.hasPrefix(".") {
      var isFolder: ObjCBool = false
      let file = url.appendingPathComponent(path)
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if !isFolder.boolValue { files[path] = try Data(contentsOf: file) }
    }
    return files
  }

  @Test(
    "A corpus is built, verifies, is described and compared; a build killed at any moment ends in the same bytes"
  )
  func wholeWay() throws {
    let run = try HaechiProcess.run(arguments("whole"))
    #expect(run.status == 0)
    #expect(run.errors.contains("of 5,000 rows for the target benign"))
    #expect(run.lines.last?.contains("CC-BY-SA-4.0") == true)
    let whole = try contents("whole")
    #expect(whole.keys.contains("data/train-00000-of-00001.jsonl.zst"))

    for milliseconds in [30, 300, 900] {
      let process = Process()
      process.executableURL = HaechiProcess.folder.appendingPathComponent("haechi")
      process.arguments = arguments("killed")
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    #expect(try HaechiProcess.run(arguments("killed") + ["--threads", "1"]).status == 0)
    #expect(try contents("killed") == whole)

    let verified = try HaechiProcess.run(["corpus", "verify", scratch.url("killed").path, "--lang", "en"])
    #expect(verified.status == 0)
    #expect(verified.output.hasPrefix("The corpus is whole"))

    let difference = try HaechiProcess.run(
      ["corpus", "diff", scratch.url("whole").path, scratch.url("killed").path, "--lang", "en"])
    #expect(difference.status == 0)

    let terms = try HaechiProcess.run(["corpus", "licence", scratch.url("whole").path, "--lang", "en"])
    #expect(terms.status == 0)
    #expect(terms.output.contains("CC-BY-SA-4.0: queries"))

    let svg = scratch.url("plot.svg").path
    let stats = try HaechiProcess.run(["corpus", "stats", scratch.url("whole").path, "--svg", svg])
    #expect(stats.output.contains("unsafe 200"))
    #expect(try String(contentsOfFile: svg, encoding: .utf8).contains("<svg"))

    var altered = try Data(contentsOf: scratch.url("killed/report.json"))
    altered[10] ^= 1
    try altered.write(to: scratch.url("killed/report.json"))
    let found = try HaechiProcess.run(["corpus", "verify", scratch.url("killed").path, "--lang", "en"])
    #expect(found.status == 65)
    #expect(found.output.contains("report.json"))
  }

  @Test("Near duplicates among lines are found; the first of each cluster survives")
  func dedup() throws {
    let lines = ["집에서 혼자 김치 담그는 법 알려줘", "강아지 예방접종 언제 하나요", "집에서 혼자 김치 담그는 법 알려줘요", "ㅋ"]
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: scratch.url("lines.txt"))
    let path = scratch.url("lines.txt").path
    let survivors = try HaechiProcess.run(["corpus", "dedup", path, "--lang", "en"])
    #expect(survivors.lines == [lines[0], lines[1], lines[3]])
    #expect(survivors.errors.contains("3 of 4 rows survive; 1 are too short"))
    let pairs = try HaechiProcess.run(["corpus", "dedup", path, "--pairs"])
    #expect(pairs.lines.count == 1)
    #expect(pairs.output.hasPrefix("1\t3\t0.9"))
  }

  @Test("What cannot be is told, with its status")
  func failures() throws {
    let path = scratch.url("small.yaml").path
    #expect(try HaechiProcess.run(["corpus", "dedup", path, "--jaccard", "2"]).status == 64)
    #expect(try HaechiProcess.run(["corpus", "dedup", scratch.url("none").path]).status == 66)
    #expect(try HaechiProcess.run(["corpus", "verify", scratch.url("none").path]).status == 66)
    try Data("name: x\n".utf8).write(to: scratch.url("bad.yaml"))
    let bad = try HaechiProcess.run([
      "corpus", "build", scratch.url("bad.yaml").path, "-o", scratch.url("o").path,
    ])
    #expect(bad.status == 65)
  }
}
