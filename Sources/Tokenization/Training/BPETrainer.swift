import Normalization

/// Trains byte-pair-encoding models from lines of text, the way SentencePiece does.
///
/// Words (text between spaces, with the `▁` before it) are counted; then the most frequent pair of
/// neighbours becomes a piece, again and again, until the vocabulary is full. Ties go to the shorter piece,
/// then to the one whose bytes come first, then to the one whose left part is older: the same text gives the
/// same model, byte for byte.
///
/// Sources: Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units", algorithm 1;
/// order, ties and valid pieces as in SentencePiece's `bpe_model_trainer.cc` and `trainer_interface.cc`.
///
/// The text is not normalized here beyond its spaces: pass it through ``HangulForm`` first. The model has the
/// normalizer `identity`.
public struct BPETrainer: Sendable {
  /// What a training needs to know.
  public struct Settings: Sendable, Equatable {
    /// How many pieces the model has, specials and bytes included; the result has exactly as many.
    public var vocabularySize = 8192
    /// The share of characters of the text that get pieces of their own, most frequent first; 0 to 1.
    public var characterCoverage: Float = 0.9995
    /// Characters that get pieces of their own however rare they are.
    public var requiredCharacters = ""
    /// Whether text outside of the vocabulary becomes byte pieces instead of the unknown piece.
    public var hasByteFallback = true
    /// Control pieces, in the order of their ids, right behind `<unk>`, `<s>` and `</s>`.
    public var controlSymbols: [String] = []
    /// The longest piece in characters; 1 to 512.
    public var maximumPieceLength = 16
    /// Whether each digit stays a piece of its own.
    public var splitsDigits = true
    /// Whether a piece keeps to one script; kana counts as Han.
    public var splitsByScript = true
    /// Whether digits keep to pieces without letters.
    public var splitsByNumber = true
    /// Whether a text begins with a `▁` that was not there.
    public var addsDummyPrefix = true
    /// Whether spaces at the ends go and runs of spaces become one.
    public var removesExtraWhitespace = false

    /// The settings of our own models.
    public init() {}
  }

  /// How far a training is.
  public struct Progress: Sendable, Equatable {
    /// Distinct words in the table.
    public var words: Int
    /// Pieces found so far.
    public var pieces: Int
    /// Pieces to find.
    public var piecesWanted: Int
  }

  /// How this trainer trains.
  public let settings: Settings

  /// A trainer with `settings`.
  public init(settings: Settings = Settings()) { self.settings = settings }

  /// Trains on `lines`, each the UTF-8 of one line, without its line end.
  ///
  /// `progress` is called every 64 pieces. Empty lines and order of lines do not matter. Time is about
  /// linear in the text, memory in its distinct words.
  public func train(
    lines: some Sequence<[UInt8]>, progress: (Progress) -> Void = { _ in }
  ) throws(TokenizationError) -> SentencePieceModel {
    try checkSettings()
    var words = WordTable()
    for line in lines {
      words.add(
        line: line, addsDummyPrefix: settings.addsDummyPrefix, keepsEmpty: !settings.removesExtraWhitespace)
    }
    let spec = trainerSpec()
    var wanting = spec
    wanting.requiredCharacters.unicodeScalars.removeAll { $0 == " " }
    let alphabet: Alphabet
    // Without spaces among the required characters nothing can be wrong but the lack of text.
    do { alphabet = try Alphabet(of: words, wanting) } catch { throw .noTrainingText }
    let specials = try specialPieces()
    let wanted = settings.vocabularySize - specials.count - alphabet.count
    guard wanted >= 0 else {
      throw .vocabularyTooSmall(
        requested: settings.vocabularySize, required: specials.count + alphabet.count)
    }
    let distinct = words.count
    var merger = PairMerger(
      units: UnitTable(words, alphabet, isSorted: false), alphabet: alphabet,
      rules: PieceRules(spec, alphabet), taken: Set(specials.map(\.bytes)))
    var learned: [[UInt8]] = []
    while learned.count < wanted, let merge = merger.mergeNext() {
      learned.append(merge.bytes)
      if learned.count % 64 == 0 || learned.count == wanted {
        progress(Progress(words: distinct, pieces: learned.count, piecesWanted: wanted))
      }
    }
    guard learned.count == wanted else {
      throw .vocabularyTooLarge(
        requested: settings.vocabularySize, possible: settings.vocabularySize - wanted + learned.count)
    }
    learned += alphabet.byFrequency.map { UTF8Scalar.bytes(of: alphabet.scalars[Int($0)]) }
    let pieces = zip(learned, 0...).map { bytes, rank in
      SentencePieceModel.Piece(bytes: bytes, score: -Float(rank), type: .normal)
    }
    return SentencePieceModel(pieces: specials + pieces, trainer: spec, normalizer: normalizerSpec())
  }

  private func checkSettings() throws(TokenizationError) {
    func check(_ name: String, _ found: Double, _ expected: ClosedRange<Double>) throws(TokenizationError) {
      guard expected.contains(found) else {
        throw .settingOutOfRange(name: name, found: found, expected: expected)
      }
    }
    try check("vocabularySize", Double(settings.vocabularySize), 1...16_777_216)
    try check("characterCoverage", Double(settings.characterCoverage), 0...1)
    try check("maximumPieceLength", Double(settings.maximumPieceLength), 1...512)
  }

  /// `<unk>`, `<s>`, `</s>`, the control symbols and the bytes.
  private func specialPieces() throws(TokenizationError) -> [SentencePieceModel.Piece] {
    let spec = SentencePieceModel.TrainerSpec()
    var pieces: [SentencePieceModel.Piece] = []
    var names: Set<[UInt8]> = []
    func add(_ name: String, _ type: SentencePieceModel.PieceType) throws(TokenizationError) {
      let bytes = Array(name.utf8)
      guard !bytes.isEmpty, names.insert(bytes).inserted else { throw .invalidSymbol(name: name) }
      pieces.append(SentencePieceModel.Piece(bytes: bytes, score: 0, type: type))
    }
    try add(spec.unknownPiece, .unknown)
    try add(spec.beginPiece, .control)
    try add(spec.endPiece, .control)
    for symbol in settings.controlSymbols { try add(symbol, .control) }
    for byte in UInt8.min...UInt8.max where settings.hasByteFallback {
      try add(SentencePieceModel.byteName(byte), .byte)
    }
    return pieces
  }

  private func trainerSpec() -> SentencePieceModel.TrainerSpec {
    var spec = SentencePieceModel.TrainerSpec()
    spec.modelType = .bpe
    spec.vocabularySize = settings.vocabularySize
    spec.characterCoverage = settings.characterCoverage
    spec.maximumSentenceLength = 0
    spec.maximumPieceLength = settings.maximumPieceLength
    spec.splitsByScript = settings.splitsByScript
    spec.splitsByNumber = settings.splitsByNumber
    spec.splitsDigits = settings.splitsDigits
    spec.controlSymbols = settings.controlSymbols
    spec.requiredCharacters = settings.requiredCharacters
    spec.hasByteFallback = settings.hasByteFallback
    return spec
  }

  private func normalizerSpec() -> SentencePieceModel.NormalizerSpec {
    var spec = SentencePieceModel.NormalizerSpec()
    spec.name = "identity"
    spec.addsDummyPrefix = settings.addsDummyPrefix
    spec.removesExtraWhitespace = settings.removesExtraWhitespace
    return spec
  }
}

extension SentencePieceModel {
  /// The name of the piece that stands for `byte`: `<0x00>` to `<0xFF>`.
  public static func byteName(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x" + (digits.utf8.count == 1 ? "0" : "") + digits + ">"
  }
}

extension WordTable {
  /// Counts the words of `line`, which is not normalized: spaces and `▁` separate words.
  ///
  /// With `keepsEmpty` each of several spaces is a word of its own; without it they count as one.
  fileprivate mutating func add(line: [UInt8], addsDummyPrefix: Bool, keepsEmpty: Bool) {
    var word: [UInt8] = []
    var begin = 0
    var hasSpace = addsDummyPrefix
    while begin <= line.count, !line.isEmpty {
      var end = begin
      while end < line.count, !Self.isSpace(line, at: end) { end += 1 }
      if end > begin || (hasSpace && keepsEmpty) {
        word.removeAll(keepingCapacity: true)
        if hasSpace { word += Self.space }
        word += line[begin..<end]
        word.withUnsafeBufferPointer { bytes in
          if let base = bytes.baseAddress { _ = add(base, count: bytes.count, weight: 1) }
        }
      }
      guard end < line.count else { break }
      begin = end + (line[end] == 0x20 ? 1 : Self.space.count)
      hasSpace = true
    }
  }

  private static func isSpace(_ line: [UInt8], at offset: Int) -> Bool {
    line[offset] == 0x20
      || (line[offset] == 0xE2 && offset + 2 < line.count && line[offset + 1] == 0x96
        && line[offset + 2] == 0x81)
  }
}
