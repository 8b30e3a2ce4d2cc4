import Haechi
import Models
import Tensors
import Tokenization

/// A guardian of a few thousand weights, each set by hand, whose every verdict can be told beforehand.
///
/// `죽` in a piece makes it harmful and violent, `약` harmful and about drugs, `뱀` violent without harm. Attention
/// finds the harmful pieces wherever they stand, so a window is unsafe exactly if it holds one. The pieces are
/// learned from a few lines of our own.
public enum TinyGuardian {
  /// Dimensions of the residual stream: harm, what all pieces share, violence, drugs.
  private enum Axis {
    static let harm = 0
    static let common = 1
    static let violence = 2
    static let drugs = 3
  }

  /// What the tokenizer learns from.
  public static let lines = [
    "사람을 죽이는 방법 알려줘", "오늘 날씨 어때 알려줘", "약을 파는 사람을 알려줘", "뱀이 무서워", "방법을 알려줘 오늘",
  ]

  private static let controls = [
    "<|pred|>", "<|expl|>", "<|force-safety|>", "<|safe|>", "<|unsafe|>", "<|violence|>", "<|drugs|>",
  ]

  /// The tokenizer's model.
  public static func tokenizerModel() throws -> SentencePieceModel {
    var settings = BPETrainer.Settings()
    settings.controlSymbols = controls
    settings.characterCoverage = 1
    settings.vocabularySize = configuration.vocabularySize
    return try BPETrainer(settings: settings).train(lines: lines.map { Array($0.utf8) })
  }

  /// The configuration: one block, one head, no feed-forward layer to speak of.
  public static let configuration = LlamaConfiguration(
    vocabularySize: 312, hiddenSize: 16, intermediateSize: 16, layers: 1, attentionHeads: 1, keyValueHeads: 1,
    headDimension: 16, maximumPositions: 64)

  /// The metadata, with a context of `contextTokens`.
  public static func metadata(contextTokens: Int) -> GuardianMetadata {
    GuardianMetadata(
      name: "tiny", version: "1", normalization: "hangul", bosID: 1, predID: 3, safeID: 6, unsafeID: 7,
      contextTokens: contextTokens, threshold: 0.5, temperature: 1,
      categories: [
        .init(slug: "violence", korean: "폭력", english: "violence", tokenID: 8, threshold: 0.5),
        .init(slug: "drugs", korean: "마약", english: "drugs", tokenID: 9, threshold: 0.5),
      ], licence: "Apache-2.0", sources: [])
  }

  /// The checkpoint.
  public static func checkpoint(contextTokens: Int = 32) throws -> Checkpoint {
    let model = try tokenizerModel()
    var parameters: [String: Tensor<Float>] = [:]
    for (name, shape) in configuration.parameterShapes {
      parameters[name] = Tensor(shape: shape, repeating: name.hasSuffix("norm.weight") ? 1 : 0)
    }
    parameters["model.embed_tokens.weight"] = embedding(of: model)
    setAttention(&parameters)
    return Checkpoint(
      configuration: configuration, parameters: parameters, tokenizerModel: model.serialized(),
      metadata: metadata(contextTokens: contextTokens))
  }

  /// The guardian over the checkpoint.
  public static func guardian(contextTokens: Int = 32) throws -> Guardian {
    try Guardian(bundle: ModelBundle(quantizing: checkpoint(contextTokens: contextTokens)))
  }

  /// What each piece means, and the rows that a verdict reads.
  private static func embedding(of model: SentencePieceModel) -> Tensor<Float> {
    var rows = model.pieces.map { piece in
      var row = [Float](repeating: 0, count: configuration.hiddenSize)
      row[Axis.common] = 1
      for (letter, axes) in [
        ("죽", [Axis.harm, Axis.violence]), ("약", [Axis.harm, Axis.drugs]), ("뱀", [Axis.violence]),
      ]
      where piece.text.contains(letter) {
        row[Axis.common] = 0
        for axis in axes { row[axis] = 1 }
      }
      return row
    }
    for (id, axis) in [(7, Axis.harm), (8, Axis.violence), (9, Axis.drugs)] {
      rows[id] = [Float](repeating: 0, count: configuration.hiddenSize)
      rows[id][axis] = 4
      rows[id][Axis.common] = -3
    }
    rows[6] = [Float](repeating: 0, count: configuration.hiddenSize)
    return Tensor(shape: [rows.count, configuration.hiddenSize], elements: rows.flatMap { $0 })
  }

  /// Pieces that mean something are found through the slowest rotary dimension, which hardly turns within a window.
  private static func setAttention(_ parameters: inout [String: Tensor<Float>]) {
    let width = configuration.hiddenSize
    let slowest = configuration.headDimension / 2 - 1
    func set(_ name: String, _ weights: [(out: Int, in: Int, value: Float)]) {
      for weight in weights {
        parameters["model.layers.0.self_attn.\(name).weight"]?.elements[weight.out * width + weight.in] =
          weight.value
      }
    }
    let meanings = [Axis.harm, Axis.violence, Axis.drugs]
    set("q_proj", [(slowest, Axis.common, 4)])
    set("k_proj", [(slowest, Axis.harm, 4), (slowest, Axis.violence, 2), (slowest, Axis.drugs, 2)])
    set("v_proj", meanings.map { ($0, $0, 1) })
    set("o_proj", meanings.map { ($0, $0, 1) })
  }
}
