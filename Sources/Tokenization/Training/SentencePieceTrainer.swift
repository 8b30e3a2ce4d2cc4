import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Trains SentencePiece models: unigram, byte pairs, words and characters.
///
/// BPE, word and character models have the pieces and scores of SentencePiece 0.2.3 on the same text; unigram
/// models too, but for the last bit of scores on some texts (see ``UnigramTrainer``). The bytes of a model
/// depend on text and settings only, not on the number of threads, and hold no file names.
///
///     var settings = TrainerSettings()
///     settings.trainer.vocabularySize = 32_000
///     let trained = try SentencePieceTrainer(settings: settings).train(lines: lines)
public struct SentencePieceTrainer: Sendable {
  /// A model and what became of the text.
  public struct Result: Sendable {
    /// The model.
    public let model: SentencePieceModel
    /// What became of the lines.
    public let report: CorpusReport
  }

  /// How this trainer trains.
  public let settings: TrainerSettings

  private let meta: MetaPieces

  /// A trainer with `settings`. Throws ``TokenizerTrainingError`` if they cannot work.
  public init(settings: TrainerSettings) throws(TokenizerTrainingError) {
    try settings.check()
    self.settings = settings
    meta = try MetaPieces(settings.trainer, escapesWhitespace: settings.normalizer.escapesWhitespace)
  }

  /// Trains on `lines`, each the bytes of one line without its line end.
  ///
  /// `progress` may throw to call the training off. Time is about linear in the text for the words, and in the
  /// distinct words for the model.
  public func train(
    lines: some Sequence<[UInt8]>,
    progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void = { _ in }
  ) throws(TokenizerTrainingError) -> Result {
    let loader = try CorpusLoader(settings, meta, split: split)
    for line in lines {
      try line.withUnsafeBufferPointer { bytes throws(TokenizerTrainingError) in try loader.add(bytes) }
      if loader.isFull { break }
      if loader.report.lines % 4096 == 0 {
        try progress(.reading(lines: loader.report.lines, bytes: loader.report.bytes))
      }
    }
    return try train(loader, progress)
  }

  /// Trains on the lines of the files at `paths`, one after the other; `-` is the standard input.
  public func train(
    files paths: [String], progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void = { _ in }
  ) throws(TokenizerTrainingError) -> Result {
    let loader = try CorpusLoader(settings, meta, split: split)
    for path in paths where !loader.isFull {
      let reader = try LineReader(path: path)
      while try reader.readLine() {
        try loader.add(reader.line)
        if loader.isFull { break }
        if loader.report.lines % 4096 == 0 {
          try progress(.reading(lines: loader.report.lines, bytes: loader.report.bytes))
        }
      }
    }
    return try train(loader, progress)
  }

  private var split: WordSplit {
    let spec = settings.trainer
    switch spec.modelType {
    case .word, .char: return .prefix(keepsRuns: false)
    case .unigram, .bpe:
      guard spec.splitsByWhitespace else { return .lines }
      let keepsRuns = spec.allowsWhitespaceOnlyPieces
      return spec.treatsWhitespaceAsSuffix ? .suffix(keepsRuns: keepsRuns) : .prefix(keepsRuns: keepsRuns)
    }
  }

  private func train(
    _ loader: CorpusLoader, _ progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void
  ) throws(TokenizerTrainingError) -> Result {
    let words = try loader.finish()
    let alphabet = try Alphabet(of: words, settings.trainer)
    var report = loader.report
    report.characters = alphabet.count
    report.coverage = alphabet.coverage
    try progress(.prepared(words: words.count, characters: alphabet.count))
    var spec = settings.trainer
    let learned: [(bytes: [UInt8], score: Float)]
    switch spec.modelType {
    case .bpe: learned = try merges(words, alphabet, progress)
    case .unigram: learned = try unigrams(words, alphabet, progress)
    case .word: learned = wordPieces(words, alphabet)
    case .char: learned = characterPieces(alphabet)
    }
    if spec.usesWholeVocabulary { spec.vocabularySize = learned.count + meta.count }
    let pieces = try meta.vocabulary(learned, size: spec.vocabularySize)
    if spec.isVocabularyLimitHard, spec.modelType != .char {
      guard pieces.count == spec.vocabularySize else {
        throw .vocabularyTooLarge(requested: spec.vocabularySize, possible: pieces.count)
      }
    }
    spec.vocabularySize = pieces.count
    return Result(
      model: SentencePieceModel(
        pieces: pieces, trainer: spec, normalizer: settings.normalizer, denormalizer: settings.denormalizer),
      report: report)
  }

  /// Checks that the characters fit, and returns how many pieces are left for more.
  private func room(beside alphabet: Alphabet) throws(TokenizerTrainingError) -> Int {
    let room = settings.trainer.vocabularySize - meta.count - alphabet.count
    guard room >= 0 else {
      throw .vocabularyTooSmall(
        requested: settings.trainer.vocabularySize, required: meta.count + alphabet.count)
    }
    return room
  }

  // MARK: Byte pairs

  private func merges(
    _ words: consuming WordTable, _ alphabet: Alphabet,
    _ progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void
  ) throws(TokenizerTrainingError) -> [(bytes: [UInt8], score: Float)] {
    let spec = settings.trainer
    let choice = spec.choosesCharacterCoverage ? CharacterChoice(words, alphabet) : nil
    let wanted =
      try choice == nil ? room(beside: alphabet) : max(0, settings.trainer.vocabularySize - meta.count)
    let units = UnitTable(words, alphabet, isSorted: false)
    words = WordTable()
    var merger = PairMerger(units: units, alphabet: alphabet, rules: PieceRules(spec, alphabet))
    var learned: [PairMerger.Merge] = []
    while learned.count < wanted, let merge = merger.mergeNext() {
      learned.append(merge)
      if learned.count % 256 == 0 { try progress(.merging(pieces: learned.count, wanted: wanted)) }
    }
    try progress(.merging(pieces: learned.count, wanted: wanted))
    let pieces =
      choice?.pieces(learned, count: wanted)
      ?? learned.map(\.bytes) + alphabet.byFrequency.map { UTF8Scalar.bytes(of: alphabet.scalars[Int($0)]) }
    return zip(pieces, 0...).map { ($0, -Float($1)) }
  }

  // MARK: Unigram

  private func unigrams(
    _ words: consuming WordTable, _ alphabet: Alphabet,
    _ progress: (TrainingProgress) throws(TokenizerTrainingError) -> Void
  ) throws(TokenizerTrainingError) -> [(bytes: [UInt8], score: Float)] {
    let spec = settings.trainer
    _ = try room(beside: alphabet)
    // Lines are estimated in their order, words in that of their counts.
    let units = UnitTable(words, alphabet, isSorted: split != .lines)
    words = WordTable()
    let rules = PieceRules(spec, alphabet)
    let limit = spec.seedPieceCount == 0 ? max(100_000, spec.vocabularySize * 8) : spec.seedPieceCount
    let lattices =
      if spec.seedFile.isEmpty {
        UnigramSeeds.lattices(of: units, alphabet, rules, seeds: limit, threads: settings.threads)
      } else {
        UnigramSeeds.lattices(of: units, alphabet, rules, given: try seeds(), limit: limit)
      }
    try progress(.seeded(pieces: lattices.pieces.count))
    var trainer = UnigramTrainer(lattices, threads: settings.threads)
    try trainer.run(spec, wanted: Int(Double(spec.vocabularySize) * 1.1), progress: progress)
    var pieces: [(bytes: [UInt8], score: Float)] = []
    trainer.forEachPiece { symbols, score in pieces.append((alphabet.bytes(of: symbols), score)) }
    return chosen(pieces, alphabet, lowestScore: trainer.lowestScore)
  }

  /// The required characters and the best pieces, as many as there is room for, best first.
  private func chosen(
    _ pieces: [(bytes: [UInt8], score: Float)], _ alphabet: Alphabet, lowestScore: Float
  ) -> [(bytes: [UInt8], score: Float)] {
    let room = settings.trainer.vocabularySize - meta.count
    let known = Dictionary(pieces.map { ($0.bytes, $0.score) }) { first, _ in first }
    var chosen: [(bytes: [UInt8], score: Float)] = []
    var penalty: Float = 0
    for symbol in alphabet.byFrequency {
      let bytes = UTF8Scalar.bytes(of: alphabet.scalars[Int(symbol)])
      if let score = known[bytes] {
        chosen.append((bytes, score))
      } else {
        // Characters that estimation lost get scores below all others, each its own.
        chosen.append((bytes, lowestScore + penalty))
        penalty += 0.0001
      }
    }
    let required = Set(chosen.map(\.bytes))
    for piece in pieces.sorted(by: Self.comesFirst) where !required.contains(piece.bytes) {
      if chosen.count == room { break }
      chosen.append(piece)
    }
    return chosen.sorted(by: Self.comesFirst)
  }

  private static func comesFirst(
    _ left: (bytes: [UInt8], score: Float), _ right: (bytes: [UInt8], score: Float)
  ) -> Bool {
    left.score != right.score
      ? left.score > right.score : left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  private func seeds() throws(TokenizerTrainingError) -> [UnigramSeeds.Given] {
    let path = settings.trainer.seedFile
    let reader = try LineReader(path: path)
    var seeds: [UnigramSeeds.Given] = []
    var number = 0
    while try reader.readLine() {
      number += 1
      let fields = reader.line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard fields.count >= 2, let count = Int(String(decoding: fields[1], as: UTF8.self)), count > 0 else {
        throw .malformedSeed(
          path: path, line: number, found: String(decoding: reader.line.prefix(80), as: UTF8.self))
      }
      seeds.append((Array(fields[0]), count))
    }
    return seeds
  }

  // MARK: Words and characters

  private func wordPieces(
    _ words: borrowing WordTable, _ alphabet: Alphabet
  ) -> [(bytes: [UInt8], score: Float)] {
    let units = UnitTable(words, alphabet, isSorted: true)
    var total = 0
    for word in 0..<units.count { total += units.entries[word].weight }
    let logTotal = logf(Float(total))
    let room = settings.trainer.vocabularySize - meta.count
    var pieces: [(bytes: [UInt8], score: Float)] = []
    for word in 0..<units.count {
      let range = units.range(word)
      let symbols = UnsafeBufferPointer(start: units.symbols.base + range.lowerBound, count: range.count)
      if symbols.contains(alphabet.unknownSymbol) { continue }
      if !settings.trainer.usesWholeVocabulary, pieces.count >= room { break }
      pieces.append((alphabet.bytes(of: symbols), logf(Float(units.entries[word].weight)) - logTotal))
    }
    return pieces
  }

  private func characterPieces(_ alphabet: Alphabet) -> [(bytes: [UInt8], score: Float)] {
    let logTotal = logf(Float(alphabet.counts.reduce(0, +)))
    let room = settings.trainer.vocabularySize - meta.count
    let symbols =
      settings.trainer.usesWholeVocabulary
      ? alphabet.byFrequency[...] : alphabet.byFrequency.prefix(max(0, room))
    return symbols.map { symbol in
      (
        UTF8Scalar.bytes(of: alphabet.scalars[Int(symbol)]),
        logf(Float(alphabet.counts[Int(symbol)])) - logTotal
      )
    }
  }
}
