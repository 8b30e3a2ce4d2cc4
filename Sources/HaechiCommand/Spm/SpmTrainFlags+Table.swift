import Tokenization

extension SpmTrainFlags {
  typealias Spec = SentencePieceModel.TrainerSpec

  // SAFETY: the tables are written once and hold key paths of plain values.
  nonisolated(unsafe) static let numbers: [(String, WritableKeyPath<Spec, Int>)] = [
    ("vocab_size", \.vocabularySize), ("input_sentence_size", \.inputSentenceSize),
    ("seed_sentencepiece_size", \.seedPieceCount), ("max_sentence_length", \.maximumSentenceLength),
    ("num_sub_iterations", \.subIterations), ("max_sentencepiece_length", \.maximumPieceLength),
    ("unk_id", \.unknownID), ("bos_id", \.beginID), ("eos_id", \.endID), ("pad_id", \.paddingID),
  ]

  nonisolated(unsafe) static let truths: [(String, WritableKeyPath<Spec, Bool>)] = [
    ("shuffle_input_sentence", \.shufflesInput), ("split_by_unicode_script", \.splitsByScript),
    ("split_by_number", \.splitsByNumber), ("split_by_whitespace", \.splitsByWhitespace),
    ("treat_whitespace_as_suffix", \.treatsWhitespaceAsSuffix),
    ("allow_whitespace_only_pieces", \.allowsWhitespaceOnlyPieces), ("split_digits", \.splitsDigits),
    ("byte_fallback", \.hasByteFallback), ("vocabulary_output_piece_score", \.writesScores),
    ("hard_vocab_limit", \.isVocabularyLimitHard), ("use_all_vocab", \.usesWholeVocabulary),
    ("auto_character_coverage", \.choosesCharacterCoverage),
    ("train_extremely_large_corpus", \.trainsOnLargeCorpus),
  ]

  nonisolated(unsafe) static let texts: [(String, WritableKeyPath<Spec, String>)] = [
    ("input_format", \.inputFormat), ("pretokenization_delimiter", \.pretokenizationDelimiter),
    ("required_chars", \.requiredCharacters), ("unk_piece", \.unknownPiece), ("bos_piece", \.beginPiece),
    ("eos_piece", \.endPiece), ("pad_piece", \.paddingPiece), ("unk_surface", \.unknownSurface),
    ("seed_sentencepieces_file", \.seedFile),
  ]

  nonisolated(unsafe) static let fractions: [(String, WritableKeyPath<Spec, Float>)] = [
    ("character_coverage", \.characterCoverage), ("shrinking_factor", \.shrinkingFactor),
  ]

  nonisolated(unsafe) static let lists: [(String, WritableKeyPath<Spec, [String]>)] = [
    ("control_symbols", \.controlSymbols), ("user_defined_symbols", \.userDefinedSymbols),
  ]

  /// All flags by their names.
  static let flags: [String: (kind: Kind, help: String)] = Dictionary(
    uniqueKeysWithValues: table.map { ($0.0, ($0.1, $0.2)) })

  private static let table: [(String, Kind, String)] = [
    ("input", .text, "files to train on, with commas between; - is the standard input"),
    ("input_format", .text, "text (default) or tsv: a text, a tab, how often it occurs"),
    ("model_prefix", .text, "PREFIX.model and PREFIX.vocab are written"),
    ("model_type", .text, "unigram (default), bpe, word or char"),
    ("vocab_size", .number, "how many pieces (8000)"),
    ("character_coverage", .fraction, "share of the text's characters that get pieces (0.9995)"),
    ("input_sentence_size", .number, "train on so many lines at most (0: all)"),
    ("shuffle_input_sentence", .truth, "draw those lines from all lines (true)"),
    ("seed_sentencepiece_size", .number, "pieces that unigram begins with (1000000)"),
    ("seed_sentencepieces_file", .text, "take them from a file: piece, tab, frequency"),
    ("shrinking_factor", .fraction, "share of pieces that a round of unigram keeps (0.75)"),
    ("num_threads", .number, "threads; the model does not depend on them (all cores)"),
    ("num_sub_iterations", .number, "estimations before a round of pruning (2)"),
    ("max_sentencepiece_length", .number, "longest piece in characters (16)"),
    ("max_sentence_length", .number, "longer lines, in bytes, are left out (4192)"),
    ("split_by_unicode_script", .truth, "a piece keeps to one script (true)"),
    ("split_by_number", .truth, "digits keep apart from letters (true)"),
    ("split_by_whitespace", .truth, "a piece keeps inside of one word (true)"),
    ("split_digits", .truth, "each digit is a piece (false)"),
    ("pretokenization_delimiter", .text, "a string that no piece goes across"),
    ("treat_whitespace_as_suffix", .truth, "▁ ends words (false)"),
    ("allow_whitespace_only_pieces", .truth, "pieces may be several ▁ (false)"),
    ("control_symbols", .text, "pieces that never come from text, with commas between"),
    ("control_symbols_file", .text, "the same, a line each"),
    ("user_defined_symbols", .text, "pieces that are always taken whole, with commas between"),
    ("user_defined_symbols_file", .text, "the same, a line each"),
    ("required_chars", .text, "characters that get pieces however rare"),
    ("required_chars_file", .text, "the same, from a file"),
    ("byte_fallback", .truth, "unknown text becomes bytes (false)"),
    ("auto_character_coverage", .truth, "bpe chooses between characters and merges itself (false)"),
    ("vocabulary_output_piece_score", .truth, "scores in PREFIX.vocab (true)"),
    ("normalization_rule_name", .text, "nmt_nfkc (default), nfkc, nmt_nfkc_cf, nfkc_cf, identity, hangul"),
    ("normalization_rule_tsv", .text, "a rule file: hexadecimal code points, tab, code points"),
    ("denormalization_rule_tsv", .text, "such a file for decoded text"),
    ("add_dummy_prefix", .truth, "a text begins with ▁ (true)"),
    ("remove_extra_whitespaces", .truth, "spaces at the ends go, runs become one (true)"),
    ("escape_whitespaces", .truth, "spaces become ▁ (true; training needs it)"),
    ("hard_vocab_limit", .truth, "too few pieces are an error (true)"),
    ("use_all_vocab", .truth, "word and char take all there are (false)"),
    ("unk_id", .number, "id of the unknown piece (0)"), ("bos_id", .number, "of the beginning (1; -1: none)"),
    ("eos_id", .number, "of the end (2; -1: none)"), ("pad_id", .number, "of the padding (-1: none)"),
    ("unk_piece", .text, "name of the unknown piece (<unk>)"), ("bos_piece", .text, "(<s>)"),
    ("eos_piece", .text, "(</s>)"), ("pad_piece", .text, "(<pad>)"),
    ("unk_surface", .text, "what the unknown piece is decoded to (\" ⁇ \")"),
    ("random_seed", .number, "seed of drawing lines"),
    (
      "max_memory", .text,
      "ours: about how much memory the words may take, such as 512M; more are counted on disk"
    ),
    ("lang", .text, "ours: language of messages, ko or en"),
    ("accept_language", .ignored, "taken and ignored, as in 0.2.3"),
    ("self_test_sample_size", .ignored, "the same"), ("mining_sentence_size", .ignored, "the same"),
    ("training_sentence_size", .ignored, "the same"),
    ("train_extremely_large_corpus", .truth, "kept in the model; has no effect"),
    ("minloglevel", .ignored, "taken and ignored"),
  ]

  /// All flags, a line each.
  static let help: String = {
    let lines = table.map { name, _, help in
      "  --" + name + String(repeating: " ", count: max(1, 30 - name.count)) + help
    }
    return "Usage: haechi spm train --input=FILE --model_prefix=PREFIX [flags]\n"
      + lines.joined(separator: "\n")
  }()
}
