/// SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same numbers on every machine.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A stream keyed by all of `keys`, in order.
  public init(_ keys: UInt64...) {
    state = keys.reduce(0) { Self.mix($0 &+ 0x9e37_79b9_7f4a_7c15 ^ $1) }
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// A number in 0 ..< `bound`, by Lemire's multiplication; its bias is below `bound` / 2⁶⁴.
  public mutating func below(_ bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }

  /// Two independent normal numbers (Box and Muller 1958).
  mutating func normals() -> (Double, Double) {
    let radius = (-2 * logarithm(1 - uniform())).squareRoot(), angle = 2 * Double.pi * uniform()
    return (radius * cosine(angle), radius * sine(angle))
  }

  /// A number in 0 ..< 1 of 53 bits.
  private mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
