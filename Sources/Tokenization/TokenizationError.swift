/// What the tokenizer refuses: bytes that are not a model, models that cannot work, text that cannot train one.
public enum TokenizationError: Error, Sendable, Equatable {
  /// The model file ends inside of a field that begins at byte `offset`.
  case truncated(field: String, offset: Int)
  /// A length says more bytes than are there.
  case lengthOutOfBounds(field: String, offset: Int, expectedAtMost: Int, found: UInt64)
  /// A number at byte `offset` is longer than ten bytes.
  case malformedNumber(offset: Int)
  /// A key at byte `offset` has field number 0, or a wire type that does not exist.
  case malformedKey(offset: Int, found: UInt64)
  /// A field has another wire type than its number says.
  case wrongWireType(field: String, offset: Int, expected: Int, found: Int)
  /// A number stands for no value of its enumeration.
  case unknownValue(field: String, offset: Int, found: Int)
  /// The model has no piece.
  case noPieces
  /// The model has more pieces than ids can count.
  case tooManyPieces(found: Int)
  /// A piece has no bytes.
  case emptyPiece(id: Int)
  /// Two pieces have the same bytes.
  case duplicatePiece(id: Int, firstID: Int)
  /// A piece is longer than the `limit` in bytes.
  case pieceTooLong(id: Int, found: Int, limit: Int)
  /// A piece holds a zero byte.
  case nulInPiece(id: Int)
  /// A score is no number or infinite.
  case invalidScore(id: Int)
  /// The model needs exactly one unknown piece.
  case unknownPieceCount(found: Int)
  /// With byte fallback each of the 256 byte pieces is needed once; without it none may be there.
  case bytePieces(expected: Int, found: Int)
  /// A byte piece is not spelled `<0x00>` to `<0xFF>`.
  case malformedBytePiece(id: Int)
  /// The model has a type that this tokenizer does not run.
  case unsupportedModelType(SentencePieceModel.TrainerSpec.ModelType)
  /// The precompiled charsmap is not what its header says.
  case malformedCharsmap(reason: CharsmapFault, offset: Int)
  /// A line of a `.vocab` file has no tab and number.
  case malformedVocabulary(line: Int)
  /// The file is no JSON; reading stopped at byte `offset`.
  case malformedJSON(offset: Int)
  /// A member of a `tokenizer.json` is missing or is not what it must be.
  case malformedMember(path: String, expected: String)
  /// A `tokenizer.json` asks for a part that this version does not run.
  case unsupportedMember(path: String, found: String)
  /// A regular expression cannot be read at `offset`, or uses what this version does not run.
  case malformedPattern(pattern: String, offset: Int)
  /// Models of this type cannot do what was asked for.
  case unsupportedOperation(name: String, type: SentencePieceModel.TrainerSpec.ModelType)
  /// A setting of the trainer lies outside of what it takes.
  case settingOutOfRange(name: String, found: Double, expected: ClosedRange<Double>)
  /// Two special symbols have the same name, or one is empty.
  case invalidSymbol(name: String)
  /// The special and required pieces alone are more than the vocabulary.
  case vocabularyTooSmall(requested: Int, required: Int)
  /// The text has not enough pairs to fill the vocabulary.
  case vocabularyTooLarge(requested: Int, possible: Int)
  /// There is no text to train on.
  case noTrainingText

  /// What can be wrong with a precompiled charsmap.
  public enum CharsmapFault: Sendable, Equatable {
    /// It is shorter than its header.
    case header
    /// The trie is longer than the blob, or not a whole number of units.
    case trieSize
    /// A trie unit points outside of the trie.
    case trieUnit
    /// A value points outside of the normalized strings, or to a string without an end.
    case value
  }
}
