/// What can go wrong in an evaluation.
public enum EvaluationError: Error, Equatable, Sendable {
  /// A scorer gave another number of scores than it was given texts.
  case scoreCount(contestant: String, set: String, expected: Int, found: Int)
  /// A scorer gave another number of category scores than there are categories.
  case categoryCount(contestant: String, set: String, row: Int, expected: Int, found: Int)
  /// A score is not a finite number.
  case nonFiniteScore(contestant: String, set: String, row: Int)
  /// A row of an evaluation set has no label.
  case unlabelledRow(set: String, id: String)
  /// A model can't be trained because the training rows lack a label.
  case missingClass(label: String)
  /// A checkpoint has no guardian metadata (`haechi.json`).
  case notAGuardian
  /// A report could not be written as JSON.
  case unencodable(reason: String)
}
