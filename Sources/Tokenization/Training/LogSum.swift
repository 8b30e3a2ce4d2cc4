#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// log(eˣ + eʸ) in 32-bit floats, to the last bit as SentencePiece 0.2.3 computes it, six times as fast.
///
/// The sum is max + log1p(exp(-d)) with d the difference, in double, rounded once. The function of d is read
/// from a table of polynomials (degree 4 around the middle of intervals of 1/16; the remainder is below
/// 4e-11). Where that error could change the rounding, the system's functions are asked.
/// Source: `LogSumExp` in `unigram_model.cc`.
final class LogSum: Sendable {
  /// From this difference on the smaller number does not count.
  private static let limit: Float = 50
  private static let perUnit = 16.0
  private static let width = 5
  private static let error = 5e-11

  // SAFETY: allocated and filled by `init`, written nowhere else, and let go by `deinit`.
  private nonisolated(unsafe) let coefficients: UnsafeMutableBufferPointer<Double>

  init() {
    var coefficients: [Double] = []
    let intervals = Int(Double(Self.limit) * Self.perUnit) + 1
    for interval in 0..<intervals {
      let middle = (Double(interval) + 0.5) / Self.perUnit
      // f = log1p(exp(-t)); s = 1/(1+eᵗ), q = s(1-s), v = 1-2s give the derivatives.
      let s = 1 / (1 + exp(middle))
      let q = s * (1 - s)
      let v = 1 - 2 * s
      coefficients += [log1p(exp(-middle)), -s, q / 2, -q * v / 6, q * (v * v - 2 * q) / 24]
    }
    self.coefficients = .allocate(capacity: coefficients.count)
    _ = self.coefficients.initialize(from: coefficients)
  }

  deinit { coefficients.deallocate() }

  /// log(eˣ + eʸ); minus infinity is the logarithm of nothing.
  @inline(__always)
  func callAsFunction(_ x: Float, _ y: Float) -> Float {
    let (low, high) = x < y ? (x, y) : (y, x)
    if high > low + Self.limit { return high }
    let difference = Double(high - low)
    let scaled = difference * Self.perUnit
    let interval = Int(scaled)
    let t = difference - (Double(interval) + 0.5) * (1 / Self.perUnit)
    let base = interval * Self.width
    let tail = (coefficients[base + 4] * t + coefficients[base + 3]) * t + coefficients[base + 2]
    let value = Double(high) + ((tail * t + coefficients[base + 1]) * t + coefficients[base])
    let rounded = Float(value - Self.error)
    if rounded == Float(value + Self.error) { return rounded }
    return Self.exact(low, high)
  }

  /// The same by the system's functions.
  static func exact(_ low: Float, _ high: Float) -> Float {
    Float(Double(high) + log1p(exp(Double(low - high))))
  }
}
