import ArgumentParser
import Datasets
import Evaluation
import Foundation
import Haechi
import Lexicons
import Models
import Training

/// `haechi train RECIPE`: from the sources to a calibrated bundle.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a guardian from a recipe.",
    discussion: """
      Writes tokenizer, log, checkpoint (Hugging Face layout) and bundle into the output folder. Run again over the \
      same folder, it goes on at its last save and ends in the same bits.
      """)

  @OptionGroup var workshop: WorkshopOptions

  @Option(name: [.customShort("o"), .long], help: "The run's folder.", completion: .directory)
  var output: String

  @Option(help: "The harm categories.", completion: .file())
  var taxonomy = "Lexicons/taxonomy.yaml"

  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reportingFailure {
      let folder = URL(fileURLWithPath: output)
      let progress = WorkshopProgress(language: language.language)
      let recipe = try GuardianRecipe.load(workshop.recipeFile)
      progress.say(.readingSources)
      let dataset = try workshop.dataset()
      try dataset.write(to: folder.appendingPathComponent("dataset"))
      let run = try TrainingRun(
        recipe: recipe, dataset: dataset, taxonomy: Taxonomy.load(URL(fileURLWithPath: taxonomy)),
        folder: folder, threads: workshop.threads)
      var checkpoint = try run.run(report: progress.show)
      progress.say(.calibrating(rows: dataset.validation.count))
      checkpoint.metadata = try calibrated(checkpoint, on: dataset)
      try checkpoint.write(to: folder.appendingPathComponent("checkpoint"))
      let bundle = folder.appendingPathComponent("guardian.bundle")
      try BundleWriter.write(checkpoint, to: bundle)
      progress.say(.wroteBundle(path: bundle.path))
    }
  }

  /// The metadata with the thresholds of the int8 guardian, since that is the one that ships.
  private func calibrated(_ checkpoint: Checkpoint, on dataset: Dataset) throws -> GuardianMetadata? {
    guard let metadata = checkpoint.metadata else { return nil }
    let guardian = try Guardian(bundle: ModelBundle(quantizing: checkpoint))
    return Calibration(
      records: dataset.validation, weights: dataset.validation.map { dataset.weight(of: $0) },
      scorer: GuardianScorer(guardian, threads: workshop.threads)
    ).calibrated(metadata)
  }
}
