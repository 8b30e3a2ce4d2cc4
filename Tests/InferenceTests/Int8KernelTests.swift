import CKernels
import Foundation
import Testing

@testable import Inference

/// Every instruction set against the portable twin.
@Suite struct Int8KernelTests {
  private static let fast = runnableInstructionSets.filter { $0 != HK_ISA_PORTABLE }.map(\.rawValue)

  /// Rows of activations, channels and depth; widths in panels of 24.
  private struct Product {
    let rows: Int
    let panels: Int
    let depth: Int
    var x: [Float]
    var weights: [Int8]
    var scales: [Float]
    var sums: [Int32]

    init(rows: Int, panels: Int, depth: Int, seed: UInt64) {
      var generator = SplitMix64(state: seed)
      (self.rows, self.panels, self.depth) = (rows, panels, depth)
      // One row of ten is all positive and one has an outlier: both shift the zero point.
      x = (0..<rows).flatMap { row in
        var values = generator.floats(depth, in: row % 10 == 3 ? 0.5...2 : -2...2)
        if row % 10 == 7 { values[depth / 2] = -300 }
        return values
      }
      var weights = (0..<panels * 24 * depth).map { _ in Int8.random(in: -127...127, using: &generator) }
      // The first panel holds the greatest products there are.
      for index in 0..<24 * depth { weights[index] = index % 8 < 4 ? 127 : -127 }
      scales = generator.floats(panels * 24, in: 0.001...0.01)
      sums = (0..<panels * 24).map { channel in
        let base = channel / 24 * 24 * depth + channel % 24 * 4
        return (0..<depth).reduce(0) { $0 + Int32(weights[base + $1 / 4 * 96 + $1 % 4]) }
      }
      self.weights = weights
    }

    /// What one instruction set makes of it: quantized rows, the product, the accumulated product, SwiGLU.
    func results(_ isa: hk_isa) -> (quantized: [UInt8], zeros: [Int32], products: [Float], gated: [Float]) {
      var quantized = [UInt8](repeating: 0, count: rows * depth)
      var rowScales = [Float](repeating: 0, count: rows)
      var zeros = [Int32](repeating: 0, count: rows)
      hk_int8_quantize(isa, rows, depth, x, depth, &quantized, depth, &rowScales, &zeros)
      var products = [Float](repeating: 1, count: rows * panels * 24)
      var gated = [Float](repeating: 0, count: rows * panels / 2 * 24)
      let aligned = UnsafeMutableRawBufferPointer.allocate(byteCount: weights.count, alignment: 64)
      defer { aligned.deallocate() }
      weights.withUnsafeBytes { aligned.copyMemory(from: $0) }
      quantized.withUnsafeBufferPointer { values in
        rowScales.withUnsafeBufferPointer { rowScales in
          zeros.withUnsafeBufferPointer { zeros in
            scales.withUnsafeBufferPointer { scales in
              sums.withUnsafeBufferPointer { sums in
                let left = hk_int8_rows(
                  values: values.baseAddress, scales: rowScales.baseAddress, zeros: zeros.baseAddress,
                  count: rows, stride: depth)
                let right = hk_int8_matrix(
                  panels: aligned.bindMemory(to: Int8.self).baseAddress, scales: scales.baseAddress,
                  sums: sums.baseAddress, depth: depth)
                hk_int8_gemm(isa, left, right, 0, 1, &products, panels * 24, 0)
                products.withUnsafeMutableBufferPointer { products in
                  hk_int8_gemm(
                    isa, left, right, 1, panels, products.baseAddress.map { $0 + 24 }, panels * 24, 1)
                }
                hk_int8_swiglu(isa, left, right, panels / 2, &gated, panels / 2 * 24)
              }
            }
          }
        }
      }
      return (quantized, zeros, products, gated)
    }
  }

  @Test(arguments: fast) func productsAreTheSameBitsAsTheTwins(isa: UInt32) {
    var seed: UInt64 = 0
    for rows in 1...13 {
      for (panels, depth) in [(2, 24), (4, 48), (2, 528), (6, 192)] {
        seed += 1
        let product = Product(rows: rows, panels: panels, depth: depth, seed: seed)
        let expected = product.results(HK_ISA_PORTABLE)
        let found = product.results(hk_isa(rawValue: isa))
        #expect(found.quantized == expected.quantized && found.zeros == expected.zeros)
        #expect(found.products == expected.products)
        // The exponential is a polynomial here and the library's there.
        for (one, other) in zip(found.gated, expected.gated) {
          #expect(abs(one - other) <= 1e-6 * max(1, abs(other)))
        }
      }
    }
  }

  @Test(arguments: runnableInstructionSets.map(\.rawValue))
  func quantizedRowsAreWithinHalfAStep(isa: UInt32) {
    var generator = SplitMix64(state: 5)
    for range in [-1...1, 0...3, -7...0, 2...5, 0...0] as [ClosedRange<Float>] {
      let x = generator.floats(48, in: range)
      var values = [UInt8](repeating: 255, count: 48)
      var scale: Float = -1
      var zero: Int32 = -1
      hk_int8_quantize(hk_isa(rawValue: isa), 1, 48, x, 48, &values, 48, &scale, &zero)
      #expect(0...127 ~= zero && values.allSatisfy { $0 <= 127 })
      for (value, x) in zip(values, x) {
        // Half a step from rounding the value and half from rounding the zero point.
        #expect(abs(Float(Int32(value) - zero) * scale - x) <= 1.01 * scale)
      }
    }
  }

  @Test(arguments: fast) func normsRotationsAndDotsAgreeWithTheTwins(isa: UInt32) {
    var generator = SplitMix64(state: 9)
    let (isa, rows, width) = (hk_isa(rawValue: isa), 5, 96)
    let x = generator.floats(rows * width, in: -3...3)
    let gain = generator.floats(width, in: 0.5...1.5)
    let table = RotaryTable(positions: 64, headDimension: 32, theta: 10_000)
    let positions: [Int32] = [0, 63, 7, 8, 31]
    func results(_ isa: hk_isa) -> [Float] {
      var normed = [Float](repeating: 0, count: rows * width)
      hk_int8_norm(isa, rows, width, 90, 1e-5, x, width, gain, &normed, width)
      var rotated = x
      hk_decode_rope(isa, rows, 3, 32, positions, table.cosine, table.sine, &rotated, width)
      var dots = [Float](repeating: 0, count: rows)
      hk_decode_dot(isa, rows, width, x, gain, &dots)
      return normed + rotated + dots
    }
    // Sums of 96 products of magnitude 3, in another order.
    for (one, other) in zip(results(isa), results(HK_ISA_PORTABLE)) { #expect(abs(one - other) <= 1e-4) }
  }

  /// Keys of a row's own against the same keys in the cache, and every instruction set against the twin.
  @Test(arguments: runnableInstructionSets.map(\.rawValue))
  func attentionAgreesWithTheTwinAndWithOwnKeys(isa: UInt32) {
    for (width, length, heads, keyHeads) in [(16, 37, 3, 3), (64, 16, 2, 1), (32, 5, 4, 2), (6, 20, 2, 1)] {
      let case_ = AttentionCase(width: width, length: length, heads: heads, keyHeads: keyHeads)
      let found = case_.cached(hk_isa(rawValue: isa))
      let expected = case_.cached(HK_ISA_PORTABLE)
      // Weighted means of values in -1...1; the scores are sums in another order.
      for (one, other) in zip(found, expected) { #expect(abs(one - other) <= 1e-5) }
      #expect(case_.own(hk_isa(rawValue: isa)) == found)
    }
  }
}

/// Queries, keys and values of one sequence.
private struct AttentionCase {
  let width, length, heads, keyHeads: Int
  let queries: [Float]
  let keys: [Float]
  let values: [Float]

  init(width: Int, length: Int, heads: Int, keyHeads: Int) {
    var generator = SplitMix64(state: UInt64(width + length))
    (self.width, self.length, self.heads, self.keyHeads) = (width, length, heads, keyHeads)
    queries = generator.floats(length * heads * width, in: -2...2)
    keys = generator.floats(length * keyHeads * width, in: -2...2)
    values = generator.floats(length * keyHeads * width, in: -1...1)
  }

  /// Row i over the cached keys 0...i.
  func cached(_ isa: hk_isa) -> [Float] {
    run(isa, lengths: (1...length).map(Int32.init), hasOwn: false)
  }

  /// Row i over the cached keys 0..<i and its own.
  func own(_ isa: hk_isa) -> [Float] {
    run(isa, lengths: (0..<length).map(Int32.init), hasOwn: true)
  }

  private func run(_ isa: hk_isa, lengths: [Int32], hasOwn: Bool) -> [Float] {
    let blocks = (length + 15) / 16
    var cache = [Float](repeating: .nan, count: keyHeads * blocks * width * 16)
    hk_decode_store_keys(length, 0, keyHeads, width, blocks, keys, keyHeads * width, &cache)
    var scratch = [Float](repeating: .nan, count: hk_attention_scratch(blocks))
    var out = [Float](repeating: .nan, count: length * heads * width)
    keys.withUnsafeBufferPointer { keys in
      values.withUnsafeBufferPointer { values in
        cache.withUnsafeBufferPointer { cache in
          let attention = hk_attention(
            query_heads: heads, key_heads: keyHeads, width: width, keys: cache.baseAddress,
            values: values.baseAddress, blocks: blocks, value_stride: keyHeads * width,
            own_keys: hasOwn ? keys.baseAddress : nil, own_values: hasOwn ? values.baseAddress : nil,
            own_stride: keyHeads * width, scale: 0.3)
          hk_decode_attention(
            isa, attention, length, lengths, queries, heads * width, &scratch, &out, heads * width)
        }
      }
    }
    return out
  }
}
