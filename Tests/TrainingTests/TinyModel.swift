import CKernels
import Models
import Tensors

@testable import Training

/// Shapes so small that a debug build runs them in milliseconds.
enum TinyModel {
  static func configuration(
    layers: Int = 2, heads: Int = 2, keyHeads: Int = 1, ties: Bool = true
  ) -> LlamaConfiguration {
    LlamaConfiguration(
      vocabularySize: 24, hiddenSize: 12, intermediateSize: 10, layers: layers, attentionHeads: heads,
      keyValueHeads: keyHeads, headDimension: 6, maximumPositions: 16, tiesEmbeddings: ties)
  }

  /// safe 4, unsafe 5, categories 6, 7 and 8; `<|pred|>` is 3.
  static let metadata = GuardianMetadata(
    name: "tiny", version: "0", normalization: "hangul", bosID: 1, predID: 3, safeID: 4, unsafeID: 5,
    contextTokens: 16, threshold: 0.5, temperature: 1,
    categories: (0..<3).map {
      .init(slug: "c\($0)", korean: "c\($0)", english: "c\($0)", tokenID: Int32(6 + $0), threshold: 0.5)
    }, licence: "Apache-2.0", sources: [])

  /// Weights ten times wider than a fresh model's, so that no gradient is lost in rounding.
  static func parameters(_ configuration: LlamaConfiguration, seed: UInt64 = 7) -> [String: Tensor<Float>] {
    var tensors: [String: Tensor<Float>] = [:]
    var random = CounterRandom(seed)
    for (name, shape) in configuration.parameterShapes {
      let isNorm = shape.count == 1
      let elements = (0..<shape.reduce(1, *)).map { _ in
        Float(random.normals().0) * 0.25 + (isNorm ? 1 : 0)
      }
      tensors[name] = Tensor(shape: shape, elements: elements)
    }
    return tensors
  }

  /// Hard and soft labels, masked categories, language with and without a closing `<|pred|>`.
  static let examples: [TrainingExample] = [
    TrainingExample(
      ids: [1, 9, 10, 11, 12, 3], label: 1, categories: [1, 0, nil], weight: 1.5, learnsLanguage: true),
    TrainingExample(ids: [1, 13, 14, 3], label: 0.25, categories: [nil, nil, 0.5]),
    TrainingExample(ids: [1, 15, 16, 17, 18, 19, 2], label: nil, weight: 0.5, learnsLanguage: true),
    TrainingExample(ids: [1, 20, 9, 3], label: nil, categories: [0, 1, 1], weight: 2),
    TrainingExample(ids: [3], label: 0),
  ]

  static func settings(_ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.categoryWeight = 0.7
    settings.languageWeight = 0.3
    settings.warmupSteps = 2
    settings.totalSteps = 10
    settings.learningRate = 1e-2
    change(&settings)
    return settings
  }

  static func trainer(
    _ configuration: LlamaConfiguration = configuration(), settings: TrainingSettings = settings(),
    threads: Int = 1, isa: hk_isa = hk_isa_chosen(), fresh: Bool = false
  ) throws -> Trainer {
    try Trainer(
      configuration: configuration, settings: settings, metadata: metadata, seed: 11,
      kernels: Kernels(threads: threads, isa: isa), parameters: fresh ? nil : parameters(configuration))
  }
}

extension Trainer {
  /// Every parameter's bits, in layout order.
  var bits: [UInt32] { decoder.parameters.elements.map(\.bitPattern) }
}
