import Datasets
import Foundation
import Models
import Tensors

/// One stage of a run: its examples, its epochs, its saves.
struct StageRun {
  let stage: GuardianRecipe.Stage
  let index: Int
  let seed: UInt64
  let dataset: Dataset
  let encoder: ExampleEncoder
  let folder: RunFolder

  /// Trains the stage from where its last save stands, or from `parameters`, and returns the weights it ends in.
  func run(
    configuration: LlamaConfiguration, parameters: [String: Tensor<Float>]?, threads: Int,
    report: (TrainingRun.Event) throws -> Void
  ) throws -> [String: Tensor<Float>] {
    let examples = examples()
    guard !examples.isEmpty else { throw TrainingRunError.emptyStage(name: stage.name) }
    let plans = (0..<stage.epochs).map { plan(epoch: $0, examples) }
    let trainer = try Trainer(
      configuration: configuration, settings: settings(steps: plans.reduce(0) { $0 + $1.count }),
      metadata: encoder.metadata, seed: seed &+ UInt64(index), threads: threads, parameters: parameters)
    if folder.hasState(stage: index) { try trainer.resume(from: folder.state(stage: index)) }
    var log = RunLog(folder: folder)
    try log.cut(afterStep: trainer.step, stage: index)
    try report(
      .stage(
        name: stage.name, examples: examples.count, step: trainer.step,
        totalSteps: trainer.settings.totalSteps))
    while trainer.position.epoch < stage.epochs {
      try epoch(trainer, plan: plans[trainer.position.epoch], examples, log: &log, report: report)
    }
    return trainer.parameters(averaged: trainer.settings.averageDecay != nil)
  }

  private func epoch(
    _ trainer: Trainer, plan: [[Int]], _ examples: [Weighted], log: inout RunLog,
    report: (TrainingRun.Event) throws -> Void
  ) throws {
    let epoch = trainer.position.epoch
    while trainer.position.batch < plan.count {
      let step = try trainer.step(
        plan[trainer.position.batch].enumerated().map { slot, row in
          read(examples[row], row: row, step: trainer.step, slot: slot)
        })
      trainer.position.batch += 1
      try log.append(
        LogLine(
          stage: index, step: step.step, kind: "step", losses: step.losses, learningRate: step.learningRate,
          gradientNorm: step.gradientNorm))
      try report(.step(step, totalSteps: trainer.settings.totalSteps))
      if step.step.isMultiple(of: TrainingRun.savePeriod) { try save(trainer, log: &log) }
    }
    if stage.rows == .labelled && !dataset.validation.isEmpty {
      let rows = dataset.validation.map { encoder.example(for: $0, weight: 1) }
      let (readouts, losses) = try trainer.evaluate(rows)
      let right = zip(readouts, rows).count { ($0.unsafeProbability > 0.5) == ($1.label == 1) }
      let accuracy = Double(right) / Double(rows.count)
      try log.append(
        LogLine(
          stage: index, step: trainer.step, kind: "validation", losses: losses, accuracy: accuracy))
      try report(.validation(epoch: epoch, losses: losses, accuracy: accuracy))
    }
    trainer.position = Trainer.Position(epoch: epoch + 1, batch: 0)
    try save(trainer, log: &log)
  }

  /// The log first: a state without its log lines would leave a gap, lines without their state are cut.
  private func save(_ trainer: Trainer, log: inout RunLog) throws {
    try log.flush()
    try trainer.save(to: folder.state(stage: index))
  }

  // MARK: Examples

  private struct Weighted {
    let example: TrainingExample
    let weight: Double
    /// The row behind the example; absent where the text is not disturbed.
    var record: Record?
  }

  /// The example as it is read this time: its spacing disturbed, if the stage says so.
  private func read(_ row: Weighted, row index: Int, step: Int, slot: Int) -> TrainingExample {
    guard let noise = stage.spacing, var record = row.record else { return row.example }
    var random = CounterRandom(seed, 0x5ace, UInt64(step), UInt64(slot), UInt64(index))
    record.text = noise.disturb(record.text, using: &random)
    var example = encoder.example(for: record, weight: row.example.weight)
    example.learnsLanguage = row.example.learnsLanguage
    return example
  }

  /// Every example of the stage with its weight; a weight is the expected number of readings an epoch.
  private func examples() -> [Weighted] {
    switch stage.rows {
    case .labelled:
      dataset.train.map { record in
        var example = encoder.example(for: record, weight: 1)
        example.learnsLanguage = stage.settings.languageWeight > 0
        return Weighted(example: example, weight: dataset.weight(of: record), record: record)
      }
    case .language:
      (dataset.language + dataset.train.map(\.text)).flatMap { encoder.languageExamples(for: $0) }
        .map { Weighted(example: $0, weight: 1) }
    }
  }

  /// The batches of one epoch, as indices into `examples`.
  private func plan(epoch: Int, _ examples: [Weighted]) -> [[Int]] {
    let rows = EpochRows(seed: seed)
    let read = examples.indices.flatMap { index in
      Array(
        repeating: index, count: rows.copies(of: index, weight: examples[index].weight, epoch: epoch))
    }
    let plan = BatchPlan(
      lengths: read.map { examples[$0].example.ids.count }, tokenBudget: stage.tokensPerBatch, seed: seed,
      epoch: epoch)
    return plan.batches.map { batch in batch.map { read[$0] } }
  }

  private func settings(steps: Int) -> TrainingSettings {
    var settings = stage.settings
    settings.totalSteps = steps
    settings.warmupSteps = Int(stage.warmupShare * Double(steps))
    return settings
  }
}
