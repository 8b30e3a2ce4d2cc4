import ArgumentParser
import FoundationEssentials
import Haechi

/// `haechi check`: a verdict on each text.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Give a verdict on texts: arguments, lines of the standard input, or the rows of a file.",
    discussion: """
      Each text is safe or unsafe, with the probability of harm, one score for each kind of harm and the words that \
      say so. Results come in the order of the input, in bounded memory however long it is.

      A row that cannot be read gives an error in its place and the run goes on.

      Exit status: 0 done, 3 a text was unsafe (with --fail-on unsafe), 64 wrong usage, 65 a bad row (with --strict) \
      or a bundle that is none, 66 unreadable input, 74 unwritable output.
      """)

  /// What makes the exit status 3.
  enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case unsafe
  }

  @Argument(
    help: "Texts to check. Without a text and without --input, each line of the standard input is one.")
  var texts: [String] = []

  @Option(help: "A file to check; - is the standard input.", completion: .file())
  var input: String?

  @Option(help: "The form of the input: auto (by the name of the file), txt, jsonl, csv or tsv.")
  var format = InputFormat.auto

  @Option(help: "The member of each JSON object that holds the text. (default: text)")
  var field: String?

  @Option(help: "The column of a table that holds the text: its name or its number from 1. (default: text)")
  var column: String?

  @Flag(help: "Write one JSON object a line.")
  var json = false

  @Option(help: "The probability of harm from which a text is unsafe. (default: the model's)")
  var threshold: String?

  @Option(help: "NAME=X: a text is unsafe too if this kind of harm reaches X. May be given many times.")
  var categoryThreshold: [String] = []

  @Option(help: "How the words that caused a verdict are found: prefixes, deletion or none.")
  var evidence = EvidenceMethod.prefixes

  @Option(help: "How many threads judge at once. (default: one for each core)")
  var threads: Int?

  @Option(help: "unsafe: exit with status 3 if any text is unsafe.")
  var failOn: FailOn?

  @Flag(help: "Stop at the first row that cannot be read, with exit status 65.")
  var strict = false

  @Option(help: "When to colour the output: auto, always or never.")
  var color = ColourChoice.auto

  @Flag(help: "Show no progress line.")
  var noProgress = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.reportingFailure {
      let source = try CheckSource(self)
      let guardian = try GuardianLoading.guardian(path: shared.model)
      let policy = try PolicyOptions(threshold: threshold, categoryThresholds: categoryThreshold)
        .policy(for: guardian, evidence: evidence)
      let run = CheckRun(
        guardian: guardian, policy: policy, form: form, language: shared.language, isStrict: strict)
      let start = ContinuousClock.now
      let outcome = try run.run(
        parser: source.parser, threads: try threadCount(), outlet: outlet(for: source), read: source.read)
      if !source.isArguments, !outcome.isOutputClosed { summarize(outcome.counts, in: .now - start) }
      try end(outcome)
    }
  }

  private var form: CheckRun.Form {
    if json { return .json }
    let output = OutputFile.standardOutput
    let isColoured = color.isColoured(
      isTerminal: output.isTerminal, environment: ProcessInfo.processInfo.environment)
    return .human(
      HumanRecord(language: shared.language, isColoured: isColoured, columns: output.columns ?? 100))
  }

  private func threadCount() throws(CommandFailure) -> Int {
    let count = threads ?? Machine.cores
    guard 1...1024 ~= count else {
      throw CommandFailure(status: .usage, message: .notAThreadCount(value: count))
    }
    // A thread without a text to judge would only cost its start.
    return texts.isEmpty ? count : min(count, texts.count)
  }

  /// The progress line stands where nothing else is written: not under results or input on the same terminal.
  private func outlet(for source: CheckSource) -> CheckRun.Outlet {
    let output = OutputFile.standardOutput
    let isProgressShown =
      !noProgress && !source.isArguments && !source.isTerminal && !output.isTerminal
      && OutputFile.standardError.isTerminal
    var progress: (@Sendable (String) -> Void)?
    if isProgressShown { progress = { OutputFile.standardError.writeHint($0) } }
    return CheckRun.Outlet(results: output.write, progress: progress)
  }

  private func summarize(_ counts: RunCounts, in duration: Duration) {
    let message = Message.summary(
      rows: counts.rows, unsafe: counts.unsafe, errors: counts.errors, seconds: duration.seconds,
      perSecond: rowsPerSecond(counts.rows, in: duration))
    OutputFile.standardError.writeLine(message.text(in: shared.language))
  }

  private func end(_ outcome: CheckRun.Outcome) throws {
    if let line = outcome.stoppedAtLine {
      throw CommandFailure(status: .data, message: .stoppedAtBadRow(line: line))
    }
    if failOn == .unsafe, outcome.counts.unsafe > 0 {
      throw ExitCode(CommandFailure.Status.unsafeFound.rawValue)
    }
  }
}

extension EvidenceMethod: ExpressibleByArgument {}
