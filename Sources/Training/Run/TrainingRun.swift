import Datasets
import Foundation
import Lexicons
import Models
import Tensors
import Tokenization

/// From a dataset to a checkpoint: the tokenizer, then each stage of the recipe.
///
/// Everything it decides is a function of the recipe, the dataset and the seed. It saves as it goes; run again
/// over the same folder it continues at the last save and ends in the same bits.
public struct TrainingRun {
  /// What a run tells while it works.
  public enum Event: Sendable {
    /// The tokenizer is being trained on so many lines.
    case tokenizer(lines: Int)
    /// A stage begins, or goes on at `step`.
    case stage(name: String, examples: Int, step: Int, totalSteps: Int)
    /// A step was done.
    case step(StepReport, totalSteps: Int)
    /// The validation rows were measured at the end of an epoch.
    case validation(epoch: Int, losses: Losses, accuracy: Double)
  }

  /// Steps between two saves.
  static let savePeriod = 200

  let recipe: GuardianRecipe
  let dataset: Dataset
  let taxonomy: Taxonomy
  let threads: Int
  private let folder: RunFolder

  /// A run of `recipe` over `dataset` that keeps its state in `folder`.
  public init(
    recipe: GuardianRecipe, dataset: Dataset, taxonomy: Taxonomy, folder: URL, threads: Int
  ) throws {
    guard dataset.categories == taxonomy.categories.map(\.slug) else {
      throw TrainingRunError.categories(
        expected: taxonomy.categories.map(\.slug), found: dataset.categories)
    }
    self.recipe = recipe
    self.dataset = dataset
    self.taxonomy = taxonomy
    self.threads = threads
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let identity = RunFolder.Identity(
      recipe: String(decoding: try encoder.encode(recipe), as: UTF8.self), data: try dataset.digest())
    self.folder = try RunFolder(folder, identity: identity)
  }

  /// Trains whatever is not trained yet and returns the checkpoint, its thresholds not yet calibrated.
  ///
  /// An error thrown by `report` stops the run; run again, it goes on from the last save.
  public func run(report: (Event) throws -> Void) throws -> Checkpoint {
    let model = try tokenizerModel(report: report)
    let tokenizer = try Tokenizer(model: model)
    let metadata = try GuardianTokenizer.metadata(
      recipe.guardian, tokenizer: tokenizer, taxonomy: taxonomy, dataset: dataset)
    let encoder = ExampleEncoder(tokenizer: tokenizer, metadata: metadata)
    let configuration = recipe.model.configuration(vocabularySize: tokenizer.vocabularySize)
    var parameters: [String: Tensor<Float>]?
    for index in recipe.stages.indices {
      parameters = try StageRun(
        stage: recipe.stages[index], index: index, seed: recipe.seed, dataset: dataset, encoder: encoder,
        folder: folder
      ).run(configuration: configuration, parameters: parameters, threads: threads, report: report)
    }
    return Checkpoint(
      configuration: configuration, parameters: parameters ?? [:], tokenizerModel: model.serialized(),
      metadata: metadata)
  }

  private func tokenizerModel(report: (Event) throws -> Void) throws -> SentencePieceModel {
    if let bytes = try folder.tokenizerModel() { return try SentencePieceModel(serialized: bytes) }
    let lines = dataset.train.map(\.text) + dataset.language
    try report(.tokenizer(lines: lines.count))
    let model = try GuardianTokenizer.train(recipe.tokenizer, taxonomy: taxonomy, lines: lines)
    try folder.save(tokenizerModel: model.serialized())
    return model
  }
}
