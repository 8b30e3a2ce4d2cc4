extension TrainerSettings {
  /// Whether the settings can work; the bounds are those of `VerifySpec` of SentencePiece 0.2.3.
  func check() throws(TokenizerTrainingError) {
    func range(_ name: String, _ found: Double, _ expected: ClosedRange<Double>)
      throws(TokenizerTrainingError)
    {
      guard expected.contains(found) else {
        throw .settingOutOfRange(name: name, found: found, expected: expected)
      }
    }
    let isSubword = trainer.modelType == .unigram || trainer.modelType == .bpe
    try range("vocab_size", Double(trainer.vocabularySize), 1...16_777_216)
    // As doubles 0.98 and the float next to it differ.
    guard (0.98...1).contains(Double(trainer.characterCoverage)) else {
      throw .settingOutOfRange(
        name: "character_coverage", found: Double(trainer.characterCoverage), expected: 0.98...1)
    }
    try range("max_sentencepiece_length", Double(trainer.maximumPieceLength), 1...512)
    try range("num_sub_iterations", Double(trainer.subIterations), 1...10)
    try range("num_threads", Double(threads), 1...1024)
    try range("shrinking_factor", Double(trainer.shrinkingFactor), 0.5...0.95)
    try range("max_sentence_length", Double(trainer.maximumSentenceLength), 10...1_073_741_824)
    try range("seed_sentencepiece_size", Double(trainer.seedPieceCount), 0...1_000_000_000)
    if trainer.inputSentenceSize > 0 {
      try range("input_sentence_size", Double(trainer.inputSentenceSize), 101...1e15)
    }
    guard ["", "text", "tsv"].contains(trainer.inputFormat) else {
      throw .unknownValue(name: "input_format", found: trainer.inputFormat, expected: ["text", "tsv"])
    }
    guard normalizer.escapesWhitespace else {
      throw .conflictingSettings(name: "escape_whitespaces=false", other: "training")
    }
    if isSubword, trainer.usesWholeVocabulary {
      throw .conflictingSettings(name: "use_all_vocab", other: "model_type=\(modelTypeName)")
    }
    if !trainer.seedFile.isEmpty, trainer.modelType != .unigram {
      throw .conflictingSettings(name: "seed_sentencepieces_file", other: "model_type=\(modelTypeName)")
    }
    if !trainer.pretokenizationDelimiter.isEmpty, !isSubword {
      throw .conflictingSettings(name: "pretokenization_delimiter", other: "model_type=\(modelTypeName)")
    }
    guard trainer.choosesCharacterCoverage else { return }
    guard trainer.modelType == .bpe else {
      throw .conflictingSettings(name: "auto_character_coverage", other: "model_type=\(modelTypeName)")
    }
    guard trainer.hasByteFallback else {
      throw .conflictingSettings(name: "auto_character_coverage", other: "byte_fallback=false")
    }
    guard trainer.requiredCharacters.isEmpty else {
      throw .conflictingSettings(name: "auto_character_coverage", other: "required_chars")
    }
  }

  private var modelTypeName: String {
    switch trainer.modelType {
    case .unigram: "unigram"
    case .bpe: "bpe"
    case .word: "word"
    case .char: "char"
    }
  }
}
