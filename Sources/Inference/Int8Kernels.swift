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

  /// The first `count` rows of `x`, quantized into the workspace; those from `refined` on twice.
  func quantize(_ count: Int, _ x: UnsafePointer<Float>, width: Int, refinedFrom refined: Int)
    -> QuantizedRows
  {
    hk_int8_quantize(
      isa, count, width, x, width, workspace.quantized, width, workspace.scales, workspace.zeros)
    let coarse = hk_int8_rows(
      values: workspace.quantized, scales: workspace.scales, zeros: workspace.zeros, count: count,
      stride: width)
    let fineCount = count - refined
    hk_int8_remainder(coarse.dropFirst(refined), width, x + refined * width, width, workspace.remainders)
    hk_int8_quantize(
      isa, fineCount, width, workspace.remainders, width, workspace.fineQuantized, width,
      workspace.fineScales, workspace.fineZeros)
    let fine = hk_int8_rows(
      values: workspace.fineQuantized, scales: workspace.fineScales, zeros: workspace.fineZeros,
      count: fineCount, stride: width)
    return QuantizedRows(coarse: coarse, fine: fine)
  }

  /// `out` = `rows` · the panels of `matrix` that begin at channel `channel`, or += where `accumulates`.
  func multiply(
    _ rows: QuantizedRows, _ matrix: PackedMatrix, channel: Int = 0, width: Int,
    into out: UnsafeMutablePointer<Float>, accumulates: Bool = false
  ) {
    let panel = Int(HK_INT8_PANEL), first = channel / panel, last = (channel + width) / panel
    hk_int8_gemm(isa, rows.coarse, matrix.pointers, first, last, out, width, accumulates ? 1 : 0)
    hk_int8_gemm(isa, rows.fine, matrix.pointers, first, last, out + rows.firstFine * width, width, 1)
  }

  /// `gated` = silu(gate) · up; the refined rows by way of their gates and ups.
  func swiglu(_ rows: QuantizedRows, _ matrix: PackedMatrix) {
    let pairs = matrix.panels / 2, width = 2 * shape.hidden
    var plain = rows.coarse
    plain.count = rows.firstFine
    hk_int8_swiglu(isa, plain, matrix.pointers, pairs, workspace.gated, shape.hidden)
    hk_int8_gemm(
      isa, rows.coarse.dropFirst(rows.firstFine), matrix.pointers, 0, matrix.panels, workspace.gates, width, 0
    )
    hk_int8_gemm(isa, rows.fine, matrix.pointers, 0, matrix.panels, workspace.gates, width, 1)
    hk_int8_gate(
      rows.fine.count, pairs, workspace.gates, workspace.gated + rows.firstFine * shape.hidden, shape.hidden)
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
