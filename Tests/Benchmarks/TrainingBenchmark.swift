import Models
import Training

/// Tokens a second and GFLOP/s of training steps at the planned shape.
///
/// `training [threads] [sequence length] [steps]`
enum TrainingBenchmark {
  static func run(_ arguments: [String]) throws {
    let numbers = arguments.compactMap { Int($0) }
    let threads = numbers.first ?? 2, length = numbers.dropFirst().first ?? 64
    let steps = numbers.dropFirst(2).first ?? 10
    for languageWeight: Float in [0, 1] {
      try measure(threads: threads, length: length, steps: steps, languageWeight: languageWeight)
    }
  }

  private static func measure(threads: Int, length: Int, steps: Int, languageWeight: Float) throws {
    let configuration = LlamaConfiguration(
      vocabularySize: 8192, hiddenSize: 192, intermediateSize: 528, layers: 4, attentionHeads: 3,
      keyValueHeads: 3, headDimension: 64, maximumPositions: 512)
    var settings = TrainingSettings()
    settings.languageWeight = languageWeight
    settings.dropout = 0.1
    let trainer = try Trainer(
      configuration: configuration, settings: settings, metadata: metadata, seed: 1, threads: threads)
    let batch = (0..<4096 / length).map { example in
      let ids = (0..<length - 2).map { Int32(($0 * 7919 + example * 104_729) % 7000 + 300) }
      return TrainingExample(
        ids: [1] + ids + [3], label: Float(example % 2),
        categories: Array(repeating: Float(example % 2), count: 13), learnsLanguage: true)
    }
    _ = try trainer.step(batch)
    var tokens = 0, report = try trainer.step(batch)
    let clock = ContinuousClock(), start = clock.now
    for _ in 0..<steps {
      report = try trainer.step(batch)
      tokens += report.tokens
    }
    let elapsed = start.duration(to: clock.now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let rate = Double(tokens) / seconds
    let flops = rate * perToken(configuration, length: length, language: languageWeight > 0)
    print(
      "training threads=\(threads) length=\(length) lambda_lm=\(languageWeight):",
      "\(Int(rate)) tokens/s, \(Int(flops / 1e9)) GFLOP/s, loss \(report.losses.total)")
  }

  /// Six operations a weight and token (forward, two products backward), and attention over length / 2 keys.
  private static func perToken(_ c: LlamaConfiguration, length: Int, language: Bool) -> Double {
    let layer = 4 * c.hiddenSize * c.hiddenSize + 3 * c.hiddenSize * c.intermediateSize
    let attention = 2 * c.hiddenSize * length / 2
    let head = language ? c.vocabularySize * c.hiddenSize : 0
    return 6 * Double(c.layers * (layer + attention) + head)
  }

  private static let metadata = GuardianMetadata(
    name: "benchmark", version: "0", normalization: "hangul", bosID: 1, predID: 3, safeID: 6, unsafeID: 7,
    contextTokens: 256, threshold: 0.5, temperature: 1,
    categories: (0..<13).map {
      .init(slug: "c\($0)", korean: "c\($0)", english: "c\($0)", tokenID: Int32(8 + $0), threshold: 0.5)
    }, licence: "Apache-2.0", sources: [])
}
