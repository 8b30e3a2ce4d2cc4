import Datasets
import Lexicons
import Models
import Normalization
import Tokenization

/// The guardian's tokenizer and what its special pieces are called.
enum GuardianTokenizer {
  static let taskPieces = ["<|pred|>", "<|expl|>", "<|force-safety|>", "<|safe|>", "<|unsafe|>"]

  static func piece(of slug: String) -> String { "<|\(slug)|>" }

  /// A byte-pair model trained on the hangul form of `lines`, its task and category pieces as control symbols.
  static func train(
    _ settings: GuardianRecipe.TokenizerPart, taxonomy: Taxonomy, lines: some Sequence<String>
  ) throws(TokenizationError) -> SentencePieceModel {
    var spec = BPETrainer.Settings()
    spec.vocabularySize = settings.vocabularySize
    spec.characterCoverage = settings.characterCoverage
    spec.maximumPieceLength = settings.maximumPieceLength
    spec.controlSymbols = taskPieces + taxonomy.categories.map { piece(of: $0.slug) }
    spec.splitsDigits = true
    spec.removesExtraWhitespace = true
    let trainer = BPETrainer(settings: spec)
    return try trainer.train(lines: lines.lazy.map { HangulForm.normalize(AlignedText($0)).utf8 })
  }

  /// The metadata of an uncalibrated guardian over `tokenizer`: thresholds 0.5, temperature 1.
  static func metadata(
    _ guardian: GuardianRecipe.Guardian, tokenizer: Tokenizer, taxonomy: Taxonomy, dataset: Dataset
  ) throws(TrainingRunError) -> GuardianMetadata {
    func id(_ piece: String) throws(TrainingRunError) -> Int32 {
      guard let id = tokenizer.id(of: piece) else { throw .missingPiece(piece) }
      return id
    }
    var categories: [GuardianMetadata.Category] = []
    for category in taxonomy.categories {
      categories.append(
        GuardianMetadata.Category(
          slug: category.slug, korean: category.name.ko, english: category.name.en,
          tokenID: try id(piece(of: category.slug)), threshold: 0.5))
    }
    let learned = dataset.report.sources.filter { $0.role != "evaluate" && $0.records > 0 }
    return GuardianMetadata(
      name: guardian.name, version: guardian.version, normalization: "hangul", bosID: try id("<s>"),
      predID: try id("<|pred|>"), safeID: try id("<|safe|>"), unsafeID: try id("<|unsafe|>"),
      contextTokens: guardian.contextTokens, threshold: 0.5, temperature: 1, categories: categories,
      licence: dataset.report.isShareAlike ? "CC-BY-SA-4.0" : "Apache-2.0",
      sources: Set(learned.map { "\($0.id): \($0.licence)" }).sorted())
  }
}
