import Foundation

/// Cosines and sines of the rotary embedding, [positions, D / 2] each.
///
/// Angle of position p and pair i: p · θ^(-2i/D), rounded to f32 where `transformers` rounds it
/// (Su et al., "RoFormer", 2021; halves rotated as in Hugging Face's `rotate_half`).
struct RotaryTable {
  let cosine: [Float]
  let sine: [Float]

  init(positions: Int, headDimension: Int, theta: Double) {
    let half = headDimension / 2
    let frequencies = (0..<half).map { pair in
      1 / Float(pow(theta, Double(2 * pair) / Double(headDimension)))
    }
    var cosine = [Float](repeating: 0, count: positions * half)
    var sine = cosine
    for position in 0..<positions {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        cosine[position * half + pair] = cosf(angle)
        sine[position * half + pair] = sinf(angle)
      }
    }
    self.cosine = cosine
    self.sine = sine
  }
}
