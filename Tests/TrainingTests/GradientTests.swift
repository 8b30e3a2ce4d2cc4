import Models
import Testing

@testable import Training

/// Central differences in f32: with steps of 1e-2 the truncation error is about 1e-4 of the third derivative
/// and the loss's rounding, 2⁻²⁴ · loss / step, about 3e-5. Gradients here are about 0.01 to 1.
private let differenceStep: Float = 1e-2
private let absoluteTolerance: Float = 4e-4
private let relativeTolerance: Float = 2e-2

struct GradientTests {
  static let cases: [(LlamaConfiguration, Float)] = [
    (TinyModel.configuration(keyHeads: 1), 0), (TinyModel.configuration(keyHeads: 2), 0.2),
    (TinyModel.configuration(layers: 1, heads: 3, keyHeads: 1, ties: false), 0),
  ]

  @Test("Every parameter's gradient is the central difference of the loss", arguments: cases)
  func differences(configuration: LlamaConfiguration, dropout: Float) throws {
    let trainer = try TinyModel.trainer(
      configuration, settings: TinyModel.settings { $0.dropout = dropout })
    let batch = try trainer.pack(TinyModel.examples)
    func loss() -> Float { trainer.gradients(of: TinyModel.examples, batch).total }
    _ = loss()
    let gradients = Array(trainer.decoder.gradients.elements)
    let parameters = trainer.decoder.parameters.elements
    var random = CounterRandom(5)
    for entry in trainer.decoder.layout.entries {
      for _ in 0..<6 {
        let at = entry.offset + random.below(entry.count), kept = parameters[at]
        parameters[at] = kept + differenceStep
        let above = loss()
        parameters[at] = kept - differenceStep
        let below = loss()
        parameters[at] = kept
        let expected = (above - below) / (2 * differenceStep), found = gradients[at]
        #expect(
          abs(found - expected) <= absoluteTolerance + relativeTolerance * abs(expected),
          "\(entry.name)[\(at - entry.offset)]: \(found), difference \(expected)")
      }
    }
  }

  @Test("A masked category gives its row no gradient")
  func maskedCategory() throws {
    let trainer = try TinyModel.trainer(settings: TinyModel.settings { $0.languageWeight = 0 })
    let examples = [TrainingExample(ids: [1, 9, 3], label: 1, categories: [1, nil, 0])]
    _ = trainer.gradients(of: examples, try trainer.pack(examples))
    func row(_ id: Int) -> [Float] { Array(trainer.decoder.gradients.elements[(id * 12)..<(id * 12 + 12)]) }
    #expect(row(7).allSatisfy { $0 == 0 })
    #expect(row(6).contains { $0 != 0 })
    #expect(row(8).contains { $0 != 0 })
  }

  @Test("Without a label the label rows get no gradient, and without language no other row does")
  func unlabelled() throws {
    let trainer = try TinyModel.trainer(settings: TinyModel.settings { $0.languageWeight = 0 })
    let examples = [TrainingExample(ids: [1, 9, 3], label: nil, categories: [1, nil, nil])]
    let losses = trainer.gradients(of: examples, try trainer.pack(examples))
    let touched = (0..<24).filter { id in
      trainer.decoder.gradients.elements[(id * 12)..<(id * 12 + 12)].contains { $0 != 0 }
    }
    #expect(touched == [1, 3, 6, 9])
    #expect(losses.label == 0 && losses.language == 0 && losses.category > 0)
  }
}
