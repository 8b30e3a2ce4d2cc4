import CKernels

/// Linear weights [out, in] in f32, packed once for the f32 product.
struct FloatMatrix: Sendable {
  private let outputs: Int
  private let depth: Int
  private let panels: Int
  private let packed: [Float]

  /// A matrix over `weights` [out, depth], row-major.
  init(_ weights: [Float], depth: Int) {
    let panel = Int(HK_KEY_BLOCK)
    outputs = weights.count / depth
    self.depth = depth
    panels = (outputs + panel - 1) / panel
    var packed = [Float](repeating: 0, count: panels * panel * depth)
    for output in 0..<outputs {
      for k in 0..<depth {
        packed[(output / panel * depth + k) * panel + output % panel] = weights[output * depth + k]
      }
    }
    self.packed = packed
  }

  /// x [T, depth] · weightsᵀ, [T, out].
  func multiply(_ x: [Float]) -> [Float] {
    let count = x.count / depth
    let width = panels * Int(HK_KEY_BLOCK)
    // SAFETY: `x` holds count · depth floats, `packed` panels · depth · 16, and the buffer count · width.
    let product = [Float](unsafeUninitializedCapacity: count * width) { buffer, initialized in
      hk_decode_f32_gemm(
        hk_isa_chosen(), count, depth, panels, x, depth, packed, buffer.baseAddress, width)
      initialized = count * width
    }
    guard width != outputs else { return product }
    return (0..<count).flatMap { product[$0 * width..<$0 * width + outputs] }
  }
}
