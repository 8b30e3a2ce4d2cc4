import Models

/// cos and sin of position · θ^(-2i/D), each `[positions, D/2]` (Su et al. 2021).
///
/// The angles are computed in f64 and their values rounded once to f32.
struct RotaryTable {
  let cosine: FloatBuffer
  let sine: FloatBuffer

  init(_ configuration: LlamaConfiguration) {
    let half = configuration.headDimension / 2, positions = configuration.maximumPositions
    cosine = FloatBuffer(count: positions * half)
    sine = FloatBuffer(count: positions * half)
    let frequencies = (0..<half).map { power(configuration.ropeTheta, -Double(2 * $0) / Double(2 * half)) }
    for position in 0..<positions {
      for (index, frequency) in frequencies.enumerated() {
        let angle = Double(position) * frequency
        cosine.elements[position * half + index] = Float(Training.cosine(angle))
        sine.elements[position * half + index] = Float(Training.sine(angle))
      }
    }
  }
}
