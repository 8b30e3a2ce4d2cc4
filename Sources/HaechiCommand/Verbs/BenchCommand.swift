import ArgumentParser
import Haechi

/// `haechi bench`: measurements on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure on this machine.",
    subcommands: [BenchGuardCommand.self, BenchNormalizeCommand.self, BenchTokenizerCommand.self])
}

/// `haechi bench guard`: how fast a verdict is.
struct BenchGuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard",
    abstract: "Time verdicts on Korean queries of 100 characters.",
    discussion: """
      Verdicts are timed without evidence, and with the evidence of a text taken as unsafe. The cold start is that of \
      whole `haechi check` processes. Percentiles are those of the nearest rank.
      """)

  @Option(help: "How many verdicts are timed.")
  var iterations = 2000

  @Option(help: "A text to time in place of the fixed queries. May be given many times.")
  var text: [String] = []

  @Option(help: "How many threads ask at once.")
  var threads = 1

  @Option(help: "How many processes are timed for the cold start.")
  var starts = 10

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.reportingFailure {
      let report = try measure()
      let output = json ? report.json : report.table(in: shared.language)
      try OutputFile.standardOutput.write(Array(output.utf8) + [0x0A])
    }
  }

  private func measure() throws(CommandFailure) -> GuardReport {
    for count in [iterations, starts] where count < 1 {
      throw CommandFailure(status: .usage, message: .notAnIterationCount(value: count))
    }
    guard 1...1024 ~= threads else {
      throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
    }
    let guardian = try GuardianLoading.guardian(path: shared.model)
    let texts = text.isEmpty ? BenchQueries.all : text
    let run = BenchRun(
      guardian: guardian, texts: texts.map { Array($0.utf8) }, iterations: iterations, threads: threads)
    let check = ["check", "--json", "--threads", "1"] + (shared.model.map { ["--model", $0] } ?? [])
    return GuardReport(
      model: "\(guardian.metadata.name) \(guardian.metadata.version)", texts: texts.count, threads: threads,
      verdict: run.measure(Policy(evidence: .none)),
      // A threshold of 0 makes every text unsafe, so that each shows its evidence.
      verdictWithEvidence: run.measure(Policy(threshold: 0)),
      coldStart: try ColdStart.measure(
        path: ColdStart.ownPath, arguments: check + ["--", texts[0]], times: starts),
      peakMemoryBytes: Machine.peakMemoryBytes, processor: Machine.processor, cores: Machine.cores,
      instructionSet: Machine.instructionSet)
  }
}
