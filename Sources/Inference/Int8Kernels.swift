import CKernels
import Models

/// The int8 kernels over a workspace's buffers, for one instruction set.
///
/// Every method works on the first `count` rows; `count` is at most the workspace's capacity.
struct Int8Kernels {
  let isa: hk_isa
  let workspace: Workspace

  private var shape: DecoderShape { workspace.shape }
  private var configuration: LlamaConfiguration { workspace.shape.configuration }

  // SAFETY (all methods): the workspace's buffers have `capacity` rows of the padded widths that are passed, and
  // the bundle's matrices have the same padded widths, both by the configuration that made them.

  /// `residual` = the embeddings of `ids`.
  func embed(_ count: Int, _ bundle: ModelBundle) {
    hk_int8_embed(
      count, shape.channels, workspace.ids, bundle.embedding.values, bundle.embedding.scales,
      workspace.residual, shape.channels)
  }

  /// `normed` = RMSNorm of `residual` from row `first` on.
  func norm(_ count: Int, from first: Int = 0, gain: UnsafePointer<Float>) {
    hk_int8_norm(
      isa, count, shape.channels, configuration.hiddenSize, Float(configuration.rmsNormEpsilon),
      workspace.residual + first * shape.channels, shape.channels, gain, workspace.normed, shape.channels)
  }

  /// The first `count` rows of `x`, quantized into the workspace.
  func quantize(_ count: Int, _ x: UnsafePointer<Float>, width: Int) -> hk_int8_rows {
    hk_int8_quantize(
      isa, count, width, x, width, workspace.quantized, width, workspace.scales, workspace.zeros)
    return hk_int8_rows(
      values: workspace.quantized, scales: workspace.scales, zeros: workspace.zeros, count: count,
      stride: width)
  }

  /// `out` = `rows` · the panels of `matrix` that begin at channel `channel`, or += where `accumulates`.
  func multiply(
    _ rows: hk_int8_rows, _ matrix: PackedMatrix, channel: Int = 0, width: Int,
    into out: UnsafeMutablePointer<Float>, accumulates: Bool = false
  ) {
    let panel = Int(HK_INT8_PANEL)
    hk_int8_gemm(
      isa, rows, matrix.pointers, channel / panel, (channel + width) / panel, out, width,
      accumulates ? 1 : 0)
  }

  /// `gated` = silu(gate) · up.
  func swiglu(_ rows: hk_int8_rows, _ matrix: PackedMatrix) {
    hk_int8_swiglu(isa, rows, matrix.pointers, matrix.panels / 2, workspace.gated, shape.hidden)
  }

  /// Rotates `heads` heads of each row of `x` to the rows' positions.
  func rotate(
    _ count: Int, heads: Int, _ x: UnsafeMutablePointer<Float>, width: Int,
    positions: UnsafePointer<Int32>, _ table: RotaryTable
  ) {
    hk_decode_rope(
      isa, count, heads, configuration.headDimension, positions, table.cosine, table.sine, x, width)
  }

  /// Puts `keys` into the cache of `layer` from position 0 on.
  func storeKeys(_ count: Int, layer: Int) {
    hk_decode_store_keys(
      count, 0, configuration.keyValueHeads, configuration.headDimension, shape.blocks, workspace.keys,
      shape.keys, workspace.keyCache + layer * shape.keyCacheStride)
  }

  /// `attended` = attention of `count` queries over the cache of `layer`; with `hasOwnKeys` each row also sees the
  /// key and the value of its own row.
  func attend(_ count: Int, layer: Int, lengths: UnsafePointer<Int32>, hasOwnKeys: Bool = false) {
    let attention = hk_attention(
      query_heads: configuration.attentionHeads, key_heads: configuration.keyValueHeads,
      width: configuration.headDimension, keys: workspace.keyCache + layer * shape.keyCacheStride,
      values: workspace.valueCache + layer * shape.positions * shape.keys, blocks: shape.blocks,
      value_stride: shape.keys, own_keys: hasOwnKeys ? UnsafePointer(workspace.keys) : nil,
      own_values: hasOwnKeys ? UnsafePointer(workspace.values) : nil, own_stride: shape.keys,
      scale: 1 / Float(configuration.headDimension).squareRoot())
    hk_decode_attention(
      isa, attention, count, lengths, workspace.queries, shape.queries, workspace.scores, workspace.attended,
      shape.queries)
  }

  /// The head's logits of row `row` of `normed`.
  func readHead(row: Int, _ bundle: ModelBundle) -> [Float] {
    let count = bundle.metadata.readoutIDs.count
    hk_decode_dot(
      isa, count, shape.channels, bundle.head, workspace.normed + row * shape.channels, workspace.logits)
    return Array(UnsafeBufferPointer(start: workspace.logits, count: count))
  }
}
