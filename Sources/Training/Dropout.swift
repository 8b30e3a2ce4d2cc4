/// Which channels one step drops: a pure function of seed, step, place, token and channel.
struct Dropout {
  let probability: Float
  let seed: UInt64
  let step: Int

  /// Where a mask is applied.
  enum Place {
    case embedding
    case attention(layer: Int)
    case feedForward(layer: Int)

    var code: UInt64 {
      switch self {
      case .embedding: 0
      case .attention(let layer): UInt64(2 * layer + 1)
      case .feedForward(let layer): UInt64(2 * layer + 2)
      }
    }
  }

  /// The key that the kernel's hash mixes with `token · C + channel`.
  func key(_ place: Place) -> UInt64 {
    var random = CounterRandom(seed, UInt64(step), place.code)
    return random.next()
  }

  /// A 32-bit hash below this is kept.
  var threshold: UInt32 { UInt32(min((1 - Double(probability)) * 0x1p32, 0x1p32 - 1)) }
}
