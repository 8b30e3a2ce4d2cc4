import CKernels
import Models
import Tensors

/// What one step did.
public struct StepReport: Sendable, Equatable {
  /// The number of the step, counted from 1.
  public var step: Int
  /// The loss before the update.
  public var losses: Losses
  /// The global norm of the gradient before clipping.
  public var gradientNorm: Float
  /// The learning rate of this step.
  public var learningRate: Float
  /// Tokens that were read.
  public var tokens: Int
  /// Tokens that were learned as language.
  public var languageTokens: Int
}

/// Trains a decoder to be a guardian: the loss of `Losses`, all from one forward pass, and AdamW.
///
/// The law it keeps: parameters after n steps depend on configuration, settings, metadata, seed, the batches and the
/// instruction set alone; neither on `threads` nor on having been saved and resumed in between.
public final class Trainer {
  /// How far a run has come in its data; the caller keeps it, the state file carries it.
  public struct Position: Codable, Sendable, Equatable {
    /// The epoch of the next batch.
    public var epoch: Int
    /// The next batch in that epoch's plan.
    public var batch: Int

    /// A position from its parts.
    public init(epoch: Int = 0, batch: Int = 0) {
      self.epoch = epoch
      self.batch = batch
    }
  }

  /// The shape of the decoder.
  public let configuration: LlamaConfiguration
  /// The numbers of the run.
  public let settings: TrainingSettings
  /// Which rows are read, and which id closes a text.
  public let metadata: GuardianMetadata
  /// The seed of initialization and dropout.
  public let seed: UInt64
  /// Steps done.
  public internal(set) var step = 0
  /// Where the next batch comes from.
  public var position = Position()

  let decoder: Decoder
  let firstMoment: FloatBuffer
  let secondMoment: FloatBuffer
  let averaged: FloatBuffer?
  private let kernels: Kernels
  private lazy var language = LanguageWorkspace(configuration, rows: 1024)

  /// A trainer at step 0, with `parameters` where given and fresh ones otherwise.
  public convenience init(
    configuration: LlamaConfiguration, settings: TrainingSettings, metadata: GuardianMetadata, seed: UInt64,
    threads: Int, parameters: [String: Tensor<Float>]? = nil
  ) throws(TrainingError) {
    try self.init(
      configuration: configuration, settings: settings, metadata: metadata, seed: seed,
      kernels: Kernels(threads: threads), parameters: parameters)
  }

  init(
    configuration: LlamaConfiguration, settings: TrainingSettings, metadata: GuardianMetadata, seed: UInt64,
    kernels: Kernels, parameters: [String: Tensor<Float>]? = nil
  ) throws(TrainingError) {
    try settings.validate()
    for id in metadata.readoutIDs where id < 0 || Int(id) >= configuration.vocabularySize {
      throw .configuration(field: "readoutIDs", found: Int(id))
    }
    self.configuration = configuration
    self.settings = settings
    self.metadata = metadata
    self.seed = seed
    self.kernels = kernels
    decoder = try Decoder(configuration, kernels: kernels)
    let count = decoder.layout.count
    firstMoment = FloatBuffer(count: count)
    secondMoment = FloatBuffer(count: count)
    averaged = settings.averageDecay == nil ? nil : FloatBuffer(count: count)
    if let parameters { try decoder.load(parameters) } else { decoder.initialize(seed: seed) }
    averaged?.base.update(from: decoder.parameters.base, count: count)
  }

  /// Learns from one batch. A loss or gradient that is not finite throws and changes no parameter.
  public func step(_ examples: [TrainingExample]) throws(TrainingError) -> StepReport {
    let batch = try pack(examples)
    let losses = gradients(of: examples, batch)
    let norm = kernels.norm(decoder.gradients), rate = settings.learningRate(at: step)
    guard norm.isFinite && losses.total.isFinite else {
      throw .notFinite(step: step + 1, loss: losses.total, gradientNorm: Float(norm))
    }
    update(rate: rate, gradientNorm: norm)
    step += 1
    return StepReport(
      step: step, losses: losses, gradientNorm: Float(norm), learningRate: rate, tokens: batch.tokens,
      languageTokens: batch.languageRows.count)
  }

  /// Readouts and loss of `examples`, without dropout and without learning, `tokenBudget` tokens at a time.
  ///
  /// The loss is the mean over batches, weighted by their tokens.
  public func evaluate(
    _ examples: [TrainingExample], tokenBudget: Int = 4096
  ) throws(TrainingError) -> (readouts: [Readout], losses: Losses) {
    var readouts: [Readout] = [], sum = Losses(), tokens: Float = 0, start = 0
    while start < examples.count {
      var end = start, held = 0
      repeat {
        held += examples[end].ids.count
        end += 1
      } while end < examples.count && held + examples[end].ids.count <= tokenBudget
      let part = Array(examples[start..<end]), batch = try pack(part)
      decoder.forward(batch, dropout: nil)
      let (read, losses) = measure(part, batch, learning: false)
      readouts += read
      sum.add(losses, times: Float(batch.tokens))
      tokens += Float(batch.tokens)
      start = end
    }
    return (readouts, tokens > 0 ? sum.scaled(1 / tokens) : sum)
  }

  /// The parameters under their Hugging Face names; the running average where asked for and kept.
  public func parameters(averaged wantsAverage: Bool = false) -> [String: Tensor<Float>] {
    let source = wantsAverage ? averaged ?? decoder.parameters : decoder.parameters
    return decoder.tensors(of: source)
  }

  // MARK: One step

  func pack(_ examples: [TrainingExample]) throws(TrainingError) -> PackedBatch {
    try PackedBatch(
      examples, configuration: configuration, metadata: metadata, learnsLanguage: settings.languageWeight > 0)
  }

  /// Leaves the gradients of the loss in `decoder.gradients`.
  func gradients(of examples: [TrainingExample], _ batch: PackedBatch) -> Losses {
    let dropout =
      settings.dropout > 0 ? Dropout(probability: settings.dropout, seed: seed, step: step) : nil
    decoder.gradients.zero()
    decoder.forward(batch, dropout: dropout)
    decoder.activations.dhidden.zero()
    let losses = measure(examples, batch, learning: true).losses
    decoder.backward(batch, dropout: dropout)
    return losses
  }

  private func measure(
    _ examples: [TrainingExample], _ batch: PackedBatch, learning: Bool
  ) -> (readouts: [Readout], losses: Losses) {
    let rows = metadata.readoutIDs, readouts = decoder.readouts(batch, rows: rows)
    var losses = Losses()
    (losses.label, losses.category) = decoder.readoutLoss(
      examples, readouts, batch, rows: rows, categoryWeight: settings.categoryWeight, learning: learning)
    if settings.languageWeight > 0 && !batch.languageRows.isEmpty {
      losses.language = decoder.languageLoss(
        batch, workspace: language, weight: settings.languageWeight, learning: learning)
    }
    losses.total =
      losses.label + settings.categoryWeight * losses.category + settings.languageWeight * losses.language
    return (readouts, losses)
  }

  private func update(rate: Float, gradientNorm: Double) {
    var constants = hk_f32_adamw()
    constants.rate = rate
    constants.beta1 = settings.beta1
    constants.beta2 = settings.beta2
    constants.epsilon = settings.epsilon
    constants.correction1 = Float(1 - power(Double(settings.beta1), Double(step + 1)))
    constants.correction2 = Float(1 - power(Double(settings.beta2), Double(step + 1)))
    constants.gradient_scale = settings.clipNorm.map { min(1, $0 / (Float(gradientNorm) + 1e-6)) } ?? 1
    for entry in decoder.layout.entries {
      let isEmbedding = entry.name == "model.embed_tokens.weight"
      let decays = entry.shape.count > 1 && (!isEmbedding || settings.decaysEmbedding)
      constants.decay = decays ? settings.weightDecay : 0
      kernels.adamw(
        constants, range: entry.range, gradients: decoder.gradients, parameters: decoder.parameters,
        first: firstMoment, second: secondMoment)
    }
    if let averaged, let decay = settings.averageDecay {
      kernels.average(decoder.parameters, decay: decay, into: averaged)
    }
  }
}

extension Losses {
  mutating func add(_ other: Losses, times factor: Float) {
    total += factor * other.total
    label += factor * other.label
    category += factor * other.category
    language += factor * other.language
  }

  func scaled(_ factor: Float) -> Losses {
    var result = Losses()
    result.add(self, times: factor)
    return result
  }
}
