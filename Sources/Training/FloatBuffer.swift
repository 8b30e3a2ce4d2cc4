/// A block of floats at a fixed, cache-line aligned address, zero at first.
///
/// Kernels read and write through `base`; arrays would check uniqueness at every access and move when they grow.
final class FloatBuffer {
  let count: Int
  let base: UnsafeMutablePointer<Float>

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    // SAFETY: the block is `count` floats, initialized here, and freed only when the last owner goes.
    base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { base.deallocate() }

  /// The elements as a buffer that knows its length.
  var elements: UnsafeMutableBufferPointer<Float> {
    // SAFETY: `base` points at `count` initialized floats for as long as this object lives.
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  func zero() { base.update(repeating: 0, count: count) }
}
