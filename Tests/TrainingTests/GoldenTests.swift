import Foundation
import Models
import Tensors
import Testing

@testable import Training

/// Both sides sum in f32, in different orders: a few units of 2⁻²⁴ relative to gradients below 1.
private let gradientTolerance: Float = 2e-6
private let lossTolerance: Float = 2e-6
/// AdamW divides by √v: where a gradient is small its rounding is a larger share of a step of 1e-2.
private let parameterTolerance: Float = 2e-5

/// `Goldens/README.md` says where the numbers come from.
struct GoldenTests {
  struct Golden: Decodable {
    struct Settings: Decodable {
      var categoryWeight, languageWeight, learningRate, beta1, beta2, epsilon, weightDecay, clipNorm: Float
    }
    struct Example: Decodable {
      var ids: [Int32]
      var label: Float?
      var categories: [Float?]
      var weight: Float
      var learnsLanguage: Bool
    }
    struct Step: Decodable {
      var total, label, category, language, gradientNorm: Float
    }
    var configuration: LlamaConfiguration
    var settings: Settings
    var examples: [Example]
    var steps: [Step]
  }

  @Test("Two steps agree with PyTorch in losses, gradients, clipping and parameters", arguments: [1, 2])
  func steps(threads: Int) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: folder.appendingPathComponent("step.json")))
    let numbers = try floats(folder.appendingPathComponent("step.f32"))
    let count = numbers.count / 3
    let trainer = try trainer(golden, Array(numbers[..<count]), threads: threads)
    #expect(trainer.decoder.layout.count == count)
    let examples = golden.examples.map {
      TrainingExample(
        ids: $0.ids, label: $0.label, categories: $0.categories, weight: $0.weight,
        learnsLanguage: $0.learnsLanguage)
    }
    for (index, expected) in golden.steps.enumerated() {
      let report = try trainer.step(examples)
      #expect(abs(report.losses.total - expected.total) < lossTolerance)
      #expect(abs(report.losses.label - expected.label) < lossTolerance)
      #expect(abs(report.losses.category - expected.category) < lossTolerance)
      #expect(abs(report.losses.language - expected.language) < 2 * lossTolerance)
      #expect(abs(report.gradientNorm - expected.gradientNorm) < 1e-5)
      guard index == 0 else { continue }
      expectClose(trainer, trainer.decoder.gradients, numbers[count..<2 * count], gradientTolerance)
    }
    expectClose(trainer, trainer.decoder.parameters, numbers[(2 * count)...], parameterTolerance)
  }

  private func expectClose(
    _ trainer: Trainer, _ found: FloatBuffer, _ expected: ArraySlice<Float>, _ tolerance: Float
  ) {
    for entry in trainer.decoder.layout.entries {
      let worst = entry.range.map { abs(found.elements[$0] - expected[expected.startIndex + $0]) }.max() ?? 0
      #expect(worst < tolerance, "\(entry.name)")
    }
  }

  private func trainer(_ golden: Golden, _ before: [Float], threads: Int) throws -> Trainer {
    var settings = TrainingSettings()
    settings.categoryWeight = golden.settings.categoryWeight
    settings.languageWeight = golden.settings.languageWeight
    settings.learningRate = golden.settings.learningRate
    (settings.warmupSteps, settings.floorRatio) = (0, 1)
    (settings.beta1, settings.beta2) = (golden.settings.beta1, golden.settings.beta2)
    settings.epsilon = golden.settings.epsilon
    settings.weightDecay = golden.settings.weightDecay
    settings.clipNorm = golden.settings.clipNorm
    var parameters: [String: Tensor<Float>] = [:]
    for entry in ParameterLayout(golden.configuration).entries {
      parameters[entry.name] = Tensor(shape: entry.shape, elements: Array(before[entry.range]))
    }
    return try Trainer(
      configuration: golden.configuration, settings: settings, metadata: TinyModel.metadata, seed: 1,
      threads: threads, parameters: parameters)
  }

  private func floats(_ url: URL) throws -> [Float] {
    let data = try Data(contentsOf: url)
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }
}
