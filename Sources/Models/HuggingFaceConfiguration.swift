/// `config.json` of a Llama model as `transformers` 4 and 5 write it.
///
/// Fields that `transformers` fills in when they are absent are optional here and get the same values:
/// `head_dim` = hidden_size / num_attention_heads, `num_key_value_heads` = num_attention_heads,
/// `rope_theta` = 10000, `tie_word_embeddings` = false (`LlamaConfig`).
struct HuggingFaceConfiguration: Codable {
  struct RopeParameters: Codable {
    var rope_type: String?
    var type: String?
    var rope_theta: Double?
  }

  var architectures: [String]?
  var model_type: String
  var hidden_act: String?
  var attention_bias: Bool?
  var attention_dropout: Double?
  var mlp_bias: Bool?
  var pretraining_tp: Int?
  var partial_rotary_factor: Double?
  var rope_scaling: RopeParameters?
  var rope_parameters: RopeParameters?
  var rope_theta: Double?
  var vocab_size: Int
  var hidden_size: Int
  var intermediate_size: Int
  var num_hidden_layers: Int
  var num_attention_heads: Int
  var num_key_value_heads: Int?
  var head_dim: Int?
  var max_position_embeddings: Int
  var rms_norm_eps: Double
  var tie_word_embeddings: Bool?
  var initializer_range: Double?
  var use_cache: Bool?
  var torch_dtype: String?
  var bos_token_id: Int32?
  var eos_token_id: TokenIDs?
  var pad_token_id: Int32?

  /// What `config.json` says of `configuration`.
  init(_ configuration: LlamaConfiguration, bosID: Int32, eosID: Int32) {
    architectures = ["LlamaForCausalLM"]
    model_type = "llama"
    hidden_act = "silu"
    attention_bias = false
    attention_dropout = 0
    mlp_bias = false
    pretraining_tp = 1
    rope_theta = configuration.ropeTheta
    vocab_size = configuration.vocabularySize
    hidden_size = configuration.hiddenSize
    intermediate_size = configuration.intermediateSize
    num_hidden_layers = configuration.layers
    num_attention_heads = configuration.attentionHeads
    num_key_value_heads = configuration.keyValueHeads
    head_dim = configuration.headDimension
    max_position_embeddings = configuration.maximumPositions
    rms_norm_eps = configuration.rmsNormEpsilon
    tie_word_embeddings = configuration.tiesEmbeddings
    initializer_range = 0.02
    use_cache = true
    torch_dtype = "float32"
    bos_token_id = bosID
    eos_token_id = .one(eosID)
  }

  /// The configuration, or `.unsupportedOption` where the decoder would compute something else.
  func configuration(file: String) throws(ModelError) -> LlamaConfiguration {
    try requireSupported(file: file)
    guard num_attention_heads > 0 else {
      throw .invalidValue(
        file: file, name: "num_attention_heads", expected: "a positive number",
        found: "\(num_attention_heads)")
    }
    let result = LlamaConfiguration(
      vocabularySize: vocab_size, hiddenSize: hidden_size, intermediateSize: intermediate_size,
      layers: num_hidden_layers, attentionHeads: num_attention_heads,
      keyValueHeads: num_key_value_heads ?? num_attention_heads,
      headDimension: head_dim ?? hidden_size / num_attention_heads,
      maximumPositions: max_position_embeddings,
      ropeTheta: rope_parameters?.rope_theta ?? rope_theta ?? 10_000, rmsNormEpsilon: rms_norm_eps,
      tiesEmbeddings: tie_word_embeddings ?? false)
    try result.validate(file: file)
    return result
  }

  private func requireSupported(file: String) throws(ModelError) {
    let ropeType = [rope_parameters, rope_scaling].compactMap { $0?.rope_type ?? $0?.type }.first
    let options: [(name: String, expected: String, found: String)] = [
      ("model_type", "llama", model_type),
      ("architectures", "LlamaForCausalLM", architectures?.joined(separator: ",") ?? "LlamaForCausalLM"),
      ("hidden_act", "silu", hidden_act ?? "silu"),
      ("attention_bias", "false", "\(attention_bias ?? false)"),
      ("mlp_bias", "false", "\(mlp_bias ?? false)"),
      ("partial_rotary_factor", "1.0", "\(partial_rotary_factor ?? 1)"),
      ("rope_scaling", "default", ropeType ?? (rope_scaling == nil ? "default" : "unnamed")),
    ]
    for option in options where option.found != option.expected {
      throw .unsupportedOption(
        file: file, name: option.name, expected: option.expected, found: option.found)
    }
  }
}

/// One token id or several; both spellings occur for `eos_token_id`.
enum TokenIDs: Codable {
  case one(Int32)
  case several([Int32])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let id = try? container.decode(Int32.self) {
      self = .one(id)
    } else {
      self = .several(try container.decode([Int32].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .one(let id): try container.encode(id)
    case .several(let ids): try container.encode(ids)
    }
  }
}
