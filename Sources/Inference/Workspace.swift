import CKernels
import Foundation
import Models

/// The scratch memory and the key and value cache of one decoder: one task uses it at a time.
///
/// Made once and used for any number of inputs; nothing is allocated in between. Pages that short inputs never
/// reach are never touched, so the size for the longest input costs no resident memory.
public final class Workspace {
  /// The number of tokens whose keys and values the cache holds.
  public internal(set) var cachedCount = 0

  /// Rows that every buffer has room for.
  let capacity: Int
  let shape: DecoderShape
  private let memory: UnsafeMutableRawPointer

  /// The residual stream [capacity, C].
  let residual: UnsafeMutablePointer<Float>
  /// A normed copy of it [capacity, C].
  let normed: UnsafeMutablePointer<Float>
  /// Queries and attention's results [capacity, H·D].
  let queries: UnsafeMutablePointer<Float>
  let attended: UnsafeMutablePointer<Float>
  /// New keys, and values of branches [capacity, K·D].
  let keys: UnsafeMutablePointer<Float>
  let values: UnsafeMutablePointer<Float>
  /// silu(gate) · up [capacity, F].
  let gated: UnsafeMutablePointer<Float>
  /// Quantized rows [capacity, greatest depth] and what undoes them.
  let quantized: UnsafeMutablePointer<UInt8>
  let scales: UnsafeMutablePointer<Float>
  let zeros: UnsafeMutablePointer<Int32>
  /// The same for what quantization left out of the refined rows, and those remainders [capacity, greatest depth].
  let fineQuantized: UnsafeMutablePointer<UInt8>
  let fineScales: UnsafeMutablePointer<Float>
  let fineZeros: UnsafeMutablePointer<Int32>
  let remainders: UnsafeMutablePointer<Float>
  /// Gates and ups of the refined rows [capacity, 2 F].
  let gates: UnsafeMutablePointer<Float>
  /// Each row's position and the number of cached keys it sees.
  let positions: UnsafeMutablePointer<Int32>
  let lengths: UnsafeMutablePointer<Int32>
  let ids: UnsafeMutablePointer<Int32>
  let scores: UnsafeMutablePointer<Float>
  /// [layers, K, blocks, D, 16] and [layers, capacity, K·D].
  let keyCache: UnsafeMutablePointer<Float>
  let valueCache: UnsafeMutablePointer<Float>
  let logits: UnsafeMutablePointer<Float>

  init(_ shape: DecoderShape, headRows: Int) {
    self.shape = shape
    capacity = shape.positions
    let n = shape.positions
    var plan = MemoryPlan()
    let offsets = (
      residual: plan.reserve(n * shape.channels, of: Float.self),
      normed: plan.reserve(n * shape.channels, of: Float.self),
      queries: plan.reserve(n * shape.queries, of: Float.self),
      attended: plan.reserve(n * shape.queries, of: Float.self),
      keys: plan.reserve(n * shape.keys, of: Float.self),
      values: plan.reserve(n * shape.keys, of: Float.self),
      gated: plan.reserve(n * shape.hidden, of: Float.self),
      quantized: plan.reserve(n * shape.greatestDepth, of: UInt8.self),
      scales: plan.reserve(n, of: Float.self),
      zeros: plan.reserve(n, of: Int32.self),
      fineQuantized: plan.reserve(n * shape.greatestDepth, of: UInt8.self),
      fineScales: plan.reserve(n, of: Float.self),
      fineZeros: plan.reserve(n, of: Int32.self),
      remainders: plan.reserve(n * shape.greatestDepth, of: Float.self),
      gates: plan.reserve(n * 2 * shape.hidden, of: Float.self),
      positions: plan.reserve(n, of: Int32.self),
      lengths: plan.reserve(n, of: Int32.self),
      ids: plan.reserve(n, of: Int32.self),
      scores: plan.reserve(hk_attention_scratch(shape.blocks), of: Float.self),
      keyCache: plan.reserve(shape.layers * shape.keyCacheStride, of: Float.self),
      valueCache: plan.reserve(shape.layers * n * shape.keys, of: Float.self),
      logits: plan.reserve(headRows, of: Float.self)
    )
    // calloc gives large blocks as fresh zero pages, which cost nothing until they are touched.
    guard let memory = calloc(1, plan.byteCount + MemoryPlan.alignment) else {
      preconditionFailure("out of memory")
    }
    self.memory = memory
    let start = memory.alignedUp(toMultipleOf: MemoryPlan.alignment)
    // SAFETY: each offset was reserved for its element type and count inside `plan.byteCount` bytes, at a
    // multiple of 64; the block lives until deinit.
    residual = (start + offsets.residual).assumingMemoryBound(to: Float.self)
    normed = (start + offsets.normed).assumingMemoryBound(to: Float.self)
    queries = (start + offsets.queries).assumingMemoryBound(to: Float.self)
    attended = (start + offsets.attended).assumingMemoryBound(to: Float.self)
    keys = (start + offsets.keys).assumingMemoryBound(to: Float.self)
    values = (start + offsets.values).assumingMemoryBound(to: Float.self)
    gated = (start + offsets.gated).assumingMemoryBound(to: Float.self)
    quantized = (start + offsets.quantized).assumingMemoryBound(to: UInt8.self)
    scales = (start + offsets.scales).assumingMemoryBound(to: Float.self)
    zeros = (start + offsets.zeros).assumingMemoryBound(to: Int32.self)
    fineQuantized = (start + offsets.fineQuantized).assumingMemoryBound(to: UInt8.self)
    fineScales = (start + offsets.fineScales).assumingMemoryBound(to: Float.self)
    fineZeros = (start + offsets.fineZeros).assumingMemoryBound(to: Int32.self)
    remainders = (start + offsets.remainders).assumingMemoryBound(to: Float.self)
    gates = (start + offsets.gates).assumingMemoryBound(to: Float.self)
    positions = (start + offsets.positions).assumingMemoryBound(to: Int32.self)
    lengths = (start + offsets.lengths).assumingMemoryBound(to: Int32.self)
    ids = (start + offsets.ids).assumingMemoryBound(to: Int32.self)
    scores = (start + offsets.scores).assumingMemoryBound(to: Float.self)
    keyCache = (start + offsets.keyCache).assumingMemoryBound(to: Float.self)
    valueCache = (start + offsets.valueCache).assumingMemoryBound(to: Float.self)
    logits = (start + offsets.logits).assumingMemoryBound(to: Float.self)
  }

  deinit {
    free(memory)
  }
}

/// Adds up the aligned parts of one block of memory.
private struct MemoryPlan {
  static let alignment = 64
  var byteCount = 0

  mutating func reserve<Element>(_ count: Int, of _: Element.Type) -> Int {
    let offset = byteCount
    let end = offset + count * MemoryLayout<Element>.stride
    byteCount = (end + Self.alignment - 1) / Self.alignment * Self.alignment
    return offset
  }
}
