/// How often a row with a weight is read in one epoch: the weight is the expected number.
///
/// The whole part always, one more with the fraction's probability; a pure function of its arguments.
struct EpochRows {
  let seed: UInt64

  /// The number of times that row `index` of weight `weight` is read in `epoch`.
  func copies(of index: Int, weight: Double, epoch: Int) -> Int {
    let whole = weight.rounded(.down)
    var random = CounterRandom(seed, 0xc0_91e5, UInt64(epoch), UInt64(index))
    let draw = Double(random.next() >> 11) * 0x1p-53
    return Int(whole) + (draw < weight - whole ? 1 : 0)
  }
}
