/// What keeps a tokenizer from being trained: a wrong setting, unreadable input, text that cannot fill a model.
public enum TokenizerTrainingError: Error, Sendable, Equatable {
  /// A number lies outside of what the setting takes.
  case settingOutOfRange(name: String, found: Double, expected: ClosedRange<Double>)
  /// Two settings do not go together.
  case conflictingSettings(name: String, other: String)
  /// A setting names none of the values that it takes.
  case unknownValue(name: String, found: String, expected: [String])
  /// A special piece has no name.
  case emptySymbol(setting: String)
  /// A symbol is there twice, or is called like the unknown piece.
  case duplicateSymbol(name: String)
  /// Two special pieces want the same id.
  case specialIDTaken(piece: String, id: Int)
  /// The id of a special piece lies outside of the vocabulary.
  case specialIDOutOfRange(piece: String, id: Int, vocabularySize: Int)
  /// The model ends before the id that a special piece wants.
  case specialIDUnreached(piece: String, id: Int, pieces: Int)
  /// Without byte fallback there must be an unknown piece.
  case unknownPieceMissing
  /// A file cannot be read; `code` is the system's error number.
  case unreadableFile(path: String, code: Int32)
  /// A file cannot be written; `code` is the system's error number.
  case unwritableFile(path: String, code: Int32)
  /// A row of a word count file is not `text <tab> count`.
  case malformedRow(line: Int, found: String)
  /// A row of a normalization rule is not `source <tab> target` in hexadecimal code points.
  case malformedRule(path: String, line: Int, found: String)
  /// A row of a seed file is not `piece <tab> frequency`.
  case malformedSeed(path: String, line: Int, found: String)
  /// The normalization rule cannot be made into a charsmap.
  case invalidCharsmap(TokenizationError)
  /// There is no text to train on.
  case noText
  /// Required characters contain a space, which never stands in a piece.
  case requiredSpace
  /// The special and required pieces alone are more than the vocabulary.
  case vocabularyTooSmall(requested: Int, required: Int)
  /// The text gives no more pieces than `possible`.
  case vocabularyTooLarge(requested: Int, possible: Int)
  /// Whole lines are needed, and they take more memory than allowed.
  case memoryExhausted(limit: Int)
  /// The training was called off.
  case cancelled
}
