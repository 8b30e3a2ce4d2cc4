/// What the head says at the last position of one example.
public struct Readout: Sendable, Equatable {
  /// The logits of `GuardianMetadata.readoutIDs`: safe, unsafe, then one a category.
  public var logits: [Float]

  /// The probability of "unsafe" at temperature 1.
  public var unsafeProbability: Float { sigmoid(logits[1] - logits[0]) }

  /// The probability of each category.
  public var categoryProbabilities: [Float] { logits.dropFirst(2).map(sigmoid) }
}
