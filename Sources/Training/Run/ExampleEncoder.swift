import Datasets
import Models
import Normalization
import Tokenization

/// Turns rows into what the trainer reads: `<s>`, the pieces of the hangul form, `<|pred|>`.
struct ExampleEncoder: Sendable {
  let tokenizer: Tokenizer
  let metadata: GuardianMetadata

  /// The example of a labelled row; categories that the row does not speak of are masked.
  ///
  /// A text longer than the context is cut at its end.
  func example(for record: Record, weight: Float) -> TrainingExample {
    TrainingExample(
      ids: Array(([metadata.bosID] + pieces(record.text)).prefix(metadata.contextTokens - 1)) + [
        metadata.predID
      ],
      label: record.label.map { $0 == .unsafe ? 1 : 0 },
      categories: metadata.categories.map { category in
        record.categories[category.slug].map { $0 ? 1 : 0 }
      },
      weight: weight, learnsLanguage: true)
  }

  /// The examples of raw text, one a stretch of the context's length; none for a text without pieces.
  func languageExamples(for text: String) -> [TrainingExample] {
    let pieces = pieces(text), length = metadata.contextTokens - 2
    return stride(from: 0, to: pieces.count, by: length).map { start in
      let stretch = pieces[start..<min(start + length, pieces.count)]
      return TrainingExample(
        ids: [metadata.bosID] + stretch + [metadata.predID], label: nil,
        categories: Array(repeating: nil, count: metadata.categories.count), learnsLanguage: true)
    }
  }

  private func pieces(_ text: String) -> [Int32] {
    tokenizer.encode(HangulForm.normalize(AlignedText(text))).ids
  }
}
