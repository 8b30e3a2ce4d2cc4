import CKernels

/// A matrix in memory: element (i, j) is `base[i * row + j * column]`, and one of the strides is 1.
struct MatrixView {
  let base: UnsafeMutablePointer<Float>
  let row: Int
  let column: Int

  /// A row-major matrix whose rows are `row` floats apart.
  init(_ base: UnsafeMutablePointer<Float>, row: Int) { self.init(base, row: row, column: 1) }

  private init(_ base: UnsafeMutablePointer<Float>, row: Int, column: Int) {
    self.base = base
    self.row = row
    self.column = column
  }

  var transposed: MatrixView { MatrixView(base, row: column, column: row) }
}

/// The f32 kernels over several threads: the one place where Training touches C.
///
/// Loops are cut into items of rows or of channels; each output element is computed by one item, in an order
/// that the kernels fix, so results do not depend on the number of threads.
final class Kernels {
  let isa: hk_isa
  let parallel: ParallelFor
  private var packed = FloatBuffer(count: 0)
  private var scratch: [FloatBuffer]

  init(threads: Int, isa: hk_isa = hk_isa_chosen()) {
    precondition(threads > 0)
    self.isa = isa
    parallel = ParallelFor(threads: threads)
    scratch = (0..<threads).map { _ in FloatBuffer(count: Self.productScratch) }
  }

  private static let productScratch = Int(HK_F32_GEMM_SCRATCH)

  private func reserveScratch(_ count: Int) {
    if scratch[0].count < count { scratch = scratch.map { _ in FloatBuffer(count: count) } }
  }

  /// Runs `body(first, count, slot)` over blocks of rows.
  func rows(_ total: Int, by block: Int = 64, _ body: (_ first: Int, _ count: Int, _ slot: Int) -> Void) {
    parallel((total + block - 1) / block) { item, slot in
      body(item * block, min(block, total - item * block), slot)
    }
  }

  // MARK: Matrix product

  /// C [m, n] = A [m, k] · B [k, n], or += where `accumulating`; C is row-major.
  func multiply(
    m: Int, n: Int, k: Int, _ a: MatrixView, _ b: MatrixView, into c: MatrixView, accumulating: Bool = false
  ) {
    guard m > 0, n > 0 else { return }
    let needed = hk_f32_packed_count(isa, k, n)
    if packed.count < needed { packed = FloatBuffer(count: needed) }
    let width = hk_f32_tile_columns(isa), tile = hk_f32_tile_rows(isa)
    let panels = (n + width - 1) / width
    rows(panels, by: max(1, panels / (4 * parallel.threads))) { first, count, _ in
      // SAFETY: `packed` holds every panel of B, and items pack disjoint panels of it.
      hk_f32_pack(isa, k, n, b.base, b.row, b.column, first, first + count, packed.base)
    }
    // Two items a thread keep threads level at the end; 144 rows are what fits in the scratch.
    let fair = (m + 2 * parallel.threads - 1) / (2 * parallel.threads)
    let block = min(144, (fair + tile - 1) / tile * tile)
    rows(m, by: block) { first, count, slot in
      // SAFETY: items own disjoint rows of C; each slot's scratch holds at least `productScratch` floats.
      hk_f32_gemm(
        isa, count, n, k, a.base + first * a.row, a.row, a.column, packed.base, c.base + first * c.row, c.row,
        accumulating ? 1 : 0, scratch[slot].base)
    }
  }

  // MARK: Layers

  /// y = rmsnorm(x) · gain; x, y [rows, channels], rstd [rows].
  func normalize(
    rows total: Int, channels: Int, epsilon: Float, _ x: FloatBuffer, gain: UnsafePointer<Float>,
    into y: FloatBuffer, rstd: FloatBuffer
  ) {
    rows(total) { first, count, _ in
      // SAFETY: items own disjoint rows of buffers that hold `total` rows.
      hk_f32_rmsnorm(
        isa, count, channels, epsilon, x.base + first * channels, gain, y.base + first * channels,
        rstd.base + first)
    }
  }

  /// dx += ∂L/∂x and dgain += ∂L/∂gain of `normalize`.
  func normalizeBackward(
    rows total: Int, channels: Int, _ x: FloatBuffer, gain: UnsafePointer<Float>, rstd: FloatBuffer,
    dy: FloatBuffer, dx: FloatBuffer, dgain: UnsafeMutablePointer<Float>
  ) {
    rows(total) { first, count, _ in
      let at = first * channels
      // SAFETY: items own disjoint rows of buffers that hold `total` rows.
      hk_f32_rmsnorm_backward(
        isa, count, channels, x.base + at, gain, rstd.base + first, dy.base + at, dx.base + at)
    }
    rows(channels, by: 32) { first, count, _ in
      // SAFETY: items own disjoint channels of `dgain`.
      hk_f32_rmsnorm_gain(isa, total, channels, first, first + count, x.base, rstd.base, dy.base, dgain)
    }
  }

  /// Rotates `heads` heads of x [rows, stride] by the rows' positions; `backward` turns back.
  func rotate(
    rows total: Int, heads: Int, width: Int, stride: Int, positions: UnsafePointer<Int32>, table: RotaryTable,
    backward: Bool, _ x: FloatBuffer
  ) {
    rows(total) { first, count, _ in
      // SAFETY: the table has a row for every position that `PackedBatch` lets through.
      hk_f32_rope(
        isa, count, heads, width, stride, positions + first, table.cosine.base, table.sine.base,
        backward ? -1 : 1, x.base + first * stride)
    }
  }

  /// act [rows, width] = silu(gate) · up of gateUp [rows, 2 · width].
  func swiglu(rows total: Int, width: Int, _ gateUp: FloatBuffer, into act: FloatBuffer) {
    rows(total) { first, count, _ in
      // SAFETY: items own disjoint rows.
      hk_f32_swiglu(isa, count, width, gateUp.base + first * 2 * width, act.base + first * width)
    }
  }

  /// The gradient of `swiglu`.
  func swigluBackward(
    rows total: Int, width: Int, _ gateUp: FloatBuffer, dact: FloatBuffer, into dgateUp: FloatBuffer
  ) {
    rows(total) { first, count, _ in
      let at = first * 2 * width
      // SAFETY: items own disjoint rows.
      hk_f32_swiglu_backward(
        isa, count, width, gateUp.base + at, dact.base + first * width, dgateUp.base + at)
    }
  }

  /// out = dropout(x), or += where `accumulating`; x [rows, channels].
  func dropout(
    rows total: Int, channels: Int, key: UInt64, threshold: UInt32, _ x: FloatBuffer, into out: FloatBuffer,
    accumulating: Bool
  ) {
    rows(total) { first, count, _ in
      let at = first * channels
      // SAFETY: items own disjoint rows.
      hk_f32_dropout(
        isa, count * channels, key, UInt32(truncatingIfNeeded: at), threshold, x.base + at, out.base + at,
        accumulating ? 1 : 0)
    }
  }

  // MARK: Attention

  /// The shape of attention over a packed batch: H query heads in groups that share K key heads, width D.
  struct AttentionShape {
    let heads: Int
    let keyHeads: Int
    let width: Int
    var scale: Float { 1 / Float(width).squareRoot() }
    /// Floats of one row of queries, keys and values side by side.
    var row: Int { (heads + 2 * keyHeads) * width }
  }

  /// out [rows, H·D] and logSum [rows, H] from qkv [rows, (H+2K)·D].
  func attention(
    _ shape: AttentionShape, sequences: [Range<Int>], qkv: FloatBuffer, into out: FloatBuffer,
    logSum: FloatBuffer
  ) {
    reserveScratch(sequences.map { hk_f32_attention_scratch(isa, $0.count, shape.width) }.max() ?? 0)
    let (heads, width, row) = (shape.heads, shape.width, shape.row)
    parallel(sequences.count * heads) { item, slot in
      let sequence = sequences[item / heads], head = item % heads
      let group = head / (heads / shape.keyHeads)
      let start = qkv.base + sequence.lowerBound * row
      // SAFETY: an item owns one head's columns of one sequence's rows; scratch fits the longest sequence.
      hk_f32_attention(
        isa, sequence.count, width, shape.scale, start + head * width, start + (heads + group) * width,
        start + (heads + shape.keyHeads + group) * width, row,
        out.base + sequence.lowerBound * heads * width + head * width, heads * width,
        logSum.base + sequence.lowerBound * heads + head, heads, scratch[slot].base)
    }
  }

  /// dqkv from dout; an item takes all query heads of one key head, whose gradients add up in head order.
  func attentionBackward(
    _ shape: AttentionShape, sequences: [Range<Int>], qkv: FloatBuffer, logSum: FloatBuffer,
    dout: FloatBuffer, into dqkv: FloatBuffer
  ) {
    reserveScratch(sequences.map { hk_f32_attention_scratch(isa, $0.count, shape.width) }.max() ?? 0)
    let (heads, keyHeads, width, row) = (shape.heads, shape.keyHeads, shape.width, shape.row)
    parallel(sequences.count * keyHeads) { item, slot in
      let sequence = sequences[item / keyHeads], group = item % keyHeads
      let start = qkv.base + sequence.lowerBound * row, dstart = dqkv.base + sequence.lowerBound * row
      let key = (heads + group) * width, value = (heads + keyHeads + group) * width
      for member in 0..<heads / keyHeads {
        let head = group * (heads / keyHeads) + member
        // SAFETY: an item owns its group's columns of one sequence's rows; scratch fits the longest sequence.
        hk_f32_attention_backward(
          isa, sequence.count, width, shape.scale, start + head * width, start + key, start + value, row,
          dout.base + sequence.lowerBound * heads * width + head * width, heads * width,
          logSum.base + sequence.lowerBound * heads + head, heads, dstart + head * width, dstart + key,
          dstart + value, member > 0 ? 1 : 0, scratch[slot].base)
      }
    }
  }

  // MARK: Loss and optimizer

  /// Softmax cross-entropy of logits [rows, classes]; the logits become their gradient.
  func crossEntropy(
    rows total: Int, classes: Int, stride: Int, logits: FloatBuffer, targets: UnsafePointer<Int32>,
    weights: UnsafePointer<Float>, into losses: UnsafeMutablePointer<Float>
  ) {
    rows(total, by: 16) { first, count, _ in
      // SAFETY: items own disjoint rows; targets are below `classes` (checked by `PackedBatch`).
      hk_f32_cross_entropy(
        isa, count, classes, stride, logits.base + first * stride, targets + first, weights + first,
        losses + first)
    }
  }

  /// √Σx², summed over fixed blocks in order.
  func norm(_ x: FloatBuffer) -> Double {
    let block = 65_536
    var partial = [Double](repeating: 0, count: (x.count + block - 1) / block)
    partial.withUnsafeMutableBufferPointer { sums in
      rows(x.count, by: block) { first, count, _ in
        // SAFETY: an item writes its own partial sum.
        sums[first / block] = hk_f32_sum_of_squares(isa, count, x.base + first)
      }
    }
    return partial.reduce(0, +).squareRoot()
  }

  /// One AdamW step over the elements `range`.
  func adamw(
    _ step: hk_f32_adamw, range: Range<Int>, gradients: FloatBuffer, parameters: FloatBuffer,
    first firstMoment: FloatBuffer, second secondMoment: FloatBuffer
  ) {
    rows(range.count, by: 16_384) { first, count, _ in
      let at = range.lowerBound + first
      // SAFETY: items own disjoint elements of four buffers of equal length.
      hk_f32_adamw_step(
        isa, count, step, gradients.base + at, parameters.base + at, firstMoment.base + at,
        secondMoment.base + at)
    }
  }

  /// average = decay · average + (1 - decay) · x.
  func average(_ x: FloatBuffer, decay: Float, into average: FloatBuffer) {
    rows(x.count, by: 16_384) { first, count, _ in
      // SAFETY: items own disjoint elements of two buffers of equal length.
      hk_f32_average(isa, count, decay, x.base + first, average.base + first)
    }
  }
}
