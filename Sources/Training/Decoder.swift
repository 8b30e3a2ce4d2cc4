import Models

/// The Llama decoder in f32 with its gradients, written out for this one architecture.
///
/// Parameters and gradients are flat buffers in the order of `LlamaConfiguration.parameterShapes`.
final class Decoder {
  let configuration: LlamaConfiguration
  let layout: ParameterLayout
  let kernels: Kernels
  let parameters: FloatBuffer
  let gradients: FloatBuffer
  let table: RotaryTable
  private(set) var activations: Activations

  init(_ configuration: LlamaConfiguration, kernels: Kernels) throws(TrainingError) {
    try Self.check(configuration)
    self.configuration = configuration
    self.kernels = kernels
    layout = ParameterLayout(configuration)
    parameters = FloatBuffer(count: layout.count)
    gradients = FloatBuffer(count: layout.count)
    table = RotaryTable(configuration)
    activations = Activations(configuration, capacity: 0)
  }

  private static func check(_ configuration: LlamaConfiguration) throws(TrainingError) {
    let positives: [(String, Int)] = [
      ("vocab_size", configuration.vocabularySize), ("hidden_size", configuration.hiddenSize),
      ("intermediate_size", configuration.intermediateSize), ("num_hidden_layers", configuration.layers),
      ("num_attention_heads", configuration.attentionHeads),
      ("num_key_value_heads", configuration.keyValueHeads), ("head_dim", configuration.headDimension),
      ("max_position_embeddings", configuration.maximumPositions),
    ]
    for (field, value) in positives where value <= 0 { throw .configuration(field: field, found: value) }
    if configuration.attentionHeads % configuration.keyValueHeads != 0 {
      throw .configuration(field: "num_key_value_heads", found: configuration.keyValueHeads)
    }
    if configuration.headDimension % 2 != 0 {
      throw .configuration(field: "head_dim", found: configuration.headDimension)
    }
  }

  var shape: Kernels.AttentionShape {
    Kernels.AttentionShape(
      heads: configuration.attentionHeads, keyHeads: configuration.keyValueHeads,
      width: configuration.headDimension)
  }

  /// Makes room for `tokens` rows; what an earlier forward pass left is lost when it grows.
  func reserve(tokens: Int) {
    if activations.capacity < tokens { activations = Activations(configuration, capacity: tokens) }
  }

  /// The parameter matrix at `offset`, `[out, columns]`.
  func weight(_ offset: Int, columns: Int) -> MatrixView {
    MatrixView(parameters.base + offset, row: columns)
  }

  /// Its gradient.
  func gradient(_ offset: Int, columns: Int) -> MatrixView {
    MatrixView(gradients.base + offset, row: columns)
  }
}
