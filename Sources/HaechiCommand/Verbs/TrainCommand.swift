import ArgumentParser
import Datasets
import Foundation
import Lexicons
import Models
import Training

/// `haechi train RECIPE`: from the sources to a checkpoint.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a guardian from a recipe; run again over the same folder, it goes on where it stopped.")

  @Argument(help: "The recipe, a YAML file.") var recipe: String
  @Option(help: "The folder that holds a folder for each public source.") var mirror: String
  @Option(name: [.customShort("o"), .long], help: "The folder for the run's state, log and checkpoint.")
  var output: String
  @Option(help: "The folder of the project's own manifests and texts.") var corpora = "Corpora"
  @Option(help: "The taxonomy.") var taxonomy = "Lexicons/taxonomy.yaml"
  @Option(help: "How many threads work; the result does not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func run() throws {
    let output = URL(fileURLWithPath: output)
    let file = URL(fileURLWithPath: recipe)
    let guardian = try GuardianRecipe.load(file)
    let progress = TrainingProgress()
    progress.say("reading the sources")
    let dataset = try DatasetBuilder.build(
      recipe: DatasetRecipe.load(file),
      mirrors: [URL(fileURLWithPath: corpora), URL(fileURLWithPath: mirror)],
      manifests: CorpusManifest.load(folder: URL(fileURLWithPath: corpora).appendingPathComponent("sources")))
    try dataset.write(to: output.appendingPathComponent("dataset"))
    let run = try TrainingRun(
      recipe: guardian, dataset: dataset, taxonomy: Taxonomy.load(URL(fileURLWithPath: taxonomy)),
      folder: output, threads: threads)
    let checkpoint = try run.run(report: progress.show)
    try checkpoint.write(to: output.appendingPathComponent("checkpoint"))
    progress.say("checkpoint written to \(output.appendingPathComponent("checkpoint").path)")
  }
}

/// Training's progress on standard error: one line now and then.
private final class TrainingProgress {
  private let clock = ContinuousClock()
  private lazy var last = clock.now
  private var tokens = 0

  func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

  func show(_ event: TrainingRun.Event) {
    switch event {
    case .tokenizer(let lines):
      say("training the tokenizer on \(lines) lines")
    case .stage(let name, let examples, let step, let totalSteps):
      say("stage \(name): \(examples) examples, step \(step) of \(totalSteps)")
      (last, tokens) = (clock.now, 0)
    case .step(let report, let totalSteps):
      tokens += report.tokens
      guard report.step.isMultiple(of: 20) else { return }
      let elapsed = last.duration(to: clock.now) / .seconds(1)
      say(
        "step \(report.step)/\(totalSteps) loss \(report.losses.total) label \(report.losses.label) "
          + "category \(report.losses.category) language \(report.losses.language) \(Int(Double(tokens) / elapsed)) tokens/s")
      (last, tokens) = (clock.now, 0)
    case .validation(let epoch, let losses, let accuracy):
      say("epoch \(epoch): validation label loss \(losses.label), category \(losses.category), accuracy \(accuracy)")
    }
  }
}
