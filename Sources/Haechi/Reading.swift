#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logits of one forward pass as probabilities.
struct Reading {
  /// log P(unsafe) - log P(safe), in nats, after the temperature.
  let logOdds: Double
  /// One logit a category, in the metadata's order.
  let categoryLogits: ArraySlice<Float>

  /// The reading of `logits` as `[safe, unsafe, category...]`.
  init(logits: [Float], temperature: Float) {
    logOdds = (Double(logits[1]) - Double(logits[0])) / Double(temperature)
    categoryLogits = logits[2...]
  }

  /// P(unsafe): the softmax over the two label logits.
  var probability: Double { Reading.sigmoid(logOdds) }

  /// The category probabilities, in the metadata's order.
  var categoryProbabilities: [Double] { categoryLogits.map { Reading.sigmoid(Double($0)) } }

  /// 1 / (1 + e^-x). A value that is no number gives 1: a guard that cannot tell must not wave through.
  static func sigmoid(_ x: Double) -> Double { x.isNaN ? 1 : 1 / (1 + exp(-x)) }
}
