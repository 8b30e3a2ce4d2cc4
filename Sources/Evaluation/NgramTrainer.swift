import Datasets
import Foundation

/// The logistic function, without overflow.
func sigmoid(_ x: Float) -> Float {
  x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}

/// Collects rows as sparse features and fits the baseline's weights to them.
struct NgramTrainer {
  private typealias Outputs = NgramLogisticRegression.Outputs

  private let features: NgramFeatures
  private let settings: NgramLogisticRegression.Settings
  /// The rows' features back to back; `starts` has one entry more than there are rows.
  private var indices: [UInt32] = []
  private var starts: [Int] = [0]
  /// What is true of a row, and how much each lane weighs: 0 where it is masked.
  private var targets: [Outputs] = []
  private var lossWeights: [Outputs] = []

  init(features: NgramFeatures, settings: NgramLogisticRegression.Settings) {
    self.features = features
    self.settings = settings
  }

  /// Adds a row; what it leaves open is masked.
  mutating func add(_ record: Record, weight: Float, categories: [String]) {
    indices.append(contentsOf: features.features(of: record.text))
    starts.append(indices.count)
    var (target, lossWeight) = (Outputs.zero, Outputs.zero)
    let known = [record.label.map { $0 == .unsafe }] + categories.map { record.categories[$0] }
    for (lane, truth) in known.enumerated() {
      guard let truth else { continue }
      target[lane] = truth ? 1 : 0
      lossWeight[lane] = weight
    }
    targets.append(target)
    lossWeights.append(lossWeight)
  }

  /// The weights, one vector a feature, and the bias, after all epochs.
  func train() -> (weights: [SIMD16<Float>], bias: SIMD16<Float>) {
    let count = 1 << features.hashBits
    var weights = [Outputs](repeating: .zero, count: count)
    // AdaGrad's sums of squared gradients start above zero, so the first steps are finite.
    var squares = [Outputs](repeating: Outputs(repeating: 1e-6), count: count)
    var bias = Outputs.zero
    var biasSquares = Outputs(repeating: 1e-6)
    var generator = SplitMix64(seed: settings.seed)
    var order = Array(targets.indices)
    for epoch in 0..<settings.epochs {
      order.shuffle(using: &generator)
      // A step that shrinks to a fifth over the epochs ends nearer to the optimum than a constant one.
      let progress = Float(epoch) / Float(max(1, settings.epochs - 1))
      let rate = settings.learningRate * (1 - 0.8 * progress)
      for row in order {
        step(row, rate: rate, &weights, &squares, &bias, &biasSquares)
      }
    }
    return (weights, bias)
  }

  /// One step of AdaGrad on one row: gradient of the weighted logistic loss plus the penalty.
  private func step(
    _ row: Int, rate: Float, _ weights: inout [Outputs], _ squares: inout [Outputs], _ bias: inout Outputs,
    _ biasSquares: inout Outputs
  ) {
    let range = starts[row]..<starts[row + 1]
    let scale = NgramLogisticRegression.scale(features: range.count)
    let (target, lossWeight, penalty) = (targets[row], lossWeights[row], settings.penalty)
    // SAFETY: `range` lies within `indices` by construction of `starts`; every index is below 2^hashBits, the
    // count of `weights` and `squares`; none of the three is resized inside.
    indices.withUnsafeBufferPointer { indices in
      weights.withUnsafeMutableBufferPointer { weights in
        squares.withUnsafeMutableBufferPointer { squares in
          var sum = Outputs.zero
          for position in range { sum += weights[Int(indices[position])] }
          let logits = bias + sum * scale
          var gradient = Outputs.zero
          for lane in 0..<Outputs.scalarCount where lossWeight[lane] > 0 {
            gradient[lane] = (sigmoid(logits[lane]) - target[lane]) * lossWeight[lane]
          }
          biasSquares += gradient * gradient
          bias -= rate * gradient / biasSquares.squareRoot()
          let featureGradient = gradient * scale
          for position in range {
            let index = Int(indices[position])
            let total = featureGradient + penalty * weights[index]
            squares[index] += total * total
            weights[index] -= rate * total / squares[index].squareRoot()
          }
        }
      }
    }
  }
}
