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
    /// How many pieces were asked for.
    public var vocabularySize = 8000
    /// The share of the training text's characters that got pieces of their own.
    public var characterCoverage: Float = 0.9995
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
        .integer(3, \.modelTypeValue), .integer(4, \.vocabularySize), .float(10, \.characterCoverage),
        .integer(18, \.maximumSentenceLength), .integer(20, \.maximumPieceLength),
        .boolean(21, \.splitsByScript),
        .boolean(22, \.splitsByWhitespace), .boolean(23, \.splitsByNumber),
        .boolean(24, \.treatsWhitespaceAsSuffix), .boolean(25, \.splitsDigits),
        .boolean(26, \.allowsWhitespaceOnlyPieces), .strings(30, \.controlSymbols),
        .strings(31, \.userDefinedSymbols), .boolean(35, \.hasByteFallback),
        .string(36, \.requiredCharacters),
        .integer(40, \.unknownID), .integer(41, \.beginID), .integer(42, \.endID), .integer(43, \.paddingID),
        .string(44, \.unknownSurface), .string(45, \.unknownPiece), .string(46, \.beginPiece),
        .string(47, \.endPiece), .string(48, \.paddingPiece),
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
