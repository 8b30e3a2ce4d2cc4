import Foundation
import Testing

struct BenchCommandTests {
  @Test("bench guard reports latency, rate, cold start, memory and the machine")
  func report() throws {
    let bundle = try HaechiProcess.bundle.get().path
    let run = try HaechiProcess.run([
      "bench", "guard", "--model", bundle, "--iterations", "3", "--starts", "2", "--threads", "2", "--json",
    ])
    #expect(run.status == 0)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    for part in ["verdict", "verdict_with_evidence"] {
      let figures = try #require(report[part] as? [String: Any])
      #expect(figures["count"] as? Int == 3)
      let times = try ["p50_ms", "p95_ms", "p99_ms", "max_ms"].map { try #require(figures[$0] as? Double) }
      #expect(times == times.sorted() && times[0] > 0)
      #expect(try #require(figures["queries_per_second"] as? Double) > 0)
    }
    let start = try #require(report["cold_start"] as? [String: Any])
    #expect(start["count"] as? Int == 2)
    #expect(try #require(start["peak_memory_bytes"] as? Int) > 1 << 20)
    #expect(try #require(report["cores"] as? Int) > 0)
    #expect(report["model"] as? String == "tiny 1")
  }

  @Test("The table is in the asked language", arguments: [("ko", "첫 실행"), ("en", "cold start")])
  func table(language: String, fragment: String) throws {
    let bundle = try HaechiProcess.bundle.get().path
    let run = try HaechiProcess.run([
      "bench", "guard", "--model", bundle, "--iterations", "1", "--starts", "1", "--text", "오늘", "--lang",
      language,
    ])
    #expect(run.status == 0)
    #expect(run.output.contains(fragment))
  }

  @Test(
    "Nothing to measure is wrong usage",
    arguments: [["--iterations", "0"], ["--starts", "0"], ["--threads", "0"]])
  func usage(arguments: [String]) throws {
    #expect(try HaechiProcess.run(["bench", "guard"] + arguments).status == 64)
  }

  @Test("version names the program and its model")
  func version() throws {
    let run = try HaechiProcess.run(["version", "--model", try HaechiProcess.bundle.get().path])
    #expect(run.output.hasPrefix("haechi "))
    #expect(run.output.hasSuffix("\ntiny 1\n"))
  }
}
