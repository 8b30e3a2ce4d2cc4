import CKernels
import Testing

@testable import Training

/// Sums of up to 700 products of numbers below 1: rounding error stays below 700 · 2⁻²⁴ in the worst case.
private let tolerance: Float = 5e-5

struct KernelsTests {
  /// Every instruction set of this machine.
  static let sets = [HK_ISA_PORTABLE, HK_ISA_AVX2, HK_ISA_AVX512].filter {
    $0.rawValue <= hk_isa_supported().rawValue
  }

  static func numbers(_ count: Int, seed: UInt64, from low: Float = -1, to high: Float = 1) -> FloatBuffer {
    var random = CounterRandom(seed)
    let buffer = FloatBuffer(count: count)
    for index in 0..<count { buffer.elements[index] = Float.random(in: low..<high, using: &random) }
    return buffer
  }

  static func agree(_ a: FloatBuffer, _ b: FloatBuffer, within bound: Float = tolerance) -> Bool {
    zip(a.elements, b.elements).allSatisfy { abs($0 - $1) <= bound * max(1, abs($1)) }
  }

  static let shapes = [(1, 1, 1), (5, 33, 7), (13, 31, 300), (30, 40, 12), (150, 9, 5), (4, 17, 700)]

  @Test("The product is the naive one, whichever operand is transposed", arguments: sets, shapes)
  func product(isa: hk_isa, shape: (Int, Int, Int)) {
    let (m, n, k) = shape, kernels = Kernels(threads: 1, isa: isa)
    let a = Self.numbers(m * k, seed: 1), b = Self.numbers(k * n, seed: 2),
      start = Self.numbers(m * n, seed: 3)
    for (flipA, flipB, adds) in [(false, false, false), (true, false, true), (false, true, true)] {
      let expected = FloatBuffer(count: m * n), found = FloatBuffer(count: m * n)
      for i in 0..<m {
        for j in 0..<n {
          var sum: Double = adds ? Double(start.base[i * n + j]) : 0
          for p in 0..<k {
            sum +=
              Double(a.base[flipA ? p * m + i : i * k + p]) * Double(b.base[flipB ? j * k + p : p * n + j])
          }
          expected.base[i * n + j] = Float(sum)
        }
      }
      if adds { found.base.update(from: start.base, count: m * n) }
      let left = flipA ? MatrixView(a.base, row: m).transposed : MatrixView(a.base, row: k)
      let right = flipB ? MatrixView(b.base, row: k).transposed : MatrixView(b.base, row: n)
      kernels.multiply(
        m: m, n: n, k: k, left, right, into: MatrixView(found.base, row: n), accumulating: adds)
      #expect(Self.agree(found, expected))
    }
  }

  @Test("A row of the product has the same bits alone as among others", arguments: sets)
  func rowsAreIndependent(isa: hk_isa) {
    let (m, n, k) = (29, 37, 310), kernels = Kernels(threads: 1, isa: isa)
    let a = Self.numbers(m * k, seed: 1), b = Self.numbers(k * n, seed: 2)
    let whole = FloatBuffer(count: m * n), alone = FloatBuffer(count: m * n)
    kernels.multiply(
      m: m, n: n, k: k, MatrixView(a.base, row: k), MatrixView(b.base, row: n),
      into: MatrixView(whole.base, row: n))
    for i in 0..<m {
      kernels.multiply(
        m: 1, n: n, k: k, MatrixView(a.base + i * k, row: k), MatrixView(b.base, row: n),
        into: MatrixView(alone.base + i * n, row: n))
    }
    #expect(whole.elements.elementsEqual(alone.elements))
  }

  @Test("The exponential is within 3 ulp, and finite beyond its range", arguments: sets)
  func exponentials(isa: hk_isa) {
    let x = Self.numbers(999, seed: 4, from: -87, to: 88)
    (x.base[0], x.base[1], x.base[2]) = (0, 200, -.infinity)
    let expected = x.elements.map { Double($0) }
    hk_f32_exp(isa, x.count, x.base)
    #expect(x.base[0] == 1 && x.base[1].isFinite && x.base[2] < 1e-37)
    for index in 3..<x.count {
      let exact = Float(exponential(expected[index]))
      #expect(abs(x.base[index] - exact) <= 3 * exact.ulp)
    }
  }

  @Test("Attention is the naive one", arguments: sets, [1, 2, 17, 60])
  func attention(isa: hk_isa, length: Int) {
    let shape = Kernels.AttentionShape(heads: 2, keyHeads: 1, width: 6),
      kernels = Kernels(threads: 1, isa: isa)
    let qkv = Self.numbers(length * shape.row, seed: 5), out = FloatBuffer(count: length * 12)
    let expected = FloatBuffer(count: length * 12), logSum = FloatBuffer(count: length * 2)
    kernels.attention(shape, sequences: [0..<length], qkv: qkv, into: out, logSum: logSum)
    for head in 0..<2 {
      for i in 0..<length {
        let query = qkv.base + i * 24 + head * 6
        let weights = (0...i).map { j in
          exponential(
            (0..<6).reduce(0.0) { $0 + Double(query[$1]) * Double(qkv.base[j * 24 + 12 + $1]) }
              / 6.0.squareRoot())
        }
        let sum = weights.reduce(0, +)
        for d in 0..<6 {
          expected.base[i * 12 + head * 6 + d] = Float(
            (0...i).reduce(0.0) { $0 + weights[$1] / sum * Double(qkv.base[$1 * 24 + 18 + d]) })
        }
      }
    }
    #expect(Self.agree(out, expected))
  }

  @Test("Every instruction set takes the same training step within rounding", arguments: sets)
  func step(isa: hk_isa) throws {
    // AdamW's first step is the gradient's sign where the gradient is far above epsilon: 1e-6 keeps the
    // quotient smooth enough for rounding not to turn a sign.
    let settings = TinyModel.settings {
      $0.dropout = 0.3
      $0.epsilon = 1e-3
    }
    let plain = try TinyModel.trainer(settings: settings, isa: HK_ISA_PORTABLE)
    let fast = try TinyModel.trainer(settings: settings, isa: isa)
    let expected = try plain.step(TinyModel.examples), found = try fast.step(TinyModel.examples)
    #expect(abs(found.losses.total - expected.losses.total) < 1e-5)
    #expect(Self.agree(fast.decoder.gradients, plain.decoder.gradients, within: 1e-5))
    #expect(Self.agree(fast.decoder.parameters, plain.decoder.parameters, within: 1e-4))
  }

  @Test("Dropout keeps its share, scales what it keeps, and is the same mask in every instruction set")
  func dropout() {
    let count = 10_007, threshold = Dropout(probability: 0.25, seed: 1, step: 0).threshold
    let x = FloatBuffer(count: count)
    x.base.update(repeating: 1, count: count)
    let masks = Self.sets.map { isa in
      let out = FloatBuffer(count: count)
      hk_f32_dropout(isa, count, 99, 5, threshold, x.base, out.base, 0)
      return Array(out.elements)
    }
    #expect(masks.allSatisfy { $0 == masks[0] })
    let kept = masks[0].filter { $0 != 0 }
    // Four standard deviations of a binomial share.
    #expect(abs(Float(kept.count) / Float(count) - 0.75) < 0.018)
    #expect(kept.allSatisfy { abs($0 - 4 / 3) < 1e-6 })
  }

  @Test("The cross-entropy of a row survives large logits", arguments: sets)
  func largeLogits(isa: hk_isa) {
    let logits = FloatBuffer(count: 20), losses = FloatBuffer(count: 1)
    logits.base[3] = 1e4
    hk_f32_cross_entropy(isa, 1, 20, 20, logits.base, [3], [2], losses.base)
    #expect(losses.base[0] == 0)
    #expect(logits.elements.allSatisfy { abs($0) < 1e-6 })
  }
}
