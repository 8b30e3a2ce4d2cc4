import Training

/// What the long verbs tell on standard error while they work.
final class WorkshopProgress {
  /// Steps between two lines.
  private static let period = 20

  private let language: Language
  private let clock = ContinuousClock()
  private lazy var last = clock.now
  private var tokens = 0

  init(language: Language) { self.language = language }

  func say(_ news: WorkshopNews) {
    OutputFile.standardError.writeLine(news.text(in: language))
  }

  /// Tells an event of a training run: stages and validations each, steps now and then.
  func show(_ event: TrainingRun.Event) {
    switch event {
    case .tokenizer(let lines):
      say(.trainingTokenizer(lines: lines))
    case .stage(let name, let examples, let step, let totalSteps):
      say(.stage(name: name, examples: examples, step: step, totalSteps: totalSteps))
      (last, tokens) = (clock.now, 0)
    case .step(let report, let totalSteps):
      tokens += report.tokens
      guard report.step.isMultiple(of: Self.period) else { return }
      let seconds = last.duration(to: clock.now) / .seconds(1)
      say(
        .step(
          report.step, totalSteps: totalSteps, loss: report.losses.total,
          tokensPerSecond: Int(Double(tokens) / max(seconds, 1e-9))))
      (last, tokens) = (clock.now, 0)
    case .validation(let epoch, let losses, let accuracy):
      say(.validation(epoch: epoch + 1, loss: losses.label, accuracy: accuracy))
    }
  }
}
