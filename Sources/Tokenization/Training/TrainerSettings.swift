/// How a tokenizer is trained: what SentencePiece's `spm_train` takes, with its defaults, and what is ours.
///
/// The settings that the model itself keeps lie in ``trainer``, ``normalizer`` and ``denormalizer``.
public struct TrainerSettings: Sendable, Equatable {
  /// The model's trainer specification: kind, size and shape of the vocabulary.
  public var trainer = SentencePieceModel.TrainerSpec()

  /// How text is normalized. Its charsmap is used as it stands: see ``NormalizationRules``.
  public var normalizer = SentencePieceModel.NormalizerSpec()

  /// How decoded text is normalized; nil for not at all.
  public var denormalizer: SentencePieceModel.NormalizerSpec?

  /// What drawing lines begins with, where ``SentencePieceModel/TrainerSpec/inputSentenceSize`` draws them.
  public var randomSeed: UInt64 = 12_345_678

  /// How many threads work; 1 to 1024. The model does not depend on it.
  public var threads = 1

  /// About how many bytes the words of the text may take in memory; nil for no limit.
  ///
  /// Beyond it words are counted on disk, and of too many the rarest are left out.
  public var maximumMemory: Int?

  /// SentencePiece's defaults: unigram, 8,000 pieces, and no normalization rule.
  public init() {}
}

/// How far a training is.
public enum TrainingProgress: Sendable, Equatable {
  /// Lines are being read.
  case reading(lines: Int, bytes: Int)
  /// The text is read: distinct words (or lines) and characters that get pieces.
  case prepared(words: Int, characters: Int)
  /// Pieces are being merged.
  case merging(pieces: Int, wanted: Int)
  /// The unigram trainer begins with so many pieces.
  case seeded(pieces: Int)
  /// The unigram trainer estimates and prunes.
  case estimating(round: Int, pieces: Int, wanted: Int)
}

/// What became of the lines of a training text.
public struct CorpusReport: Sendable, Equatable {
  /// Lines read.
  public var lines = 0
  /// Bytes read, without line ends.
  public var bytes = 0
  /// Lines with nothing in them.
  public var emptyLines = 0
  /// Lines longer than allowed, left out.
  public var longLines = 0
  /// The longest of those, in bytes.
  public var longestLine = 0
  /// Lines with `▅` (U+2585), which training uses itself, left out.
  public var reservedLines = 0
  /// Lines of which nothing was left after normalizing.
  public var blankLines = 0
  /// Lines with malformed UTF-8; each such byte was read as U+FFFD.
  public var malformedLines = 0
  /// Lines with NUL characters, which get no piece.
  public var nullLines = 0
  /// Lines trained on.
  public var usedLines = 0
  /// Distinct words (or lines, where pieces may go across spaces).
  public var words = 0
  /// Rare words left out to keep to the memory allowed.
  public var droppedWords = 0
  /// How often those occurred.
  public var droppedOccurrences = 0
  /// Characters that got pieces of their own.
  public var characters = 0
  /// The share of the text's characters that these are.
  public var coverage = 0.0

  /// A report of nothing.
  public init() {}
}
