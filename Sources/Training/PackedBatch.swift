import Models

/// Examples laid back to back without padding: T tokens in all.
struct PackedBatch {
  /// `[T]`, the token at each row.
  let ids: [Int32]
  /// `[T]`, each row's position in its own sequence.
  let positions: [Int32]
  /// The rows of each example.
  let sequences: [Range<Int>]
  /// The rows whose next token is learned, those tokens, and their weights.
  let languageRows: [Int]
  let languageTargets: [Int32]
  let languageWeights: [Float]

  var tokens: Int { ids.count }

  /// Checks and packs. Every id after the first is a language target, except a closing `<|pred|>`.
  init(
    _ examples: [TrainingExample], configuration: LlamaConfiguration, metadata: GuardianMetadata,
    learnsLanguage: Bool
  ) throws(TrainingError) {
    if examples.isEmpty { throw .emptyBatch }
    var ids: [Int32] = [], positions: [Int32] = [], sequences: [Range<Int>] = []
    var rows: [Int] = [], targets: [Int32] = [], weights: [Float] = []
    for (index, example) in examples.enumerated() {
      try Self.check(example, index, configuration, metadata)
      let start = ids.count, length = example.ids.count
      ids += example.ids
      positions += (0..<length).map(Int32.init)
      sequences.append(start..<start + length)
      guard learnsLanguage && example.learnsLanguage else { continue }
      let end = example.ids.last == metadata.predID ? length - 1 : length
      for position in 1..<max(end, 1) {
        rows.append(start + position - 1)
        targets.append(example.ids[position])
        weights.append(example.weight)
      }
    }
    self.ids = ids
    self.positions = positions
    self.sequences = sequences
    languageRows = rows
    languageTargets = targets
    languageWeights = weights
  }

  private static func check(
    _ example: TrainingExample, _ index: Int, _ configuration: LlamaConfiguration,
    _ metadata: GuardianMetadata
  ) throws(TrainingError) {
    let length = example.ids.count, categories = metadata.categories.count
    if length == 0 { throw .emptyExample(index: index) }
    if length > configuration.maximumPositions {
      throw .tooLong(example: index, found: length, limit: configuration.maximumPositions)
    }
    for (position, id) in example.ids.enumerated() where id < 0 || Int(id) >= configuration.vocabularySize {
      throw .idOutOfRange(
        example: index, position: position, found: id, vocabulary: configuration.vocabularySize)
    }
    if !example.categories.isEmpty && example.categories.count != categories {
      throw .categoryCount(example: index, expected: categories, found: example.categories.count)
    }
    for target in [example.label] + example.categories {
      guard let target else { continue }
      if !(target >= 0 && target <= 1) { throw .valueOutOfRange(name: "target", found: target) }
    }
    if !(example.weight >= 0 && example.weight.isFinite) {
      throw .valueOutOfRange(name: "weight", found: example.weight)
    }
  }
}
