import CKernels

/// Weights of a bundle as the kernels take them; they point into the bundle, which must outlive them.
// SAFETY: the pointers lead to memory that is never written; `ModelBundle` owns it and its users hold the bundle.
package struct PackedMatrix: @unchecked Sendable {
  /// What the kernels read.
  package let pointers: hk_int8_matrix
  /// The number of panels.
  package let panels: Int

  /// A matrix in the section that begins at `start`.
  init(at start: UnsafeRawPointer, channels: Int, depth: Int) {
    let scales = start + channels * depth
    let sums = scales + channels * 4
    // SAFETY: the bundle has checked that the section is as long as `matrixByteCount` and 64-byte aligned, so
    // the three parts lie inside it, at multiples of 4.
    pointers = hk_int8_matrix(
      panels: start.assumingMemoryBound(to: Int8.self), scales: scales.assumingMemoryBound(to: Float.self),
      sums: sums.assumingMemoryBound(to: Int32.self), depth: depth)
    panels = channels / Int(HK_INT8_PANEL)
  }
}

/// The weights of one block; norms are padded with zeros to whole panels.
// SAFETY: as for `PackedMatrix`.
package struct PackedLayer: @unchecked Sendable {
  /// The gain of the norm before attention.
  package let attentionNorm: UnsafePointer<Float>
  /// Query, key and value side by side, each padded to whole panels.
  package let attentionIn: PackedMatrix
  /// The output projection.
  package let attentionOut: PackedMatrix
  /// The gain of the norm before the feed-forward layer.
  package let feedForwardNorm: UnsafePointer<Float>
  /// Panels of gates and ups in turn.
  package let gateUp: PackedMatrix
  /// The down projection.
  package let down: PackedMatrix
}
