/// The shape of a decoder of the Llama family, spelled as Hugging Face's `config.json` spells it.
///
/// C is `hiddenSize`, F is `intermediateSize`, H is `attentionHeads`, K is `keyValueHeads`, D is `headDimension`,
/// V is `vocabularySize`.
public struct LlamaConfiguration: Codable, Sendable, Equatable {
  /// V, the number of rows of the embedding.
  public var vocabularySize: Int
  /// C, the width of the residual stream.
  public var hiddenSize: Int
  /// F, the width of the gated feed-forward layer.
  public var intermediateSize: Int
  /// The number of transformer blocks.
  public var layers: Int
  /// H, the number of query heads.
  public var attentionHeads: Int
  /// K, the number of key and value heads; a divisor of H.
  public var keyValueHeads: Int
  /// D, the width of one head.
  public var headDimension: Int
  /// The longest sequence, in tokens.
  public var maximumPositions: Int
  /// The base of the rotary embedding's wavelengths (θ).
  public var ropeTheta: Double
  /// The ε inside RMSNorm's square root.
  public var rmsNormEpsilon: Double
  /// Whether the head shares the embedding's weights.
  public var tiesEmbeddings: Bool

  /// A configuration from its numbers.
  public init(
    vocabularySize: Int, hiddenSize: Int, intermediateSize: Int, layers: Int, attentionHeads: Int,
    keyValueHeads: Int, headDimension: Int, maximumPositions: Int, ropeTheta: Double = 10_000,
    rmsNormEpsilon: Double = 1e-5, tiesEmbeddings: Bool = true
  ) {
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.intermediateSize = intermediateSize
    self.layers = layers
    self.attentionHeads = attentionHeads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.maximumPositions = maximumPositions
    self.ropeTheta = ropeTheta
    self.rmsNormEpsilon = rmsNormEpsilon
    self.tiesEmbeddings = tiesEmbeddings
  }

  enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocab_size"
    case hiddenSize = "hidden_size"
    case intermediateSize = "intermediate_size"
    case layers = "num_hidden_layers"
    case attentionHeads = "num_attention_heads"
    case keyValueHeads = "num_key_value_heads"
    case headDimension = "head_dim"
    case maximumPositions = "max_position_embeddings"
    case ropeTheta = "rope_theta"
    case rmsNormEpsilon = "rms_norm_eps"
    case tiesEmbeddings = "tie_word_embeddings"
  }

  /// Every parameter's Hugging Face name and shape, in the one order that files, optimizers and digests use.
  ///
  /// Linear weights are `[out, in]`, as in PyTorch.
  public var parameterShapes: [(name: String, shape: [Int])] {
    let queryWidth = attentionHeads * headDimension
    let keyWidth = keyValueHeads * headDimension
    var shapes: [(name: String, shape: [Int])] = [
      ("model.embed_tokens.weight", [vocabularySize, hiddenSize])
    ]
    for layer in 0..<layers {
      let prefix = "model.layers.\(layer)."
      shapes += [
        (prefix + "input_layernorm.weight", [hiddenSize]),
        (prefix + "self_attn.q_proj.weight", [queryWidth, hiddenSize]),
        (prefix + "self_attn.k_proj.weight", [keyWidth, hiddenSize]),
        (prefix + "self_attn.v_proj.weight", [keyWidth, hiddenSize]),
        (prefix + "self_attn.o_proj.weight", [hiddenSize, queryWidth]),
        (prefix + "post_attention_layernorm.weight", [hiddenSize]),
        (prefix + "mlp.gate_proj.weight", [intermediateSize, hiddenSize]),
        (prefix + "mlp.up_proj.weight", [intermediateSize, hiddenSize]),
        (prefix + "mlp.down_proj.weight", [hiddenSize, intermediateSize]),
      ]
    }
    shapes.append(("model.norm.weight", [hiddenSize]))
    if !tiesEmbeddings { shapes.append(("lm_head.weight", [vocabularySize, hiddenSize])) }
    return shapes
  }
}
