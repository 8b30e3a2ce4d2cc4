import ArgumentParser
import Evaluation
import Foundation
import Haechi
import Models

/// `haechi eval RECIPE`: the guardian and the baseline on the recipe's evaluation sets.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure the guardian beside an n-gram baseline trained on the same rows.",
    discussion: """
      The sets are those of the recipe, which no training row equals or nearly equals. Intervals are bootstrap \
      percentiles. With --checkpoint the f32 model is measured too, and int8's label agreement with it.
      """)

  @OptionGroup var workshop: WorkshopOptions

  @Option(help: "A folder with the guardian in f32, as `haechi train` writes it.", completion: .directory)
  var checkpoint: String?

  @Option(help: "Write the report as JSON into this file.", completion: .file())
  var json: String?

  @Option(help: "Write the report as Markdown into this file.", completion: .file())
  var markdown: String?

  @Option(help: "Resamples of each bootstrap interval.")
  var resamples = 1000

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.reportingFailure {
      guard 1...1_000_000 ~= resamples else {
        throw CommandFailure(status: .usage, message: .notAResampleCount(value: resamples))
      }
      let progress = WorkshopProgress(language: shared.language)
      let guardian = try GuardianLoading.guardian(path: shared.model)
      progress.say(.readingSources)
      let dataset = try workshop.dataset()
      progress.say(.trainingBaseline(rows: dataset.train.count))
      let int8 = GuardianScorer(guardian, threads: workshop.threads)
      let thresholds = guardian.metadata.categories.map { Double($0.threshold) }
      var contestants = [
        Contestant(
          name: guardian.metadata.name, scorer: int8, threshold: Double(guardian.metadata.threshold),
          categoryThresholds: thresholds),
        try NgramLogisticRegression(dataset: dataset).contestant(),
      ]
      var agreement: [(set: String, agreement: LabelAgreement)] = []
      if let checkpoint {
        let float = try CheckpointScorer(
          Checkpoint(directory: URL(fileURLWithPath: checkpoint)), threads: workshop.threads)
        contestants.insert(
          Contestant(
            name: guardian.metadata.name + " f32", scorer: float,
            threshold: Double(guardian.metadata.threshold), categoryThresholds: thresholds), at: 1)
        for set in dataset.evaluation {
          progress.say(.comparing(set: set.name, rows: set.records.count))
          let texts = set.records.map(\.text)
          agreement.append(
            (
              set.name,
              LabelAgreement(
                int8.scores(for: texts).map(\.label), float.scores(for: texts).map(\.label),
                threshold: Double(guardian.metadata.threshold))
            ))
        }
      }
      progress.say(.measuring(sets: dataset.evaluation.count))
      let report = try Evaluator(
        categories: dataset.categories, bootstrap: Bootstrap(resamples: resamples)
      ).evaluate(contestants, on: dataset.evaluation)
      try write(report, agreement)
    }
  }

  private func write(
    _ report: EvaluationReport, _ agreement: [(set: String, agreement: LabelAgreement)]
  ) throws {
    let lines = agreement.map { set, agreement in
      WorkshopNews.agreement(
        set: set, texts: agreement.texts, share: agreement.share ?? 1,
        largestDifference: agreement.largestDifference
      ).text(in: shared.language)
    }
    let tables = ([report.terminal()] + lines).joined(separator: "\n")
    try OutputFile.standardOutput.write(Array(tables.utf8) + [0x0A])
    if let json { try replace(json, with: report.json()) }
    if let markdown {
      let text = report.markdown() + lines.map { "\n- \($0)" }.joined() + "\n"
      try replace(markdown, with: Data(text.utf8))
    }
  }

  private func replace(_ path: String, with data: Data) throws {
    do { try data.write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw CommandFailure(
        status: .output, message: .fileUnwritable(path: path, reason: error.localizedDescription))
    }
  }
}
