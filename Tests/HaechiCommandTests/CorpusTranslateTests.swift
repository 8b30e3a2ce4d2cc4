import Foundation
import Loopback
import Synchronization
import Testing

/// `haechi corpus translate` as a user runs it, against an endpoint on the loopback.
@Suite struct CorpusTranslateTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try Data(
      """
      name: plain
      version: "1"
      model: m
      prompt: {user: "{text}"}
      """.utf8
    ).write(to: scratch.url("recipe.yaml"))
    let lines = (0..<12).map {
      #"{"id":"s:\#($0)","text":"question \#($0)","label":"safe","kind":"request","language":"en","source":"s","licence":"MIT"}"#
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: scratch.url("in.jsonl"))
  }

  static func reply(to request: LoopbackServer.Request) -> LoopbackServer.Reply {
    let object = try? JSONSerialization.jsonObject(with: request.body) as? [String: Any]
    let prompt = (object?["messages"] as? [[String: String]])?.last?["content"] ?? ""
    let number = prompt.split(separator: " ").last ?? ""
    return .answer(
      200, [:], Data(#"{"choices":[{"message":{"content":"\#(number)번째 질문은 무엇인가요?"}}]}"#.utf8))
  }

  func arguments(_ server: LoopbackServer) -> [String] {
    [
      "corpus", "translate", scratch.url("in.jsonl").path, "--recipe", scratch.url("recipe.yaml").path,
      "--provider",
      server.url.appendingPathComponent("v1").absoluteString, "--concurrency", "1", "--attempts", "2",
      "--pause",
      "0.01", "-o", scratch.url("out.jsonl").path, "--lang", "en",
    ]
  }

  let environment = ["HAECHI_PROVIDER_KEY": "sk-secret"]

  @Test("A run that is killed at any call goes on from there, loses nothing and pays for nothing twice")
  func killed() throws {
    for call in [1, 5, 12] {
      for name in try FileManager.default.contentsOfDirectory(atPath: scratch.url(".").path)
      where name.hasPrefix("out") {
        try FileManager.default.removeItem(at: scratch.url(name))
      }
      let answered = Mutex<[Data]>([])
      let process = Process()
      let identifier = Mutex<Int32>(0)
      let dying = try LoopbackServer { number, request in
        if number == call {
          kill(identifier.withLock { $0 }, SIGKILL)
          return .nothing
        }
        answered.withLock { $0.append(request.body) }
        return Self.reply(to: request)
      }
      process.executableURL = HaechiProcess.folder.appendingPathComponent("haechi")
      process.arguments = arguments(dying)
      process.environment = environment
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      // The server answers nobody before the identifier is known.
      try identifier.withLock { value in
        try process.run()
        value = process.processIdentifier
      }
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      let living = try LoopbackServer { _, request in
        answered.withLock { $0.append(request.body) }
        return Self.reply(to: request)
      }
      let run = try HaechiProcess.run(arguments(living), environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let paid = answered.withLock { $0 }
      #expect(paid.count == 12 && Set(paid).count == 12, "killed at call \(call)")
      let output = try String(contentsOf: scratch.url("out.jsonl"), encoding: .utf8)
      #expect(output.split(separator: "\n").count == 12)
      #expect(output.contains(#""text":"11번째 질문은 무엇인가요?""#) && output.contains(#""origin":"translated""#))
    }
  }

  @Test(
    "An endpoint that gives garbage for some rows leaves status 75, the rest is kept, and no file holds the key"
  )
  func garbage() throws {
    let server = try LoopbackServer { number, request in
      number == 3 ? .answer(200, [:], Data("<html>sk-secret</html>".utf8)) : Self.reply(to: request)
    }
    let run = try HaechiProcess.run(arguments(server), environment: environment)
    #expect(run.status == 75)
    #expect(
      run.lines.contains { $0.contains("11 rendered and ready") } && run.lines.contains("- not_json: 1"))
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.url(".").path) {
      let data = try Data(contentsOf: scratch.url(name))
      #expect(data.range(of: Data("sk-secret".utf8)) == nil, "\(name)")
    }
    #expect(!run.output.contains("sk-secret") && !run.errors.contains("sk-secret"))
    let again = try HaechiProcess.run(arguments(server), environment: environment)
    #expect(again.status == 0 && server.requests.count == 13)
  }

  @Test(
    "A dry run tells requests, tokens and price, needs no key and sends nothing; without a key nothing is sent"
  )
  func dryRun() throws {
    let server = try LoopbackServer { _, request in Self.reply(to: request) }
    let run = try HaechiProcess.run(
      arguments(server) + ["--dry-run", "--prompt-price", "10", "--answer-price", "20"])
    #expect(
      run.status == 0 && run.output.contains("12 requests to send")
        && run.output.contains("at the prices given"))
    let keyless = try HaechiProcess.run(arguments(server))
    #expect(keyless.status == 64 && keyless.errors.contains("HAECHI_PROVIDER_KEY"))
    let wrong = try LoopbackServer { _, _ in .answer(401) }
    let refused = try HaechiProcess.run(arguments(wrong), environment: environment)
    #expect(refused.status == 75 && refused.errors.contains("status 401"))
    #expect(server.requests.isEmpty && wrong.requests.count == 1)
  }

  @Test("What people write into the review file is taken in by the next run")
  func review() throws {
    try Data(#"{"source":"question 0","rendering":"몇 번째 질문인가요?"}"#.utf8).write(
      to: scratch.url("memory.jsonl"))
    let arguments = [
      "corpus", "translate", scratch.url("in.jsonl").path, "--recipe", scratch.url("recipe.yaml").path,
      "--memory",
      scratch.url("memory.jsonl").path, "-o", scratch.url("out.jsonl").path, "--lang", "en",
    ]
    let first = try HaechiProcess.run(arguments)
    #expect(first.status == 0 && first.lines.contains("- not_in_memory: 11"))
    let file = scratch.url("out.jsonl.review.tsv")
    var table = try String(contentsOf: file, encoding: .utf8)
    #expect(table.contains("number_lost=0"))
    table = table.replacingOccurrences(of: "number_lost=0\t\t\n", with: "number_lost=0\t\t질문 0번인가요?\n")
    try Data(table.utf8).write(to: file)
    let second = try HaechiProcess.run(arguments)
    #expect(second.status == 0)
    #expect(try String(contentsOf: scratch.url("out.jsonl"), encoding: .utf8).contains("질문 0번인가요?"))
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\t질문 0번인가요?\n"))
  }
}
