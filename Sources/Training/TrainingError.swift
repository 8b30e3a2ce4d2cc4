/// What can be wrong with what training is given.
public enum TrainingError: Error, Equatable, Sendable {
  /// A batch has no example.
  case emptyBatch
  /// An example has no ids.
  case emptyExample(index: Int)
  /// An id lies outside the vocabulary.
  case idOutOfRange(example: Int, position: Int, found: Int32, vocabulary: Int)
  /// An example is longer than the positions of the model.
  case tooLong(example: Int, found: Int, limit: Int)
  /// An example has another number of categories than the metadata.
  case categoryCount(example: Int, expected: Int, found: Int)
  /// A target, weight or setting is not a number in its range.
  case valueOutOfRange(name: String, found: Float)
  /// The configuration contradicts itself or cannot be trained.
  case configuration(field: String, found: Int)
  /// A parameter is missing or has another shape.
  case parameter(name: String, expected: [Int], found: [Int]?)
  /// The loss or the gradient is not finite; nothing was updated.
  case notFinite(step: Int, loss: Float, gradientNorm: Float)
  /// A file could not be read or written.
  case file(path: String, operation: String, errno: Int32)
  /// A file is not a training state of this version.
  case notAState(path: String)
  /// A training state ends early or is longer than its header says.
  case stateLength(path: String, expected: Int, found: Int)
  /// A training state's bytes are not those that were written.
  case stateChecksum(path: String, expected: UInt64, found: UInt64)
  /// A training state belongs to another run.
  case stateMismatch(path: String, field: String, expected: String, found: String)
}
