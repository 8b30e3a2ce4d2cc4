/// The parts of the loss of one batch.
///
///     total    = label + λ_cat · category + λ_lm · language
///     label    = Σ wₑ · CE(softmax(z_safe, z_unsafe), label) / Σ wₑ
///     category = Σ wₑ · (1/G) Σ BCE(σ(z_c), target_c) over unmasked categories c / Σ wₑ
///     language = Σ wₑ · CE(softmax(E h_t), id_{t+1}) over text tokens / Σ wₑ over the same tokens
///
/// The first two sums run over the examples e that have a label or an unmasked category, and share one
/// divisor, so that an entry weighs the same whatever is masked beside it. G is the number of categories.
/// A soft label's cross-entropy includes the label's own entropy.
public struct Losses: Sendable, Equatable, Codable {
  /// The sum that the gradients are of.
  public var total: Float = 0
  /// The label part.
  public var label: Float = 0
  /// The category part, before λ_cat.
  public var category: Float = 0
  /// The language part, before λ_lm; 0 when it is not computed.
  public var language: Float = 0
}
