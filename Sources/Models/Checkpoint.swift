import Tensors

/// A model in f32 as it stands in a Hugging Face folder: configuration, parameters, tokenizer.
public struct Checkpoint: Sendable {
  /// The decoder's shape.
  public var configuration: LlamaConfiguration
  /// The parameters under their Hugging Face names; exactly those of `configuration.parameterShapes`.
  public var parameters: [String: Tensor<Float>]
  /// The bytes of `tokenizer.model`.
  public var tokenizerModel: [UInt8]
  /// What the guardian's tokens and thresholds are; absent in a plain language model.
  public var metadata: GuardianMetadata?

  /// A checkpoint from its parts.
  public init(
    configuration: LlamaConfiguration, parameters: [String: Tensor<Float>], tokenizerModel: [UInt8],
    metadata: GuardianMetadata?
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.tokenizerModel = tokenizerModel
    self.metadata = metadata
  }
}
