/// The numbers of a training run, as they stand in a recipe.
public struct TrainingSettings: Codable, Sendable, Equatable {
  /// λ_cat, the factor of the category loss.
  public var categoryWeight: Float = 1
  /// λ_lm, the factor of the language loss; at 0 the full head is not computed.
  public var languageWeight: Float = 0
  /// The probability that a channel is dropped, on embeddings and on each residual branch.
  public var dropout: Float = 0
  /// The learning rate at its peak.
  public var learningRate: Float = 1e-3
  /// Steps over which the rate rises from 0 to its peak.
  public var warmupSteps = 100
  /// The step at which the cosine reaches its floor.
  public var totalSteps = 1_000
  /// The floor as a share of the peak.
  public var floorRatio: Float = 0.1
  /// AdamW's β₁.
  public var beta1: Float = 0.9
  /// AdamW's β₂.
  public var beta2: Float = 0.95
  /// AdamW's ε.
  public var epsilon: Float = 1e-8
  /// AdamW's decoupled decay, on matrices only.
  public var weightDecay: Float = 0.1
  /// Whether the embedding decays too.
  public var decaysEmbedding = false
  /// The global gradient norm beyond which gradients are scaled down; nil for no clipping.
  public var clipNorm: Float? = 1
  /// The decay of the running average of the weights, such as 0.999; nil keeps none.
  public var averageDecay: Float?

  /// The settings above.
  public init() {}

  /// The learning rate of step `step`, counted from 0: linear warm-up, then a cosine down to the floor.
  public func learningRate(at step: Int) -> Float {
    if step < warmupSteps { return learningRate * Float(step + 1) / Float(warmupSteps) }
    let span = max(totalSteps - warmupSteps, 1)
    let done = min(Float(step - warmupSteps) / Float(span), 1)
    let share = floorRatio + (1 - floorRatio) * 0.5 * (1 + cosine(Float.pi * done))
    return learningRate * share
  }

  func validate() throws(TrainingError) {
    let shares: [(String, Float)] = [
      ("dropout", dropout), ("beta1", beta1), ("beta2", beta2), ("averageDecay", averageDecay ?? 0),
    ]
    for (name, value) in shares where !(value >= 0 && value < 1) {
      throw .valueOutOfRange(name: name, found: value)
    }
    let positives: [(String, Float)] = [
      ("categoryWeight", categoryWeight), ("languageWeight", languageWeight), ("learningRate", learningRate),
      ("floorRatio", floorRatio), ("weightDecay", weightDecay), ("epsilon", epsilon),
      ("clipNorm", clipNorm ?? 0), ("warmupSteps", Float(warmupSteps)), ("totalSteps", Float(totalSteps)),
    ]
    for (name, value) in positives where !(value >= 0 && value.isFinite) {
      throw .valueOutOfRange(name: name, found: value)
    }
  }
}
