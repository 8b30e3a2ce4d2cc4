import CKernels
import Foundation
import Models

/// The decoder in f32, one plain step after the other: the twin that the int8 decoder is measured against.
///
/// Formulas as in Hugging Face's `modeling_llama.py`. B is 1; T tokens, C channels, H heads, D head width.
public struct FloatDecoder: Sendable {
  private struct Block {
    let attentionNorm: [Float]
    let query: FloatMatrix
    let key: FloatMatrix
    let value: FloatMatrix
    let attentionOut: FloatMatrix
    let feedForwardNorm: [Float]
    let gate: FloatMatrix
    let up: FloatMatrix
    let down: FloatMatrix
  }

  private let configuration: LlamaConfiguration
  private let readoutIDs: [Int32]
  private let embedding: [Float]
  private let head: [Float]
  private let blocks: [Block]
  private let norm: [Float]
  private let rotary: RotaryTable

  /// A decoder over `checkpoint`, which must be valid; throws what `Checkpoint.validate()` throws.
  public init(checkpoint: Checkpoint) throws(ModelError) {
    try checkpoint.validate()
    configuration = checkpoint.configuration
    readoutIDs = checkpoint.metadata?.readoutIDs ?? []
    embedding = try checkpoint.elements("model.embed_tokens.weight")
    head = configuration.tiesEmbeddings ? embedding : try checkpoint.elements("lm_head.weight")
    norm = try checkpoint.elements("model.norm.weight")
    rotary = RotaryTable(
      positions: configuration.maximumPositions, headDimension: configuration.headDimension,
      theta: configuration.ropeTheta)
    var blocks: [Block] = []
    for layer in 0..<configuration.layers { blocks.append(try Self.block(of: checkpoint, layer)) }
    self.blocks = blocks
  }

  /// The logits of the metadata's `readoutIDs` at the last of `ids`; empty without metadata.
  public func readout(ids: [Int32]) -> [Float] {
    let last = hidden(ids: ids).suffix(configuration.hiddenSize)
    return readoutIDs.map { logit(of: Int($0), last) }
  }

  /// The logits of the whole vocabulary at each of `ids`, [T, V].
  public func logits(ids: [Int32]) -> [Float] {
    let channels = configuration.hiddenSize
    let hidden = hidden(ids: ids)
    return stride(from: 0, to: hidden.count, by: channels).flatMap { start in
      (0..<configuration.vocabularySize).map { logit(of: $0, hidden[start..<start + channels]) }
    }
  }

  private func logit(of id: Int, _ hidden: ArraySlice<Float>) -> Float {
    let row = head[id * configuration.hiddenSize..<(id + 1) * configuration.hiddenSize]
    return zip(hidden, row).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The hidden states after the last norm, [T, C].
  private func hidden(ids: [Int32]) -> [Float] {
    precondition(1...configuration.maximumPositions ~= ids.count)
    let channels = configuration.hiddenSize
    var x = ids.flatMap { embedding[Int($0) * channels..<(Int($0) + 1) * channels] }
    for block in blocks {
      let input = normed(x, block.attentionNorm)
      let query = rotated(block.query.multiply(input), heads: configuration.attentionHeads)
      let key = rotated(block.key.multiply(input), heads: configuration.keyValueHeads)
      let attended = attention(query, key, block.value.multiply(input), count: ids.count)
      x = sum(x, block.attentionOut.multiply(attended))
      let hidden = normed(x, block.feedForwardNorm)
      x = sum(x, block.down.multiply(gated(block.gate.multiply(hidden), block.up.multiply(hidden))))
    }
    return normed(x, norm)
  }

  /// x · gain / √(mean x² + ε).
  private func normed(_ x: [Float], _ gain: [Float]) -> [Float] {
    var result = x
    for start in stride(from: 0, to: x.count, by: gain.count) {
      let squares = x[start..<start + gain.count].reduce(Float(0)) { $0 + $1 * $1 }
      let mean = squares / Float(gain.count)
      let factor = 1 / (mean + Float(configuration.rmsNormEpsilon)).squareRoot()
      for c in 0..<gain.count { result[start + c] = x[start + c] * factor * gain[c] }
    }
    return result
  }

  /// Each head's halves (a, b) become (a cos - b sin, b cos + a sin).
  private func rotated(_ x: [Float], heads: Int) -> [Float] {
    let half = configuration.headDimension / 2
    var result = x
    for start in stride(from: 0, to: x.count, by: 2 * half) {
      let position = start / (2 * half) / heads
      for d in 0..<half {
        let (a, b) = (x[start + d], x[start + half + d])
        let (cosine, sine) = (rotary.cosine[position * half + d], rotary.sine[position * half + d])
        result[start + d] = a * cosine - b * sine
        result[start + half + d] = b * cosine + a * sine
      }
    }
    return result
  }

  /// softmax(q kᵀ / √D) v, each token over itself and those before it; query head h reads key head h·K/H.
  private func attention(_ q: [Float], _ k: [Float], _ v: [Float], count: Int) -> [Float] {
    let (heads, keyHeads) = (configuration.attentionHeads, configuration.keyValueHeads)
    let width = configuration.headDimension
    let scale = 1 / Float(width).squareRoot()
    var result = [Float](repeating: 0, count: count * heads * width)
    var weights = [Float](repeating: 0, count: count)
    for head in 0..<heads {
      let keyHead = head * keyHeads / heads
      for token in 0..<count {
        let at = (token * heads + head) * width
        for other in 0...token {
          let key = (other * keyHeads + keyHead) * width
          var dot: Float = 0
          for d in 0..<width { dot += q[at + d] * k[key + d] }
          weights[other] = dot * scale
        }
        let highest = weights[0...token].max() ?? 0
        var total: Float = 0
        for other in 0...token {
          weights[other] = exp(weights[other] - highest)
          total += weights[other]
        }
        for other in 0...token {
          let value = (other * keyHeads + keyHead) * width
          let weight = weights[other] / total
          for d in 0..<width { result[at + d] += weight * v[value + d] }
        }
      }
    }
    return result
  }

  /// silu(gate) · up with silu(x) = x / (1 + e^-x).
  private func gated(_ gate: [Float], _ up: [Float]) -> [Float] {
    zip(gate, up).map { $0 / (1 + exp(-$0)) * $1 }
  }

  private func sum(_ a: [Float], _ b: [Float]) -> [Float] {
    zip(a, b).map { $0 + $1 }
  }

  private static func block(of checkpoint: Checkpoint, _ layer: Int) throws(ModelError) -> Block {
    func elements(_ name: String) throws(ModelError) -> [Float] {
      try checkpoint.elements("model.layers.\(layer).\(name).weight")
    }
    let configuration = checkpoint.configuration
    let channels = configuration.hiddenSize
    let queries = configuration.attentionHeads * configuration.headDimension
    return Block(
      attentionNorm: try elements("input_layernorm"),
      query: FloatMatrix(try elements("self_attn.q_proj"), depth: channels),
      key: FloatMatrix(try elements("self_attn.k_proj"), depth: channels),
      value: FloatMatrix(try elements("self_attn.v_proj"), depth: channels),
      attentionOut: FloatMatrix(try elements("self_attn.o_proj"), depth: queries),
      feedForwardNorm: try elements("post_attention_layernorm"),
      gate: FloatMatrix(try elements("mlp.gate_proj"), depth: channels),
      up: FloatMatrix(try elements("mlp.up_proj"), depth: channels),
      down: FloatMatrix(try elements("mlp.down_proj"), depth: configuration.intermediateSize))
  }
}
