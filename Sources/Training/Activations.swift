import Models

/// What the forward pass leaves for the backward pass, for up to `capacity` tokens.
///
/// T tokens, C channels, F feed-forward width, H query heads, K key heads, D head width.
final class Activations {
  /// One decoder layer.
  struct Layer {
    /// `[T, C]`, the residual stream that enters the layer.
    let input: FloatBuffer
    /// `[T]`
    let inputScale: FloatBuffer
    /// `[T, C]`
    let inputNormalized: FloatBuffer
    /// `[T, (H+2K)·D]`, after rotation.
    let qkv: FloatBuffer
    /// `[T, H]`
    let logSum: FloatBuffer
    /// `[T, H·D]`
    let attended: FloatBuffer
    /// `[T, C]`, the residual stream after attention.
    let middle: FloatBuffer
    /// `[T]`
    let middleScale: FloatBuffer
    /// `[T, C]`
    let middleNormalized: FloatBuffer
    /// `[T, 2F]`
    let gateUp: FloatBuffer
    /// `[T, F]`
    let gated: FloatBuffer
  }

  let capacity: Int
  let layers: [Layer]
  /// `[T, C]`, the residual stream after the last layer.
  let output: FloatBuffer
  /// `[T]`
  let outputScale: FloatBuffer
  /// `[T, C]`, what the head reads.
  let hidden: FloatBuffer

  /// `[T, C]` each: gradients of the hidden state, of the residual stream, of a branch, of a normalized input.
  let dhidden: FloatBuffer
  let dresidual: FloatBuffer
  let dbranch: FloatBuffer
  let dnormalized: FloatBuffer
  /// `[T, H·D]`
  let dattended: FloatBuffer
  /// `[T, (H+2K)·D]`
  let dqkv: FloatBuffer
  /// `[T, 2F]`
  let dgateUp: FloatBuffer
  /// `[T, F]`
  let dgated: FloatBuffer

  init(_ configuration: LlamaConfiguration, capacity: Int) {
    self.capacity = capacity
    let channels = configuration.hiddenSize, width = configuration.intermediateSize
    let heads = configuration.attentionHeads, queries = heads * configuration.headDimension
    let row = queries + 2 * configuration.keyValueHeads * configuration.headDimension
    func rows(_ columns: Int) -> FloatBuffer { FloatBuffer(count: capacity * columns) }
    layers = (0..<configuration.layers).map { _ in
      Layer(
        input: rows(channels), inputScale: rows(1), inputNormalized: rows(channels), qkv: rows(row),
        logSum: rows(heads), attended: rows(queries), middle: rows(channels), middleScale: rows(1),
        middleNormalized: rows(channels), gateUp: rows(2 * width), gated: rows(width))
    }
    (output, outputScale, hidden) = (rows(channels), rows(1), rows(channels))
    (dhidden, dresidual) = (rows(channels), rows(channels))
    (dbranch, dnormalized) = (rows(channels), rows(channels))
    (dattended, dqkv) = (rows(queries), rows(row))
    (dgateUp, dgated) = (rows(2 * width), rows(width))
  }
}
