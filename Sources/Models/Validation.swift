/// Checks values that came from a file and names the file in what it throws.
struct Validation {
  let file: String

  func require(
    _ holds: Bool, _ name: String, expected: String, found: some CustomStringConvertible
  ) throws(ModelError) {
    guard holds else {
      throw .invalidValue(file: file, name: name, expected: expected, found: found.description)
    }
  }
}

extension LlamaConfiguration {
  /// Far above any model of this family and far below what overflows a product of two.
  private static let largestDimension = 1 << 24

  /// Checks that the numbers make a model, before anything is allocated by them.
  func validate(file: String) throws(ModelError) {
    let check = Validation(file: file)
    let dimensions: [(String, Int)] = [
      ("vocab_size", vocabularySize), ("hidden_size", hiddenSize), ("intermediate_size", intermediateSize),
      ("num_attention_heads", attentionHeads), ("num_key_value_heads", keyValueHeads),
      ("head_dim", headDimension), ("max_position_embeddings", maximumPositions),
    ]
    for (name, value) in dimensions {
      try check.require(
        1...Self.largestDimension ~= value, name, expected: "1...\(Self.largestDimension)", found: value)
    }
    try check.require(1...1024 ~= layers, "num_hidden_layers", expected: "1...1024", found: layers)
    try check.require(
      attentionHeads % keyValueHeads == 0, "num_key_value_heads", expected: "a divisor of \(attentionHeads)",
      found: keyValueHeads)
    try check.require(
      attentionHeads * headDimension <= Self.largestDimension, "head_dim",
      expected: "head_dim * num_attention_heads <= \(Self.largestDimension)", found: headDimension)
    try check.require(headDimension % 2 == 0, "head_dim", expected: "an even number", found: headDimension)
    try check.require(
      ropeTheta.isFinite && ropeTheta > 0, "rope_theta", expected: "a positive number", found: ropeTheta)
    try check.require(
      rmsNormEpsilon.isFinite && rmsNormEpsilon > 0, "rms_norm_eps", expected: "a positive number",
      found: rmsNormEpsilon)
  }
}

extension GuardianMetadata {
  /// Checks ids against the vocabulary and thresholds against 0...1.
  func validate(for configuration: LlamaConfiguration, file: String) throws(ModelError) {
    let check = Validation(file: file)
    let vocabularySize = configuration.vocabularySize
    let ids =
      [("bosID", bosID), ("predID", predID), ("safeID", safeID), ("unsafeID", unsafeID)]
      + categories.map { ("categories.\($0.slug).tokenID", $0.tokenID) }
    for (name, id) in ids {
      try check.require(
        0..<vocabularySize ~= Int(id), name, expected: "0..<\(vocabularySize)", found: id)
    }
    try check.require(
      3...max(3, configuration.maximumPositions) ~= contextTokens, "contextTokens",
      expected: "3...\(configuration.maximumPositions)", found: contextTokens)
    try check.require(
      temperature.isFinite && temperature > 0, "temperature", expected: "a positive number",
      found: temperature)
    try check.require(0...1 ~= threshold, "threshold", expected: "0...1", found: threshold)
    var slugs: Set<String> = []
    for category in categories {
      try check.require(
        slugs.insert(category.slug).inserted, "categories", expected: "each slug once", found: category.slug)
      try check.require(
        0...1 ~= category.threshold, "categories.\(category.slug).threshold", expected: "0...1",
        found: category.threshold)
    }
  }
}
