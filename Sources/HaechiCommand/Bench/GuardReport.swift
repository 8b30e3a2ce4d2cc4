/// What `haechi bench guard` found.
struct GuardReport: Sendable, Equatable {
  let model: String
  let texts: Int
  let threads: Int
  /// Verdicts without evidence.
  let verdict: BenchRun.Result
  /// Verdicts with the words that caused them, every text taken as unsafe.
  let verdictWithEvidence: BenchRun.Result
  /// Whole `haechi check` processes, one text each.
  let coldStart: ColdStart.Result
  /// The most memory that the measuring process had in RAM, in bytes.
  let peakMemoryBytes: Int
  let processor: String
  let cores: Int
  let instructionSet: String

  /// The report as one line of JSON. Times are in milliseconds, memory in bytes.
  var json: String {
    func summary(_ latency: LatencySummary) -> String {
      "\"count\":\(latency.count),\"p50_ms\":\(JSONRecord.number(latency.p50)),\"p95_ms\":\(JSONRecord.number(latency.p95)),"
        + "\"p99_ms\":\(JSONRecord.number(latency.p99)),\"max_ms\":\(JSONRecord.number(latency.max))"
    }
    func run(_ result: BenchRun.Result) -> String {
      "{\(summary(result.latency)),\"queries_per_second\":\(JSONRecord.number(result.perSecond))}"
    }
    return "{\"model\":\(quoted(model)),\"texts\":\(texts),\"threads\":\(threads),"
      + "\"verdict\":\(run(verdict)),\"verdict_with_evidence\":\(run(verdictWithEvidence)),"
      + "\"cold_start\":{\(summary(coldStart.latency)),\"peak_memory_bytes\":\(coldStart.peakMemoryBytes)},"
      + "\"peak_memory_bytes\":\(peakMemoryBytes),\"processor\":\(quoted(processor)),\"cores\":\(cores),"
      + "\"instruction_set\":\(quoted(instructionSet))}"
  }

  private func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONString.append(text.utf8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The report as a table for people.
  func table(in language: Language) -> String {
    let isKorean = language == .ko
    func line(_ name: String, _ cells: [String]) -> String {
      let head = name + String(repeating: " ", count: max(1, 24 - DisplayWidth.of(name)))
      return head
        + cells.map { String(repeating: " ", count: max(1, 10 - DisplayWidth.of($0))) + $0 }.joined()
    }
    func times(_ latency: LatencySummary) -> [String] {
      [latency.p50, latency.p95, latency.p99, latency.max].map(JSONRecord.number)
    }
    func mebibytes(_ bytes: Int) -> String { tenths(Double(bytes) / 1_048_576) + " MiB" }
    return [
      line("ms", ["p50", "p95", "p99", "max", isKorean ? "초당" : "per s"]),
      line(isKorean ? "판정" : "verdict", times(verdict.latency) + [tenths(verdict.perSecond)]),
      line(
        isKorean ? "판정과 근거" : "verdict and evidence",
        times(verdictWithEvidence.latency) + [tenths(verdictWithEvidence.perSecond)]),
      line(isKorean ? "첫 실행" : "cold start", times(coldStart.latency)),
      "",
      (isKorean ? "최대 메모리" : "peak memory")
        + "  check \(mebibytes(coldStart.peakMemoryBytes)), bench \(mebibytes(peakMemoryBytes))",
      (isKorean ? "모델" : "model") + "  \(model)",
      (isKorean ? "기계" : "machine")
        + "  \(processor), \(cores) \(isKorean ? "코어" : "cores"), \(instructionSet), \(threads) "
        + (isKorean ? "스레드" : "threads"),
    ].joined(separator: "\n")
  }
}
