import CKernels
import Models

/// The steps of one forward pass of the int8 decoder over one workspace.
struct DecoderPass {
  let bundle: ModelBundle
  let rotary: RotaryTable
  let kernels: Int8Kernels

  private var workspace: Workspace { kernels.workspace }
  private var shape: DecoderShape { kernels.workspace.shape }
  private var configuration: LlamaConfiguration { kernels.workspace.shape.configuration }

  /// Block `layer` over `count` rows at the positions 0..<count, of which the rows from `first` on are read later:
  /// the others leave only their keys and values in the cache.
  func block(_ layer: Int, _ count: Int, readFrom first: Int) {
    let weights = bundle.layers[layer]
    kernels.norm(count, gain: weights.attentionNorm)
    let rows = kernels.quantize(count, workspace.normed, width: shape.channels, refinedFrom: count - 1)
    projectQueries(rows.dropFirst(first), weights, positions: workspace.positions + first)
    projectKeys(rows, weights, values: workspace.valueCache + layer * shape.positions * shape.keys)
    kernels.storeKeys(count, layer: layer)
    kernels.attend(count - first, layer: layer, lengths: workspace.lengths + first)
    finish(weights, first: first, count - first, refined: 1)
  }

  /// Block `layer` over `count` branches: each row sees its own key and value after the cached ones.
  func branchBlock(_ layer: Int, _ count: Int) {
    let weights = bundle.layers[layer]
    kernels.norm(count, gain: weights.attentionNorm)
    let rows = kernels.quantize(count, workspace.normed, width: shape.channels, refinedFrom: 0)
    projectQueries(rows, weights, positions: workspace.positions)
    projectKeys(rows, weights, values: workspace.values)
    kernels.attend(count, layer: layer, lengths: workspace.lengths, hasOwnKeys: true)
    finish(weights, first: 0, count, refined: count)
  }

  private func projectQueries(
    _ rows: QuantizedRows, _ weights: PackedLayer, positions: UnsafePointer<Int32>
  ) {
    kernels.multiply(rows, weights.attentionIn, width: shape.queries, into: workspace.queries)
    kernels.rotate(
      rows.count, heads: configuration.attentionHeads, workspace.queries, width: shape.queries,
      positions: positions, rotary)
  }

  private func projectKeys(
    _ rows: QuantizedRows, _ weights: PackedLayer, values: UnsafeMutablePointer<Float>
  ) {
    kernels.multiply(
      rows, weights.attentionIn, channel: shape.queries, width: shape.keys, into: workspace.keys)
    kernels.multiply(
      rows, weights.attentionIn, channel: shape.queries + shape.keys, width: shape.keys, into: values)
    kernels.rotate(
      rows.count, heads: configuration.keyValueHeads, workspace.keys, width: shape.keys,
      positions: workspace.positions, rotary)
  }

  /// The output projection and the feed-forward layer, added to `count` rows of the residual from `first` on, the
  /// last `refined` of them refined.
  private func finish(_ weights: PackedLayer, first: Int, _ count: Int, refined: Int) {
    let residual = workspace.residual + first * shape.channels, plain = count - refined
    let attended = kernels.quantize(count, workspace.attended, width: shape.queries, refinedFrom: plain)
    kernels.multiply(
      attended, weights.attentionOut, width: shape.channels, into: residual, accumulates: true)
    kernels.norm(count, from: first, gain: weights.feedForwardNorm)
    let normed = kernels.quantize(count, workspace.normed, width: shape.channels, refinedFrom: plain)
    kernels.swiglu(normed, weights.gateUp)
    let gated = kernels.quantize(count, workspace.gated, width: shape.hidden, refinedFrom: plain)
    kernels.multiply(gated, weights.down, width: shape.channels, into: residual, accumulates: true)
  }
}
