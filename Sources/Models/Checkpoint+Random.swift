import Tensors

extension Checkpoint {
  /// A checkpoint of weights that depend on `seed` alone, for tests and measurements.
  ///
  /// Linear weights are uniform in ±√3·0.5/√in, embeddings in ±√3·0.5, norms in 0.75...1.25, so that logits vary
  /// with the input as a trained model's do. Values are multiples of 2^-24 times a scale: no library function
  /// is asked, and every machine makes the same bits.
  package static func random(
    _ configuration: LlamaConfiguration, metadata: GuardianMetadata?, seed: UInt64
  ) -> Checkpoint {
    var state = seed
    var parameters: [String: Tensor<Float>] = [:]
    for (name, shape) in configuration.parameterShapes {
      let count = shape.reduce(1, *)
      let spread: Float =
        name.hasSuffix("embed_tokens.weight") ? 0.866 : 0.866 / Float(shape.last ?? 1).squareRoot()
      var elements = [Float](repeating: 0, count: count)
      for index in 0..<count {
        state &+= 0x9E37_79B9_7F4A_7C15
        let unit = Float(mix(state) >> 40) * 0x1p-23 - 1
        elements[index] = shape.count == 1 ? 1 + 0.25 * unit : spread * unit
      }
      parameters[name] = Tensor(shape: shape, elements: elements)
    }
    return Checkpoint(
      configuration: configuration, parameters: parameters, tokenizerModel: Array("tokenizer".utf8),
      metadata: metadata)
  }

  /// The output function of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func mix(_ state: UInt64) -> UInt64 {
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension GuardianMetadata {
  /// Metadata over the first ids of a small vocabulary, for tests and measurements.
  package static func sample(contextTokens: Int, categories: Int = 3) -> GuardianMetadata {
    GuardianMetadata(
      name: "sample", version: "1", normalization: "hangul", bosID: 1, predID: 3, safeID: 6, unsafeID: 7,
      contextTokens: contextTokens, threshold: 0.5, temperature: 1,
      categories: (0..<categories).map {
        Category(
          slug: "category_\($0)", korean: "분류 \($0)", english: "category \($0)", tokenID: Int32(8 + $0),
          threshold: 0.5)
      }, licence: "Apache-2.0", sources: [])
  }
}
