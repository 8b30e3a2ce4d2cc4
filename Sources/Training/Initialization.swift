import Models

extension Decoder {
  /// Norms are 1; matrices are normal with deviation 0.02, and those that write into the residual stream
  /// with 0.02 / √(2L) (Radford et al. 2019). Each parameter has its own stream of `seed`.
  func initialize(seed: UInt64) {
    let residual = 0.02 / Double(2 * configuration.layers).squareRoot()
    for (index, entry) in layout.entries.enumerated() {
      let values = parameters.elements[entry.range]
      guard entry.shape.count > 1 else {
        values.update(repeating: 1)
        continue
      }
      let writesResidual = entry.name.hasSuffix("o_proj.weight") || entry.name.hasSuffix("down_proj.weight")
      let deviation = writesResidual ? residual : 0.02
      var random = CounterRandom(seed, 0x1417, UInt64(index))
      for at in stride(from: entry.offset, to: entry.range.upperBound, by: 2) {
        let (first, second) = random.normals()
        parameters.elements[at] = Float(first * deviation)
        if at + 1 < entry.range.upperBound { parameters.elements[at + 1] = Float(second * deviation) }
      }
    }
  }
}
