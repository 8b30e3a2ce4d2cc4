extension SentencePieceModel {
  /// How a model was trained; the fields that change how it is used, and those that our trainers set.
  ///
  /// Fields of the file that are not named here are kept as they stood. A value that equals its default is
  /// not written.
  public struct TrainerSpec: Sendable, Equatable {
    /// The kinds of models; the raw values are those of the file.
    public enum ModelType: Int, Sendable {
      /// The most probable cut under a unigram language model.
      case unigram = 1
      /// Byte pair encoding.
      case bpe = 2
      /// Whole words.
      case word = 3
      /// Single characters.
      case char = 4
    }

    /// The kind of the model.
    public var modelType: ModelType {
      get { ModelType(rawValue: modelTypeValue) ?? .unigram }
      set { modelTypeValue = newValue.rawValue }
    }

    var modelTypeValue = ModelType.unigram.rawValue
    /// The files that were trained on. Our trainers leave this empty: a model tells nothing of its machine.
    public var input: [String] = []
    /// `text` or `tsv` (a text and how often it occurs); empty means `text`.
    public var inputFormat = ""
    /// What the model's files were called. Our trainers leave this empty.
    public var modelPrefix = ""
    /// The languages that the model accepts; nothing reads it.
    public var acceptedLanguages: [String] = []
    /// How many lines to keep for self tests; nothing reads it.
    public var selfTestSampleSize = 0
    /// How many pieces were asked for.
    public var vocabularySize = 8000
    /// The share of the training text's characters that got pieces of their own.
    public var characterCoverage: Float = 0.9995
    /// The most lines to train on; 0 for all.
    public var inputSentenceSize = 0
    /// How many seeds the unigram trainer begins with; 0 for eight times the vocabulary, at least 100,000.
    public var seedPieceCount = 1_000_000
    /// The share of pieces that one round of the unigram trainer keeps.
    public var shrinkingFactor: Float = 0.75
    /// How many threads trained; our models do not depend on it and leave it alone.
    public var threadCount = 16
    /// How many times the unigram trainer estimates before it prunes.
    public var subIterations = 2
    /// Whether ``inputSentenceSize`` lines are drawn from all lines and not taken from the beginning.
    public var shufflesInput = true
    /// The longest line in bytes that was used; 0 for no limit.
    public var maximumSentenceLength = 4192
    /// The longest piece in characters.
    public var maximumPieceLength = 16
    /// Whether a piece keeps to one script.
    public var splitsByScript = true
    /// Whether digits count as a script.
    public var splitsByNumber = true
    /// Whether a piece keeps inside of one word.
    public var splitsByWhitespace = true
    /// Whether `▁` ends a word instead of beginning it.
    public var treatsWhitespaceAsSuffix = false
    /// Whether a piece may be several `▁`.
    public var allowsWhitespaceOnlyPieces = false
    /// Whether each digit is a piece of its own.
    public var splitsDigits = false
    /// The control symbols after the standard ones.
    public var controlSymbols: [String] = []
    /// The symbols that are always taken whole.
    public var userDefinedSymbols: [String] = []
    /// Characters that had to get pieces.
    public var requiredCharacters = ""
    /// Whether a `.vocab` file tells the scores.
    public var writesScores = true
    /// Whether a vocabulary that cannot be filled is an error.
    public var isVocabularyLimitHard = true
    /// Whether a word or character model takes all there are.
    public var usesWholeVocabulary = false
    /// Whether the trainer was meant for a very large text; nothing reads it.
    public var trainsOnLargeCorpus = false
    /// A string that no piece goes across; empty for none.
    public var pretokenizationDelimiter = ""
    /// The file that the seeds came from; empty if they came from the text.
    public var seedFile = ""
    /// Whether the trainer chose between characters and longer pieces itself.
    public var choosesCharacterCoverage = false
    /// Whether text outside of the vocabulary becomes byte pieces.
    public var hasByteFallback = false
    /// The id of the unknown piece.
    public var unknownID = 0
    /// The id of the piece that begins a text; -1 for none.
    public var beginID = 1
    /// The id of the piece that ends a text; -1 for none.
    public var endID = 2
    /// The id of the padding piece; -1 for none.
    public var paddingID = -1
    /// What the unknown piece is decoded to.
    public var unknownSurface = " \u{2047} "
    /// The name of the unknown piece.
    public var unknownPiece = "<unk>"
    /// The name of the piece that begins a text.
    public var beginPiece = "<s>"
    /// The name of the piece that ends a text.
    public var endPiece = "</s>"
    /// The name of the padding piece.
    public var paddingPiece = "<pad>"

    var otherFields: [UInt8] = []

    /// The specification that an empty message stands for.
    public init() {}

    static var fields: [SpecField<Self>] {
      [
        .strings(1, \.input), .string(2, \.modelPrefix), .integer(3, \.modelTypeValue),
        .integer(4, \.vocabularySize), .strings(5, \.acceptedLanguages), .integer(6, \.selfTestSampleSize),
        .string(7, \.inputFormat), .float(10, \.characterCoverage), .integer(11, \.inputSentenceSize),
        .integer(14, \.seedPieceCount), .float(15, \.shrinkingFactor), .integer(16, \.threadCount),
        .integer(17, \.subIterations), .integer(18, \.maximumSentenceLength), .boolean(19, \.shufflesInput),
        .integer(20, \.maximumPieceLength),
        .boolean(21, \.splitsByScript),
        .boolean(22, \.splitsByWhitespace), .boolean(23, \.splitsByNumber),
        .boolean(24, \.treatsWhitespaceAsSuffix), .boolean(25, \.splitsDigits),
        .boolean(26, \.allowsWhitespaceOnlyPieces), .strings(30, \.controlSymbols),
        .strings(31, \.userDefinedSymbols), .boolean(32, \.writesScores),
        .boolean(33, \.isVocabularyLimitHard), .boolean(34, \.usesWholeVocabulary),
        .boolean(35, \.hasByteFallback),
        .string(36, \.requiredCharacters),
        .integer(40, \.unknownID), .integer(41, \.beginID), .integer(42, \.endID), .integer(43, \.paddingID),
        .string(44, \.unknownSurface), .string(45, \.unknownPiece), .string(46, \.beginPiece),
        .string(47, \.endPiece), .string(48, \.paddingPiece), .boolean(49, \.trainsOnLargeCorpus),
        .string(53, \.pretokenizationDelimiter), .string(54, \.seedFile),
        .boolean(55, \.choosesCharacterCoverage),
      ]
    }

    mutating func merge(_ bytes: [UInt8], _ range: Range<Int>) throws(TokenizationError) {
      try readSpec(
        bytes, range, name: "trainer_spec", fields: Self.fields, into: &self, others: \.otherFields)
      guard ModelType(rawValue: modelTypeValue) != nil else {
        throw .unknownValue(field: "trainer_spec.model_type", offset: range.lowerBound, found: modelTypeValue)
      }
    }

    func serialized() -> [UInt8] { writeSpec(self, default: Self(), fields: Self.fields) + otherFields }
  }

  /// How text is normalized before it is cut into pieces.
  public struct NormalizerSpec: Sendable, Equatable {
    /// The rule's name, such as `nmt_nfkc` or `identity`.
    public var name = ""
    /// The rule as a trie and its replacements; empty for none.
    public var precompiledCharsmap: [UInt8] = []
    /// Whether the text begins with a `▁` that was not there.
    public var addsDummyPrefix = true
    /// Whether spaces at the ends go and runs of spaces become one.
    public var removesExtraWhitespace = true
    /// Whether a space becomes `▁`.
    public var escapesWhitespace = true
    /// The rule's source, which only trainers read.
    public var normalizationRuleTSV = ""

    var otherFields: [UInt8] = []

    /// The specification that an empty message stands for.
    public init() {}

    static var fields: [SpecField<Self>] {
      [
        .string(1, \.name), .bytes(2, \.precompiledCharsmap), .boolean(3, \.addsDummyPrefix),
        .boolean(4, \.removesExtraWhitespace), .boolean(5, \.escapesWhitespace),
        .string(6, \.normalizationRuleTSV),
      ]
    }

    mutating func merge(_ bytes: [UInt8], _ range: Range<Int>) throws(TokenizationError) {
      try readSpec(
        bytes, range, name: "normalizer_spec", fields: Self.fields, into: &self, others: \.otherFields)
    }

    func serialized() -> [UInt8] { writeSpec(self, default: Self(), fields: Self.fields) + otherFields }
  }
}

private func readSpec<Spec>(
  _ bytes: [UInt8], _ range: Range<Int>, name: String, fields: [SpecField<Spec>], into spec: inout Spec,
  others: WritableKeyPath<Spec, [UInt8]>
) throws(TokenizationError) {
  var reader = ProtobufWire.Reader(bytes, range: range, name: name)
  while let field = try reader.next() {
    if let known = fields.first(where: { $0.number == field.number }) {
      try known.read(field, of: bytes, into: &spec, name: name)
    } else {
      spec[keyPath: others] += bytes[field.whole]
    }
  }
}

private func writeSpec<Spec>(_ spec: Spec, default absent: Spec, fields: [SpecField<Spec>]) -> [UInt8] {
  var message = ProtobufWire.Writer()
  for field in fields { field.write(spec, default: absent, to: &message) }
  return message.bytes
}
